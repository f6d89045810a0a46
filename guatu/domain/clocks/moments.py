"""Days and times of day in China as moments, and the way from one moment to another.

Moments are aware datetimes of any zone; what is given back is in ``CHINA``. Lengths are measured
in UTC, because Python subtracts and compares two times of one zone by what the clock on the wall
shows, and from 1986 to 1991 it was put forward and back.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def instant(moment: datetime) -> datetime:
    """``moment`` in UTC; ValueError without a zone, which would be that of the machine."""
    if moment.utcoffset() is None:
        raise ValueError(f"a moment needs a time zone: {moment.isoformat()}")
    return moment.astimezone(UTC)


def local(moment: datetime) -> datetime:
    """``moment`` as the clock in China shows it."""
    return instant(moment).astimezone(CHINA)


def at(day: date, clock: time) -> datetime:
    """That time of that day; a time that was skipped that day is an hour later."""
    return local(datetime.combine(day, clock, CHINA))


def later(moment: datetime, length: timedelta) -> datetime:
    """``length`` after ``moment``, or before it when ``length`` is negative."""
    return (instant(moment) + length).astimezone(CHINA)


def elapsed(since: datetime, until: datetime) -> timedelta:
    return instant(until) - instant(since)
