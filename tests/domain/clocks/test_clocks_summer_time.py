"""Shanghai put its clocks forward and back from 1986 to 1991; an hour stayed an hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guatu.domain.clocks import (
    CHINA,
    OfficeHours,
    Span,
    SpanUnit,
    due,
    is_late,
    left,
    out_of_quiet,
    pause,
)
from guatu.domain.workcalendar import WorkCalendar
from tests.domain.clocks.reading import moment, shown, span

CALENDAR = WorkCalendar("1986-1991", date(1985, 1, 1), date(1992, 12, 31), {})
HOURS = OfficeHours()
MOMENTS = st.datetimes(datetime(1986, 1, 1), datetime(1991, 12, 31), timezones=st.just(UTC)).map(
    lambda found: found.astimezone(CHINA)
)
FORWARD = ("1986-05-04", "1987-04-12", "1988-04-17", "1989-04-16", "1990-04-15", "1991-04-14")
BACK = ("1986-09-14", "1987-09-13", "1988-09-11", "1989-09-17", "1990-09-16", "1991-09-15")


@pytest.mark.parametrize("sunday", FORWARD)
def test_forward_a_day_of_24_hours_ends_an_hour_later_on_the_wall(sunday: str) -> None:
    noon = moment(f"{sunday} 12:00") - timedelta(days=1)
    found = due(noon, span("24 hours"), CALENDAR, HOURS)
    assert shown(found) == f"{sunday} 13:00"
    assert str(left(noon, found, span("24 hours"), CALENDAR, HOURS).sentence) == "还有 24 小时"
    assert shown(due(moment(f"{sunday} 01:30"), span("2 hours"), CALENDAR, HOURS)).endswith("04:30")


@pytest.mark.parametrize("sunday", BACK)
def test_back_the_hour_that_came_twice_counts_twice(sunday: str) -> None:
    noon = moment(f"{sunday} 12:00") - timedelta(days=1)
    assert shown(due(noon, span("24 hours"), CALENDAR, HOURS)) == f"{sunday} 11:00"
    first = moment(f"{sunday} 01:30")
    second = first.replace(fold=1)
    assert due(first, span("1 hours"), CALENDAR, HOURS).astimezone(UTC) == second.astimezone(UTC)
    assert is_late(second, first)
    assert not is_late(first, second)
    assert left(first, second, span("1 hours"), CALENDAR, HOURS).amount == 1


@pytest.mark.parametrize("sunday", [*FORWARD, *BACK])
def test_office_days_and_their_hours_stay_on_the_wall(sunday: str) -> None:
    friday = moment(f"{sunday} 16:40") - timedelta(days=2)
    monday = (date.fromisoformat(sunday) + timedelta(days=1)).isoformat()
    assert shown(due(friday, span("1 workdays"), CALENDAR, HOURS)) == f"{monday} 17:30"
    assert shown(due(friday, span("2 office_hours"), CALENDAR, HOURS)) == f"{monday} 09:40"


def test_quiet_hours_end_at_seven_also_when_clocks_are_put_forward() -> None:
    found = out_of_quiet(moment("1988-04-16 23:15"), time(22), time(7))
    assert shown(found) == "1988-04-17 07:00"
    skipped = out_of_quiet(moment("1988-04-17 01:00"), time(22), time(2, 30))
    assert shown(skipped) == "1988-04-17 03:30"


@given(MOMENTS, st.integers(0, 400), st.timedeltas(timedelta(0), timedelta(days=9)))
@example(moment("1986-05-04 01:59"), 1, timedelta(hours=1))
@example(moment("1986-09-14 01:30"), 1, timedelta(hours=1))
def test_hours_are_exact_across_the_change(start: datetime, amount: int, waited: timedelta) -> None:
    span_of, zulu = Span(amount, SpanUnit.HOURS), start.astimezone(UTC)
    found = due(start, span_of, CALENDAR, HOURS)
    assert found.astimezone(UTC) == zulu + timedelta(hours=amount)
    assert left(start, found, span_of, CALENDAR, HOURS).amount == amount
    moved = pause(found, start, zulu + waited, span_of, CALENDAR, HOURS)
    assert moved.astimezone(UTC) == found.astimezone(UTC) + waited


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=9)), st.sampled_from(SpanUnit))
def test_what_begins_later_is_never_due_earlier_across_the_change(
    start: datetime, length: timedelta, unit: SpanUnit
) -> None:
    later = start.astimezone(UTC) + length
    for amount in (0, 1, 30):
        found = due(start, Span(amount, unit), CALENDAR, HOURS)
        assert not is_late(found, due(later, Span(amount, unit), CALENDAR, HOURS))
        assert not is_late(start, found)
