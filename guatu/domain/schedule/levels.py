"""The passes in NumPy, level by level over the whole portfolio.

An activity stands one level above the highest of its predecessors, so all of a level can be
placed at once. The same integers as ``passes``, whose order of links decides between equals.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from guatu.domain.schedule.columns import Axis, Bools, Columns, Dates
from guatu.domain.schedule.network import FF, NONE, SF, SS, Ints, Network
from guatu.domain.schedule.sums import levels_of, ranges, run_sums

Places = NDArray[np.int64]
Whole = NDArray[np.integer[Any]]
FAR: Final = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Activities of one level, with links that stand together by activity.

    ``of`` are the activities that have links, ``cuts`` where those of each begin in ``links``.
    """

    steps: Places
    of: Places
    links: Places
    cuts: Places


@dataclass(frozen=True, slots=True, eq=False)
class LevelPlan:
    """The order of work: ``going`` by links that enter, ``back`` by links that leave."""

    dst: Ints
    going: tuple[Segment, ...]
    back: tuple[Segment, ...]
    leaving: Segment


_PLANS: WeakKeyDictionary[Network, LevelPlan] = WeakKeyDictionary()


def level_plan(net: Network) -> LevelPlan:
    """The plan of this very network, kept as long as it is."""
    if net not in _PLANS:
        _PLANS[net] = _level_plan(net)
    return _PLANS[net]


def _level_plan(net: Network) -> LevelPlan:
    dst, level = net.dst, levels_of(net)
    entering = np.arange(len(dst), dtype=np.int64)
    # Of equal bounds the successor that stands last decides, of its links the first.
    leaving = np.lexsort((entering, -dst, net.src))
    steps = np.argsort(level, kind="stable")
    cuts = np.searchsorted(level[steps], np.arange(int(level.max(initial=-1)) + 2))
    layers = [steps[a:b] for a, b in pairwise(cuts)]
    count_in, count_out = np.diff(net.indptr), np.bincount(net.src, minlength=len(net.dur))
    first_out = np.cumsum(count_out) - count_out
    going = [_segment(s, entering, net.indptr[:-1], count_in) for s in layers]
    back = [_segment(s, leaving, first_out, count_out) for s in reversed(layers)]
    every = _segment(np.arange(len(net.dur)), leaving, first_out, count_out)
    return LevelPlan(dst, tuple(going), tuple(back), every)


def _segment(steps: Places, order: Places, first: Whole, count: Places) -> Segment:
    of = steps[count[steps] > 0]
    counts = count[of]
    return Segment(steps, of, order[ranges(first[of], counts)], np.cumsum(counts) - counts)


def run_levels(
    net: Network, given: Columns, axis: Axis, *, by_required: bool, lag_of_successor: bool
) -> Dates:
    """``passes`` over all projects."""
    if given.bare and len(axis.size) == 1:
        found = run_sums(net, given, axis, by_required=by_required)
        if found is not None:
            return found
    return _Passes(net, given, axis, lag_of_successor).run(by_required)


