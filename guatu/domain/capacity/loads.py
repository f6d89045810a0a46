"""Who is asked for how much in which week, and where that is more than he can give (超载)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)


class Counted(StrEnum):
    """What takes up a capacity."""

    UNDER_WAY = "under_way"  # steps under way on one day, 同时办理
    BEGUN = "begun"  # steps that begin in one week, 每周受理
    DUE = "due"  # steps that end in one week, 每周到场


@dataclass(frozen=True, slots=True)
class Resource:
    """A leader, a review centre, a crew: ``at_most`` of what is ``counted``, at least 1."""

    id: str
    name: str
    at_most: int
    counted: Counted


@dataclass(frozen=True, slots=True)
class Booking:
    """A step that takes ``amount`` of a resource; both days included."""

    key: str
    start: date
    finish: date
    amount: int = 1


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """A week from its Monday: the ``load`` asked, ``over`` what can be given, and by which steps.

    For what is under way the load is that of the fullest day, and ``keys`` are the steps of all
    days of the week.
    """

    monday: date
    load: int
    over: int
    keys: tuple[str, ...]


def weekly_loads(
    resource: Resource, bookings: Sequence[Booking], first: date, last: date
) -> tuple[WeekLoad, ...]:
    """Every week from that of ``first`` to that of ``last``, idle ones included.

    A centre takes two steps at once; one is under way from Monday 2026-03-02 to Friday 03-06, two
    from Thursday 03-05 to 03-12: a load of 3 in the first week, one over, and of 2 in the second.
    """
    per_day = resource.counted is Counted.UNDER_WAY
    load, keys = _daily(bookings) if per_day else _weekly(resource, bookings)
    return tuple(
        WeekLoad(monday, most, max(0, most - resource.at_most), tuple(keys.get(monday, ())))
        for monday in _mondays(first, last)
        for most in (max((load[day] for day in _days(monday, per_day)), default=0),)
    )


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _mondays(first: date, last: date) -> Iterator[date]:
    monday = monday_of(first)
    while monday <= last:
        yield monday
        monday += WEEK


def _days(monday: date, per_day: bool) -> Iterator[date]:
    return (monday + n * DAY for n in range(7 if per_day else 1))


def _daily(bookings: Sequence[Booking]) -> tuple[Counter[date], dict[date, list[str]]]:
    load: Counter[date] = Counter()
    keys: dict[date, list[str]] = defaultdict(list)
    for booking in bookings:
        for n in range((booking.finish - booking.start).days + 1):
            load[booking.start + n * DAY] += booking.amount
        for monday in _mondays(booking.start, booking.finish):
            keys[monday].append(booking.key)
    return load, keys


def _weekly(
    resource: Resource, bookings: Sequence[Booking]
) -> tuple[Counter[date], dict[date, list[str]]]:
    load: Counter[date] = Counter()
    keys: dict[date, list[str]] = defaultdict(list)
    for booking in bookings:
        day = booking.start if resource.counted is Counted.BEGUN else booking.finish
        load[monday_of(day)] += booking.amount
        keys[monday_of(day)].append(booking.key)
    return load, keys
