"""Measures of where the four progresses (形象、投资、入库、支付) part from each other.

Two series are compared as of the last month by which both have been reported; amounts in 万元.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from guatu.domain.lights.facts import Months, ProjectFacts
from guatu.domain.lights.measures.kinds import (
    ZERO,
    Case,
    Detail,
    Levels,
    Measure,
    amount_detail,
    amount_text,
    dates,
    day_detail,
    known,
    latest,
    new_months,
    once,
)
from guatu.domain.pace import CENT, HUNDRED, plain, rounded
from guatu.domain.periods import month_end, month_index
from guatu.domain.words import N_


class _Pair(NamedTuple):
    """The investment of the year and another series by the end of the same month."""

    month: date
    invested: Decimal
    other: Decimal


def _pair(case: Case, other: Months) -> _Pair | None:
    if not other:
        return None
    through = month_index(case.day)
    done, beside = latest(case.facts.done_year_by_month, through), latest(other, through)
    if done is None or beside is None:
        return None
    month = min(done[0], beside[0])
    done = latest(case.facts.done_year_by_month, month_index(month))
    beside = latest(other, month_index(month))
    return None if done is None or beside is None else _Pair(month, done[1], beside[1])


@once
def _physical(case: Case) -> _Pair | None:
    return _pair(case, case.facts.physical_by_month)


@once
def _registered(case: Case) -> _Pair | None:
    return _pair(case, case.facts.registered_year_by_month)


@once
def _paid(case: Case) -> _Pair | None:
    return _pair(case, case.facts.paid_year_by_month)


def _since_start(case: Case) -> Decimal | None:
    """Invested since the start; what was invested before the year counts as 0 if not known."""
    pair = _physical(case)
    return None if pair is None else (case.facts.done_before_year or ZERO) + pair.invested


def _invested_without_works(case: Case) -> bool | None:
    """Money but no works: no start, and a physical progress that is reported as 0.

    Money alone proves nothing: land and designs are paid for before the start.
    """
    pair, invested = _physical(case), _since_start(case)
    if pair is None or invested is None:
        return None
    return invested > 0 and pair.other <= 0 and not known(case.facts.actual_start, case.day)


def _physical_behind(case: Case) -> Decimal | None:
    """Share of the total investment that was invested − physical percent, in points."""
    pair, share = _physical(case), _invested_share(case)
    return None if pair is None or share is None else rounded(share - pair.other)


def _invested_share(case: Case) -> Decimal | None:
    invested, total = _since_start(case), case.facts.total_investment
    if invested is None or total is None or total <= 0:
        return None
    return HUNDRED * invested / total


def _registered_behind(case: Case) -> Decimal | None:
    """(invested − registered) ÷ year plan, in points."""
    return _points_of_plan(case, _registered(case), -1)


def _paid_over(case: Case) -> Decimal | None:
    """(paid − invested) ÷ year plan, in points: below zero when payments are in arrears."""
    return _points_of_plan(case, _paid(case), 1)


def _points_of_plan(case: Case, pair: _Pair | None, sign: int) -> Decimal | None:
    plan = case.facts.year_plan
    if pair is None or plan is None or plan <= 0:
        return None
    return rounded(sign * HUNDRED * (pair.other - pair.invested) / plan)


def _reports(series: Callable[[ProjectFacts], Months]) -> Callable[[Case], Iterable[date]]:
    """When a report that is dated later becomes known; without the other series it tells
    nothing."""

    def days(case: Case) -> Iterable[date]:
        other = series(case.facts)
        if not other:
            return ()
        return new_months(case.facts.done_year_by_month, case.day) + new_months(other, case.day)

    return days


def _works_turns(case: Case, levels: Levels) -> Iterable[date]:
    return [*_PHYSICAL_REPORTS(case), *dates(case.facts.actual_start)]


def _on(days: Callable[[Case], Iterable[date]]) -> Callable[[Case, Levels], Iterable[date]]:
    return lambda case, levels: days(case)


def _share_text(case: Case) -> str | None:
    share = _invested_share(case)
    return None if share is None else plain(rounded(share))


_PHYSICAL_REPORTS = _reports(lambda facts: facts.physical_by_month)
_REGISTERED_REPORTS = _reports(lambda facts: facts.registered_year_by_month)
_PAID_REPORTS = _reports(lambda facts: facts.paid_year_by_month)


def _detail(
    code: str,
    label: str,
    pair: Callable[[Case], _Pair | None],
    text: Callable[[_Pair], str | None],
    unit: str,
    ages: Callable[[Case], Iterable[date]],
) -> Detail:
    """Something of a pair, as of the end of its month."""

    def shown(case: Case) -> str | None:
        found = pair(case)
        return None if found is None else text(found)

    def as_of(case: Case) -> date:
        found = pair(case)
        return case.day if found is None else min(case.day, month_end(found.month))

    return Detail(code, label, shown, unit, as_of, ages=ages)


_ABSENT = N_("没有可以相互对照的进度，四项进度不计色")
_YUAN = N_("万元")
_PLAN = amount_detail("year_plan", N_("年度计划投资"), lambda facts: facts.year_plan)
_TOTAL = amount_detail("total_investment", N_("总投资"), lambda facts: facts.total_investment)
_PERCENT = _detail(
    "physical", N_("形象进度"), _physical, lambda pair: plain(pair.other), "%", _PHYSICAL_REPORTS
)
_SINCE_START = Detail(
    "invested",
    N_("开累完成投资"),
    lambda case: amount_text(_since_start(case)),
    _YUAN,
    _PERCENT.as_of,
    ages=_PHYSICAL_REPORTS,
)
_SHARE = Detail(
    "invested_share",
    N_("完成总投资"),
    _share_text,
    "%",
    _PERCENT.as_of,
    ages=_PHYSICAL_REPORTS,
)


def _money(pair: _Pair) -> str | None:
    return amount_text(pair.other)


def _invested(pair: _Pair) -> str | None:
    return amount_text(pair.invested)


MEASURES = (
    Measure(
        "invested_without_works",
        N_("是否有投资而未动工"),
        N_("形象进度或累计完成投资"),
        _invested_without_works,
        _works_turns,
        ("actual_start", "done_year_by_month", "done_before_year", "physical_by_month"),
        details=(
            _SINCE_START,
            _PERCENT,
            day_detail("actual_start", N_("实际开工"), lambda facts: facts.actual_start),
        ),
        absent=_ABSENT,
    ),
    Measure(
        "physical_behind_invested",
        N_("形象进度低于投资进度"),
        N_("形象进度、累计完成投资或总投资"),
        _physical_behind,
        _on(_PHYSICAL_REPORTS),
        ("done_year_by_month", "done_before_year", "physical_by_month", "total_investment"),
        unit=N_("百分点"),
        step=CENT,
        details=(_PERCENT, _SHARE, _SINCE_START, _TOTAL),
        ages=_PHYSICAL_REPORTS,
        absent=_ABSENT,
    ),
    Measure(
        "registered_behind_invested",
        N_("入库投资低于完成投资"),
        N_("入库投资、累计完成投资或年度计划投资"),
        _registered_behind,
        _on(_REGISTERED_REPORTS),
        ("year_plan", "done_year_by_month", "registered_year_by_month"),
        unit=N_("百分点"),
        step=CENT,
        details=(
            _detail(
                "registered_amount",
                N_("年初累计入库投资"),
                _registered,
                _money,
                _YUAN,
                _REGISTERED_REPORTS,
            ),
            _detail(
                "registered_against",
                N_("同期完成投资"),
                _registered,
                _invested,
                _YUAN,
                _REGISTERED_REPORTS,
            ),
            _PLAN,
        ),
        ages=_REGISTERED_REPORTS,
        absent=_ABSENT,
    ),
    Measure(
        "paid_over_invested",
        N_("支付超过完成投资"),
        N_("支付资金、累计完成投资或年度计划投资"),
        _paid_over,
        _on(_PAID_REPORTS),
        ("year_plan", "done_year_by_month", "paid_year_by_month"),
        unit=N_("百分点"),
        step=CENT,
        details=(
            _detail("paid_amount", N_("年初累计支付"), _paid, _money, _YUAN, _PAID_REPORTS),
            _detail("paid_against", N_("同期完成投资"), _paid, _invested, _YUAN, _PAID_REPORTS),
            _PLAN,
        ),
        ages=_PAID_REPORTS,
        absent=_ABSENT,
    ),
)
