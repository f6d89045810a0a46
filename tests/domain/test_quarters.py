"""The table of docs/algorithms/quarters.md, read from the page and run, and what always holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.grades import Grade
from guatu.domain.lights.colours import Light
from guatu.domain.periods import Quarter
from guatu.domain.quarters import (
    Bounds,
    Figure,
    Halves,
    faults,
    light_of,
    stand,
    standing_words,
    total,
    year_share,
)
from tests.domain.lights.documents import rows_of

FIRST = Quarter(2021, 1)
BOUNDS = Bounds(Decimal(10), Decimal(30))
FEBRUARY, MARCH = date(2021, 2, 28), date(2021, 3, 31)


def figure(done: str | None, as_of: date | None = FEBRUARY, target: str = "253.75") -> Figure:
    return Figure(Decimal(target), None if done is None else Decimal(done), as_of)


@pytest.mark.parametrize(
    "row", rows_of("quarters.md", "gap"), ids=lambda row: "-".join(row.values())
)
def test_the_examples_of_the_page(row: dict[str, str]) -> None:
    as_of = None if row["as of"] == "–" else date.fromisoformat(row["as of"])
    asked = Figure(Decimal(row["target"]), number(row["done"]), as_of)
    told = stand(asked, FIRST, date.fromisoformat(row["day"]), BOUNDS)
    assert (told.percent, told.expected, told.gap) == (
        number(row["%"]),
        number(row["expected"]),
        number(row["gap"]),
    )
    assert (told.light, str(standing_words(told))) == (row["light"], row["words"])


def number(text: str) -> Decimal | None:
    return None if text == "–" else Decimal(text)


def test_the_example_worked_by_hand() -> None:
    """1015 for the year, a quarter of it is 253.75; 150 by the end of February.

    150 ÷ 253.75 = 59.113 %, due are 2 of 3 months = 66.667 %; 59.113 − 66.667 = −7.554.
    """
    told = stand(figure("150"), FIRST, date(2021, 3, 15), BOUNDS)
    assert (told.percent, told.expected, told.gap) == (
        Decimal("59.11"),
        Decimal("66.67"),
        Decimal("-7.55"),
    )
    assert (told.grade, told.light) == (Grade.BEHIND, Light.GREEN)
    assert (told.left, told.days_left) == (Decimal("103.75"), 16)
    assert str(standing_words(told)) == "低于序时 7.55 个百分点"


def test_the_same_figure_is_ahead_of_the_year_and_has_reached_the_quarter() -> None:
    """江门 January to March 2021: 313.64 of 1015 is 5.90 ahead of the year's 25 %."""
    told = stand(figure("313.64", MARCH), FIRST, MARCH, BOUNDS)
    assert (told.grade, told.light, told.percent) == (Grade.DONE, Light.GREEN, Decimal("123.60"))
    assert year_share(Decimal("313.64"), Decimal(1015)) == Decimal("30.90")
    assert str(standing_words(told)) == "已完成季度目标"


@pytest.mark.parametrize(
    ("behind", "light"),
    [("9.99", Light.GREEN), ("10", Light.YELLOW), ("30", Light.YELLOW), ("30.01", Light.RED)],
)
def test_ten_and_thirty_are_yellow(behind: str, light: Light) -> None:
    assert light_of(-Decimal(behind), BOUNDS) is light


def test_without_a_figure_nothing_is_said() -> None:
    waiting = stand(figure(None, None), FIRST, date(2021, 3, 15), BOUNDS)
    assert (waiting.grade, waiting.light, waiting.left) == (
        Grade.NOT_DUE,
        Light.NONE,
        Decimal("253.75"),
    )
    over = stand(figure(None, None), FIRST, date(2021, 4, 2), BOUNDS)
    assert (over.grade, str(standing_words(over))) == (Grade.NO_FIGURE, "暂无数据")
    nothing = stand(Figure(None, Decimal(5), FEBRUARY), FIRST, FEBRUARY, BOUNDS)
    assert (nothing.grade, nothing.gap) == (Grade.NO_FIGURE, None)
    zero = stand(figure("5", target="0"), FIRST, FEBRUARY, BOUNDS)
    assert zero.grade is Grade.NO_FIGURE


def test_once_the_quarter_is_over_all_of_it_is_due() -> None:
    told = stand(figure("200"), FIRST, date(2021, 4, 1), BOUNDS)
    assert (told.expected, told.gap, told.light) == (
        Decimal(100),
        Decimal("-21.18"),
        Light.YELLOW,
    )


def test_a_month_that_is_not_complete_is_not_due() -> None:
    told = stand(figure("0", date(2021, 1, 30)), FIRST, date(2021, 1, 30), BOUNDS)
    assert (told.expected, told.gap, told.grade) == (Decimal(0), Decimal(0), Grade.ON_PACE)


def test_both_above_half_and_half_is_not_above() -> None:
    """许昌: on 30 June both rates above 50 %."""
    assert Halves(Decimal("50.01"), Decimal("61")).is_met
    assert not Halves(Decimal(50), Decimal("61")).is_met
    assert not Halves(None, Decimal("61")).is_met


def test_points_that_make_no_sense() -> None:
    assert set(faults(Bounds(Decimal(30), Decimal(10)))) == {"red"}
    assert set(faults(Bounds(Decimal(0), Decimal(10)))) == {"red"}
    assert faults(BOUNDS) == {}


amounts = st.decimals("0.01", 10**6, places=2)
days = st.dates(date(2021, 1, 1), date(2021, 4, 30))


@given(amounts, amounts, amounts, days)
def test_more_done_is_never_worse(
    target: Decimal, done: Decimal, more: Decimal, today: date
) -> None:
    as_of = min(today, FIRST.last)
    less = stand(Figure(target, done, as_of), FIRST, today, BOUNDS)
    better = stand(Figure(target, done + more, as_of), FIRST, today, BOUNDS)
    assert better.light.rank >= less.light.rank
    assert (better.gap or 0) >= (less.gap or 0)
    assert (better.left or 0) <= (less.left or 0)


@given(amounts, amounts, days)
def test_the_gap_is_the_difference_of_the_two_shares(
    target: Decimal, done: Decimal, today: date
) -> None:
    told = stand(Figure(target, done, min(today, FIRST.last)), FIRST, today, BOUNDS)
    assert told.percent is not None
    assert told.expected is not None
    assert told.gap is not None
    assert abs(told.percent - told.expected - told.gap) <= Decimal("0.01")


@given(st.lists(st.none() | amounts))
def test_a_sum_knows_what_is_known(values: list[Decimal | None]) -> None:
    known = [value for value in values if value is not None]
    assert total(values) == (sum(known) if known else None)
