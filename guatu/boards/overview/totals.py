"""Two sources of the same figures: running totals, or sums over what a unit may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from guatu.boards.overview.facts import KEPT, LIGHTS, ZERO, Totals
from guatu.org.models import User
from guatu.projects.choices import Expectation, TallyBy
from guatu.projects.models import MonthTally, ProgressReport, Project, Tally
from guatu.projects.tallies import NOBODY, done_by_month


@dataclass(frozen=True, slots=True)
class Figures:
    """Of everything, and by line, unit or sponsor, ``NOBODY`` for projects without one."""

    whole: Totals
    by: Mapping[UUID, Totals]


def figures_of(user: User, by: TallyBy, year: int) -> Figures:
    return _kept(user, by, year) if user.access.sees_all else added_up(_counted(user, year), by)


def months_of(user: User, year: int) -> tuple[Decimal, ...]:
    """Done by the end of months 1–12, cumulative."""
    if user.access.sees_all:
        rows = MonthTally.objects.filter(tenant=user.tenant_id, year=year)
        done = dict(rows.values_list("month", "done"))
        return tuple(done.get(month, ZERO) for month in range(1, 13))
    return months_added_up(_counted(user, year), year)


def _kept(user: User, by: TallyBy, year: int) -> Figures:
    """The same cost however many projects there are."""
    rows = Tally.objects.filter(tenant=user.tenant_id, year=year, by__in=[TallyBy.CITY, by])
    found = {(row.by, row.key): _totals(vars(row)) for row in rows if row.projects}
    whole = found.pop((TallyBy.CITY, NOBODY), Totals())
    return Figures(whole, {key: totals for (_, key), totals in found.items()})


def added_up(rows: QuerySet[Project], by: TallyBy) -> Figures:
    """Of few rows, each once; a project in two lines stands in both."""
    column = COLUMNS[by]
    groups = rows.values(column).annotate(**_SUMS).order_by()
    found = {row[column] or NOBODY: _totals(row) for row in groups}
    whole = _sum(list(found.values()))
    if by is TallyBy.LINE:
        also = rows.filter(also_lines__isnull=False).values("also_lines").annotate(**_SUMS)
        for row in also.order_by():
            key = row["also_lines"]
            found[key] = _sum([found.get(key, Totals()), _totals(row)])
    return Figures(whole, found)


def _counted(user: User, year: int) -> Any:
    # ``distinct`` of the scope and an aggregate do not mix, so the ids are taken first.
    seen = Project.objects.visible_to(user).filter(year=year).counted()
    return Project.objects.filter(id__in=seen.order_by().values("id"))


def months_added_up(projects: QuerySet[Project], year: int) -> tuple[Decimal, ...]:
    rows = ProgressReport.objects.filter(
        project__in=projects.order_by().values("pk"),
        period__range=(date(year, 1, 1), date(year, 12, 31)),
    )
    own: dict[UUID, list[ProgressReport]] = defaultdict(list)
    for row in rows.order_by("period"):
        own[row.project_id].append(row)
    curves = [done_by_month(reports) for reports in own.values()]
    return tuple(sum(amounts, ZERO) for amounts in zip(*curves, strict=True)) or (ZERO,) * 12


COLUMNS = {
    TallyBy.LINE: "line_id",
    TallyBy.UNIT: "lead_unit_id",
    TallyBy.SPONSOR: "sponsor_id",
    TallyBy.CHAIN: "chain_id",
    TallyBy.TOWNSHIP: "township_id",
    TallyBy.PARK: "park_id",
}
_COUNTS = ("projects", *LIGHTS, "started", "start_due", "due_started", *KEPT)
_STARTED, _DUE = Q(actual_start__isnull=False), Q(start_due=True)
_SUMS: dict[str, Any] = {
    "projects": Count("id"),
    **{colour: Count("id", filter=Q(light=colour)) for colour in LIGHTS},
    "started": Count("id", filter=_STARTED),
    # before the count of the same name, which would be meant by it then
    "due_started": Count("id", filter=_DUE & _STARTED),
    "start_due": Count("id", filter=_DUE),
    **{value: Count("id", filter=Q(expectation=value)) for value in Expectation.values},
    "green_by_replanning": Count("id", filter=Q(green_by_replanning=True)),
    "total_investment": Sum("total_investment"),
    "year_plan": Sum("year_plan"),
    "year_done": Sum("year_done"),
}


def _totals(row: Mapping[str, Any]) -> Totals:
    sums: dict[str, Any] = {name: row[name] or (0 if name in _COUNTS else ZERO) for name in _SUMS}
    return Totals(**sums)


def _sum(parts: list[Totals]) -> Totals:
    sums: dict[str, Any] = {name: sum(getattr(part, name) for part in parts) for name in _SUMS}
    return Totals(**sums)
