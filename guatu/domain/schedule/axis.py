"""The time axis: civil days as integers, workdays counted by calendar.

An instant ``x`` is the start of day x and the end of day x - 1, so work on the days s … f - 1 is
the half-open span [s, f). ``before`` and ``day`` take an instant to a count of workdays and back.

Lags move an instant along a calendar. Bounds are then compared in workdays of the activity that
is being placed: for one that rests on weekends Friday's close, Sunday's and Monday's beginning
are the same moment, as they are for P6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from guatu.domain.schedule.network import NONE, Ints, ScheduleError
from guatu.domain.words import N_, say
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar


@dataclass(frozen=True, slots=True)
class Line:
    """One calendar on the axis; ``cum[x]`` workdays before day x, ``inv[k]`` the k-th workday."""

    cum: list[int]
    inv: list[int]
    first: date
    last: date

    def before(self, x: int) -> int:
        """Workdays before instant ``x``; instants off the axis count as its nearer end."""
        if x <= 0:
            return 0
        return self.cum[x] if x < len(self.cum) else self.cum[-1]

    def day(self, k: int) -> int:
        """The k-th workday; CalendarOutOfRange off the axis."""
        if 0 <= k < len(self.inv):
            return self.inv[k]
        raise self.beyond(_BEYOND)

    def beyond(self, template: str, **params: str | int) -> CalendarOutOfRange:
        first, last = self.first.isoformat(), self.last.isoformat()
        return CalendarOutOfRange(say(template, first=first, last=last, **params))

    def is_workday(self, x: int) -> bool:
        return self.before(x + 1) > self.before(x)

    def start_from(self, x: int) -> int:
        """The first workday at or after ``x``."""
        return self.day(self.before(x))

    def end_of(self, k: int) -> int:
        """The close of the last of the first ``k`` workdays."""
        return self.day(k - 1) + 1

    def milestone_from(self, x: int) -> int:
        """The least instant at or after ``x`` at which a milestone may lie.

        It stays at the end of a day that is worked, else it moves to the next workday.
        """
        return x if self.is_workday(x - 1) else self.start_from(x)


def moved(line: Line, x: int, lag: int) -> int:
    """Instant ``x`` moved by ``lag`` workdays of ``line``: to the close of a day going on, to the
    start of one going back (压茬). Working time knows no difference, but weekends lie between.

    Going back it stops at the first day of the axis, which holds nobody. Going on it raises
    CalendarOutOfRange; see ``moved_back`` for the backward pass.
    """
    if lag == 0:
        return x
    k = line.before(x) + lag
    if lag > 0:
        return line.end_of(k)
    return line.day(k) if k > 0 else 0


def moved_back(line: Line, y: int, lag: int) -> int:
    """``moved`` by the opposite of ``lag``; the end of the axis where it would lead beyond."""
    if line.before(y) - lag >= len(line.inv):
        return len(line.cum) - 1
    return moved(line, y, -lag) if line.before(y) - lag > 0 else 0


def lines_of(calendars: Sequence[WorkCalendar]) -> tuple[int, list[Line]]:
    """The ordinal of day 0 and a line for each calendar, over the span they have in common."""
    if not calendars:
        raise ScheduleError(say(N_("排工期需要至少一个工作日历。")))
    first = max(calendar.first for calendar in calendars)
    last = min(calendar.last for calendar in calendars)
    if last < first:
        raise ScheduleError(say(N_("所用的几个工作日历没有共同的年份；请补齐日历。")))
    return first.toordinal(), [_line(calendar, first, last) for calendar in calendars]


def _line(calendar: WorkCalendar, first: date, last: date) -> Line:
    if (calendar.first, calendar.last) == (first, last):
        return Line(calendar.cum_list, calendar.inv_list, first, last)
    a = (first - calendar.first).days
    b = a + (last - first).days + 1
    base = calendar.cum_list[a]
    return Line(
        [count - base for count in calendar.cum_list[a : b + 1]],
        [day - a for day in calendar.inv_list[base : calendar.cum_list[b]]],
        first,
        last,
    )


def on_axis(days: Ints, *, origin: int, line: Line) -> list[int]:
    """Ordinals as axis days, -1 kept for none; CalendarOutOfRange for a day the axis lacks."""
    refuse_beyond(days, origin=origin, line=line)
    found: list[int] = np.where(days == NONE, NONE, days - origin).tolist()
    return found


def refuse_beyond(days: Ints, *, origin: int, line: Line) -> None:
    """CalendarOutOfRange for a day the axis lacks."""
    if len(days) and (days.max() > origin + len(line.cum) - 1 or _least_given(days) < origin):
        wrong = next(d for d in days.tolist() if d != NONE and not _within(d - origin, line))
        raise line.beyond(_GIVEN_BEYOND, day=date.fromordinal(wrong).isoformat())


def _least_given(days: Ints) -> int:
    return int(days.min(where=days != NONE, initial=np.iinfo(np.int32).max))


def _within(x: int, line: Line) -> bool:
    return 0 <= x < len(line.cum)


_BEYOND = N_(
    "排出的日期超出工作日历的范围（{first} 至 {last}）；"
    "请核对工期和要求完成日期，或请管理员补充日历年份。"
)
_GIVEN_BEYOND = N_(
    "计划中的日期 {day} 不在工作日历的范围内（{first} 至 {last}）；"
    "请核对日期，或请管理员补充日历年份。"
)
