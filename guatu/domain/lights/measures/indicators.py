"""Measures of a quantified item of a place: growth, rank, and special bonds not yet spent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import partial

from guatu.domain.counts import Count, Since
from guatu.domain.lights.measures.kinds import (
    ONE,
    ZERO,
    Case,
    Detail,
    Levels,
    Measure,
    dates,
    known,
    month_text,
    months_later,
    value_text,
)
from guatu.domain.lights.subjects import IndicatorFacts, Subject
from guatu.domain.pace import CENT, HUNDRED, rounded
from guatu.domain.periods import month_end
from guatu.domain.words import N_


def indicator_of(case: Case) -> IndicatorFacts:
    facts: object = case.facts
    if not isinstance(facts, IndicatorFacts):
        raise TypeError("a measure of indicators was asked of something else")
    return facts


def _below(level: str, case: Case) -> Decimal | None:
    """``level`` (plan or mean) − growth, in points: above zero when the growth falls short."""
    facts = indicator_of(case)
    wanted: Decimal | None = getattr(facts, level)
    if wanted is None or facts.growth is None:
        return None
    return rounded(wanted - facts.growth)


def _share(rank: int | None, count: int | None) -> Decimal | None:
    """The place in percent of all: 3rd of 12 → 25."""
    return rounded(HUNDRED * rank / count) if rank and count else None


def _rank_share(case: Case) -> Decimal | None:
    facts = indicator_of(case)
    return _share(facts.rank, facts.count)


def _rank_share_before(case: Case) -> Decimal | None:
    """0, so not behind, where there was no period before."""
    facts = indicator_of(case)
    return _share(facts.rank_before, facts.count_before) or ZERO


def _bond_months(case: Case) -> int | None:
    """Complete months since that of the issue with money unspent: issued in March, at the end
    of September 6. 0 once all is spent; the published limit counts from the month after."""
    if not known(indicator_of(case).bond_issued, case.day):
        return None
    since = _bond_since(case)
    return 0 if since is None else since.until(case.day, case.workdays)


def _bond_since(case: Case) -> Since | None:
    """From the month after that of the issue on."""
    facts = indicator_of(case)
    if facts.bond_issued is None or known(facts.bond_spent, case.day):
        return None
    return Since(Count.MONTHS, months_later(facts.bond_issued.replace(day=1), 1))


def _bond_ages(case: Case) -> Iterable[date]:
    return dates(indicator_of(case).bond_issued, indicator_of(case).bond_spent)


def _bond_turns(case: Case, levels: Levels) -> Iterable[date]:
    facts = indicator_of(case)
    yield from _bond_ages(case)
    if facts.bond_issued is not None and not known(facts.bond_spent, case.day):
        for mark in levels.marks:
            yield month_end(months_later(facts.bond_issued, mark))


def _no_turns(case: Case, levels: Levels) -> Iterable[date]:
    return ()


def _text(name: str, case: Case) -> str | None:
    value: Decimal | int | None = getattr(indicator_of(case), name)
    return value_text(value)


def _as_of(case: Case) -> date:
    return indicator_of(case).as_of or case.day


def _bond_limit(case: Case) -> str | None:
    issued = indicator_of(case).bond_issued
    return None if issued is None else month_end(months_later(issued, 6)).isoformat()


def _figure(code: str, label: str, fact: str, unit: str = "") -> Detail:
    return Detail(code, label, partial(_text, fact), unit, _as_of)


_NAME = Detail("indicator_name", N_("事项"), lambda case: indicator_of(case).name)
_GROWTH = _figure("growth", N_("累计增长"), "growth", "%")
_PLAN = _figure("growth_plan", N_("预期计划"), "plan", "%")
_MEAN = _figure("growth_mean", N_("全市平均"), "mean", "%")
_RANK = _figure("rank", N_("位次"), "rank")
_COUNT = _figure("rank_count", N_("参加排位"), "count", N_("个"))
_BEFORE = _figure("rank_before", N_("上期位次"), "rank_before")
_ISSUED = Detail(
    "bond_issued", N_("债券发行"), lambda case: month_text(indicator_of(case).bond_issued)
)
_LIMIT = Detail("bond_limit", N_("满六个月"), _bond_limit)

_indicator = partial(Measure, subject=Subject.INDICATOR)
_ranked = partial(_indicator, unit="%", step=CENT, least=ZERO)
_points = partial(_indicator, unit=N_("百分点"), step=CENT)

MEASURES: tuple[Measure, ...] = (
    _indicator(
        "indicator_growth",
        N_("指标累计增长"),
        N_("累计增长"),
        lambda case: indicator_of(case).growth,
        _no_turns,
        ("name", "growth", "as_of"),
        unit="%",
        step=CENT,
        details=(_NAME, _GROWTH),
    ),
    _points(
        "indicator_below_plan",
        N_("增长低于预期计划"),
        N_("累计增长或预期计划"),
        partial(_below, "plan"),
        _no_turns,
        ("name", "growth", "plan", "as_of"),
        details=(_NAME, _GROWTH, _PLAN),
    ),
    _points(
        "indicator_below_mean",
        N_("增长低于全市平均"),
        N_("累计增长或全市平均"),
        partial(_below, "mean"),
        _no_turns,
        ("name", "growth", "mean", "as_of"),
        details=(_NAME, _GROWTH, _MEAN),
    ),
    _ranked(
        "indicator_rank_share",
        N_("位次占比"),
        N_("位次"),
        _rank_share,
        _no_turns,
        ("name", "rank", "count", "rank_before", "as_of"),
        details=(_NAME, _RANK, _COUNT, _BEFORE),
    ),
    _ranked(
        "indicator_rank_share_before",
        N_("上期位次占比"),
        N_("上期位次"),
        _rank_share_before,
        _no_turns,
        ("rank_before", "count_before", "as_of"),
        details=(_BEFORE,),
    ),
    _indicator(
        "indicator_leading",
        N_("是否先进"),
        N_("先进名单"),
        lambda case: indicator_of(case).leading,
        _no_turns,
        ("name", "leading"),
        details=(_NAME,),
    ),
    _indicator(
        "indicator_trailing",
        N_("是否后进"),
        N_("后进名单"),
        lambda case: indicator_of(case).trailing,
        _no_turns,
        ("name", "trailing"),
        details=(_NAME,),
    ),
    _indicator(
        "bond_months_unspent",
        N_("专项债券未用完"),
        N_("债券发行月份"),
        _bond_months,
        _bond_turns,
        ("bond_issued", "bond_spent"),
        unit=N_("个月"),
        step=ONE,
        least=ZERO,
        details=(_ISSUED, _LIMIT),
        since=_bond_since,
        ages=_bond_ages,
        absent=N_("没有发行专项债券，不计色"),
    ),
)
