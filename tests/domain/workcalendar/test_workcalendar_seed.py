"""The seed rows against the published days, and the provisional years after them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import chinese_calendar
import pytest

from guatu.domain.workcalendar import DayKind, WorkCalendar
from guatu.workdays.seed import seed_days

ALL = seed_days(2004, 2040)
CALENDAR = WorkCalendar.from_days("seed", date(2004, 1, 1), date(2040, 12, 31), ALL)


def days(*spans: str) -> set[date]:
    """``days("2026-02-15 02-23")``: every day of each span, the year written once."""
    found: set[date] = set()
    for span in spans:
        first, _, last = span.partition(" ")
        start = date.fromisoformat(first)
        end = date.fromisoformat(f"{first[:4]}-{last}") if last else start
        found |= {start + timedelta(n) for n in range((end - start).days + 1)}
    return found


def test_2026_holds_the_days_of_the_notice_and_248_workdays():
    rows = [row for row in ALL if row.day.year == 2026]
    off = {row.day for row in rows if row.kind is not DayKind.MAKE_UP_WORKDAY}
    worked = {row.day for row in rows if row.kind is DayKind.MAKE_UP_WORKDAY}
    assert off == days(
        "2026-01-01 01-03",
        "2026-02-15 02-23",
        "2026-04-04 04-06",
        "2026-05-01 05-05",
        "2026-06-19 06-21",
        "2026-09-25 09-27",
        "2026-10-01 10-07",
    )
    assert worked == days(
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"
    )
    assert CALENDAR.workdays_between(date(2026, 1, 1), date(2027, 1, 1)) == 248
    assert not CALENDAR.is_provisional(2026)


def test_2021_holds_the_days_of_the_notice():
    rows = {row.day: row for row in ALL if row.day.year == 2021}
    worked = {row.day for row in rows.values() if row.kind is DayKind.MAKE_UP_WORKDAY}
    assert worked == days(
        "2021-02-07", "2021-02-20", "2021-04-25", "2021-05-08", "2021-09-18", "2021-09-26",
        "2021-10-09",
    )  # fmt: skip
    assert days("2021-02-11 02-17") < rows.keys()
    assert CALENDAR.workdays_between(date(2021, 1, 1), date(2022, 1, 1)) == 250


def test_the_festival_days_by_law_are_told_from_the_rest_of_the_holiday():
    found = {row.day: (row.kind.value, row.name) for row in seed_days(2026, 2026)}
    assert found[date(2026, 2, 16)] == ("statutory_holiday", "农历除夕")
    assert found[date(2026, 2, 17)] == ("statutory_holiday", "春节")
    assert found[date(2026, 2, 15)] == ("rest_day", "春节")
    assert found[date(2026, 2, 14)] == ("make_up_workday", "春节")
    assert Counter(kind for kind, _ in found.values()) == {
        "statutory_holiday": 13,
        "rest_day": 20,
        "make_up_workday": 6,
    }


@pytest.mark.parametrize("year", range(2004, 2027))
def test_each_year_with_a_notice_is_worked_as_published(year):
    first = date(year, 1, 1)
    every = [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]
    assert [d for d in every if CALENDAR.is_workday(d) != chinese_calendar.is_workday(d)] == []
    assert not CALENDAR.is_provisional(year)


@pytest.mark.parametrize("year", range(2027, 2041))
def test_later_years_are_weekdays_less_the_festivals_and_say_that_they_are_provisional(year):
    rows = [row for row in ALL if row.day.year == year]
    assert all(row.provisional for row in rows)
    assert CALENDAR.is_provisional(year)
    assert all(row.kind is not DayKind.MAKE_UP_WORKDAY for row in rows)
    first, end = date(year, 1, 1), date(year + 1, 1, 1)
    weekdays = sum((first + timedelta(n)).weekday() < 5 for n in range((end - first).days))
    # Thirteen days by law, twelve where 中秋 falls into the national holiday.
    assert weekdays - CALENDAR.workdays_between(first, end) in (12, 13)
    assert f"{year} 年放假通知尚未发布" in rows[0].source


def test_provisional_festivals_on_a_weekend_are_compensated_on_workdays():
    spring = {row.day: row.kind.value for row in seed_days(2027, 2027) if row.day.month == 2}
    assert spring == {
        date(2027, 2, 5): "statutory_holiday",
        date(2027, 2, 6): "statutory_holiday",
        date(2027, 2, 7): "statutory_holiday",
        date(2027, 2, 8): "statutory_holiday",
        date(2027, 2, 9): "rest_day",
        date(2027, 2, 10): "rest_day",
    }


def test_rows_come_once_and_in_order_and_name_their_source():
    listed = [row.day for row in ALL]
    assert listed == sorted(set(listed))
    assert all(row.name and row.source for row in ALL)


def test_years_before_the_first_notice_known_are_refused():
    with pytest.raises(ValueError, match="before 2004"):
        seed_days(2003, 2004)
