"""Background jobs of notices: what a page starts and does not wait for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from guatu.kit import clock
from guatu.kit.jobs import HUEY
from guatu.notices import actions
from guatu.org.models import Tenant, User


def try_channel(tenant: Tenant, code: str, *, by: User, now: datetime) -> None:
    """See ``actions.ask_test``; the test itself is made by the worker."""
    actions.ask_test(tenant, code, by=by, now=now)
    _send_test(tenant.pk, code, by.pk)


@HUEY.task(name="notices-test")  # type: ignore[untyped-decorator]
def _send_test(tenant_id: UUID, code: str, user_id: UUID) -> None:
    """By the real clock: who is called compares the time of the signature with his own."""
    actions.send_test(tenant_id, code, user_id, clock.now())
