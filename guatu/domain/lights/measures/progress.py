"""Measures of the year's investment against the pace, the month's duty and the payments."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from typing import NamedTuple

from guatu.domain.lights.measures.kinds import (
    Case,
    Detail,
    Levels,
    Measure,
    amount_detail,
    amount_text,
    crossings,
    later,
    latest,
    month_text,
    months_later,
    new_months,
    once,
)
from guatu.domain.lights.terms import PaceKind
from guatu.domain.pace import (
    CENT,
    HUNDRED,
    Share,
    curve_total,
    expected_by_days,
    gap,
    months_before,
    months_elapsed,
    plain,
    planned_by_month,
    rate,
)
from guatu.domain.periods import month_end, month_index
from guatu.domain.words import N_


@once
def _progress_gap(case: Case) -> Decimal | None:
    """Expected − actual share of the year plan in points: above zero when behind.

    Plan 10,000, done 1,260 by 2021-03-31: 25 % − 12.6 % = 12.4.
    """
    facts = case.facts
    ahead = gap(_done(case), facts.year_plan, _expected(case))
    return None if ahead is None else -ahead


def _progress_turns(case: Case, levels: Levels) -> Iterable[date]:
    reports = new_months(case.facts.done_year_by_month, case.day)
    yield from reports
    if _pace(case).kind is PaceKind.DAYS:
        yield from _daily_turns(case, levels, reports)
    elif reports:
        yield from _counting_days(case, range(_counted_months(case) + 1, 13))
    else:
        yield from _counting_days(case, _months_of_turn(case, levels))


def _month_duty_done(case: Case) -> bool | None:
    """Whether the last month that counts ended with at least the planned cumulative amount.

    None without a plan by month, and for a month in which the plan does not grow: a month
    without a duty has no colour.
    """
    facts, counted = case.facts, _counted_months(case)
    if not facts.month_curve or not counted:
        return None
    planned = _planned_by_month(case)
    if planned[counted] <= planned[counted - 1]:
        return None
    report = latest(facts.done_year_by_month, facts.year * 12 + counted - 1)
    return None if report is None else report[1] >= planned[counted]


def _duty_turns(case: Case, levels: Levels) -> Iterable[date]:
    yield from new_months(case.facts.done_year_by_month, case.day)
    yield from _counting_days(case, range(_counted_months(case) + 1, 13))


def _funds_gap(case: Case) -> Decimal | None:
    """What is missing of the payment demanded by now, in points.

    Rounded up, so that the least shortage shows: 4,999.99 of 5,000 → 0.01.
    """
    demanded, paid = case.facts.planned_paid, case.facts.paid
    if demanded is None or demanded <= 0 or paid is None:
        return None
    return (HUNDRED * (demanded - paid) / demanded).quantize(CENT, ROUND_CEILING)


def _no_turns(case: Case, levels: Levels) -> Iterable[date]:
    return ()


def _pace_ages(case: Case) -> Iterable[date]:
    """With the next month that counts or the next report; by days, every day of the year."""
    yield from new_months(case.facts.done_year_by_month, case.day)
    if (counted := _counted_months(case)) < 12:
        yield from _counting_days(case, (counted + 1,))
    if _pace(case).kind is PaceKind.DAYS:
        yield max(later(case.day, 1), date(case.facts.year, 1, 1))


class _Pace(NamedTuple):
    """The chosen variant: ``parts[n]`` of ``whole`` are due when n months count."""

    kind: PaceKind
    parts: Sequence[Decimal | int] = range(13)
    whole: Decimal | int = 12


@once
def _pace(case: Case) -> _Pace:
    """The first variant of the pack that the facts allow; months when none does."""
    for kind in case.terms.pace:
        pace = _pace_of(kind, case)
        if pace is not None:
            return pace
    return _Pace(PaceKind.MONTHS)


def _pace_of(kind: PaceKind, case: Case) -> _Pace | None:
    facts = case.facts
    if kind is PaceKind.CURVE:
        total = curve_total(facts.month_curve or ())
        return _Pace(kind, _planned_by_month(case), total) if total > 0 else None
    if kind is PaceKind.FROM_START:
        start = facts.planned_start
        before = None if start is None else months_before(start, facts.year)
        if before is None:
            return None
        return _Pace(kind, [max(0, n - before) for n in range(13)], 12 - before)
    return _Pace(kind)


@once
def _expected(case: Case) -> Share:
    pace = _pace(case)
    if pace.kind is PaceKind.DAYS:
        return expected_by_days(case.day, case.facts.year)
    return Share(pace.parts[_counted_months(case)], pace.whole)


@once
def _planned_by_month(case: Case) -> tuple[Decimal, ...]:
    return planned_by_month(case.facts.year, case.facts.month_curve or ())


def _months_of_turn(case: Case, levels: Levels) -> Iterable[int]:
    """Months not counted yet with whose count the gap crosses a level or comes very close to one.

    The gap is rounded, so within a hundredth of a point of a level it is left to be worked out.
    """
    facts, done, pace = case.facts, _done(case), _pace(case)
    if done is None or facts.year_plan is None or facts.year_plan <= 0:
        return
    due = [done / facts.year_plan + level / HUNDRED for level in levels.thresholds]
    below = [(share - _NEAR) * pace.whole for share in due]
    above = [(share + _NEAR) * pace.whole for share in due]
    counted = _counted_months(case)
    before: tuple[int, int] | None = None
    for number in range(counted, 13):
        part = pace.parts[number]
        passed = bisect(below, part), bisect(above, part)
        if number > counted and (passed != before or passed[0] != passed[1]):
            yield number
        before = passed


def _daily_turns(case: Case, levels: Levels, reports: list[date]) -> Iterable[date]:
    """Between two reports the gap only rises, until the year is over."""
    edges = sorted({case.day, date(case.facts.year + 1, 1, 1), *reports})
    for first, after in pairwise(edges):
        if first >= case.day:
            last = later(after, -1)
            yield from crossings(lambda d: _progress_gap(case.on(d)), first, last, levels)


@once
def _counted_months(case: Case) -> int:
    """Complete months of the year, less the last one while its report may still come in time."""
    facts, due = case.facts, case.terms.report_due
    months = months_elapsed(case.day, facts.year)
    if not months or due is None or not due.next_month:
        return months
    month = date(facts.year, months, 1)
    if _reported(case, month) or case.day > due.of(month, case.workdays):
        return months
    return months - 1


def _counting_days(case: Case, numbers: Iterable[int]) -> Iterable[date]:
    """For each of these months, none of which counts yet, the day from which it does: at the
    latest the end of the month after it, when the report of that one is waited for."""
    due = case.terms.report_due
    for number in numbers:
        month = date(case.facts.year, number, 1)
        if due is None or not due.next_month or _reported(case, month):
            yield month_end(month)
        else:
            yield later(due.of(month, case.workdays), 1)
            if number < 12:
                yield month_end(months_later(month, 1))


def _reported(case: Case, month: date) -> bool:
    last = case.facts.last_report_period
    return last is not None and month_index(last) >= month_index(month)


def _done(case: Case) -> Decimal | None:
    report = _latest_report(case)
    return None if report is None else report[1]


@once
def _latest_report(case: Case) -> tuple[date, Decimal] | None:
    return latest(case.facts.done_year_by_month, month_index(case.day))


def _done_as_of(case: Case) -> date:
    report = _latest_report(case)
    return case.day if report is None else min(case.day, month_end(report[0]))


def _expected_as_of(case: Case) -> date:
    counted = _counted_months(case)
    if _pace(case).kind is PaceKind.DAYS or not counted:
        return case.day
    return month_end(date(case.facts.year, counted, 1))


def _actual_percent(case: Case) -> str | None:
    percent = rate(_done(case), case.facts.year_plan)
    return None if percent is None else plain(percent)


def _to_pace(case: Case) -> str | None:
    """The amount that is missing to the pace, in 万元; None when nothing is."""
    plan, done, expected = case.facts.year_plan, _done(case), _expected(case)
    if plan is None or done is None:
        return None
    missing = plan * expected.part / expected.whole - done
    return amount_text(missing) if missing > 0 else None


def _duty(case: Case) -> str | None:
    facts, counted = case.facts, _counted_months(case)
    if not facts.month_curve or not counted:
        return None
    return amount_text(_planned_by_month(case)[counted])


def _duty_month(case: Case) -> str | None:
    counted = _counted_months(case)
    return month_text(date(case.facts.year, counted, 1)) if counted else None


def _shortage(case: Case) -> str | None:
    demanded, paid = case.facts.planned_paid, case.facts.paid
    if demanded is None or paid is None or paid >= demanded:
        return None
    return amount_text(demanded - paid)


_NEAR = Decimal("0.0001")
_PLAN = amount_detail("year_plan", N_("年度计划投资"), lambda facts: facts.year_plan)
_DONE = Detail(
    "done",
    N_("年初累计完成投资"),
    lambda case: amount_text(_done(case)),
    N_("万元"),
    _done_as_of,
    ages=_pace_ages,
)
_ACTUAL = Detail(
    "actual_share", N_("完成年计划"), _actual_percent, "%", _done_as_of, ages=_pace_ages
)
_EXPECTED = Detail(
    "expected_share",
    N_("序时进度"),
    lambda case: plain(_expected(case).percent),
    "%",
    _expected_as_of,
    ages=_pace_ages,
)
_TO_PACE = Detail("to_pace", N_("距序时还差"), _to_pace, N_("万元"), ages=_pace_ages)
_LOOKS_AT = (
    "year",
    "year_plan",
    "planned_start",
    "month_curve",
    "done_year_by_month",
    "last_report_period",
)

MEASURES = (
    Measure(
        "progress_gap",
        N_("低于序时"),
        N_("年度计划投资或累计完成投资"),
        _progress_gap,
        _progress_turns,
        _LOOKS_AT,
        unit=N_("百分点"),
        step=CENT,
        details=(_EXPECTED, _ACTUAL, _DONE, _PLAN, _TO_PACE),
        ages=_pace_ages,
    ),
    Measure(
        "month_duty_done",
        N_("当月任务是否完成"),
        N_("分月投资计划或累计完成投资"),
        _month_duty_done,
        _duty_turns,
        _LOOKS_AT,
        details=(
            Detail("duty_month", N_("考核月份"), _duty_month, ages=_pace_ages),
            Detail(
                "duty", N_("截至当月应完成"), _duty, N_("万元"), _expected_as_of, ages=_pace_ages
            ),
            _DONE,
        ),
    ),
    Measure(
        "funds_gap",
        N_("低于支付要求"),
        N_("应支付资金或已支付资金"),
        _funds_gap,
        _no_turns,
        ("planned_paid", "paid"),
        unit=N_("百分点"),
        step=CENT,
        details=(
            amount_detail("planned_paid", N_("应支付资金"), lambda facts: facts.planned_paid),
            amount_detail("paid", N_("已支付资金"), lambda facts: facts.paid),
            Detail("payment_short", N_("尚差"), _shortage, N_("万元")),
        ),
    ),
)
