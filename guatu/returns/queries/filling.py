"""The rows that go out to each unit, of all units in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from guatu.domain.returns.columns import Part
from guatu.org.models import Tenant
from guatu.projects.models import Project
from guatu.returns.queries.standing import open_columns, progress_values, work_values
from guatu.worklists.models import WorkItem, WorkRound
from guatu.worklists.queries.people import People, people_of

#: ``{part: [[row id, {column: text}], …]}``, of one unit.
Rows = dict[str, list[list[Any]]]


@dataclass(frozen=True, slots=True)
class Sent:
    """The rows by unit."""

    by_unit: Mapping[UUID, Rows]

    @property
    def rows(self) -> int:
        return sum(count_of(rows) for rows in self.by_unit.values())


def count_of(rows: Rows) -> int:
    return sum(len(listed) for listed in rows.values())


def rows_for(tenant: Tenant, month: date, work_round: WorkRound | None) -> Sent:
    """A project is on one sheet only: of the unit that answers for it, else of the one that leads
    it, as far as somebody stands for them. Units with nothing to say get no sheet."""
    people = people_of(tenant.pk)
    found: dict[UUID, Rows] = defaultdict(dict)
    _put_projects(found, tenant, month, people)
    if work_round is not None:
        _put_items(found, work_round)
    return Sent(dict(found))


def _put_projects(found: dict[UUID, Rows], tenant: Tenant, month: date, people: People) -> None:
    rows = Project.objects.listed().filter(tenant=tenant, year=month.year, parts__isnull=True)
    projects = list(rows.order_by("number", "id"))
    values = progress_values(projects, month)
    for project in projects:
        unit = unit_of(project, people)
        if unit is not None:
            listed = found[unit].setdefault(Part.PROGRESS.value, [])
            listed.append([project.pk.hex, values[project.pk]])


def unit_of(project: Project, people: People) -> UUID | None:
    """The unit on whose sheet a project stands."""
    for unit in (project.responsible_unit_id, project.lead_unit_id):
        if unit is not None and (on := people.lists_of.get(unit)) is not None:
            return on
    return project.responsible_unit_id or project.lead_unit_id


def _put_items(found: dict[UUID, Rows], work_round: WorkRound) -> None:
    items = list(
        WorkItem.objects.filter(work_list__round=work_round, struck="")
        .select_related("work_list")
        .order_by("work_list_id", "serial", "id")
    )
    values = work_values(items)
    for item in items:
        listed = found[item.work_list.unit_id].setdefault(Part.WORK.value, [])
        listed.append([item.pk.hex, {**values[item.pk], "open": open_columns(item)}])
    for unit in work_round.lists.values_list("unit_id", flat=True):
        found[unit].setdefault(Part.WORK.value, [])
