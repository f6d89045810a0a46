"""Counting workdays by the plain week and by a calendar, within its years and beyond."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.lights import MONDAY_TO_FRIDAY, CalendarWorkdays, Workdays
from guatu.domain.lights.workdays import due_day
from guatu.domain.workcalendar import CalendarDay, DayKind, WorkCalendar

CALENDAR = WorkCalendar.from_days(
    "2021",
    date(2021, 1, 1),
    date(2021, 12, 31),
    [
        CalendarDay(date(2021, 2, 11), DayKind.REST_DAY, "春节"),
        CalendarDay(date(2021, 2, 12), DayKind.STATUTORY_HOLIDAY, "春节"),
        CalendarDay(date(2021, 2, 20), DayKind.MAKE_UP_WORKDAY, "春节"),
    ],
)
BY_CALENDAR = CalendarWorkdays(CALENDAR)
EACH = st.sampled_from([MONDAY_TO_FRIDAY, BY_CALENDAR])
DAYS = st.dates(date(2020, 11, 1), date(2022, 2, 28))


def _is_workday(workdays: Workdays, day: date) -> bool:
    if workdays is BY_CALENDAR and day.year == 2021:
        return CALENDAR.is_workday(day)
    return day.weekday() < 5


@given(EACH, DAYS, st.integers(-5, 90))
def test_the_count_is_that_of_the_days_one_by_one(
    workdays: Workdays, after: date, days: int
) -> None:
    counted = sum(_is_workday(workdays, after + timedelta(n)) for n in range(1, days + 1))
    assert workdays.count(after, after + timedelta(days)) == counted


@given(EACH, DAYS, st.integers(1, 90))
def test_the_nth_workday_is_one_and_is_the_nth(workdays: Workdays, day: date, nth: int) -> None:
    found = workdays.nth_after(day, nth)
    assert _is_workday(workdays, found)
    assert workdays.count(day, found) == nth


@given(EACH, DAYS)
def test_a_term_that_ends_on_a_day_off_runs_to_the_next_workday(
    workdays: Workdays, day: date
) -> None:
    due = due_day(workdays, day)
    assert _is_workday(workdays, due)
    assert workdays.count(day, due) == (0 if due == day else 1)


def test_the_end_of_time_is_no_error() -> None:
    assert MONDAY_TO_FRIDAY.nth_after(date.max, 3) == date.max
    assert BY_CALENDAR.nth_after(date(2021, 6, 1), 10**9) == date.max
    assert due_day(MONDAY_TO_FRIDAY, date.min) == date.min
