"""The slack of a plan without the engine: one pass in workday numbers.

The required finish is the only deadline and there is one calendar. So a step can be no tighter
than the last step that it holds back, and the least slack of all open steps is what is left
between the latest early finish and the promise. All days become counts of workdays before them,
and a link is an addition. Where a weekend would make a difference that counts cannot see, or the
calendar might not reach, the engine is asked; ``least_slack`` is the readable way to the figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter
from typing import Final

from guatu.domain.lights import Workdays
from guatu.domain.workcalendar import WorkCalendar
from guatu.projects.networks import Bond, Dated, LinkCode, Outline, least_slack

DAY: Final = timedelta(days=1)
Entry = tuple[int, LinkCode, int]  # place of the step before, type, lag


def quick_slack(plan: Outline, today: date, calendar: WorkCalendar) -> int | None:
    """What ``least_slack`` finds, some twenty times faster."""
    if plan.required is None:
        return None
    try:
        return _Count(plan, today, calendar).slack(plan, plan.required)
    except (_AskTheEngine, LookupError):
        return least_slack(plan.works(), today, calendar)
    except _OutOfOrder:
        return _sorted_slack(plan, today, calendar)


def earliest_turn(
    slack: int | None, today: date, thresholds: Iterable[int], workdays: Workdays, *, jumps: int = 0
) -> date | None:
    """The first day on which the slack of an unchanged plan could reach a threshold from above.

    Each workday that passes takes one workday of slack at most; each of the ``jumps`` of the plan
    may take one more. None without a slack or a threshold below it; ``date.max`` when no such day
    can be named. Where the calendar ends the slack is no longer known; it has then passed every
    threshold from 0 on.
    """
    if slack is None:
        return None
    below = [slack - threshold for threshold in thresholds if threshold < slack]
    if not below:
        return None
    passed = min(below) - jumps
    last = workdays.nth_after(today - DAY, passed) if passed > 0 else today
    return last if last == date.max else last + DAY


def jumps(plan: Outline) -> int:
    """Links by which slack can fall by one more than the workdays that pass.

    A milestone that only the day holds lies at the start of Monday, where on Friday it lay before
    the weekend; a step that must not finish before it then finishes a day later (FF without lag).
    """
    return sum(
        kind == "FF" and lag == 0 and _open_point(plan.steps[i]) for i, _, kind, lag in plan.ties
    )


def _open_point(step: Dated) -> bool:
    return step.duration == 0 and step.actual_finish is None


def may_rise(plan: Outline) -> bool:
    """Whether the slack of the unchanged plan could grow again as days pass.

    An expected finish sooner than the duration counts from the day on which its step is taken to
    have begun. A step reported begun before its ties allow does not wait twice: what is left of it
    shrinks meanwhile. A lag after a start (SS) counts from the day that follows. Steps may count as
    begun before the planned start when others are done. And what a jump took comes back.
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
    return (
        any(j in early or (kind == "SS" and lag) for _, j, kind, lag in plan.ties)
        or jumps(plan) > 0
    )


class _AskTheEngine(Exception):
    """Counts of workdays do not settle this plan."""


class _OutOfOrder(Exception):
    """A step stands before one that it waits for."""


def _sorted_slack(plan: Outline, today: date, calendar: WorkCalendar) -> int | None:
    order = TopologicalSorter[int](dict.fromkeys(range(len(plan.steps)), ()))
    for tie in plan.ties:
        order.add(tie.after, tie.before)
    try:
        places = list(order.static_order())
    except CycleError:
        return None
    moved = {place: n for n, place in enumerate(places)}
    ordered = replace(
        plan,
        steps=[plan.steps[place] for place in places],
        ties=[Bond(moved[i], moved[j], kind, lag) for i, j, kind, lag in plan.ties],
        held={moved[place]: day for place, day in plan.held.items()},
    )
    return quick_slack(ordered, today, calendar)


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
    the days of what is under way or done. ``blurred`` are those whose finish may lie on either
    side of days off, which counts do not tell apart.
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
        "now",
        "passed",
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
        self.begun: list[int | None] = []
        self.finished: list[int | None] = []
        self.blurred: set[int] = set()

    def slack(self, plan: Outline, required: date) -> int | None:
        """The workdays between the last finish and the promise; None when all is done."""
        last = -1
        for step, ties in zip(plan.steps, _entering(plan), strict=True):
            if step.actual_finish is not None or (step.duration == 0 and step.actual_start):
                self._add_done(step)
            else:
                last = max(last, self._add_open(step, ties))
        return None if last < 0 else self._until(required, last)

    def _until(self, required: date, last: int) -> int:
        left = self.cum[self._inside(required) + 1] - last
        if last >= len(self.inv) or self.passed + min(left, 0) < 2:
            raise _AskTheEngine  # early or late dates come near an end of the calendar
        return left

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
        self._add(begin, end, finish if start is None else start)
        self.finished[-1] = None if step.actual_finish is None else finish

    def _add_open(self, step: Dated, ties: Sequence[Entry]) -> int:
        """Place a step as early as it can be; the workdays up to its finish."""
        begun, left = self._begun(step, ties), step.duration
        if begun is None:
            at = self._earliest(step)
        else:
            at, left = self.passed, self._still_to_do(step, begun)
        for i, kind, lag in ties:
            if kind == "FS":
                bound = self.ends[i] + lag
            elif kind == "SS":
                bound = self.begins[i] + lag
            else:
                bound = self._finish_bound(i, kind, lag, left)
            if bound > at:
                at = bound
        if not left:
            self.blurred.add(len(self.ends))
        self._add(at if begun is None else self.cum[begun], at + left, begun)
        return at + left

    def _add(self, begin: int, end: int, begun: int | None) -> None:
        self.begins.append(begin)
        self.ends.append(end)
        self.begun.append(begun)
        self.finished.append(None)

    def _finish_bound(self, i: int, kind: LinkCode, lag: int, left: int) -> int:
        """Workdays before the start of a step whose finish waits for the step at ``i``."""
        if kind == "SF":
            return self.begins[i] + lag - left
        if lag == 0 and left and i in self.blurred:
            raise _AskTheEngine
        return self.ends[i] + lag - left

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
        if step.duration <= 0 or step.actual_start is not None:
            return self._told(step)
        day = self._freed(ties) if ties else self.works_begun
        if day is None:
            return None
        held = self.held.get(len(self.ends))
        if held is not None:
            day = max(day, held)
        return day if day < self.now else None

    def _told(self, step: Dated) -> int | None:
        day = None if step.actual_start is None else self._inside(step.actual_start)
        if step.duration < 0 or (day is not None and day > self.now):
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
