"""Taking the rows of projects for an act; who comes second waits and then sees what was done.

The rows are locked against changes, not against being referred to. A new part waits for an act on
its package all the same, and the other way round (``parts``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import QuerySet

from guatu.domain.words import say
from guatu.kit.refusals import Refusal
from guatu.org.models import Tenant
from guatu.projects.models import Project

AT_A_TIME = 1000


def hold(project: Project) -> Project:
    """The row of a listed project, locked for the act."""
    found = hold_any(project)
    refuse_withdrawn(found)
    return found


def hold_any(project: Project) -> Project:
    """The row of a project, listed or withdrawn."""
    rows = Project.objects.select_for_update(of=("self",), no_key=True).select_related("tenant")
    return rows.get(pk=project.pk)


def rows_by_id(tenant: Tenant, ids: Iterable[UUID]) -> dict[UUID, Project]:
    """Projects of a tenant, locked for a change, by id."""
    rows = Project.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.filter(tenant=tenant, id__in=list(ids)).order_by("id")
    found = rows.select_related("line", "lead_unit", "responsible_unit", "sponsor__unit")
    held = {row.pk: row for row in found}
    for row in held.values():
        row.tenant = tenant
    return held


def hold_many(ids: Iterable[UUID]) -> None:
    """Lock many rows in order of id, before an act that writes them in parts writes the first.

    With its first event an act has the turn of its government and may wait for no project any
    more: one that holds that project may be waiting for the turn (docs/architecture.md).
    """
    for rows in _in_order(ids):
        list(rows.values_list("pk", flat=True))


def rows_as_they_are(ids: Iterable[UUID]) -> dict[UUID, Project]:
    """Projects locked in order of id and read anew, by id, without what they refer to."""
    return {row.pk: row for rows in _in_order(ids) for row in rows}


def refuse_withdrawn(project: Project) -> None:
    if not project.is_listed:
        raise Refusal(say("“{name}”已退出台账，请先恢复列入再办理。", name=project.name))


def _in_order(ids: Iterable[UUID]) -> Iterator[QuerySet[Project]]:
    rows, wanted = Project.objects.select_for_update(of=("self",), no_key=True), sorted(set(ids))
    for start in range(0, len(wanted), AT_A_TIME):
        yield rows.filter(pk__in=wanted[start : start + AT_A_TIME]).order_by("id")
