"""The months of a project's year that can be reported, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from guatu.domain import pace
from guatu.domain.periods import month_end, months
from guatu.projects.models import ProgressReport, Project


@dataclass(frozen=True, slots=True)
class ReportMonth:
    """A month that may be reported; money in 万元, cumulative since 1 January.

    ``given`` is what was reported for it already, ``last`` the report before it; ``expected``
    is the share of the year's plan due by its end, in percent, and ``due`` that amount.
    """

    period: date
    given: ProgressReport | None
    last: ProgressReport | None
    expected: Decimal
    due: Decimal | None


def report_months(project: Project, today: date) -> list[ReportMonth]:
    """January to the present month of the project's year; none before the year begins."""
    first, last = date(project.year, 1, 1), min(today, date(project.year, 12, 31))
    given = {r.period: r for r in project.reports.filter(period__year=project.year)}
    found: list[ReportMonth] = []
    for period in months(first, last) if first <= last else ():
        earlier = _before(given.values(), period)
        found.append(_month(project, period, given.get(period), earlier))
    return found


def month_to_report(listed: Sequence[ReportMonth], today: date) -> ReportMonth | None:
    """The month most likely meant: the last whole month that lacks a report.

    On 15 March that is February; when February is in, March; when March is in too, March again,
    to be corrected.
    """
    whole = [m for m in listed if month_end(m.period) <= today]
    if whole and whole[-1].given is None:
        return whole[-1]
    return listed[-1] if listed else None


def _month(
    project: Project,
    period: date,
    given: ProgressReport | None,
    last: ProgressReport | None,
) -> ReportMonth:
    share = pace.expected_by_months(month_end(period), project.year)
    plan = project.year_plan
    due = pace.rounded(plan * share.part / share.whole) if plan else None
    return ReportMonth(period, given, last, share.percent, due)


def _before(reports: Iterable[ProgressReport], period: date) -> ProgressReport | None:
    earlier = [r for r in reports if r.period < period and r.invested is not None]
    return max(earlier, key=lambda r: r.period, default=None)
