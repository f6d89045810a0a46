"""How the lights count workdays: by a calendar, and by the plain week where there is none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from guatu.domain.workcalendar import WorkCalendar


class Workdays(Protocol):
    """A calendar that counts workdays (工作日), make-up days and holidays included."""

    def count(self, after: date, until: date) -> int:
        """Workdays d with after < d ≤ until; 0 when ``until`` is not later than ``after``."""
        ...

    def nth_after(self, day: date, nth: int) -> date:
        """The ``nth`` workday later than ``day``, ``nth`` from 1; ``date.max`` beyond the end."""
        ...


class MondayToFriday:
    """Every Monday to Friday and no other day: without holidays, so provisional."""

    __slots__ = ()

    def count(self, after: date, until: date) -> int:
        if until <= after:
            return 0
        return _weekdays_to(until.toordinal()) - _weekdays_to(after.toordinal())

    def nth_after(self, day: date, nth: int) -> date:
        weeks, rest = divmod(_weekdays_to(day.toordinal()) + nth - 1, 5)
        return _day_of(weeks * 7 + rest + 1)


class CalendarWorkdays:
    """The workdays of a calendar, and Monday to Friday before and after its years.

    So a required finish in a year for which no calendar is loaded can still be judged.
    """

    __slots__ = ("_before", "_calendar", "_first", "_inside", "_last")

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._first, self._last = calendar.first.toordinal(), calendar.last.toordinal()
        self._before = _weekdays_to(self._first - 1)
        self._inside = len(calendar.inv_list)

    def count(self, after: date, until: date) -> int:
        if until <= after:
            return 0
        return self._workdays_to(until.toordinal()) - self._workdays_to(after.toordinal())

    def nth_after(self, day: date, nth: int) -> date:
        number = self._workdays_to(day.toordinal()) + nth
        inside = number - self._before
        if inside <= 0:
            return _day_of(_weekday_at(number))
        if inside <= self._inside:
            return _day_of(self._first + self._calendar.inv_list[inside - 1])
        return _day_of(_weekday_at(_weekdays_to(self._last) + inside - self._inside))

    def _workdays_to(self, ordinal: int) -> int:
        if ordinal < self._first:
            return _weekdays_to(ordinal)
        if ordinal <= self._last:
            return self._before + self._calendar.cum_list[ordinal - self._first + 1]
        beyond = _weekdays_to(ordinal) - _weekdays_to(self._last)
        return self._before + self._inside + beyond


MONDAY_TO_FRIDAY = MondayToFriday()


def due_day(workdays: Workdays, day: date) -> date:
    """``day``, or the next workday when it is none: a term that ends on a holiday runs on."""
    if day == date.min:
        return day
    return workdays.nth_after(day - _ONE_DAY, 1)


_ONE_DAY = timedelta(days=1)
_LAST = date.max.toordinal()


def _weekdays_to(ordinal: int) -> int:
    """Weekdays up to a day of the proleptic calendar, in which day 1 is a Monday."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + (rest if rest < 5 else 5)


def _weekday_at(number: int) -> int:
    """The ordinal of the weekday with that number: the inverse of :func:`_weekdays_to`."""
    weeks, rest = divmod(number - 1, 5)
    return weeks * 7 + rest + 1


def _day_of(ordinal: int) -> date:
    return date.fromordinal(ordinal) if ordinal <= _LAST else date.max
