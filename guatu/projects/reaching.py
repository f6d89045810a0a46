"""How far very many plans reach, from their blobs, without an object for any step.

``networks`` says what a plan is as known today, for one project and in words; this is the same
for all of them in arrays. The two are compared on random plans by the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from guatu.domain.schedule import Schedule, schedule
from guatu.domain.schedule.network import FS, NONE, SS, Ints, Network
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.projects.blobs import NOTHING, Plans
from guatu.projects.networks import OFFICE, calendars_of

Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]
#: Beyond the years of the calendar: a project with such a day has no answer.
LOST: Final = 2**40
DONE: Final = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """The network of all plans as known today; ``lost`` are projects that cannot be computed."""

    net: Network
    lost: Bools


def network_of(plans: Plans, today: date, calendar: WorkCalendar) -> Ready:
    """As ``plan_of`` and ``build_network`` for each of them, over ``calendars_of(calendar)``."""
    return _Making(plans, today, calendar).made()


@dataclass(frozen=True, slots=True, eq=False)
class Reaches:
    """By project: least slack in workdays of the office, ordinal of the earliest finish.

    Only of those that are ``known``; see ``networks.Reach``.
    """

    known: Bools
    slack: Ints
    finish: Ints


def reaches_of(blobs: Sequence[bytes], today: date, calendar: WorkCalendar) -> Reaches:
    """What ``reach_of`` finds for each."""
    found = Reaches(*(np.zeros(len(blobs), dtype=kind) for kind in (bool, np.int32, np.int32)))
    open_plans = np.array([n for n, blob in enumerate(blobs) if blob != NOTHING], dtype=np.int64)
    plans = Plans.of([blobs[n] for n in open_plans.tolist()])
    if len(plans):
        ready = network_of(plans, today, calendar)
        _fill(found, open_plans, ready, calendar)
    return found


def _fill(found: Reaches, at: Longs, ready: Ready, calendar: WorkCalendar) -> None:
    """A project that leaves the calendar is found by halves; all others keep their answer."""
    computed = np.flatnonzero(~ready.lost)
    if len(computed) < len(at):
        at, ready = at[computed], _only(ready, computed)
    if not len(at):
        return
    try:
        _put(found, at, schedule(ready.net, calendars_of(calendar)))
    except CalendarOutOfRange:
        if len(at) == 1:
            return
        half = len(at) // 2
        for part in (np.arange(half), np.arange(half, len(at))):
            _fill(found, at[part], _only(ready, part), calendar)


def _put(found: Reaches, at: Longs, result: Schedule) -> None:
    first = result.net.pptr[:-1]
    found.slack[at] = np.minimum.reduceat(_slack_at_promise(result), first)
    found.finish[at] = np.maximum.reduceat(result.last_days, first)
    found.known[at] = found.slack[at] < DONE


def _slack_at_promise(result: Schedule) -> Ints:
    """``slack.slack_in_office`` where the promise itself holds a step, ``DONE`` elsewhere."""
    net, own = result.net, result.tf
    cum = np.array(result.lines[OFFICE].cum, dtype=np.int32)
    early, late = (cum[np.maximum(end - result.origin, 0)] for end in (result.ef, result.lf))
    days = np.where(own < 0, np.minimum(late - early, -1), np.maximum(late - early, 0))
    slack = np.where(net.cal == OFFICE, own, days)
    held = (net.act_f == NONE) & (result.late_by == NONE)
    return np.where(held, slack, DONE).astype(np.int32)


def _only(ready: Ready, projects: Longs) -> Ready:
    return Ready(ready.net.some(projects), np.zeros(len(projects), dtype=bool))


@dataclass(slots=True)
class _Days:
    """Workdays of both calendars as arrays; days are ordinals.

    What leaves the calendar is ``LOST``, and stays so.
    """

    first: int
    length: int
    cum: Longs
    inv: Longs

    @classmethod
    def of(cls, calendar: WorkCalendar) -> _Days:
        return cls(
            calendar.first.toordinal(),
            len(calendar.cum) - 1,
            calendar.cum.astype(np.int64),
            calendar.inv.astype(np.int64) + calendar.first.toordinal(),
        )

    def before(self, day: Longs, every: Bools) -> Longs:
        """Workdays before a day; the day after the last one is known too."""
        at = day - self.first
        inside = (at >= 0) & (at <= self.length)
        office = self.cum[np.where(inside, at, 0)]
        return np.where(inside, np.where(every, at, office), LOST)

    def day(self, count: Longs, every: Bools) -> Longs:
        """The workday with so many before it."""
        known = np.where(every, self.length, len(self.inv))
        inside = (count >= 0) & (count < known)
        office = self.inv[np.where(inside & ~every, count, 0)]
        return np.where(inside, np.where(every, count + self.first, office), LOST)

    def next(self, day: Longs, every: Bools) -> Longs:
        return self.day(self._of_day(day, every), every)

    def previous(self, day: Longs, every: Bools) -> Longs:
        return self.day(self.before(self._shown(day) + 1, every) - 1, every)

    def add(self, day: Longs, n: Longs, every: Bools) -> Longs:
        """As ``WorkCalendar.add_workdays``."""
        after = self.before(self._shown(day) + 1, every) + n - 1
        return self.day(np.where(n > 0, after, self._of_day(day, every) + n), every)

    def _of_day(self, day: Longs, every: Bools) -> Longs:
        return self.before(self._shown(day), every)

    def _shown(self, day: Longs) -> Longs:
        """The end of the last day is no day of the calendar."""
        return np.where(day == self.first + self.length, LOST, day)


class _Making:
    def __init__(self, plans: Plans, today: date, calendar: WorkCalendar) -> None:
        self.plans, self.today = plans, today.toordinal()
        self.days = _Days.of(calendar)
        self.count = np.diff(plans.sptr)
        self.project = np.repeat(np.arange(len(plans)), self.count)
        self.dur = plans.step("dur").astype(np.int64)
        self.every = plans.step("cal") == 1
        self.procedure = plans.step("procedure") == 1
        self.forecast = plans.step("forecast").astype(np.int64)
        self.act_s = plans.step("act_s").astype(np.int64)
        self.act_f = plans.step("act_f").astype(np.int64)
        first = np.repeat(plans.sptr[:-1], np.diff(plans.eptr))
        self.src = plans.tie("src") + first
        self.dst = plans.tie("dst") + first
        self.ty, self.lag = plans.tie("ty"), plans.tie("lag").astype(np.int64)
        self.lost = np.zeros(len(plans), dtype=bool)

    def made(self) -> Ready:
        held = self._held()
        began = self._began(held)
        point = (self.dur == 0) | (self.act_f != NONE)
        under_way = ~point & (began != NONE)
        left = np.where(under_way, self._left(began), NONE)
        snet = self._not_before(held, point, under_way)
        act_s = np.where(under_way, began, self.act_s)
        act_f = self.act_f
        moment = (self.dur == 0) & ((act_s != NONE) | (act_f != NONE))
        act_f = np.where(moment & (act_f == NONE), act_s, act_f)
        act_s = np.where(moment, act_f, act_s)
        self._lose((act_s > self.today) | (act_f > self.today))
        self._lose((act_s != NONE) & (act_f != NONE) & (act_f < act_s))
        self._lose(snet >= LOST)
        return Ready(self._network(act_s, act_f, left, snet), self.lost)

    def _held(self) -> Longs:
        """The day before which needs let a step not begin (``standing._held_back``)."""
        plans, days = self.plans, self.days
        needed = plans.need("needed_by").astype(np.int64)
        promised = plans.need("promised").astype(np.int64)
        delivered = plans.need("delivered")
        told = np.where(promised != NONE, promised, needed)
        missing = (delivered == NONE) | (delivered > self.today)
        late = (needed != NONE) & (needed < self.today)
        holds = missing & (told != NONE) & ((promised != NONE) | late)
        office = np.zeros(len(told), dtype=bool)
        expected = days.next(np.maximum(told, self.today), office)
        begin = days.add(expected, plans.need("lead").astype(np.int64), office)
        holds &= begin < LOST
        step = plans.need("step") + np.repeat(plans.sptr[:-1], np.diff(plans.kptr))
        held = np.full(len(self.dur), NONE, dtype=np.int64)
        np.maximum.at(held, step[holds], begin[holds])
        return held

    def _began(self, held: Longs) -> Longs:
        """The day on which each step began, as far as facts say or imply it."""
        waits = (self.ty == FS) | (self.ty == SS)
        entered = np.bincount(self.dst, minlength=len(self.dur)) > 0
        told = np.bincount(self.dst[waits], minlength=len(self.dur)) > 0
        begun = np.repeat(self.plans.head("begun").astype(np.int64), self.count)
        asks = (self.act_s == NONE) & (self.act_f == NONE) & (self.dur > 0) & ~self.procedure
        first = np.where(entered, NONE, begun)
        began = np.where(asks, NONE, self.act_s)
        while True:
            after = np.where(told, self._after(began, waits, asks), first)
            day = np.where(after == NONE, NONE, np.maximum(after, held))
            found = np.where(asks & (day != NONE) & (day < self.today), day, began)
            if np.array_equal(found, began):
                return found
            began = found

    def _after(self, began: Longs, waits: Bools, asks: Bools) -> Longs:
        """The first day on which a step could have begun by its FS and SS links; -1 if unknown."""
        src, dst, lag, days = self.src[waits], self.dst[waits], self.lag[waits], self.days
        own, other = self.every[dst], self.every[src]
        started = np.where(began[src] != NONE, began[src], self.act_f[src])
        from_start = days.add(started, lag, other)
        ended = days.next(self.act_f[src] + 1, other)
        from_finish = np.where(lag != 0, days.add(ended, lag, other), ended)
        is_start = self.ty[waits] == SS
        known = np.where(is_start, started, self.act_f[src]) != NONE
        day = days.next(np.where(is_start, from_start, from_finish), own)
        self.lost[self.project[dst[known & asks[dst] & (day >= LOST)]]] = True
        latest = np.full(len(self.dur), NONE, dtype=np.int64)
        np.maximum.at(latest, dst[known], day[known])
        latest[dst[~known]] = NONE
        return latest

    def _left(self, began: Longs) -> Longs:
        days, every = self.days, self.every
        today = np.full(len(began), self.today)
        until = days.before(self.forecast + 1, every) - days.before(today, every)
        used = days.before(today, every) - days.before(np.where(began == NONE, today, began), every)
        told = self.forecast != NONE
        under_way = (began != NONE) & (self.dur > 0) & (self.act_f == NONE)
        far = np.where(told, days.before(self.forecast + 1, every) >= LOST, False)
        early = days.before(np.where(began == NONE, today, began), every) >= LOST
        self._lose(under_way & (far | (~told & early)))
        return np.maximum(1, np.where(told, until, self.dur - used))

    def _not_before(self, held: Longs, point: Bools, under_way: Bools) -> Longs:
        """The start that needs and an expected finish allow what has not begun."""
        days, every = self.days, self.every
        last = days.previous(self.forecast, every)
        start = np.maximum(days.add(last, 1 - self.dur, every), held)
        fresh = ~point & ~under_way
        known = (self.act_s != NONE) | (self.act_f != NONE)
        snet = np.where(fresh & (self.forecast != NONE), start, NONE)
        plain = (fresh & (self.forecast == NONE)) | (point & ~known)
        return np.where(plain, held, snet)

    def _lose(self, wrong: Bools) -> None:
        self.lost[self.project[wrong]] = True

    def _network(self, act_s: Longs, act_f: Longs, left: Longs, snet: Longs) -> Network:
        plans, steps = self.plans, len(self.dur)
        begun, planned = plans.head("begun"), plans.head("planned_start")
        start = np.where(begun != NONE, begun, np.maximum(planned, self.today))
        none = np.full(steps, NONE, dtype=np.int32)
        indptr = np.concatenate(([0], np.cumsum(np.bincount(self.dst, minlength=steps))))
        empty = np.zeros(steps, dtype=bool)
        return Network(
            project_ids=("",) * len(plans),
            ids=("",) * steps,
            names=("",) * steps,
            pptr=plans.sptr.astype(np.int32),
            indptr=indptr.astype(np.int32),
            src=self.src.astype(np.int32),
            ty=self.ty.astype(np.int8),
            lag=self.lag.astype(np.int32),
            dur=self.dur.astype(np.int32),
            cal=self.every.astype(np.int8),
            snet=np.where(snet >= LOST, NONE, snet).astype(np.int32),
            cap=none,
            snlt=none,
            fnet=none,
            act_s=act_s.astype(np.int32),
            act_f=np.where(act_f == NONE, NONE, act_f + 1).astype(np.int32),
            rem=left.astype(np.int32),
            alap=empty,
            must=empty,
            start=start.astype(np.int32),
            datadate=np.full(len(plans), self.today, dtype=np.int32),
            required=(plans.head("required") + 1).astype(np.int32),
        )
