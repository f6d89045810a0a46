"""The clock is that of China, and a demonstration's calendar stands still."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from guatu.kit import clock


def test_now_is_the_present_moment_in_china() -> None:
    moment = clock.now()
    assert moment.utcoffset() == timedelta(hours=8)
    assert abs(moment - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_stopped_calendar_keeps_the_time_of_day() -> None:
    moment, stopped = clock.now(), clock.now(date(2021, 3, 15))
    assert stopped.date() == date(2021, 3, 15)
    assert stopped.tzinfo == clock.CHINA
    same_day = stopped.replace(year=moment.year, month=moment.month, day=moment.day)
    assert abs(same_day - moment) < timedelta(minutes=1) or same_day.date() != clock.now().date()
