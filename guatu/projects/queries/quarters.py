"""What the projects say of a quarter, by line and of the whole city; a few sums in the database.

A project that sits in several lines counts in each of them, and once in the city.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery, Sum

from guatu.domain.periods import Quarter, month_end
from guatu.projects.models import ProgressReport, Project

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure by line and ``whole`` for the city, as of a day; money in 万元."""

    by_line: Mapping[UUID, Decimal]
    whole: Decimal
    as_of: date


def dated_in(tenant_id: UUID, quarter: Quarter, day: date, column: str) -> Counted:
    """How many projects of the year have ``column`` (actual_start, …) in the quarter up to
    ``day``."""
    until = min(day, quarter.last)
    rows = _listed(tenant_id, quarter.year).filter(**{f"{column}__range": (quarter.first, until)})
    by_line = _by_line(rows, "number", Count("pk"))
    return Counted(by_line, Decimal(rows.count()), until)


def invested_in(tenant_id: UUID, quarter: Quarter, day: date, moment: datetime) -> Counted | None:
    """Invested in the quarter, by the monthly reports known at ``moment``.

    As of the end of the latest month that anybody has reported, so that a month whose reports are
    still to come makes nobody late. None before the first report of the quarter.
    """
    reports = ProgressReport.objects.filter(
        project__tenant=tenant_id,
        project__year=quarter.year,
        invested__isnull=False,
        reported_at__lte=moment,
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
