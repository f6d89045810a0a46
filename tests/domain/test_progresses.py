"""The four progresses, each against what it should have come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.lights import MilestoneFact, ProjectFacts
from guatu.domain.progresses import ProgressKind, elapsed, planned_physical, progresses

DAY = date(2021, 3, 15)
FEBRUARY = date(2021, 2, 1)


def in_february(amount: int) -> tuple[tuple[date, Decimal], ...]:
    return ((FEBRUARY, Decimal(amount)),)


FACTS = ProjectFacts(
    2021,
    year_plan=Decimal(12000),
    done_year_by_month=in_february(2100),
    registered_year_by_month=in_february(1500),
    paid_year_by_month=in_february(1200),
    physical_by_month=in_february(20),
)


def step(weight: int, planned: date) -> MilestoneFact:
    return MilestoneFact("节点", planned, weight=Decimal(weight))


STEPS = (step(30, date(2021, 2, 20)), step(50, DAY), step(20, date(2021, 6, 30)))


def told(facts: ProjectFacts, day: date = DAY) -> list[tuple[Decimal | None, Decimal | None]]:
    return [(one.actual, one.expected) for one in progresses(facts, day)]


def test_the_example_of_the_docstring() -> None:
    assert told(FACTS) == [
        (Decimal("20.00"), None),
        (Decimal("17.50"), Decimal("16.67")),
        (Decimal("12.50"), Decimal("17.50")),
        (Decimal("10.00"), Decimal("16.67")),
    ]
    gaps = [one.gap for one in progresses(FACTS, DAY)]
    assert gaps == [None, Decimal("0.83"), Decimal("-5.00"), Decimal("-6.67")]
    assert {one.as_of for one in progresses(FACTS, DAY)} == {date(2021, 2, 28)}


def test_works_are_expected_by_the_weights_of_the_milestones() -> None:
    assert planned_physical(STEPS, DAY) == 80
    assert told(replace(FACTS, milestones=STEPS))[0] == (20, 80)
    assert planned_physical([step(0, DAY)], DAY) is None
    assert planned_physical([], DAY) is None


def test_without_weights_they_are_expected_by_the_time_that_has_passed() -> None:
    first, last = date(2021, 1, 1), date(2021, 4, 10)
    timed = replace(FACTS, planned_start=first, required_finish=last)
    assert told(timed)[0] == (20, 74)
    assert told(replace(timed, milestones=STEPS))[0] == (20, 80)
    for day, share in ((date(2020, 12, 31), 0), (first, 1), (last, 100), (date(2021, 5, 1), 100)):
        assert elapsed(first, last, day) == share
    assert elapsed(last, first, DAY) is None
    assert elapsed(None, last, DAY) is None


def test_what_payment_rules_demand_stands_before_the_pace() -> None:
    demanded = replace(FACTS, planned_paid=Decimal(3000))
    assert told(demanded)[3] == (10, 25)


def test_nothing_is_expected_without_a_plan_and_nothing_known_without_a_report() -> None:
    assert told(ProjectFacts(2021)) == [(None, None)] * 4
    bare = ProjectFacts(2021, done_year_by_month=in_february(2100))
    assert told(bare)[1] == (None, None)
    assert progresses(bare, DAY)[1].amount == 2100


def test_a_report_of_a_later_month_is_not_known_yet() -> None:
    april = replace(FACTS, done_year_by_month=((date(2021, 4, 1), Decimal(5000)),))
    assert told(april)[1][0] is None


def test_more_than_all_is_real() -> None:
    assert told(replace(FACTS, done_year_by_month=in_february(34476)))[1][0] == Decimal("287.30")


amounts = st.dictionaries(st.integers(1, 12), st.integers(0, 10**8), max_size=4).map(
    lambda by_month: tuple((date(2021, n, 1), Decimal(fen) / 100) for n, fen in by_month.items())
)


@given(amounts, amounts, amounts, st.dates(date(2020, 12, 1), date(2022, 2, 1)))
def test_there_are_always_four_and_a_gap_only_where_both_are_known(
    done: tuple[tuple[date, Decimal], ...],
    registered: tuple[tuple[date, Decimal], ...],
    paid: tuple[tuple[date, Decimal], ...],
    day: date,
) -> None:
    facts = replace(
        FACTS,
        done_year_by_month=done,
        registered_year_by_month=registered,
        paid_year_by_month=paid,
    )
    found = progresses(facts, day)
    assert [one.kind for one in found] == list(ProgressKind)
    for one in found:
        assert (one.gap is None) == (one.actual is None or one.expected is None)
        assert one.as_of is None or one.as_of <= day
