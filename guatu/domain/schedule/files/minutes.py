"""The engine's axis in minutes: calendars with shifts as lines that are counted, not stored.

The passes ask a line how many units of work lie before an instant and where the k-th unit is;
whether a unit is a day or a minute is all the same to them. Here it is a minute of working time.
A table of every minute would be too long, so the two columns of a line are worked out from the
shifts whenever they are asked.
"""

from __future__ import annotations

from abc import abstractmethod
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import SupportsIndex, cast, overload

from guatu.domain.schedule.axis import Line
from guatu.domain.schedule.files.model import DAY, ShiftCalendar


class Axis:
    """Moments as minutes after midnight of ``first``, up to the end of ``last``."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.days = (last - first).days + 1
        self._midnight = datetime(first.year, first.month, first.day)

    def at(self, moment: datetime) -> int:
        return (moment - self._midnight) // timedelta(minutes=1)

    def moment(self, x: int) -> datetime:
        return self._midnight + timedelta(minutes=x)

    def line(self, calendar: ShiftCalendar) -> Line:
        """``calendar`` on this axis; it has at least one shift in the time between."""
        shifts = _Shifts(calendar, self)
        cum, inv = cast(list[int], _Before(shifts)), cast(list[int], _Minutes(shifts))
        return Line(cum, inv, self.first, self.last)


class _Shifts:
    """All shifts of a calendar in order: their first minutes, and the work before each."""

    def __init__(self, calendar: ShiftCalendar, axis: Axis) -> None:
        self.length = axis.days * DAY
        self.starts, self.ends, self.before = array("q"), array("q"), array("q")
        self.total = 0
        weekday = axis.first.weekday()
        odd = {(day - axis.first).days: shifts for day, shifts in calendar.exceptions.items()}
        for n in range(axis.days):
            for start, end in odd[n] if n in odd else calendar.week[(weekday + n) % 7]:
                self._add(n * DAY + start, n * DAY + end)

    def _add(self, start: int, end: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.before.append(self.total)
        self.total += end - start


class _Column(Sequence[int]):
    def __init__(self, shifts: _Shifts) -> None:
        self._shifts = shifts

    @overload
    def __getitem__(self, key: SupportsIndex) -> int: ...
    @overload
    def __getitem__(self, key: slice) -> list[int]: ...
    def __getitem__(self, key: SupportsIndex | slice) -> int | list[int]:
        if isinstance(key, slice):
            return [self._value(n) for n in range(*key.indices(len(self)))]
        n = key.__index__()
        n = n + len(self) if n < 0 else n
        if not 0 <= n < len(self):
            raise IndexError(n)
        return self._value(n)

    @abstractmethod
    def _value(self, n: int) -> int:
        """The value at ``n``, which is inside."""


class _Before(_Column):
    """``cum``: working minutes before a minute of the axis."""

    def __len__(self) -> int:
        return self._shifts.length + 1

    def _value(self, n: int) -> int:
        found = self._shifts
        i = bisect_right(found.starts, n) - 1
        return 0 if i < 0 else found.before[i] + min(n, found.ends[i]) - found.starts[i]


class _Minutes(_Column):
    """``inv``: the minute of the axis on which the k-th working minute begins."""

    def __len__(self) -> int:
        return self._shifts.total

    def _value(self, n: int) -> int:
        i = bisect_right(self._shifts.before, n) - 1
        return self._shifts.starts[i] + n - self._shifts.before[i]
