from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.domain import periods
from guatu.domain.periods import Quarter

SOME_DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2021, 2, 10), date(2021, 2, 28)),
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2100, 2, 1), date(2100, 2, 28)),
        (date(2000, 2, 1), date(2000, 2, 29)),
        (date(2021, 12, 31), date(2021, 12, 31)),
    ],
)
def test_the_last_day_of_a_month_knows_leap_years(day: date, end: date) -> None:
    assert periods.month_end(day) == end
    assert periods.month_start(day) == end.replace(day=1)


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2021, 1, 31), 1, date(2021, 2, 28)),
        (date(2021, 3, 15), 1, date(2021, 4, 15)),
        (date(2021, 3, 15), -3, date(2020, 12, 15)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2021, 11, 30), 14, date(2023, 1, 30)),
    ],
)
def test_adding_months_keeps_the_day_where_it_can(day: date, months: int, moved: date) -> None:
    assert periods.add_months(day, months) == moved


@given(SOME_DAYS)
def test_the_index_of_a_month_leads_back_to_it(day: date) -> None:
    assert periods.month_of_index(periods.month_index(day)) == periods.month_start(day)


@given(SOME_DAYS)
def test_a_month_becomes_complete_on_its_last_day_and_no_other(day: date) -> None:
    grown = periods.complete_months(day) - periods.complete_months(day - timedelta(1))
    assert grown == (1 if day == periods.month_end(day) else 0)


def test_months_run_over_the_turn_of_the_year() -> None:
    run = list(periods.months(date(2020, 11, 20), date(2021, 2, 3)))
    assert run == [date(2020, 11, 1), date(2020, 12, 1), date(2021, 1, 1), date(2021, 2, 1)]
    assert periods.months_between(date(2020, 11, 20), date(2021, 2, 3)) == 3
    assert list(periods.months(date(2021, 3, 1), date(2021, 2, 1))) == []


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (date(2021, 3, 1), date(2021, 3, 31), "2021年3月"),
        (date(2021, 1, 1), date(2021, 3, 1), "2021年1-3月"),
        (date(2020, 11, 1), date(2021, 3, 1), "2020年11月至2021年3月"),
    ],
)
def test_labels_are_those_of_the_bulletins(first: date, last: date, label: str) -> None:
    assert str(periods.span_label(first, last)) == label


def test_a_quarter_knows_its_months_and_its_neighbours() -> None:
    quarter = Quarter.of(date(2021, 3, 31))
    assert quarter == Quarter(2021, 1)
    assert (quarter.first, quarter.last) == (date(2021, 1, 1), date(2021, 3, 31))
    assert quarter.months == (date(2021, 1, 1), date(2021, 2, 1), date(2021, 3, 1))
    assert quarter.shifted(-1) == Quarter(2020, 4)
    assert [str(q.label) for q in periods.quarters(date(2021, 11, 1), date(2022, 4, 1))] == [
        "2021年四季度",
        "2022年一季度",
        "2022年二季度",
    ]


def test_there_is_no_fifth_quarter() -> None:
    with pytest.raises(ValueError, match="5"):
        Quarter(2021, 5)


@given(SOME_DAYS)
def test_every_day_lies_in_its_quarter(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first <= day <= quarter.last
    assert quarter.shifted(1).first == quarter.last + timedelta(1)
