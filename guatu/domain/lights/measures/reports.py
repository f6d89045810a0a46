"""Measures of reporting: is the month's report in, and how long is it late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from guatu.domain.counts import Count, Since
from guatu.domain.lights.measures.kinds import (
    ONE,
    ZERO,
    Case,
    Detail,
    Levels,
    Measure,
    later,
    month_text,
    months_later,
    once,
)
from guatu.domain.periods import complete_months, month_end, month_index
from guatu.domain.words import N_


def _report_missing(case: Case) -> bool | None:
    """Whether the report for the last complete month is not in, due or not."""
    missing = _first_missing(case)
    return None if missing is None else complete_months(case.day) > month_index(missing)


def _missing_turns(case: Case, levels: Levels) -> Iterable[date]:
    missing = _first_missing(case)
    return () if missing is None else (month_end(missing),)


def _report_days_late(case: Case) -> int | None:
    """Workdays since the first missing report was due; 0 until it is."""
    since = _late_since(case)
    return None if since is None else since.until(case.day, case.workdays)


def _late_since(case: Case) -> Since | None:
    due = _due(case)
    return None if due is None else Since(Count.WORKDAYS, due)


def _days_late_turns(case: Case, levels: Levels) -> Iterable[date]:
    due = _due(case)
    if due is not None:
        for mark in levels.marks:
            yield case.workdays.nth_after(due, mark)


def _days_since_report(case: Case) -> int | None:
    """Calendar days since the end of the last month reported; None when there is no report."""
    since = _since_report(case)
    return None if since is None else since.until(case.day, case.workdays)


def _since_report(case: Case) -> Since | None:
    last = case.facts.last_report_period
    return None if last is None else Since(Count.DAYS, month_end(last))


def _days_since_turns(case: Case, levels: Levels) -> Iterable[date]:
    last = case.facts.last_report_period
    if last is not None:
        for mark in levels.marks:
            yield later(month_end(last), mark)


@once
def _first_missing(case: Case) -> date | None:
    """The month after the last report; without any, January or the month of listing if that is
    later, if there is a plan to report on."""
    facts = case.facts
    if facts.last_report_period is not None:
        return months_later(facts.last_report_period.replace(day=1), 1)
    if facts.year_plan is None:
        return None
    january = date(facts.year, 1, 1)
    return january if facts.listed_on is None else max(january, facts.listed_on.replace(day=1))


@once
def _due(case: Case) -> date | None:
    missing = _first_missing(case)
    return None if missing is None else case.terms.due_of(missing, case.workdays)


def _due_text(case: Case) -> str | None:
    due = _due(case)
    return None if due is None else due.isoformat()


_LAST = Detail(
    "last_report", N_("最近报送月份"), lambda case: month_text(case.facts.last_report_period)
)
_MISSING = Detail("missing_month", N_("待报月份"), lambda case: month_text(_first_missing(case)))
_DUE = Detail("report_due", N_("应报日期"), _due_text)
_NEEDS = N_("月报或年度计划投资")
_LOOKS_AT = ("year", "year_plan", "last_report_period", "listed_on")

MEASURES = (
    Measure(
        "report_missing",
        N_("上月月报是否未报"),
        _NEEDS,
        _report_missing,
        _missing_turns,
        _LOOKS_AT,
        details=(_LAST, _MISSING, _DUE),
    ),
    Measure(
        "report_days_late",
        N_("月报迟报"),
        _NEEDS,
        _report_days_late,
        _days_late_turns,
        _LOOKS_AT,
        unit=N_("个工作日"),
        step=ONE,
        least=ZERO,
        details=(_LAST, _MISSING, _DUE),
        since=_late_since,
    ),
    Measure(
        "days_since_report",
        N_("距最近月报"),
        N_("月报"),
        _days_since_report,
        _days_since_turns,
        ("last_report_period",),
        unit=N_("天"),
        step=ONE,
        least=ZERO,
        details=(_LAST,),
        since=_since_report,
    ),
)
