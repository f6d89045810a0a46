"""Counts that grow by themselves with the days: workdays overdue, months late."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol


class Count(StrEnum):
    WORKDAYS = "workdays"
    DAYS = "days"
    """calendar days"""
    MONTHS = "months"
    """months of the calendar that are over, that of the first day included"""
    MONTHS_RUN = "months_run"
    """months fully run out: 1 from 04-16 on for 03-15"""


class CountsWorkdays(Protocol):
    def count(self, after: date, until: date) -> int:
        """Workdays d with after < d ≤ until; 0 when ``until`` is not later than ``after``."""
        ...


class Since(NamedTuple):
    """A count from ``day`` on."""

    kind: Count
    day: date

    def until(self, day: date, workdays: CountsWorkdays) -> int:
        """What the count has come to on ``day``; 0 before it begins."""
        if self.kind is Count.WORKDAYS:
            return workdays.count(self.day, day)
        if self.kind is Count.DAYS:
            return max(0, (day - self.day).days)
        months = (day.year - self.day.year) * 12 + day.month - self.day.month
        if self.kind is Count.MONTHS:
            return max(0, months + (day.day == monthrange(day.year, day.month)[1]))
        return max(0, months - (day.day <= self.day.day))
