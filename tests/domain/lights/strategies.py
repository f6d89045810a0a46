"""Random facts around 2021 and random rule packs over all measures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from guatu.domain.lights import (
    Excuse,
    ExcuseTerms,
    Light,
    Mark,
    MilestoneFact,
    NeedFact,
    PaceKind,
    ProjectFacts,
    ReportDue,
    RulePack,
    Subject,
    Terms,
)
from guatu.domain.lights.measures import MEASURES, Measure, measures_of
from guatu.domain.lights.packs import ANY_EXCUSE, Comparison, Dimension, Merge, Op, Otherwise, Rule
from guatu.domain.lights.validity import GRANTERS

PROJECT = measures_of(Subject.PROJECT)
COLOURS = (Light.RED, Light.YELLOW, Light.GREEN)
ORDERED = (Op.LT, Op.LE, Op.GT, Op.GE, Op.EQ)

DAYS = st.dates(date(2020, 7, 1), date(2022, 6, 30))
SOME_DAY = st.none() | DAYS
AMOUNTS = st.integers(0, 3000).map(Decimal)
SOME_AMOUNT = st.none() | AMOUNTS
MONTHS_OF_2021 = st.sampled_from([date(2021, month, 1) for month in range(1, 13)])
BY_MONTH = st.dictionaries(MONTHS_OF_2021, AMOUNTS, max_size=5).map(
    lambda found: tuple(sorted(found.items()))
)
PHYSICAL_BY_MONTH = st.dictionaries(
    MONTHS_OF_2021, st.integers(0, 110).map(Decimal), max_size=4
).map(lambda found: tuple(sorted(found.items())))
MILESTONES = st.lists(
    st.builds(
        MilestoneFact,
        st.sampled_from("甲乙丙丁"),
        DAYS,
        SOME_DAY,
        SOME_DAY,
        st.booleans(),
        st.sampled_from([Decimal(0), Decimal("12.5")]),
    ),
    max_size=4,
).map(tuple)
NEEDS = st.lists(
    st.builds(
        NeedFact,
        st.sampled_from(["用地", "用电", "环评"]),
        st.sampled_from(["", "甲", "乙"]),
        st.one_of(DAYS, DAYS, DAYS, st.none()),
        SOME_DAY,
        SOME_DAY,
        st.integers(0, 4).map(lambda drawn: not drawn),
    ),
    max_size=4,
).map(tuple)


def facts(dimensions: tuple[str, ...] = ("start", "progress")) -> st.SearchStrategy[ProjectFacts]:
    excuse = st.builds(
        Excuse, st.sampled_from(dimensions), DAYS, SOME_DAY, st.just("供地"), st.just("示例甲")
    )
    return st.builds(
        ProjectFacts,
        year=st.sampled_from([2020, 2021, 2021, 2021, 2022]),
        planned_start=SOME_DAY,
        actual_start=SOME_DAY,
        required_finish=SOME_DAY,
        actual_finish=SOME_DAY,
        year_plan=SOME_AMOUNT,
        done_year_by_month=BY_MONTH,
        month_curve=st.none() | BY_MONTH,
        registered_on=SOME_DAY,
        planned_paid=SOME_AMOUNT,
        paid=SOME_AMOUNT,
        milestones=MILESTONES,
        min_slack=st.none() | st.integers(-30, 60),
        last_report_period=st.none() | DAYS.map(lambda day: day.replace(day=1)),
        excuses=st.lists(excuse, max_size=2).map(tuple),
        paused_on=st.one_of(st.none(), st.none(), st.none(), DAYS),
        paused_until=SOME_DAY,
        withdrawn_on=st.one_of(st.none(), st.none(), st.none(), DAYS),
        listed_on=SOME_DAY,
        registration_unknown=st.booleans(),
        needs=NEEDS,
        registered_year_by_month=BY_MONTH,
        paid_year_by_month=BY_MONTH,
        physical_by_month=PHYSICAL_BY_MONTH,
        total_investment=SOME_AMOUNT,
        done_before_year=SOME_AMOUNT,
        is_reserve=st.integers(0, 9).map(lambda drawn: not drawn),
        original_finish=SOME_DAY,
        p80_finish=SOME_DAY,
        spi_t=st.none() | st.decimals(0, 3, places=3),
        paused_for=st.sampled_from(["", "等示例住建局施工许可"]),
    )


@st.composite
def packs(draw: st.DrawFn) -> RulePack:
    """One to three dimensions over any measures, with any thresholds, paces and reporting days."""
    dimensions = tuple(draw(_dimensions(f"d{number}")) for number in range(draw(st.integers(1, 3))))
    return RulePack("random", "1", "随机", "试验", dimensions, draw(_terms()))


@st.composite
def one_number_packs(draw: st.DrawFn) -> RulePack:
    """One dimension that compares one whole number to thresholds from -6 to 6."""
    measure = draw(st.sampled_from([MEASURES["slack"], MEASURES["start_months_late"]]))
    count = draw(st.integers(1, 4))
    rules = tuple(
        Rule(f"r{n}", draw(st.sampled_from(COLOURS)), (draw(_comparison(measure, 6)),), "…")
        for n in range(count)
    )
    dimension = Dimension("only", "唯一", (measure.code,), rules)
    return RulePack("random", "1", "随机", "试验", (dimension,))


@st.composite
def many_measure_packs(draw: st.DrawFn) -> RulePack:
    """One dimension over two numbers and two answers, thresholds from -3 to 3."""
    codes = ("slack", "start_months_late", "started", "finished")
    rules = tuple(
        draw(_rule(f"r{n}", [MEASURES[code] for code in codes], 3))
        for n in range(draw(st.integers(1, 5)))
    )
    return RulePack("random", "1", "随机", "试验", (Dimension("only", "唯一", codes, rules),))


@st.composite
def _dimensions(draw: st.DrawFn, code: str) -> Dimension:
    codes = draw(st.lists(st.sampled_from(list(PROJECT)), min_size=1, max_size=3, unique=True))
    measures = [MEASURES[measure] for measure in codes]
    rules = tuple(draw(_rule(f"{code}-{n}", measures)) for n in range(draw(st.integers(1, 4))))
    otherwise = draw(
        st.none() | st.sampled_from(COLOURS).map(lambda light: Otherwise(light, "其他"))
    )
    return Dimension(
        code,
        "维度",
        tuple(codes),
        rules,
        draw(st.sampled_from(list(Merge))),
        otherwise,
        draw(st.just(ANY_EXCUSE) | _excuse_terms()),
    )


@st.composite
def _rule(draw: st.DrawFn, code: str, measures: list[Measure], most: int = 60) -> Rule:
    chosen = draw(st.lists(st.sampled_from(measures), min_size=1, max_size=2))
    named = [measure.code for measure in chosen]
    named += [detail.code for measure in chosen for detail in measure.details]
    say = "、".join(f"{{{code}}}" for code in named)
    return Rule(
        code,
        draw(st.sampled_from(COLOURS)),
        tuple(draw(_comparison(measure, most)) for measure in chosen),
        say,
        any_of=draw(st.booleans()),
        mark=draw(st.none() | st.sampled_from(list(Mark))),
    )


@st.composite
def _comparison(draw: st.DrawFn, measure: Measure, most: int) -> Comparison:
    if measure.yes_no:
        return Comparison(measure.code, Op.IS, draw(st.booleans()))
    low, high = sorted(Decimal(draw(st.integers(-most, most))) for _ in range(2))
    if draw(st.integers(0, 3)) == 0:
        return Comparison(measure.code, Op.BETWEEN, low, high)
    return Comparison(measure.code, draw(st.sampled_from(ORDERED)), low)


def _excuse_terms() -> st.SearchStrategy[ExcuseTerms]:
    roles = st.lists(st.sampled_from(GRANTERS), unique=True, max_size=2).map(tuple)
    granted = st.builds(ExcuseTerms, st.just(True), roles, st.none() | st.integers(1, 400))
    return granted | st.just(ExcuseTerms(allowed=False))


def _terms() -> st.SearchStrategy[Terms]:
    paces = st.lists(st.sampled_from(list(PaceKind)), min_size=1, max_size=2).map(tuple)
    due: st.SearchStrategy[Any] = st.none() | st.builds(
        ReportDue, st.integers(1, 31), st.booleans()
    )
    return st.builds(Terms, paces, due)
