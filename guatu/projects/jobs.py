"""The patrol over everything as a page asks for it: few projects at once, many as a job."""

from __future__ import annotations

from datetime import datetime

from guatu.kit.jobs import HUEY
from guatu.org.models import Tenant
from guatu.projects.models import Project
from guatu.projects.patrol import Round, patrol

AT_ONCE = 500
"""Up to so many projects a page waits for the patrol."""


def patrol_everything(tenant: Tenant, *, now: datetime) -> Round | None:
    """Judge all listed projects after a change of rules; None when a job does it."""
    if Project.objects.filter(tenant=tenant).listed().count() <= AT_ONCE:
        return patrol(tenant, now=now, everything=True)
    _patrol_everything(str(tenant.pk), now.isoformat())
    return None


@HUEY.task()  # type: ignore[untyped-decorator]
def _patrol_everything(tenant_pk: str, moment: str) -> None:
    """Should the server stop meanwhile, the nightly patrol does the rest."""
    tenant = Tenant.objects.get(pk=tenant_pk)
    patrol(tenant, now=datetime.fromisoformat(moment), everything=True)
