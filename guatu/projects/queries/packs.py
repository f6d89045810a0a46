"""Rule packs as their pages list them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from guatu.org.models import Tenant
from guatu.projects.models import PackAdoption, Project, ProjectState, RulePack


def packs_of(tenant: Tenant) -> list[RulePack]:
    """Drafts and all that were ever adopted, newest first."""
    rows = RulePack.objects.filter(tenant=tenant).select_related("edited_by")
    return list(rows.order_by("-id"))


def pack_of(tenant: Tenant, pk: UUID) -> RulePack | None:
    rows = RulePack.objects.filter(tenant=tenant).select_related("tenant", "edited_by")
    return rows.filter(pk=pk).first()


def pack_named(tenant: Tenant, code: str, version: str = "") -> RulePack | None:
    """A pack of the government by code: that version, else that in force, else the newest."""
    rows = RulePack.objects.filter(tenant=tenant, code=code)
    if version:
        rows = rows.filter(version=version)
    return rows.select_related("tenant", "edited_by").order_by("-in_force", "-id").first()


def adoptions_of(tenant: Tenant) -> list[PackAdoption]:
    """Which rules gave the lights from when on, newest first."""
    return list(PackAdoption.objects.filter(tenant=tenant).select_related("pack"))


def sample_of(tenant: Tenant, most: int) -> tuple[int, Sequence[UUID] | None]:
    """How many projects there are, and ``most`` of them evenly by number; None: take them all."""
    count = ProjectState.objects.now().filter(tenant=tenant, listed=True).count()
    if count <= most:
        return count, None
    ids = Project.objects.filter(tenant=tenant).listed().order_by("number", "id")
    listed = list(ids.values_list("pk", flat=True))
    return len(listed), [listed[place * len(listed) // most] for place in range(most)]
