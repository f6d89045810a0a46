"""How a pack counts: which pace it follows and when the month's report is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guatu.domain.lights.workdays import Workdays, due_day
from guatu.domain.periods import days_in_month, month_end


class PaceKind(StrEnum):
    """Where the expected share comes from."""

    MONTHS = "months"
    """complete months of twelve, as published"""
    DAYS = "days"
    """day of the year of its days"""
    CURVE = "curve"
    """the project's own plan by month"""
    FROM_START = "from_start"
    """complete months since the planned start, of those left in the year"""


@dataclass(frozen=True, slots=True)
class ReportDue:
    """The reporting day: ``day`` of the month itself or of the one after it."""

    day: int
    next_month: bool

    def of(self, month: date, workdays: Workdays) -> date:
        """When the report for ``month`` is due; a day that is no workday moves on to the next."""
        year, number = divmod(month.year * 12 + month.month - 1 + self.next_month, 12)
        if year > date.max.year:
            return date.max
        last = days_in_month(year, number + 1)
        return due_day(workdays, date(year, number + 1, min(self.day, last)))


@dataclass(frozen=True, slots=True)
class Terms:
    """``pace`` names the variants in order of preference: the first that the facts allow is used.

    With a reporting day in the next month, a month without a report begins to count against the
    project only after that day; otherwise every project would turn on the last day of a month.
    """

    pace: tuple[PaceKind, ...] = (PaceKind.MONTHS,)
    report_due: ReportDue | None = None

    def due_of(self, month: date, workdays: Workdays) -> date:
        """When the report for ``month`` is due; its last day when the pack sets no day."""
        if self.report_due is None:
            return month_end(month)
        return self.report_due.of(month, workdays)
