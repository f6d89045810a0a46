"""How far a plan reaches without the engine: one pass in workday numbers.

The required finish is the only deadline and there is one calendar. So a step can be no tighter
than the last step that it holds back, and the least slack of all open steps is what is left
between the latest early finish and the promise. All days become counts of workdays before them,
and a link is an addition. Where a weekend would make a difference that counts cannot see, the
calendar might not reach, or a step is counted in calendar days, the engine is asked; ``reach_of``
is the readable way to the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter
from typing import Final

from guatu.domain.lights import Workdays
from guatu.domain.workcalendar import WorkCalendar
from guatu.projects.networks import (
    WORKDAYS,
    Bond,
    Dated,
    LinkCode,
    Outline,
    Reach,
    reach_of,
)

DAY: Final = timedelta(days=1)
Entry = tuple[int, LinkCode, int]  # place of the step before, type, lag
FIXED: Final = -(10**6)


def quick_reach(plan: Outline, today: date, calendar: WorkCalendar) -> Reach:
    """What ``reach_of`` finds, some twenty times faster, and for how long it holds."""
    if plan.required is None:
        return Reach()
    try:
        return _Count(plan, today, calendar).reach(plan, plan.required)
    except (_AskTheEngine, LookupError):
        return reach_of(plan.works(), today, calendar)
    except _OutOfOrder:
        return _sorted_reach(plan, today, calendar)


def next_move(reach: Reach, today: date, workdays: Workdays) -> date:
    """The first day after ``today`` on which an unchanged plan could reach less far or farther."""
    last = workdays.nth_after(today - DAY, (reach.spare or 0) + 1)
    return last if last == date.max else last + DAY


def may_rise(plan: Outline) -> bool:
    """Whether the finish of the unchanged plan could come nearer again as days pass.

    An expected finish sooner than the duration counts from the day on which its step is taken to
    have begun. A step reported begun before its ties allow does not wait twice: what is left of it
    shrinks meanwhile. A lag after a start (SS) counts from the day that follows. Steps may count as
    begun before the planned start when others are done.
    """
    facts, early = False, set()
    for place, step in enumerate(plan.steps):
        if step.actual_finish is not None:
            facts = True
        elif step.forecast is not None:
            return True
        elif step.actual_start is not None:
            facts = True
            early.add(place)
    if facts and plan.begun is None and plan.planned_start is not None:
        return True
    return any(j in early or (kind == "SS" and lag) for _, j, kind, lag in plan.ties)


class _AskTheEngine(Exception):
    """Counts of workdays do not settle this plan."""


class _OutOfOrder(Exception):
    """A step stands before one that it waits for."""


def _sorted_reach(plan: Outline, today: date, calendar: WorkCalendar) -> Reach:
    order = TopologicalSorter[int](dict.fromkeys(range(len(plan.steps)), ()))
    for tie in plan.ties:
        order.add(tie.after, tie.before)
    try:
        places = list(order.static_order())
    except CycleError:
        return Reach()
    moved = {place: n for n, place in enumerate(places)}
    ordered = replace(
        plan,
        steps=[plan.steps[place] for place in places],
        ties=[Bond(moved[i], moved[j], kind, lag) for i, j, kind, lag in plan.ties],
        held={moved[place]: day for place, day in plan.held.items()},
    )
    return quick_reach(ordered, today, calendar)


def _entering(plan: Outline) -> list[list[Entry]]:
    """The ties into each step; every step must stand after those that it waits for."""
    entering: list[list[Entry]] = [[] for _ in plan.steps]
    for i, j, kind, lag in plan.ties:
        if i >= j:
            raise _OutOfOrder
        entering[j].append((i, kind, lag))
    return entering


class _Count:
    """The forward pass over the steps in their order.

    Days are offsets from the first day of the calendar. By position of a step, ``begins`` and
    ``ends`` are the workdays before its start and up to its finish, ``begun`` and ``finished``
    the days of what is under way or done. ``pushed_begins`` and ``pushed_ends`` are how many
    workdays from today on these lie at least, whatever day it is; ``FIXED`` when that is not so.
    ``blurred`` are those whose finish may lie on either side of days off, which counts do not
    tell apart.
    """

    __slots__ = (
        "begins",
        "begun",
        "blurred",
        "cum",
        "ends",
        "finished",
        "first",
        "floor",
        "held",
        "inv",
        "last_work",
        "now",
        "passed",
        "pushed_begins",
        "pushed_ends",
        "shown",
        "unsure",
        "works_begun",
    )

    def __init__(self, plan: Outline, today: date, calendar: WorkCalendar) -> None:
        self.cum, self.inv = calendar.cum_list, calendar.inv_list
        self.first = calendar.first.toordinal()
        self.now = self._inside(today)
        self.passed = self.cum[self.now]
        self.works_begun = None if plan.begun is None else self._inside(plan.begun)
        self.floor = self._floor(plan)
        self.held = {place: self._inside(day) for place, day in plan.held.items()}
        self.begins: list[int] = []
        self.ends: list[int] = []
        self.pushed_begins: list[int] = []
        self.pushed_ends: list[int] = []
        self.begun: list[int | None] = []
        self.finished: list[int | None] = []
        self.blurred: set[int] = set()
        self.last_work = 0
        self.shown = self.unsure = -1  # the last day of what is done and of moments

    def reach(self, plan: Outline, required: date) -> Reach:
        last, least = -1, FIXED
        for step, ties in zip(plan.steps, _entering(plan), strict=True):
            if step.counting != WORKDAYS or step.procedure:
                raise _AskTheEngine
            if step.actual_finish is not None or (step.duration == 0 and step.actual_start):
                self._add_done(step)
            elif step.duration <= 0:
                last = max(last, self._add_milestone(step, ties))
                least = max(least, self.pushed_ends[-1] + 1)
            else:
                last = max(last, self._add_open(step, ties))
                least = max(least, self.pushed_ends[-1])
        if last < 0:
            return Reach()
        settled = not may_rise(plan) and (self.works_begun or 0) <= self.now
        spare = last - self.passed - least if settled else 0
        return Reach(self._until(required, last), self._finish(), max(0, spare))

    def _until(self, required: date, last: int) -> int:
        """The workdays between the last finish and the promise."""
        left = self.cum[self._inside(required) + 1] - last
        if last >= len(self.inv) or self.passed + min(left, 0) < 2:
            raise _AskTheEngine  # early or late dates come near an end of the calendar
        return left

    def _finish(self) -> date:
        """The last day of all steps, as the engine shows it."""
        shown = max(self.shown, self.inv[self.last_work - 1]) if self.last_work else self.shown
        if self.unsure > shown:
            raise _AskTheEngine
        return self._day(shown)

    def _day(self, offset: int) -> date:
        return date.fromordinal(self.first + offset)

    def _inside(self, day: date) -> int:
        offset = day.toordinal() - self.first
        if 0 <= offset < len(self.cum) - 2:
            return offset
        raise _AskTheEngine

    def _floor(self, plan: Outline) -> int:
        if self.works_begun is not None:
            return max(self.cum[self.works_begun], self.passed)
        if plan.planned_start is None:
            return self.passed
        return self.cum[max(plan.planned_start.toordinal() - self.first, self.now)]

    def _add_done(self, step: Dated) -> None:
        start = None if step.actual_start is None else self._inside(step.actual_start)
        finish = start if step.actual_finish is None else self._inside(step.actual_finish)
        if finish is None or not (start or 0) <= finish <= self.now:
            raise _AskTheEngine
        if self.cum[finish + 1] == self.cum[finish]:
            self.blurred.add(len(self.ends))
        end = self.cum[finish + 1]
        begin = self.cum[start] if start is not None and step.duration else end - step.duration
        if begin < 0 or step.duration < 0:
            raise _AskTheEngine
        self.shown = max(self.shown, finish)
        self._add(begin, end, finish if start is None else start, FIXED, FIXED)
        self.finished[-1] = None if step.actual_finish is None else finish

    def _add_open(self, step: Dated, ties: Sequence[Entry]) -> int:
        """Place a step as early as it can be; the workdays up to its finish."""
        begun, left, pushed = self._begun(step, ties), step.duration, 0
        if begun is None:
            at = self._earliest(step)
        else:
            at, left, pushed = self.passed, self._still_to_do(step, begun), FIXED
        for i, kind, lag in ties:
            if kind == "FS":
                bound, least = self.ends[i] + lag, self.pushed_ends[i] + lag
            elif kind == "SS":
                bound, least = self.begins[i] + lag, self.pushed_begins[i] + lag
            elif kind == "FF":
                bound, least = self.ends[i] + lag - left, self.pushed_ends[i] + lag - left
            else:
                bound, least = self.begins[i] + lag - left, self.pushed_begins[i] + lag - left
            if bound > at:
                at = bound
            if least > pushed:
                pushed = least
        if begun is None:
            self._add(at, at + left, None, pushed, pushed + left)
        else:
            self._add(self.cum[begun], at + left, begun, FIXED, max(1, pushed + left))
        if at + left > self.last_work:
            self.last_work = at + left
        return at + left

    def _add_milestone(self, step: Dated, ties: Sequence[Entry]) -> int:
        """Place a moment: at the close of the last day whose work it waits for, or at the opening
        of a day that alone holds it."""
        if step.duration < 0:
            raise _AskTheEngine
        floor, pushed = self._earliest(step), 0
        at, tied, closes = floor, False, True
        for i, kind, lag in ties:
            bound, least = self._moment_bound(i, kind, lag)
            if bound > at:
                at, tied, closes = bound, True, self._closes(i, kind, lag)
            elif bound == at:
                tied, closes = True, closes and self._closes(i, kind, lag)
            pushed = max(pushed, least)
        self._place(at, at == floor, tied, closes)
        self._add(at, at, None, pushed, pushed)
        return at

    def _place(self, at: int, floored: bool, tied: bool, closes: bool) -> None:
        """Note on which side of days off a moment lies; a day that opens comes after the close."""
        opens = floored and not (tied and self.inv[at - 1] + 1 == self.inv[at])
        if not opens and closes:
            self.shown = max(self.shown, self.inv[at - 1])
            return
        self.blurred.add(len(self.ends))
        if opens:
            self.shown = max(self.shown, self.inv[at])
        else:
            self.unsure = max(self.unsure, self.inv[at])

    def _closes(self, i: int, kind: LinkCode, lag: int) -> bool:
        """Whether a tie ends with the close of a workday."""
        return kind in ("FS", "FF") and (lag > 0 or (lag == 0 and i not in self.blurred))

    def _moment_bound(self, i: int, kind: LinkCode, lag: int) -> tuple[int, int]:
        if kind in ("FS", "FF"):
            return self.ends[i] + lag, self.pushed_ends[i] + lag
        return self.begins[i] + lag, self.pushed_begins[i] + lag

    def _add(
        self, begin: int, end: int, begun: int | None, pushed_begin: int, pushed_end: int
    ) -> None:
        self.begins.append(begin)
        self.ends.append(end)
        self.begun.append(begun)
        self.finished.append(None)
        self.pushed_begins.append(pushed_begin)
        self.pushed_ends.append(pushed_end)

    def _earliest(self, step: Dated) -> int:
        """Workdays before the first day on which a step that has not begun may start."""
        at = self.floor
        held = self.held.get(len(self.ends))
        if held is not None:
            at = max(at, self.cum[held])
        if step.forecast is not None and step.duration:
            start = self.cum[self._inside(step.forecast) + 1] - step.duration
            if start < 0:
                raise _AskTheEngine
            at = max(at, start)
        return at

    def _still_to_do(self, step: Dated, begun: int) -> int:
        if step.forecast is not None:
            return max(1, self.cum[self._inside(step.forecast) + 1] - self.passed)
        return max(1, step.duration - self.passed + self.cum[begun])

    def _begun(self, step: Dated, ties: Sequence[Entry]) -> int | None:
        """The day on which an open step began, as ``plan_of`` infers it."""
        if step.actual_start is not None:
            return self._told(step.actual_start)
        day = self._freed(ties) if ties else self.works_begun
        if day is None:
            return None
        held = self.held.get(len(self.ends))
        if held is not None:
            day = max(day, held)
        return day if day < self.now else None

    def _told(self, start: date) -> int:
        day = self._inside(start)
        if day > self.now:
            raise _AskTheEngine
        return day

    def _freed(self, ties: Sequence[Entry]) -> int | None:
        """The day from which nothing held a step back, None while something does."""
        latest, free = -1, True
        for i, kind, lag in ties:
            if kind == "FS":
                day = self.finished[i]
                k = -1 if day is None else self.cum[day + 1] + lag
            elif kind == "SS":
                day = self.begun[i]
                k = -1 if day is None else self._nth(day, lag)
            else:
                continue
            if day is None:
                free = False
            elif k < 0:
                raise _AskTheEngine
            elif k > latest:
                latest = k
        return self.inv[latest] if free and latest >= 0 else None

    def _nth(self, day: int, lag: int) -> int:
        """The number of the ``lag``-th workday after ``day``, as a calendar adds workdays."""
        return self.cum[day + 1] + lag - 1 if lag > 0 else self.cum[day] + lag
