"""The dispatches, projects and lists of work of a paper, each read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from guatu.dispatches.choices import DispatchStatus
from guatu.dispatches.models import Dispatch, Part
from guatu.domain import pace
from guatu.kit.clock import CHINA
from guatu.lines.models import WorkLine
from guatu.org.models import Unit, User
from guatu.projects.models import Milestone, Project
from guatu.projects.queries.filters import ListFilter, matching
from guatu.worklists.choices import ListRhythm
from guatu.worklists.models import WorkList


@dataclass(frozen=True, slots=True)
class Period:
    """From ``first`` to ``last``, both included. What was given, done and planned is counted
    within it; how things stand is always told as of ``now``."""

    first: date
    last: date
    now: datetime
    line: WorkLine | None = None

    @property
    def today(self) -> date:
        return self.now.astimezone(CHINA).date()

    def covers(self, at: datetime | None) -> bool:
        return at is not None and self.first <= at.astimezone(CHINA).date() <= self.last


@dataclass(frozen=True, slots=True)
class Handed:
    """A dispatch with the unit that leads it."""

    row: Dispatch
    unit: Unit
    now: datetime

    @property
    def is_late(self) -> bool:
        return self.row.is_late(self.now)

    @property
    def due(self) -> date | None:
        """The day that ran out when it is late, the day asked for otherwise."""
        if self.is_late and self.row.next_due is not None:
            return self.row.next_due.astimezone(CHINA).date()
        return self.row.due_on

    @property
    def days_late(self) -> int:
        """A day begun counts as one: what fell due at noon today is not "0 days late"."""
        if not self.is_late or self.due is None:
            return 0
        return max(1, (self.now.astimezone(CHINA).date() - self.due).days)


@dataclass(frozen=True, slots=True)
class Owing:
    """What a unit did not file in time: lists of work, and reports of the month before."""

    missing: list[WorkList] = field(default_factory=list)
    late: list[WorkList] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)

    @property
    def weight(self) -> tuple[int, int, int]:
        return len(self.missing), len(self.projects), len(self.late)


def handed(user: User, period: Period) -> list[Handed]:
    """What was issued and not taken back, in the order of the numbers."""
    parts = Prefetch("parts", Part.objects.select_related("unit"))
    rows = Dispatch.objects.visible_to(user).filter(issued_at__isnull=False)
    rows = rows.exclude(status=DispatchStatus.WITHDRAWN)
    if period.line is not None:
        rows = rows.filter(project__line=period.line)
    rows = rows.prefetch_related(parts).order_by("year", "serial", "id")
    return [Handed(row, row.lead.unit, period.now) for row in rows]


def by_unit(rows: Sequence[Handed]) -> Mapping[Unit, list[Handed]]:
    units: dict[Unit, list[Handed]] = defaultdict(list)
    for row in rows:
        units[row.unit].append(row)
    return units


def projects(user: User, period: Period, year: int) -> list[Project]:
    """Those that the totals of the list count, by number."""
    rows = _counted(user, period, year).select_related("lead_unit", "responsible_unit")
    return list(rows.only(*_COLUMNS).order_by("number", "id"))


def steps(user: User, period: Period, year: int) -> list[Milestone]:
    """Planned from the first day of the period to the end of that week, by day."""
    ids = _counted(user, period, year).order_by().values("pk")
    rows = Milestone.objects.filter(
        project__in=ids, planned_finish__range=(period.first, period.first + timedelta(days=6))
    )
    rows = rows.select_related("project__lead_unit")
    return list(rows.order_by("planned_finish", "project__number", "serial", "id"))


_COLUMNS = (
    "number", "name", "year", "light", "light_since", "year_plan", "year_done", "actual_finish",
    "last_period", "listed_on", "lead_unit__name", "responsible_unit__name",
)  # fmt: skip


def _counted(user: User, period: Period, year: int) -> QuerySet[Project]:
    return matching(user, ListFilter(year, line=period.line.pk if period.line else None))


def owing(user: User, period: Period, listed: Sequence[Project]) -> Mapping[Unit, Owing]:
    """Units that filed a weekly list late or not at all, or owe the report of the last complete
    month for one of ``listed``; who owes most comes first."""
    units: dict[Unit, Owing] = defaultdict(Owing)
    for row in _weekly_lists(user, period, listed):
        if row.is_missing(period.now):
            units[row.unit].missing.append(row)
        elif row.is_late:
            units[row.unit].late.append(row)
    for project in listed:
        if (unit := _answers(project)) and _owes_report(project, month_before(period.today)):
            units[unit].projects.append(project)
    order = sorted(units, key=lambda unit: ([-n for n in units[unit].weight], str(unit.pk)))
    return {unit: units[unit] for unit in order}


def month_before(day: date) -> date:
    """The first of the last complete month."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def gap_of(rows: Sequence[Project], day: date, year: int) -> Decimal | None:
    """Points ahead of the complete months of the year; None without a plan."""
    plan = sum((row.year_plan or Decimal(0) for row in rows), Decimal(0))
    done = sum((row.year_done or Decimal(0) for row in rows), Decimal(0))
    rate = pace.rate(done, plan)
    months = Decimal(pace.months_elapsed(day, year))
    return None if rate is None else rate - months * 100 / 12


def _weekly_lists(user: User, period: Period, listed: Sequence[Project]) -> list[WorkList]:
    """Due within the period; of a line only those of units with a project in it."""
    begin = datetime.combine(period.first, time.min, CHINA)
    end = datetime.combine(period.last + timedelta(days=1), time.min, CHINA)
    rows = WorkList.objects.visible_to(user).filter(
        round__rhythm=ListRhythm.WEEK, round__due_at__gte=begin, round__due_at__lt=end
    )
    found = list(rows.select_related("unit", "round").order_by("round__first", "unit__path"))
    if period.line is None:
        return found
    units: set[UUID] = {unit.pk for one in listed if (unit := _answers(one))}
    return [row for row in found if row.unit_id in units]


def _answers(project: Project) -> Unit | None:
    return project.responsible_unit or project.lead_unit


def _owes_report(project: Project, month: date) -> bool:
    """With a plan, not finished, on the list when ``month`` ended, and no report of it came."""
    if project.year != month.year or project.year_plan is None or project.actual_finish:
        return False
    listed = project.listed_on
    reported = project.last_period is not None and project.last_period >= month
    was_listed = listed is None or (listed.year, listed.month) <= (month.year, month.month)
    return was_listed and not reported
