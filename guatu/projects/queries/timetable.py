"""The progress chart of all projects (进度总图): bands, and windows of rows for who scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, Max, Min, OrderBy

from guatu.org.models import User
from guatu.projects.models import Baseline, Milestone, Project
from guatu.projects.queries.filters import ListFilter, matching
from guatu.projects.queries.listing import holders_of

#: So many rows can be scrolled through; further ones are found by narrowing.
MOST_ROWS = 10_000
#: So many are read at once.
WINDOW = 200


class BandBy(StrEnum):
    LINE = "line"
    SPONSOR = "sponsor"
    UNIT = "unit"


#: What bands stand in the order of, the id of the band last of these.
_KEYS = {
    BandBy.LINE: ("line__number", "line__title", "line_id"),
    BandBy.SPONSOR: ("sponsor__rank", "sponsor__title", "sponsor_id"),
    BandBy.UNIT: ("lead_unit__name", "lead_unit__short_name", "lead_unit_id"),
}


class Band(NamedTuple):
    """``title`` is empty for the projects that have no line, sponsor or unit; these come last."""

    title: str
    projects: int


@dataclass(frozen=True, slots=True)
class Outlines:
    """What must be known before a row is read: bands, how many rows, the days they span."""

    bands: Sequence[Band]
    rows: int
    first: date | None
    last: date | None

    @property
    def shown(self) -> int:
        return min(self.rows, MOST_ROWS)


class Bar(NamedTuple):
    """A project as a bar; ``share`` is the percent of the work that is done, None if unknown.

    ``finish`` is the approved one, ``original`` the first promised, ``forecast`` the expected.
    """

    id: UUID
    number: int
    name: str
    light: str
    unit: str
    start: date | None
    finish: date | None
    original: date | None
    forecast: date | None
    actual: date | None
    share: int | None
    next_step: str
    next_due: date | None
    replanned: bool


class StepBar(NamedTuple):
    """A step; ``original`` is the span of the original plan where it is another."""

    name: str
    start: date
    finish: date
    original: tuple[date, date] | None
    actual_start: date | None
    actual_finish: date | None
    forecast: date | None
    critical: bool
    committed: bool


def outlines(user: User, wanted: ListFilter, by: BandBy) -> Outlines:
    """Two queries, and one for the names of sponsors."""
    keys = _KEYS[by]
    rows = matching(user, wanted).order_by()
    counted = list(rows.values_list(*keys).annotate(n=Count("id")).order_by(*_nulls_last(keys)))
    span = rows.aggregate(
        Min("planned_start"),
        Min("actual_start"),
        Max("required_finish"),
        Max("original_finish"),
        Max("forecast_finish"),
        Max("actual_finish"),
    )
    starts = [span["planned_start__min"], span["actual_start__min"]]
    ends = [day for name, day in span.items() if name.endswith("__max")]
    return Outlines(
        _bands(counted, by),
        sum(row[-1] for row in counted),
        min((day for day in starts if day), default=None),
        max((day for day in ends if day), default=None),
    )


def _bands(counted: Sequence[Any], by: BandBy) -> list[Band]:
    """Equal titles in a row are one band: two posts that the same person holds."""
    held = holders_of(row[2] for row in counted if row[2]) if by is BandBy.SPONSOR else {}
    titled = [(_title(row, by, held), row[-1]) for row in counted]
    return [
        Band(title, sum(count for _, count in group))
        for title, group in groupby(titled, key=lambda pair: pair[0])
    ]


def _title(row: Any, by: BandBy, held: Any) -> str:
    if by is BandBy.SPONSOR:
        return held.get(row[2]) or row[1] or ""
    return (row[1] or row[0] or "") if by is BandBy.UNIT else row[1] or ""


def window(user: User, wanted: ListFilter, by: BandBy, start: int) -> list[Bar]:
    """``WINDOW`` rows from ``start`` on, counted from 0 without the bands; one query."""
    start = max(0, min(start, MOST_ROWS))
    end = min(start + WINDOW, MOST_ROWS)
    rows = matching(user, wanted).order_by(*_nulls_last(_KEYS[by]), "number", "id")
    return [_bar(row) for row in rows.values_list(*_COLUMNS, named=True)[start:end]]


def steps_of(project: Project) -> list[StepBar]:
    """Those with a date, in the order of the plan: one query, two after a new plan."""
    first: Any = {}
    if project.replans:
        dates = Baseline.objects.filter(project=project, number=0).values_list("dates", flat=True)
        first = dates.first() or {}
    rows = Milestone.objects.filter(project=project, planned_finish__isnull=False)
    return [_step(row, first.get(row.code)) for row in rows.order_by("serial")]


def _nulls_last(keys: Sequence[str]) -> list[OrderBy]:
    return [OrderBy(F(key), nulls_last=True) for key in keys]


_COLUMNS = (
    "id", "number", "name", "light", "lead_unit__short_name", "lead_unit__name", "planned_start",
    "actual_start", "required_finish", "original_finish", "forecast_finish", "actual_finish",
    "physical_percent", "next_step", "next_due", "green_by_replanning",
)  # fmt: skip


def _bar(row: Any) -> Bar:
    return Bar(
        row.id,
        row.number,
        row.name,
        row.light,
        row.lead_unit__short_name or row.lead_unit__name or "",
        row.actual_start or row.planned_start,
        row.required_finish,
        row.original_finish,
        None if row.actual_finish else row.forecast_finish,
        row.actual_finish,
        None if row.physical_percent is None else int(row.physical_percent),
        row.next_step,
        row.next_due,
        row.green_by_replanning,
    )


def _step(row: Milestone, original: Sequence[str] | None) -> StepBar:
    assert row.planned_finish
    start = row.planned_start or row.planned_finish
    was = (date.fromisoformat(original[0]), date.fromisoformat(original[1])) if original else None
    return StepBar(
        row.name,
        start,
        row.planned_finish,
        None if was == (start, row.planned_finish) else was,
        row.actual_start,
        row.actual_finish,
        row.forecast_finish,
        row.critical,
        row.committed,
    )
