"""The rows of lists as they follow from what is known, for all units of a round or some."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from guatu.domain.workcalendar import WorkCalendar
from guatu.domain.worklists.rhythm import Period
from guatu.domain.worklists.rows import Cell, Kind, Matter, Row, compose, in_order, is_listed
from guatu.worklists.choices import RowStanding
from guatu.worklists.models import WorkItem
from guatu.worklists.queries.matters import Window, matters
from guatu.worklists.queries.people import People

Rows = Mapping[UUID, list[Row]]


def rows_for(
    tenant_id: UUID, period: Period, day: date, calendar: WorkCalendar, people: People
) -> Rows:
    """By unit that files a list, in the order of the list; units without a matter are left out."""
    window = Window(tenant_id, period.before.first, period.last, day)
    found: dict[UUID, list[Row]] = defaultdict(list)
    known = [*matters(window, people), *_carried(tenant_id, period, people)]
    for matter in known:
        on = people.lists_of.get(matter.unit_id)
        if on is not None and (matter.kind is Kind.OWN or is_listed(matter, period)):
            found[on].append(compose(matter, period, day, calendar))
    return {unit: in_order(rows) for unit, rows in found.items()}


def rows_of_unit(
    tenant_id: UUID,
    unit_id: UUID,
    period: Period,
    day: date,
    calendar: WorkCalendar,
    people: People,
) -> list[Row]:
    return list(rows_for(tenant_id, period, day, calendar, people).get(unit_id, ()))


def _carried(tenant_id: UUID, period: Period, people: People) -> Iterator[Matter]:
    """Own rows of the list before that were not done: asked for once, carried on by themselves."""
    rows = WorkItem.objects.filter(
        work_list__tenant_id=tenant_id,
        work_list__round__rhythm=period.rhythm.value,
        work_list__round__first=period.before.first,
        kind=Kind.OWN.value,
        struck="",
    ).exclude(standing=RowStanding.DONE)
    for row in rows.select_related("work_list"):
        unit_id = row.work_list.unit_id
        yield Matter(
            kind=Kind.OWN,
            source_id=row.pk,
            page_id=row.pk,
            unit_id=unit_id,
            label=row.label,
            due=row.due_on,
            leader=row.text(Cell.LEADER) or people.heads.get(unit_id, ""),
            owner=row.text(Cell.OWNER) or people.liaisons.get(unit_id, ""),
            trouble=row.text(Cell.TROUBLE),
            line_id=row.line_id,
            project_id=row.project_id,
        )


def said_of(row: Row) -> dict[str, dict[str, object]]:
    """The cells of a row as they are stored."""
    return {cell.value: words.as_json() for cell, words in row.said.items()}
