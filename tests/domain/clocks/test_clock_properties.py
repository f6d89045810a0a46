"""What always holds of clocks, and that they agree with counting by hand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from guatu.domain.clocks import (
    CHINA,
    OfficeHours,
    Span,
    SpanUnit,
    after,
    before,
    closing,
    due,
    is_late,
    left,
    out_of_quiet,
    pause,
)
from tests.domain.clocks.reading import CALENDAR, HOURS, WITH_BREAK, moment

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
HOUR = 60 * MINUTE
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2027, 12, 31), timezones=st.just(CHINA))
LENGTHS = st.timedeltas(timedelta(0), timedelta(days=40))
AMOUNTS = st.integers(0, 60)
UNITS = st.sampled_from(SpanUnit)
DAY_UNITS = st.sampled_from([SpanUnit.WORKDAYS, SpanUnit.DAYS])
SPANS = st.builds(Span, AMOUNTS, UNITS)
OFFICES = st.sampled_from(
    [HOURS, WITH_BREAK, OfficeHours(time(9), time(17)), OfficeHours(time(0), time(23, 59))]
)
CLOCKS = st.times()


def by_hand(day: date, workdays: int) -> date:
    """Day after day, counting those that are worked."""
    while workdays or not CALENDAR.is_workday(day):
        day += DAY
        workdays -= CALENDAR.is_workday(day) and workdays > 0
    return day


def minutes_open(since: datetime, until: datetime, hours: OfficeHours) -> int:
    """Minute after minute, counting those in which the office is open."""
    begin, end = hours.break_from or time(0), hours.break_until or time(0)
    found, at = 0, since
    while at < until:
        clock = at.time()
        at_work = hours.opens <= clock < hours.closes and not begin <= clock < end
        found += at_work and CALENDAR.is_workday(at.date())
        at += MINUTE
    return found


@given(MOMENTS, LENGTHS, SPANS, OFFICES)
@example(moment("2026-03-06 17:30"), MINUTE, Span(0, SpanUnit.WORKDAYS), HOURS)
@example(moment("2026-02-13 09:00"), DAY, Span(1, SpanUnit.DAYS), HOURS)
def test_what_begins_later_is_never_due_earlier(
    start: datetime, length: timedelta, span: Span, hours: OfficeHours
) -> None:
    first = due(start, span, CALENDAR, hours)
    assert first <= due(start + length, span, CALENDAR, hours)
    assert first <= due(start + DAY, span, CALENDAR, hours)


@given(MOMENTS, AMOUNTS, AMOUNTS, UNITS, OFFICES)
def test_a_longer_span_is_never_due_earlier(
    start: datetime, short: int, more: int, unit: SpanUnit, hours: OfficeHours
) -> None:
    first = due(start, Span(short, unit), CALENDAR, hours)
    assert start <= first <= due(start, Span(short + more, unit), CALENDAR, hours)


@given(MOMENTS, AMOUNTS, DAY_UNITS, OFFICES)
def test_a_due_day_is_a_workday_that_ends_at_closing(
    start: datetime, amount: int, unit: SpanUnit, hours: OfficeHours
) -> None:
    found = due(start, Span(amount, unit), CALENDAR, hours)
    assert CALENDAR.is_workday(found.date())
    assert found.time() == hours.closes


@given(MOMENTS, st.integers(1, 40))
def test_workdays_and_days_agree_with_counting_by_hand(start: datetime, amount: int) -> None:
    last = by_hand(start.date(), amount)
    assert due(start, Span(amount, SpanUnit.WORKDAYS), CALENDAR, HOURS) == HOURS.closing(last)
    last = by_hand(start.date() + amount * DAY, 0)
    assert due(start, Span(amount, SpanUnit.DAYS), CALENDAR, HOURS) == HOURS.closing(last)
    assert closing(start.date() + amount * DAY, CALENDAR, HOURS) == HOURS.closing(last)


@settings(deadline=None)
@given(MOMENTS, st.integers(1, 12), st.sampled_from([HOURS, WITH_BREAK]))
def test_office_hours_agree_with_counting_minutes(
    start: datetime, amount: int, hours: OfficeHours
) -> None:
    start = start.replace(second=0, microsecond=0)
    found = due(start, Span(amount, SpanUnit.OFFICE_HOURS), CALENDAR, hours)
    assert minutes_open(start, found, hours) == amount * 60
    assert minutes_open(start, found - MINUTE, hours) == amount * 60 - 1  # the first such moment
    back = before(start, Span(amount, SpanUnit.OFFICE_HOURS), CALENDAR, hours)
    assert minutes_open(back, start, hours) == amount * 60
    assert minutes_open(back + MINUTE, start, hours) == amount * 60 - 1  # the last such moment


@given(MOMENTS, st.integers(1, 60), st.sampled_from([SpanUnit.WORKDAYS, SpanUnit.DAYS]))
def test_at_the_start_the_whole_span_is_left(start: datetime, amount: int, unit: SpanUnit) -> None:
    span = Span(amount, unit)
    found = left(start, due(start, span, CALENDAR, HOURS), span, CALENDAR, HOURS)
    assert not found.late
    assert found.amount == amount if unit is SpanUnit.WORKDAYS else found.amount >= amount


@given(MOMENTS, LENGTHS, UNITS, OFFICES)
def test_time_runs_down(
    at: datetime, length: timedelta, unit: SpanUnit, hours: OfficeHours
) -> None:
    """The later one looks, the less is left; late is late by every unit."""
    due_at, span = at + timedelta(days=20), Span(1, unit)
    sooner, later = (left(m, due_at, span, CALENDAR, hours) for m in (at, at + length))
    if sooner.unit is later.unit:
        assert sooner.amount >= later.amount
    assert later.late is is_late(at + length, due_at)
    assert later.sentence.template.startswith("已逾期" if later.late else "还有")


@given(MOMENTS, SPANS, LENGTHS, LENGTHS, OFFICES)
@example(moment("2026-03-06 16:30"), Span(1, SpanUnit.OFFICE_HOURS), HOUR, 16 * HOUR, HOURS)
@example(moment("2026-03-06 11:00"), Span(1, SpanUnit.OFFICE_HOURS), HOUR, HOUR, WITH_BREAK)
@example(moment("2026-03-07 11:00"), Span(0, SpanUnit.OFFICE_HOURS), 0 * HOUR, HOUR, HOURS)
@example(moment("2026-03-06 10:00"), Span(0, SpanUnit.DAYS), 7 * HOUR, 3 * HOUR, HOURS)
def test_a_pause_never_makes_it_earlier_or_late(
    start: datetime, span: Span, waited: timedelta, length: timedelta, hours: OfficeHours
) -> None:
    due_at = due(start, span, CALENDAR, hours)
    since = start + waited
    moved = pause(due_at, since, since + length, span, CALENDAR, hours)
    assert moved >= due_at
    if is_late(since, due_at):
        assert moved == due_at
    else:
        assert not is_late(since + length, moved)


@given(MOMENTS, SPANS, LENGTHS)
def test_a_pause_of_nothing_changes_nothing(start: datetime, span: Span, waited: timedelta) -> None:
    due_at = due(start, span, CALENDAR, HOURS)
    since = start + waited
    assert pause(due_at, since, since, span, CALENDAR, HOURS) == due_at
    assert pause(due_at, since, since - MINUTE, span, CALENDAR, HOURS) == due_at


@given(MOMENTS, st.integers(1, 60), LENGTHS, LENGTHS)
def test_after_a_pause_as_much_is_left_as_when_it_began(
    start: datetime, amount: int, waited: timedelta, length: timedelta
) -> None:
    since, until = start + waited, start + waited + length
    for unit in SpanUnit:
        span = Span(amount, unit)
        due_at = due(start, span, CALENDAR, HOURS)
        moved = pause(due_at, since, until, span, CALENDAR, HOURS)
        was, now = (
            left(at, by, span, CALENDAR, HOURS) for at, by in ((since, due_at), (until, moved))
        )
        if was.late or was.unit is not unit:
            continue
        assert now.unit is unit or was.amount <= 1
        assert now.amount >= was.amount if unit is SpanUnit.DAYS else now.amount == was.amount


@given(MOMENTS, AMOUNTS, AMOUNTS, UNITS, OFFICES)
def test_steps_of_a_ladder_keep_their_order(
    due_at: datetime, near: int, more: int, unit: SpanUnit, hours: OfficeHours
) -> None:
    far = Span(near + more, unit)
    back, ahead = (shift(due_at, Span(near, unit), CALENDAR, hours) for shift in (before, after))
    assert before(due_at, far, CALENDAR, hours) <= back <= due_at
    assert due_at <= ahead <= after(due_at, far, CALENDAR, hours)


@given(MOMENTS, st.integers(1, 60), DAY_UNITS)
def test_a_reminder_gives_at_least_the_notice_it_names(
    due_at: datetime, amount: int, unit: SpanUnit
) -> None:
    found = before(due_at, Span(amount, unit), CALENDAR, HOURS)
    assert CALENDAR.is_workday(found.date())
    if unit is SpanUnit.DAYS:
        assert (due_at.date() - found.date()).days >= amount
    else:
        assert CALENDAR.workdays_between(found.date(), due_at.date()) == amount


@given(MOMENTS, CLOCKS, CLOCKS)
def test_a_message_waits_for_the_end_of_quiet_hours_and_no_longer(
    at: datetime, quiet_from: time, quiet_until: time
) -> None:
    sent = out_of_quiet(at, quiet_from, quiet_until)
    assert at <= sent < at + DAY
    assert out_of_quiet(sent, quiet_from, quiet_until) == sent
    assert sent == at or sent.time() == quiet_until


@given(st.integers(0, 3660), UNITS)
def test_a_span_comes_back_from_its_stored_form(amount: int, unit: SpanUnit) -> None:
    span = Span(amount, unit)
    assert Span.from_json(span.as_json()) == span
