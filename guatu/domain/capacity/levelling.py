"""Levelling (均衡): move steps later until nobody is asked for more than he can give.

Serial generation: of all steps whose predecessors are placed, the most urgent one is placed next,
on the earliest days that its links, its calendar and every capacity it takes allow. Work under way
and done stays where it is. Nothing is written: the answer is a proposal.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from guatu.domain.capacity.loads import Counted, Resource
from guatu.domain.schedule.axis import lines_of
from guatu.domain.schedule.engine import schedule
from guatu.domain.schedule.network import NONE, Ints, Network
from guatu.domain.schedule.passes import Work, clear, put, work_of
from guatu.domain.schedule.result import Schedule
from guatu.domain.workcalendar import WorkCalendar

Order = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Demand:
    """Activity and resource by position; ``amount`` of the resource while it is counted."""

    activity: int
    resource: int
    amount: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Levelled:
    """A proposal: half-open ordinals by activity, and for each project by how much it slips.

    ``slip`` counts workdays of the first calendar beyond the required finish, or beyond the own
    early finish where that is later or nothing is required. ``held_by`` is the resource that an
    activity had to wait for last, -1 for none.
    """

    net: Network
    start: Ints
    finish: Ints
    held_by: Ints
    slip: Ints

    @property
    def total_slip(self) -> int:
        return int(self.slip.sum())


def level(
    net: Network,
    calendars: Sequence[WorkCalendar],
    resources: Sequence[Resource],
    demands: Sequence[Demand],
    *,
    order: Order | None = None,
) -> Levelled:
    """The serial plan by ``order`` (N, least first), or the best of the rules of urgency.

    The rules are least late start, least late finish and least slack. A demand that alone is more
    than its resource can give is not held back by it. Raises as ``schedule``, and
    CalendarOutOfRange when the days of the calendars do not suffice.
    """
    result = schedule(net, calendars)
    placing = _Placing.of(net, calendars, resources, demands)
    orders = [order] if order is not None else [rule(result) for rule in RULES]
    return min((placing.placed(one, result) for one in orders), key=lambda one: one.total_slip)


def finish_allowed(result: Schedule) -> Ints:
    """Half-open ordinals up to which the finish of a project is no slip (P)."""
    net = result.net
    own = [
        int(result.ef[slice(*net.span(p))].max(initial=net.start[p]))
        for p in range(len(net.project_ids))
    ]
    return np.maximum(net.required, np.array(own, dtype=np.int32))


RULES: Final[tuple[Callable[[Schedule], Order], ...]] = (
    lambda result: result.ls.astype(np.int64),
    lambda result: result.lf.astype(np.int64),
    lambda result: result.tf.astype(np.int64),
)


@dataclass(frozen=True, slots=True)
class _Placing:
    """What stays the same from one order to the next."""

    net: Network
    work: Work
    origin: int
    resources: Sequence[Resource]
    demands: Mapping[int, Sequence[Demand]]
    followers: Sequence[Sequence[int]]

    @classmethod
    def of(
        cls,
        net: Network,
        calendars: Sequence[WorkCalendar],
        resources: Sequence[Resource],
        demands: Sequence[Demand],
    ) -> _Placing:
        origin, lines = lines_of(calendars)
        asked: dict[int, list[Demand]] = defaultdict(list)
        for demand in demands:
            if 0 < demand.amount <= resources[demand.resource].at_most:
                asked[demand.activity].append(demand)
        followers: list[list[int]] = [[] for _ in net.ids]
        for i, j in zip(net.src.tolist(), net.dst.tolist(), strict=True):
            followers[i].append(j)
        work = work_of(net, origin, lines, lag_of_successor=False)
        return cls(net, work, origin, resources, asked, followers)

    def placed(self, order: Order, result: Schedule) -> Levelled:
        work = self.work
        clear(work)
        taken = _Taken(self.origin, self.resources)
        held = np.full(len(work.dur), NONE, dtype=np.int32)
        waiting = np.diff(self.net.indptr).tolist()
        facts = zip(work.act_s, work.act_f, strict=True)
        begun = [0 if max(pair) != NONE else 1 for pair in facts]  # those first
        ready = [(begun[j], int(order[j]), j) for j, n in enumerate(waiting) if n == 0]
        heapq.heapify(ready)
        while ready:
            *_, j = heapq.heappop(ready)
            held[j] = self._place(j, taken)
            for after in self.followers[j]:
                waiting[after] -= 1
                if waiting[after] == 0:
                    heapq.heappush(ready, (begun[after], int(order[after]), after))
        return self._answer(held, result)

    def _place(self, j: int, taken: _Taken) -> int:
        work, asked, held = self.work, self.demands.get(j, ()), NONE
        put(work, j, work.floor[j])
        if work.act_f[j] != NONE:
            return held
        if work.act_s[j] == NONE:
            while clash := taken.clash(asked, work.resume[j], work.ef[j]):
                held, floor = clash
                put(work, j, floor)
        taken.take(asked, work.resume[j], work.ef[j])
        return held

    def _answer(self, held: Ints, result: Schedule) -> Levelled:
        work, line = self.work, self.work.lines[0]
        start = np.array(work.es, dtype=np.int32) + np.int32(self.origin)
        finish = np.array(work.ef, dtype=np.int32) + np.int32(self.origin)
        slip = []
        for p, allowed in enumerate(finish_allowed(result).tolist()):
            end = int(finish[slice(*self.net.span(p))].max(initial=allowed))
            beyond = line.before(end - self.origin) - line.before(allowed - self.origin)
            slip.append(max(0, beyond))
        return Levelled(self.net, start, finish, held, np.array(slip, dtype=np.int32))


@dataclass(slots=True)
class _Taken:
    """What is taken of each resource, by day or by week of the axis."""

    origin: int
    resources: Sequence[Resource]
    of: dict[int, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))

    def clash(self, asked: Sequence[Demand], start: int, end: int) -> tuple[int, int] | None:
        """The resource that is short, and the instant before which the step cannot begin then."""
        for demand in asked:
            taken, most = self.of[demand.resource], self.resources[demand.resource].at_most
            full = [
                at for at in self._spots(demand, start, end) if taken[at] + demand.amount > most
            ]
            if full:
                return demand.resource, self._after(demand, full[-1], start)
        return None

    def take(self, asked: Sequence[Demand], start: int, end: int) -> None:
        for demand in asked:
            taken = self.of[demand.resource]
            for at in self._spots(demand, start, end):
                taken[at] += demand.amount

    def _spots(self, demand: Demand, start: int, end: int) -> range:
        counted = self.resources[demand.resource].counted
        if counted is Counted.UNDER_WAY:
            return range(start, end)
        day = start if counted is Counted.BEGUN else max(start, end - 1)
        return range(self._week(day), self._week(day) + 1)

    def _after(self, demand: Demand, full: int, start: int) -> int:
        counted = self.resources[demand.resource].counted
        if counted is Counted.UNDER_WAY:
            return full + 1
        if counted is Counted.BEGUN:
            return (full + 1) * 7 + 1 - self.origin  # the next Monday
        return start + 1  # the finish moves on with the start, until its week is another one

    def _week(self, x: int) -> int:
        return (self.origin + x - 1) // 7  # ordinal 1 is a Monday
