"""The milestones of a week (本周节点)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from guatu.boards.overview.facts import Week, WeekRow
from guatu.boards.overview.seen import of_listed
from guatu.org.models import User
from guatu.projects.models import Milestone

#: Counting and showing stop here, so that the page costs the same however long the list is.
COUNT_LIMIT = 300


def week_of(user: User, *, year: int, today: date) -> Week:
    """How many are planned from Monday to Sunday, are done, are late."""
    monday, sunday = days_of_week(today)
    rows = _planned(user, year, today).order_by()[: COUNT_LIMIT + 1]
    is_open = Q(actual_finish__isnull=True)
    counts = rows.aggregate(
        planned=Count("id"),
        done=Count("id", filter=~is_open),
        late=Count("id", filter=is_open & Q(planned_finish__lt=today)),
    )
    more = counts["planned"] > COUNT_LIMIT
    planned = min(counts["planned"], COUNT_LIMIT)
    return Week(monday, sunday, planned, counts["done"], counts["late"], more)


def week_rows(user: User, *, year: int, today: date) -> list[WeekRow]:
    """The milestones themselves by planned day."""
    rows = _planned(user, year, today).order_by("planned_finish", "serial", "id")
    return [_row(row, today) for row in rows.values(*_COLUMNS)[:COUNT_LIMIT]]


def days_of_week(today: date) -> tuple[date, date]:
    """Monday and Sunday of its week."""
    monday = today - timedelta(days=today.weekday())
    return monday, monday + timedelta(days=6)


def _planned(user: User, year: int, today: date) -> QuerySet[Milestone]:
    rows = Milestone.objects.filter(planned_finish__range=days_of_week(today))
    return of_listed(rows, user, year)


_COLUMNS = (
    "name", "project_id", "project__name", "project__light", "project__lead_unit__short_name",
    "project__lead_unit__name", "planned_finish", "actual_finish", "critical",
)  # fmt: skip


def _row(row: Mapping[str, Any], today: date) -> WeekRow:
    return WeekRow(
        name=row["name"],
        project_id=row["project_id"],
        project=row["project__name"],
        unit=row["project__lead_unit__short_name"] or row["project__lead_unit__name"] or "",
        light=row["project__light"],
        planned=row["planned_finish"],
        actual=row["actual_finish"],
        critical=row["critical"],
        late=row["actual_finish"] is None and row["planned_finish"] < today,
    )
