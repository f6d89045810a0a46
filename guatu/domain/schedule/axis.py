"""The time axis: civil days as integers, workdays counted by calendar.

An instant ``x`` is the start of day x and the end of day x - 1, so work on the days s … f - 1 is
the half-open span [s, f). ``before`` and ``day`` take an instant to a count of workdays and back.

Lags move an instant along a calendar. ``later`` is the least instant a successor may take and
``earlier`` its exact adjoint: ``later(x) <= y`` just when ``x <= earlier(y)``. All that the
backward pass and slack promise rests on that equivalence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from guatu.domain.schedule.network import FF, NONE, SF, Ints, ScheduleError
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

    def milestone_from(self, x: int) -> int:
        """The least instant at or after ``x`` at which a milestone may lie.

        It stays at the end of a day that is worked, else it moves to the next workday.
        """
        return x if self.is_workday(x - 1) else self.start_from(x)

    def milestone_until(self, x: int) -> int:
        """The mirror: it stays at the start of a workday, else at the end of the last one."""
        return x if self.is_workday(x) else self.day(self.before(x) - 1) + 1


def later(line: Line, kind: int, x: int, lag: int) -> int:
    """Instant ``x`` of the predecessor moved by ``lag`` workdays of ``line``.

    A positive lag ends at the close of its last workday. A negative one (压茬) reaches back to the
    start of a workday when it bounds a start, and to the close of the one before when it bounds a
    finish: working time knows no difference, but weekends lie between the two.
    """
    if lag == 0 and kind != SF:
        return x
    k = line.before(x) + lag
    if lag < 0 and kind < FF:
        return line.day(k) if k > 0 else 0
    return line.day(k - 1) + 1 if k > 0 else 0


def earlier(line: Line, kind: int, y: int, lag: int) -> int:
    """The greatest instant ``x`` with ``later(x) <= y``; the end of the axis if any will do."""
    if lag == 0 and kind != SF:
        return y
    k = line.before(y + 1) - 1 - lag if lag < 0 and kind < FF else line.before(y) - lag
    return line.day(k) if k < len(line.inv) else len(line.cum) - 1


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
    if len(days) and (days.max() > origin + len(line.cum) - 1 or _least_given(days) < origin):
        wrong = next(d for d in days.tolist() if d != NONE and not _within(d - origin, line))
        raise line.beyond(_GIVEN_BEYOND, day=date.fromordinal(wrong).isoformat())
    found: list[int] = np.where(days == NONE, NONE, days - origin).tolist()
    return found


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
