"""Earned schedule: the worked example, its guards, and projects in days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.schedule.earned import (
    Curve,
    Part,
    earned_schedule,
    month_after,
    months_since,
    rounded,
    spi_t,
    standing_of,
)

PLAN = Curve.by_period([10, 25, 45, 70, 90, 100])
WINTER = Curve.by_period([10, 25, 25, 25, 40])


def test_the_worked_example():
    found = earned_schedule(PLAN, 40, 4)
    assert found.time == Fraction("2.75")
    assert found.variance == Fraction("-1.25")
    assert found.spi_t == Fraction("0.6875")
    assert rounded(found.spi, 4) == Decimal("0.5714")
    assert rounded(found.estimate, 3) == Decimal("8.727")
    assert found.estimate_at() == Fraction("7.25")
    assert found.estimate_at(Fraction("0.6875")) == found.estimate
    assert found.to_complete == Fraction("1.625")


def test_spi_returns_to_one_for_a_late_project_and_spi_t_does_not():
    late = earned_schedule(PLAN, 100, 9)
    assert late.spi == 1
    assert late.spi_t == Fraction(6, 9)
    assert late.estimate == 9
    assert late.to_complete == 0


def test_before_the_start_there_is_no_pace():
    found = earned_schedule(PLAN, 0, 0)
    assert (found.spi, found.spi_t, found.estimate) == (None, None, None)
    assert found.to_complete == 1


def test_without_work_the_pace_is_nothing_and_has_no_end():
    found = earned_schedule(PLAN, 0, 2)
    assert (found.time, found.spi_t, found.estimate) == (0, 0, None)
    assert found.estimate_at() == 8


def test_when_the_time_is_over_no_pace_keeps_the_plan():
    assert earned_schedule(PLAN, 90, 6).to_complete is None


def test_work_beyond_the_whole_counts_as_the_whole():
    assert earned_schedule(PLAN, 120, 5).time == 6


@pytest.mark.parametrize(
    ("earned", "at", "time"),
    [
        (25, 5, 2),  # behind: the flat stretch is worth its leading edge
        (25, 1, 2),  # ahead
        (25, 3, 3),  # on plan while nothing is planned
        (20, 3, Fraction(5, 3)),
        (28, 4, Fraction("4.2")),
    ],
)
def test_a_flat_stretch_of_the_plan(earned, at, time):
    assert earned_schedule(WINTER, earned, at).time == time


def test_a_plan_that_falls_is_refused():
    with pytest.raises(ValueError, match="cannot fall"):
        Curve.by_period([10, 5])


@given(st.lists(st.integers(0, 30), min_size=1), st.integers(0, 900), st.integers(0, 40))
def test_more_work_is_never_worth_less_time(steps, earned, at):
    plan = Curve.by_period([sum(steps[: n + 1]) for n in range(len(steps))])
    less, more = (earned_schedule(plan, earned + n, at).time for n in (0, 1))
    lead = plan.time_of(Fraction(min(earned, plan.total)))
    assert 0 <= lead <= less
    assert more >= lead


def test_a_project_exactly_on_plan_is_at_one():
    parts = [
        Part(30, date(2026, 3, 2), date(2026, 3, 31), 1, date(2026, 3, 2), date(2026, 3, 31)),
        Part(70, date(2026, 4, 1), date(2026, 4, 30), Fraction(10, 30), date(2026, 4, 1)),
    ]
    assert spi_t(parts, date(2026, 4, 11)) == Decimal("1.000")


def test_a_project_that_is_late_has_its_days():
    parts = [
        Part(1, date(2026, 3, 1), date(2026, 3, 10), 1, date(2026, 3, 1), date(2026, 3, 20)),
        Part(1, date(2026, 3, 11), date(2026, 3, 20), 0),
    ]
    found = standing_of(parts, date(2026, 3, 21))
    assert found.figures.time == 10
    assert spi_t(parts, date(2026, 3, 21)) == Decimal("0.500")
    assert found.forecast == date(2026, 3, 1) + timedelta(39)
    assert found.work.value_at(Fraction(10)) == Fraction(1, 2)


def test_a_point_of_the_plan_is_not_behind_before_its_day():
    parts = [
        Part(50, date(2026, 3, 1), date(2026, 3, 10), 1, None, date(2026, 3, 10)),
        Part(50, date(2026, 6, 30), date(2026, 6, 30), 0),
    ]
    assert spi_t(parts, date(2026, 5, 1)) == Decimal("1.000")


def test_without_weights_or_before_the_start_there_is_nothing():
    part = Part(0, date(2026, 3, 1), date(2026, 3, 10), 0)
    assert spi_t([part], date(2026, 3, 5)) is None
    assert spi_t([part._replace(weight=1)], date(2026, 3, 1)) is None


def test_months_are_months_of_the_calendar():
    start = date(2026, 1, 31)
    assert month_after(start, 1) == date(2026, 2, 28)
    assert months_since(start, Fraction(28)) == 1
    assert months_since(start, Fraction(59)) == 2
    assert months_since(date(2026, 1, 1), Fraction(31 + 14)) == Fraction(3, 2)


def test_half_a_thousandth_is_rounded_away_from_zero():
    assert rounded(Fraction("0.9495"), 3) == Decimal("0.950")
    assert rounded(Fraction("-0.0005"), 3) == Decimal("-0.001")
