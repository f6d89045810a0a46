"""Sums over a list: from the running totals where it is one of their cuts, else added up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from guatu.domain import pace
from guatu.org.models import User
from guatu.projects.choices import Expectation, LightColour, Nature
from guatu.projects.models import Project, Tally
from guatu.projects.queries.filters import ListFilter, Scope, matching

#: Counting and turning pages stop here, so that a page costs the same however long the list is.
COUNT_LIMIT = 10_000
ZERO = Decimal(0)
LIGHTS = tuple(LightColour.values)


@dataclass(frozen=True, slots=True)
class ListTotals:
    """Sums over all that matches, parts of packages left out.

    ``matches`` counts the rows of the list; ``more`` says that there are more than were
    counted, and then there are no sums. ``original`` to ``late`` count by ``Expectation``.
    """

    matches: int
    more: bool = False
    projects: int = 0
    red: int = 0
    yellow: int = 0
    green: int = 0
    paused: int = 0
    none: int = 0
    original: int = 0
    replanned: int = 0
    late: int = 0
    green_by_replanning: int = 0
    total_investment: Decimal = ZERO
    year_plan: Decimal = ZERO
    year_done: Decimal = ZERO
    share: Decimal | None = None
    gap: Decimal | None = None


def totals_of(user: User, wanted: ListFilter, expected: pace.Share) -> ListTotals:
    """From the running totals where the list is one of their cuts, else added up."""
    cut = wanted.tally if user.access.sees_all else None
    if cut is not None:
        by, key = cut
        row = Tally.objects.filter(tenant=user.tenant_id, year=wanted.year, by=by, key=key).first()
        return _from_tally(row, expected) if row else ListTotals(0)
    return _added_up(matching(user, wanted), expected, _counted(wanted))


def sums_reserve(wanted: ListFilter) -> bool:
    """Whether the list is one in which the reserve counts."""
    reserve = wanted.scope not in (Scope.LISTED, Scope.PARTS)
    return reserve or wanted.nature == Nature.RESERVE


#: A part of a package is counted with the package.
_WHOLE = Q(parent__isnull=True)
_SUMMED = ("total_investment", "year_plan", "year_done")
_KEPT = tuple(Expectation.values)
_FIGURES = ("projects", *LIGHTS, *_KEPT, "green_by_replanning", *_SUMMED)


def _counted(wanted: ListFilter) -> Q:
    """What the sums of a list count: the reserve only where the list is of the reserve."""
    return _WHOLE if sums_reserve(wanted) else _WHOLE & ~Q(nature=Nature.RESERVE)


def _sums(counted: Q) -> dict[str, Any]:
    lights = {n: Count("id", filter=counted & Q(light_rank=i)) for i, n in enumerate(LIGHTS)}
    amounts = {name: Sum(name, filter=counted) for name in _SUMMED}
    kept = {name: Count("id", filter=counted & Q(expectation=name)) for name in _KEPT}
    kept["green_by_replanning"] = Count("id", filter=counted & Q(green_by_replanning=True))
    return {"projects": Count("id", filter=counted), **lights, **kept, **amounts}


def _from_tally(row: Tally, expected: pace.Share) -> ListTotals:
    return _totals(vars(row), row.projects, expected)


def _added_up(rows: QuerySet[Project], expected: pace.Share, counted: Q) -> ListTotals:
    """Rows and sums in one query that stops one past the limit."""
    sums = rows.order_by()[: COUNT_LIMIT + 1].aggregate(matches=Count("id"), **_sums(counted))
    if sums["matches"] > COUNT_LIMIT:
        return ListTotals(COUNT_LIMIT, more=True)
    return _totals(sums, sums["matches"], expected)


def _totals(sums: Mapping[str, Any], matches: int, expected: pace.Share) -> ListTotals:
    figures: dict[str, Any] = {n: ZERO if sums[n] is None else sums[n] for n in _FIGURES}
    plan, done = figures["year_plan"], figures["year_done"]
    return ListTotals(
        matches, **figures, share=pace.rate(done, plan), gap=pace.gap(done, plan, expected)
    )
