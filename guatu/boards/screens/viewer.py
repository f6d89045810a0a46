"""Whom a screen shows its board to: nobody in particular, who may read and do nothing."""

from __future__ import annotations

from uuid import UUID

from guatu.org.acts import Access
from guatu.org.choices import Role
from guatu.org.models import Tenant, User

NOBODY = UUID(int=0)


def passer_by(tenant: Tenant) -> User:
    """A user without a row, with the sight of a reader (只读) of ``tenant``: readings begin at
    ``visible_to`` for a screen as they do for a person."""
    user = User(id=NOBODY, tenant=tenant)
    user.access = Access(
        user_id=NOBODY,
        tenant_id=tenant.pk,
        roles=frozenset({Role.READER}),
        admin_kind="",
        post_ids=frozenset(),
        unit_ids=frozenset(),
        unit_paths=(),
    )
    return user
