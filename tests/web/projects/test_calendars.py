"""Workdays and days off as the pages of projects say them."""

from __future__ import annotations

from datetime import date

import pytest

from guatu.web.projects.calendars import days_off, workdays_until
from guatu.workdays.queries import calendar_in_force
from tests.city import TODAY, City


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2021, 3, 15), 0),
        (date(2021, 3, 16), 1),
        (date(2021, 3, 22), 5),  # over a weekend
        (date(2021, 3, 12), -1),  # Friday before the Monday
        (None, None),
        (date(2999, 1, 1), None),
    ],
)
def test_workdays_until(city: City, day: date | None, left: int | None) -> None:
    assert workdays_until(calendar_in_force(), TODAY, day) == left


def test_make_up_workdays_are_no_days_off(city: City) -> None:
    off = days_off(calendar_in_force(), date(2021, 9, 25), date(2021, 10, 10))
    # 26 September and 9 October 2021 were worked for National Day
    assert off == [date(2021, 9, 25), *(date(2021, 10, n) for n in range(1, 8)), date(2021, 10, 10)]


def test_beyond_the_calendar_nothing_is_off(city: City) -> None:
    assert days_off(calendar_in_force(), date(2999, 1, 1), date(2999, 1, 9)) == []