class _Passes:
    def __init__(self, net: Network, given: Columns, axis: Axis, lag_of_successor: bool) -> None:
        self.net, self.given, self.axis = net, given, axis
        self.plan = level_plan(net)
        self.found = Dates.empty(len(net.dur), len(net.start))
        self.project = np.repeat(np.arange(len(net.start)), np.diff(net.pptr))
        self.cal = net.cal.astype(np.int64)
        self.single = len(axis.size) == 1
        self.lag_cal = self.cal[self.plan.dst if lag_of_successor else net.src]
        self.from_start = (net.ty == SS) | (net.ty == SF)
        self.to_finish = net.ty >= FF
        self.done = given.act_f != NONE
        self.fixed = self.done[net.src] | ((given.act_s[net.src] != NONE) & self.from_start)
        self.resume = np.zeros(len(net.dur), dtype=np.int32)
        self.late_resume = np.zeros(len(net.dur), dtype=np.int32)

    def run(self, by_required: bool) -> Dates:
        found, given = self.found, self.given
        floor = self._floors()
        self._early(floor, found.es, found.ef, self.resume, found.early_by)
        found.ends = self._ends(by_required)
        at = self._promised()
        self._late(at.copy())
        self._slack(at)
        found.plan_s, found.plan_f = found.es, found.ef
        if self.net.alap.any():
            held = np.where(self.net.alap, np.maximum(floor, self.late_resume), floor)
            spare = [np.zeros(len(floor), dtype=np.int32) for _ in range(4)]
            self._early(held, *spare)
            found.plan_s, found.plan_f = spare[0], spare[1]
        del given
        return found

    # Counting along the calendars; ``c`` are the calendars of ``x`` or ``k``.

    def _before(self, c: Places, x: Ints) -> Ints:
        last = self.axis.cum.shape[1] - 1
        at = np.clip(x, 0, last)
        return self.axis.cum[0][at] if self.single else self.axis.cum[c, at]

    def _day(self, c: Places, k: Ints, of: Whole) -> Ints:
        """Activities ``of`` whose days leave the axis make their projects wrong."""
        size = self.axis.size[0] if self.single else self.axis.size[c]
        lost = (k < 0) | (k >= size)
        if lost.any():
            self.found.wrong[self.project[of[lost]]] = True
            k = np.where(lost, 0, k)
        return self.axis.inv[0][k] if self.single else self.axis.inv[c, k]

    def _moved(self, c: Places, x: Ints, lag: Ints, of: Whole) -> Ints:
        if not lag.any():
            return x
        k = self._before(c, x) + lag
        gone = (lag < 0) & (k <= 0)
        day = self._day(c, np.where(gone | (lag == 0), 0, k - (lag > 0)), of)
        return np.where(lag == 0, x, np.where(gone, 0, day + (lag > 0))).astype(np.int32)

    def _moved_back(self, c: Places, y: Ints, lag: Ints, of: Whole) -> Ints:
        k = self._before(c, y) - lag
        size = self.axis.size[0] if self.single else self.axis.size[c]
        far, gone = k >= size, k <= 0
        inside = ~(far | gone)
        x = self._moved(c, np.where(inside, y, 0), np.where(inside, -lag, 0), of)
        end = np.int32(self.axis.cum.shape[1] - 1)
        return np.where(far, end, np.where(gone, np.int32(0), x))

    def _floors(self) -> Ints:
        """Work left, and the instant before which nothing is done (``passes._open_work``)."""
        net, given, found = self.net, self.given, self.found
        data_date, start = given.data_date[self.project], given.start[self.project]
        begun = given.act_s != NONE
        now = np.maximum(given.act_s, data_date)
        found.left = net.dur.copy()
        if begun.any():
            used = self._before(self.cal, now) - self._before(self.cal, given.act_s)
            told = np.where(net.rem != NONE, net.rem, np.maximum(1, net.dur - used))
            found.left = np.where(begun, told, net.dur).astype(np.int32)
        floor = np.maximum(np.maximum(start, given.snet), data_date)
        points = np.flatnonzero(~begun & (net.dur == 0))
        c = self.cal[points]
        floor[points] = self._day(c, self._before(c, floor[points]), points)
        return np.where(begun, now, floor).astype(np.int32)

    def _early(self, floor: Ints, es: Ints, ef: Ints, resume: Ints, by: Ints) -> None:
        self._pin(es, ef, resume)
        by[:] = NONE
        for segment in self.plan.going:
            steps = segment.steps[~self.done[segment.steps]]
            if not len(steps):
                continue
            at = self._least(steps, floor)
            held = np.zeros(len(steps), dtype=np.int32)
            if len(segment.of):
                self._enter(segment, steps, at, held, es, ef, by)
            self._place(steps, at, held, es, ef, resume)

    def _pin(self, es: Ints, ef: Ints, resume: Ints) -> None:
        """Work that is done lies on its actual days."""
        done = np.flatnonzero(self.done)
        end, start = self.given.act_f[done], self.given.act_s[done]
        dur, c = self.net.dur[done], self.cal[done]
        derived = (dur > 0) & (start == NONE)
        begin = np.where(dur > 0, start, end)
        if derived.any():
            k = self._before(c, end) - dur
            begin = np.where(derived, self._day(c, np.where(derived, k, 0), done), begin)
        es[done], ef[done], resume[done] = begin, end, begin

    def _least(self, steps: Places, floor: Ints) -> Ints:
        """The place by the floor and the date before which the step may not finish."""
        left, c = self.found.left[steps], self.cal[steps]
        at = np.where(left > 0, self._before(c, floor[steps]), floor[steps])
        end = self.given.fnet[steps]
        told = end != NONE
        if told.any():
            on = told & (end == self.given.cap[steps])
            k = self._before(c, end)
            close = self._day(c, np.where(on & (left == 0), k - 1, 0), steps) + 1
            after = np.where(on, k, self._before(c, end - 1) + 1) - left
            bound = np.where(left > 0, after, np.where(on, close, end))
            at = np.where(told, np.maximum(at, bound), at)
        return at.astype(np.int32)

    def _enter(
        self, segment: Segment, steps: Places, at: Ints, held: Ints, es: Ints, ef: Ints, by: Ints
    ) -> None:
        """Take the bounds of the links that enter into ``at``, ``held`` and ``by``."""
        net, links, of = self.net, segment.links, segment.of
        dst, src, lag = self.plan.dst[links], net.src[links], net.lag[links]
        x = self._leaves(links, src, lag, es, ef)
        y = self._moved(self.lag_cal[links], x, lag, dst)
        left, c = self.found.left[dst], self.cal[dst]
        before = self._before(c, y)
        place = np.where(self.to_finish[links], before - left, before)
        bound = np.where(left > 0, place, y)
        spot = np.zeros(len(net.dur), dtype=np.int64)
        spot[steps] = np.arange(len(steps))
        free = ~self.done[of] & ~self.given.must[of]
        most = np.maximum.reduceat(bound, segment.cuts)
        mine = spot[of[free]]
        at[mine] = np.maximum(at[mine], most[free])
        same = np.where(bound == at[spot[dst]], links, FAR)
        first = np.minimum.reduceat(same, segment.cuts)
        drives = free & (first < FAR)
        by[of[drives]] = first[drives]
        if (net.ty[links] == FF).any():
            waits = np.where((net.ty[links] == FF) & (lag <= 0), y, NONE)
            last = np.maximum.reduceat(waits, segment.cuts)
            held[mine] = np.maximum(held[mine], last[free])

    def _leaves(self, links: Places, src: Ints, lag: Ints, es: Ints, ef: Ints) -> Ints:
        """The instants from which links count."""
        from_start = self.from_start[links]
        if not from_start.any():
            return ef[src]
        x = np.where(from_start, es[src], ef[src])
        fresh = (self.given.act_s[src] == NONE) & ~self.done[src]
        opens = from_start & (self.found.left[src] == 0) & fresh & (lag == 0)
        if opens.any():
            c = self.cal[src]
            day = self._day(c, np.where(opens, self._before(c, es[src]), 0), src)
            x = np.where(opens, day, x)
        return x

    def _place(self, steps: Places, at: Ints, held: Ints, es: Ints, ef: Ints, resume: Ints) -> None:
        left, c = self.found.left[steps], self.cal[steps]
        work = left > 0
        begin = self._day(c, np.where(work, at, 0), steps)
        end = self._day(c, np.where(work, at + left - 1, 0), steps) + 1
        if held.any():
            late = work & (end < held)
            wait = self._day(c, np.where(late, self._before(c, held), 0), steps)
            end = np.where(late, wait, end)
        if not work.all():
            worked = self._before(c, at) > self._before(c, at - 1)
            moves = ~work & ~worked
            day = self._day(c, np.where(moves, self._before(c, at), 0), steps)
            instant = np.where(moves, day, at)
            begin, end = np.where(work, begin, instant), np.where(work, end, instant)
        resume[steps], ef[steps] = begin, end
        started = self.given.act_s[steps]
        es[steps] = np.where(started == NONE, begin, started)

    def _ends(self, by_required: bool) -> Ints:
        net, own = self.net, self.given.start.copy()
        filled = np.diff(net.pptr) > 0
        if filled.any():
            own[filled] = np.maximum.reduceat(self.found.ef, net.pptr[:-1][filled])
        if not by_required:
            return own
        return np.where(self.given.required == NONE, own, self.given.required)

    def _promised(self) -> Ints:
        """The latest place of each activity by the end of its project and its own dates."""
        given, end, left = self.given, self.found.ends[self.project], self.found.left
        most = np.where(given.cap == NONE, end, np.minimum(end, given.cap))
        place = self._before(self.cal, most) - left
        held = (given.snlt != NONE) & (given.act_s == NONE)
        if held.any():
            on = (left == 0) | given.on_start
            first = self._before(self.cal, given.snlt)
            last = np.where(on, first, self._before(self.cal, given.snlt + 1) - 1)
            place = np.where(held, np.minimum(place, last), place)
        return place.astype(np.int32)

    def _late(self, at: Ints) -> None:
        found, given = self.found, self.given
        found.late_by[:] = NONE
        early = self._before(self.cal, self.resume)
        plain = (given.cap == NONE) & (given.snlt == NONE)
        for segment in self.plan.back:
            if len(segment.of):
                self._leave(segment, at, early, plain)
            self._place_late(segment.steps, at, early)
        done = np.flatnonzero(self.done)
        found.ls[done], found.lf[done] = found.es[done], found.ef[done]

    def _leave(self, segment: Segment, at: Ints, early: Ints, plain: Bools) -> None:
        """Take the bounds of the links that leave into ``at`` and ``late_by``."""
        found, links = self.found, segment.links
        dst, src = self.plan.dst[links], self.net.src[links]
        bound = self._on_sources(links, found.lf, self.late_resume)
        in_time = ~self.given.must[dst] & (at[dst] >= early[dst])
        bound = np.where(in_time, np.maximum(bound, early[src]), bound)
        asks = ~(self.fixed[links] | self.done[dst])
        bound = np.where(asks, bound, FAR)
        least = np.minimum.reduceat(bound, segment.cuts)
        of = segment.of
        held = at[of].copy()
        at[of] = np.minimum(held, least)
        order = np.arange(len(links))
        same = np.where(bound == at[src], order, FAR)
        first = np.minimum.reduceat(same, segment.cuts)
        drives = (first < FAR) & ((least < held) | ((least == held) & plain[of]))
        found.late_by[of[drives]] = links[first[drives]]

    def _on_sources(self, links: Places, finish: Ints, resume: Ints) -> Ints:
        """The greatest place of the source of each link that keeps its target where it is."""
        dst, src = self.plan.dst[links], self.net.src[links]
        y = np.where(self.to_finish[links], finish[dst], resume[dst])
        x = self._moved_back(self.lag_cal[links], y, self.net.lag[links], dst)
        place = self._before(self.cal[src], x)
        return np.where(self.from_start[links], place, place - self.found.left[src])

    def _place_late(self, steps: Places, at: Ints, early: Ints) -> None:
        found = self.found
        steps = steps[~self.done[steps]]
        left, c, place = found.left[steps], self.cal[steps], at[steps]
        work = left > 0
        begin = self._day(c, np.where(work, place, 0), steps)
        end = self._day(c, np.where(work, place + left - 1, 0), steps) + 1
        if not work.all():
            same = place == early[steps]
            close = self._day(c, np.where(~work & ~same, place - 1, 0), steps) + 1
            instant = np.where(same, found.ef[steps], close)
            begin, end = np.where(work, begin, instant), np.where(work, end, instant)
        self.late_resume[steps], found.lf[steps] = begin, end
        started = self.given.act_s[steps]
        found.ls[steps] = np.where(started == NONE, begin, started)

    def _slack(self, at: Ints) -> None:
        found, net, every = self.found, self.net, self.plan.leaving
        found.tf = self._before(self.cal, found.lf) - self._before(self.cal, found.ef)
        limit = np.zeros(len(net.start), dtype=np.int32)
        filled = np.diff(net.pptr) > 0
        if filled.any():
            open_slack = np.where(self.done, FAR, found.tf)
            least = np.minimum.reduceat(open_slack, net.pptr[:-1][filled])
            limit[filled] = np.maximum(0, np.where(least == FAR, 0, least))
        found.critical = ~self.done & (found.tf <= limit[self.project])
        if len(every.of):
            links = every.links
            bound = self._on_sources(links, found.ef, self.resume)
            asks = ~(self.fixed[links] | self.done[self.plan.dst[links]])
            least = np.minimum.reduceat(np.where(asks, bound, FAR), every.cuts)
            at[every.of] = np.minimum(at[every.of], least)
        room = np.minimum(at - self._before(self.cal, self.resume), found.tf)
        found.ff = np.where(self.done, 0, np.maximum(0, room)).astype(np.int32)
