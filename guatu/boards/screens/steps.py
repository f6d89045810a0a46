"""Milestones of a month, done, open and overdue; read along the index of their planned days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from guatu.boards.overview.seen import of_listed
from guatu.boards.screens.facts import Asked, BattlesFacts, FlagsFacts, Month, Step
from guatu.projects.models import Milestone

#: Counting stops here, so that a board costs the same however long the list is.
COUNT_LIMIT = 1000
_OPEN = Q(actual_finish__isnull=True)


def month_of(asked: Asked) -> Month:
    """How many are planned from the first to the last day, are done, are late."""
    first, last = days_of_month(asked.today)
    counts = (
        _planned(asked)
        .order_by()[: COUNT_LIMIT + 1]
        .aggregate(
            planned=Count("id"),
            done=Count("id", filter=~_OPEN),
            late=Count("id", filter=_OPEN & Q(planned_finish__lt=asked.today)),
        )
    )
    more = counts["planned"] > COUNT_LIMIT
    planned = min(counts["planned"], COUNT_LIMIT)
    return Month(first, last, planned, counts["done"], counts["late"], more)


def flags_of(asked: Asked) -> FlagsFacts:
    """Half of the rows for each colour; the newest done first, the longest overdue first."""
    half = max(1, asked.rows // 2)
    done = _planned(asked).filter(~_OPEN).order_by("-actual_finish", "serial", "id")[:half]
    overdue = _overdue(asked)
    n_late = overdue.order_by()[: COUNT_LIMIT + 1].count()
    late = overdue.order_by("planned_finish", "serial", "id")[:half]
    return FlagsFacts(
        month=month_of(asked),
        done=_steps(done, asked),
        late=_steps(late, asked),
        n_late=min(n_late, COUNT_LIMIT),
        more_late=n_late > COUNT_LIMIT,
    )


def battles_of(asked: Asked) -> BattlesFacts:
    month = month_of(asked)
    rows = _planned(asked).filter(_OPEN).order_by("planned_finish", "serial", "id")
    shown = _steps(rows[: asked.rows], asked)
    return BattlesFacts(month, shown, max(0, month.still_open - len(shown)))


def days_of_month(today: date) -> tuple[date, date]:
    last = monthrange(today.year, today.month)[1]
    return today.replace(day=1), today.replace(day=last)


def _planned(asked: Asked) -> QuerySet[Milestone]:
    rows = Milestone.objects.filter(planned_finish__range=days_of_month(asked.today))
    return of_listed(rows, asked.viewer, asked.year)


def _overdue(asked: Asked) -> QuerySet[Milestone]:
    """Since the beginning of the year; what is older was carried over into its plan."""
    days = (date(asked.year, 1, 1), asked.today)
    rows = Milestone.objects.filter(_OPEN, planned_finish__gte=days[0], planned_finish__lt=days[1])
    return of_listed(rows, asked.viewer, asked.year)


_COLUMNS = (
    "name", "project__name", "project__light", "project__lead_unit__short_name",
    "project__lead_unit__name", "planned_finish", "actual_finish", "critical",
)  # fmt: skip


def _steps(rows: QuerySet[Milestone], asked: Asked) -> list[Step]:
    return [_step(row, asked.today) for row in rows.values(*_COLUMNS)]


def _step(row: Mapping[str, Any], today: date) -> Step:
    planned: date = row["planned_finish"]
    return Step(
        name=row["name"],
        project=row["project__name"],
        unit=row["project__lead_unit__short_name"] or row["project__lead_unit__name"] or "",
        light=row["project__light"],
        planned=planned,
        actual=row["actual_finish"],
        critical=row["critical"],
        days=(planned - today).days,
    )
