"""What the projects say of a quarter, by line and of the whole city.

A project that sits in several lines counts in each of them, and once in the city. Today a few sums
in the database; for a moment of the past the states in force then, because reports and dates are
overwritten by their corrections.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum

from guatu.domain.lights import ProjectFacts
from guatu.domain.periods import Quarter, month_end
from guatu.projects.choices import TallyBy
from guatu.projects.models import ProgressReport, Project, ProjectState, Tally
from guatu.projects.standing import Standing
from guatu.projects.tallies import NOBODY, keys_of, share_of

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure by line and ``whole`` for the city, as of a day; money in 万元."""

    by_line: Mapping[UUID, Decimal]
    whole: Decimal
    as_of: date


@dataclass(frozen=True, slots=True)
class Half:
    """Of all projects of a year: how many, how many began, and money in 万元."""

    projects: int
    started: int
    year_plan: Decimal
    year_done: Decimal


@dataclass(frozen=True, slots=True)
class Stood:
    """A project as it stood; ``counted``: the totals of then had it."""

    lines: tuple[UUID, ...]
    counted: bool
    facts: ProjectFacts


def is_past(tenant_id: UUID, year: int, moment: datetime) -> bool:
    """Whether any project of the year has changed since ``moment``; else today's rows tell it."""
    return ProjectState.objects.filter(tenant=tenant_id, year=year, since__gt=moment).exists()


def stood_at(tenant_id: UUID, year: int, moment: datetime) -> list[Stood] | None:
    """All projects of the year as they stood, one query; None where they stand so still."""
    if not is_past(tenant_id, year, moment):
        return None
    states = ProjectState.objects.at(moment).filter(tenant=tenant_id, year=year).order_by()
    return [_stood(state) for state in states]


def dated_in(
    tenant_id: UUID, quarter: Quarter, day: date, column: str, stood: Sequence[Stood] | None = None
) -> Counted:
    """How many projects of the year have ``column`` (actual_start, …) in the quarter up to
    ``day``."""
    until = min(day, quarter.last)
    if stood is not None:
        return _dated_then(stood, quarter.first, until, column)
    rows = _listed(tenant_id, quarter.year).filter(**{f"{column}__range": (quarter.first, until)})
    by_line = _by_line(rows, "number", Count("pk"))
    return Counted(by_line, Decimal(rows.count()), until)


def invested_in(
    tenant_id: UUID, quarter: Quarter, day: date, stood: Sequence[Stood] | None = None
) -> Counted | None:
    """Invested in the quarter, by the monthly reports.

    As of the end of the latest month that anybody has reported, so that a month whose reports are
    still to come makes nobody late. None before the first report of the quarter.
    """
    if stood is not None:
        return _invested_then(stood, quarter, day)
    reports = ProgressReport.objects.filter(
        project__tenant=tenant_id, project__year=quarter.year, invested__isnull=False
    )
    within = reports.filter(period__gte=quarter.first, period__lte=min(day, quarter.last))
    latest: date | None = within.aggregate(latest=Max("period"))["latest"]
    if latest is None:
        return None
    rows = _listed(tenant_id, quarter.year)
    now = _cumulative(rows, reports.filter(period__lte=latest, period__year=quarter.year))
    before = _cumulative(rows, reports.filter(period__lt=quarter.first, period__year=quarter.year))
    by_line = {line: amount - before[0].get(line, ZERO) for line, amount in now[0].items()}
    return Counted(by_line, now[1] - before[1], min(day, month_end(latest)))


def half_of(tenant_id: UUID, year: int, moment: datetime) -> Half | None:
    """For 双过半; None where the year has no projects."""
    if not is_past(tenant_id, year, moment):
        row = Tally.objects.filter(tenant=tenant_id, year=year, by=TallyBy.CITY).first()
        if row is None:
            return None
        return Half(row.projects, row.started, row.year_plan, row.year_done)
    states = ProjectState.objects.at(moment).filter(tenant=tenant_id, year=year).counted()
    sums = states.order_by().aggregate(
        projects=Count("pk"),
        started=Count("pk", filter=Q(started=True)),
        year_plan=Sum("year_plan"),
        year_done=Sum("year_done"),
    )
    if not sums["projects"]:
        return None
    return Half(
        sums["projects"], sums["started"], sums["year_plan"] or ZERO, sums["year_done"] or ZERO
    )


def _stood(state: ProjectState) -> Stood:
    lines = tuple(key for key in keys_of(state, TallyBy.LINE) if key != NOBODY)
    return Stood(lines, share_of(state) is not None, Standing.from_json(state.facts).facts)


def _dated_then(stood: Sequence[Stood], first: date, until: date, column: str) -> Counted:
    found = [
        (one, Decimal(1))
        for one in stood
        if one.counted and (on := getattr(one.facts, column)) is not None and first <= on <= until
    ]
    return _summed(found, until)


def _invested_then(stood: Sequence[Stood], quarter: Quarter, day: date) -> Counted | None:
    until = min(day, quarter.last)
    months = [month for one in stood for month, _amount in one.facts.done_year_by_month]
    latest = max((month for month in months if quarter.first <= month <= until), default=None)
    if latest is None:
        return None
    found = [(one, _within(one.facts, quarter.first, latest)) for one in stood if one.counted]
    return _summed(found, min(day, month_end(latest)))


def _within(facts: ProjectFacts, first: date, latest: date) -> Decimal:
    """The amount since 1 January by ``latest`` less that before ``first``."""
    before = now = ZERO
    for month, amount in facts.done_year_by_month:
        if month < first:
            before = amount
        if month <= latest:
            now = amount
    return now - before


def _summed(found: Sequence[tuple[Stood, Decimal]], as_of: date) -> Counted:
    by_line: dict[UUID, Decimal] = defaultdict(Decimal)
    for one, amount in found:
        for line in one.lines:
            by_line[line] += amount
    return Counted(dict(by_line), sum((amount for _one, amount in found), ZERO), as_of)


def _listed(tenant_id: UUID, year: int) -> QuerySet[Project]:
    return Project.objects.counted().filter(tenant=tenant_id, year=year).order_by()


def _cumulative(
    rows: QuerySet[Project], reports: QuerySet[ProgressReport]
) -> tuple[dict[UUID, Decimal], Decimal]:
    """Of each project the last of these reports, by line and together."""
    last = reports.filter(project=OuterRef("pk")).order_by("-period").values("invested")[:1]
    told = rows.annotate(told=Subquery(last))
    whole: Decimal | None = told.aggregate(whole=Sum("told"))["whole"]
    return _by_line(told, "sum", Sum("told")), whole or ZERO


def _by_line(rows: QuerySet[Any], name: str, sum_of: Any) -> dict[UUID, Decimal]:
    found: dict[UUID, Decimal] = {}
    for key in ("line", "also_lines"):
        summed = rows.filter(**{f"{key}__isnull": False}).values(key).annotate(**{name: sum_of})
        for line, amount in summed.values_list(key, name):
            found[line] = found.get(line, ZERO) + Decimal(amount or 0)
    return found
