"""The schedule engine over a portfolio, beside other ways to the same integers, in one run.

The portfolio: projects of 30 activities, 1.54 links each (90 % FS, 15 % lags, some leads), every
sixth a milestone; both passes, total and free slack. Peers get a sample of the same projects and
are compared by the activity. What is compared in equality is counted in workdays.
"""

from __future__ import annotations

import os
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from bench.figures import Figure, tell
from guatu.domain.schedule import Activity, Link, Network, ProjectPlan, Schedule, schedule
from guatu.domain.schedule.columns import AVAILABLE
from guatu.domain.schedule.kernel import cores
from guatu.domain.schedule.levels import level_plan
from guatu.domain.schedule.network import FF, LINK_TYPES, NONE, SF, SS
from guatu.domain.workcalendar import EVERY_DAY, WorkCalendar
from guatu.workdays.shipped import shipped_calendar

if TYPE_CHECKING:
    from networkx import DiGraph

PROJECTS, STEPS = 100_000, 30
PLAIN, GRAPHS, FILES, WARM_FILES = 2_000, 500, 400, 200
FIRST_START: Final = date(2025, 1, 6).toordinal()
SIX_DAYS: Final = (1, 1, 1, 1, 1, 1, 0)
#: Millions of activities a second: numba on two cores, with calendars; NumPy.
NUMBA, CALENDARS, NUMPY = 30, 20, 4
#: Our numba on all cores against a peer.
NETWORKX, PLAIN_PYTHON, MPXJ = 300, 50, 400

Checksum = tuple[int, ...]


def main(projects: int = PROJECTS) -> None:
    calendar = shipped_calendar()
    net = portfolio(projects)
    best = "numba" if AVAILABLE else "numpy"
    sums = checksums(schedule(net, [calendar], path=best), calendar)
    fast = _numba(net, calendar, sums) if AVAILABLE else 0.0
    levels = _numpy(net, calendar, sums)
    for peer, goal in ((_plain, PLAIN_PYTHON), (_networkx, NETWORKX), (_mpxj, MPXJ)):
        rate = peer(net, calendar)
        if rate and fast:
            what = f"schedule, numba on {cores()} cores ÷ {NAMES[peer]}"
            tell(Figure(what, fast / rate, "×", at_least=goal if cores() > 1 else None))
    if fast:
        tell(Figure(f"schedule, numba on {cores()} cores ÷ NumPy", fast / levels, "×"))


def _numba(net: Network, calendar: WorkCalendar, sums: Checksum) -> float:
    """All cores, one core, several calendars; the first as activities a second."""
    run = partial(schedule, net, [calendar], path="numba")
    shared = cores() > 1
    rate = _tell(f"schedule, numba, {cores()} cores", net, run, NUMBA if shared else None)
    with one_core():
        assert checksums(schedule(net, [calendar], path="numba"), calendar) == sums
        _tell("schedule, numba, 1 core", net, run)
    several = [
        calendar,
        replace(calendar, version="every day", week=EVERY_DAY, exceptions={}),
        replace(calendar, version="six days", week=SIX_DAYS),
    ]
    mixed = replace(net, cal=(np.arange(len(net.dur)) * 7 % 5 % 3).astype(np.int8))
    own = partial(schedule, mixed, several, path="numba")
    goal = CALENDARS if shared else None
    _tell(f"schedule, numba, 3 calendars, {cores()} cores", net, own, goal)
    some = mixed.some(np.arange(PLAIN // 10))
    assert checksums(schedule(some, several, path="numba"), calendar) == checksums(
        schedule(some, several, path="plain"), calendar
    )
    tell(Figure("schedule, numba, peak extra memory", peak_mb(run), "MB"))
    return rate


def _numpy(net: Network, calendar: WorkCalendar, sums: Checksum) -> float:
    begin = time.perf_counter()
    level_plan(net)
    built = time.perf_counter() - begin
    run = partial(schedule, net, [calendar], path="numpy")
    assert checksums(run(), calendar) == sums
    rate = _tell("schedule, NumPy, plan cached", net, run, NUMPY)
    whole = len(net.dur) / (built + len(net.dur) / rate)
    tell(Figure("schedule, NumPy, plan built", whole / 1e6, "M/s"))
    tell(Figure("schedule, NumPy, peak extra memory", peak_mb(run), "MB"))
    return rate


def _plain(net: Network, calendar: WorkCalendar) -> float:
    some = _sample(net, PLAIN)
    run = partial(schedule, some, [calendar], path="plain")
    _assert_equal(checksums(run(), calendar), some, calendar)
    return _tell("schedule, plain Python", some, run, unit="k/s")


def _networkx(net: Network, calendar: WorkCalendar) -> float:
    try:
        import networkx  # noqa: F401  a peer of the benchmark only
    except ImportError:
        _not_run("networkx is not installed")
        return 0.0
    some = _sample(net, GRAPHS)
    index = np.array(calendar.cum_list)
    graphs = [_graph(some, p, index, calendar.first.toordinal()) for p in range(len(some.start))]
    _assert_equal(_by_graph(graphs), some, calendar)
    return _tell("schedule, networkx", some, partial(_by_graph, graphs), unit="k/s")


def _mpxj(net: Network, calendar: WorkCalendar) -> float:
    """Its ``schedule()`` alone, after its compiler has warmed up."""
    from tests.oracle import mpxj

    if reason := mpxj.missing():
        _not_run(reason)
        return 0.0

    spent: list[float] = []

    class Timed(mpxj.Mpxj):
        def _run(self, told: Any, plan: ProjectPlan, scheduler: mpxj.Scheduler) -> None:
            begin = time.perf_counter()
            super()._run(told, plan, scheduler)
            spent.append(time.perf_counter() - begin)

    java = Timed()
    for p in range(min(WARM_FILES + FILES, len(net.start))):
        java.answer(plan_of(net, p), "P6", [calendar])
    rate = STEPS * len(spent[WARM_FILES:]) / max(sum(spent[WARM_FILES:]), 1e-9)
    tell(Figure("schedule, MPXJ PrimaveraScheduler.schedule()", rate / 1e3, "k/s"))
    return rate


NAMES: Final = {_plain: "plain Python", _networkx: "networkx", _mpxj: "MPXJ schedule()"}


def _not_run(reason: str) -> None:
    print(f"  not run: {reason}", file=sys.stderr)


def _tell(
    what: str, net: Network, run: Callable[[], object], goal: float | None = None, unit: str = "M/s"
) -> float:
    """Activities a second, of the quickest of seven runs after one unmeasured."""
    run()
    rate = len(net.dur) / min(_seconds(run) for _ in range(7))
    tell(Figure(what, rate / (1e6 if unit == "M/s" else 1e3), unit, at_least=goal))
    return rate


def _seconds(run: Callable[[], object]) -> float:
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def peak_mb(run: Callable[[], object]) -> float:
    """What a run allocates at most beside the network, its answer included."""
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


@contextmanager
def one_core() -> Iterator[None]:
    """Everything of this process on one core, where the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(every)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, every)


# What is compared.


def checksums(found: Schedule, calendar: WorkCalendar) -> Checksum:
    """Sums of ES EF LS LF in workdays, of total and free slack, and the number critical."""
    index = np.array(calendar.cum_list, dtype=np.int64)
    days = (found.es, found.ef, found.ls, found.lf)
    counted = [int(index[one - found.origin].sum()) for one in days]
    return (*counted, int(found.tf.sum()), int(found.ff.sum()), int(found.critical.sum()))


def _assert_equal(sums: Checksum, some: Network, calendar: WorkCalendar) -> None:
    path = "numba" if AVAILABLE else "numpy"
    assert sums == checksums(schedule(some, [calendar], path=path), calendar), sums


# The portfolio.


def portfolio(projects: int, seed: int = 5) -> Network:
    """Random plans as arrays; names are left out, for they are never looked at."""
    chance = np.random.default_rng(seed)
    shape = (projects, STEPS)
    step = np.broadcast_to(np.arange(STEPS), shape)
    dur = np.where(step % 6 == 5, 0, chance.integers(3, 41, shape))
    near = np.minimum(step, 5)
    first = chance.random(shape) * near // 1
    second = (first + 1 + chance.random(shape) * (near - 1) // 1) % np.maximum(near, 1)
    backs = np.stack([first, second], axis=2).astype(np.int32) + 1
    entered = np.stack([step > 0, (step > 1) & (chance.random(shape) < 0.62)], axis=2)
    number = np.arange(projects * STEPS, dtype=np.int32).reshape(shape)
    src = (number[:, :, None] - backs)[entered]
    links = len(src)
    lag = np.where(chance.random(links) < 0.15, chance.choice([1, 2, 5, -2], links), 0)
    kind = np.where(chance.random(links) < 0.9, 0, chance.integers(1, 4, links))
    start = FIRST_START + chance.integers(0, 700, projects)
    required = np.where(chance.random(projects) < 0.5, start + chance.integers(300, 900), NONE)
    none = np.full(projects * STEPS, NONE, dtype=np.int32)
    no = np.zeros(projects * STEPS, dtype=bool)
    return Network(
        project_ids=("",) * projects,
        ids=("",) * (projects * STEPS),
        names=("",) * (projects * STEPS),
        pptr=np.arange(0, projects * STEPS + 1, STEPS, dtype=np.int32),
        indptr=np.concatenate(([0], entered.sum(axis=2).cumsum())).astype(np.int32),
        src=src.astype(np.int32),
        ty=kind.astype(np.int8),
        lag=lag.astype(np.int32),
        dur=dur.ravel().astype(np.int32),
        cal=np.zeros(projects * STEPS, dtype=np.int8),
        **dict.fromkeys(("snet", "cap", "snlt", "fnet", "act_s", "act_f", "rem"), none),
        **dict.fromkeys(("alap", "must"), no),
        start=start.astype(np.int32),
        datadate=np.full(projects, NONE, dtype=np.int32),
        required=required.astype(np.int32),
    )


def _sample(net: Network, projects: int) -> Network:
    return net.some(np.arange(min(projects, len(net.start))))


def plan_of(net: Network, p: int) -> ProjectPlan:
    """Project ``p`` as it is told to MPXJ."""
    alone = net.only(p)
    steps = [Activity(str(i), str(i), int(days)) for i, days in enumerate(alone.dur)]
    ends = zip(alone.src, alone.dst, alone.ty, alone.lag, strict=True)
    links = [Link(str(i), str(j), LINK_TYPES[ty], int(lag)) for i, j, ty, lag in ends]
    end = int(alone.required[0])
    required = None if end == NONE else date.fromordinal(end - 1)
    start = date.fromordinal(int(alone.start[0]))
    return ProjectPlan("p", start, steps, links, required=required)


# The passes over a graph of networkx, as one would write them there: workdays and nothing else.


@dataclass(slots=True)
class Place:
    """A node: workdays before each of its dates."""

    days: int
    es: int = 0
    ef: int = 0
    ls: int = 0
    lf: int = 0
    free: int = 0


def _graph(net: Network, p: int, index: Any, origin: int) -> DiGraph[int]:
    from networkx import DiGraph

    first, last = net.span(p)
    end = int(net.required[p])
    graph: DiGraph[int] = DiGraph(
        start=int(index[net.start[p] - origin]),
        required=None if end == NONE else int(index[end - origin]),
    )
    for i in range(first, last):
        graph.add_node(i, place=Place(int(net.dur[i])))
        for e in range(int(net.indptr[i]), int(net.indptr[i + 1])):
            graph.add_edge(int(net.src[e]), i, kind=int(net.ty[e]), lag=int(net.lag[e]))
    return graph


def _by_graph(graphs: list[DiGraph[int]]) -> Checksum:
    sums = np.zeros(7, dtype=np.int64)
    for graph in graphs:
        sums += _one_graph(graph)
    return tuple(sums.tolist())


def _one_graph(graph: DiGraph[int]) -> list[int]:
    from networkx import topological_sort

    place: dict[int, Place] = dict(graph.nodes(data="place"))
    order = list(topological_sort(graph))
    for j in order:
        mine = place[j]
        mine.es = graph.graph["start"]
        for i, _, link in graph.in_edges(j, data=True):
            before, kind = place[i], link["kind"]
            at = (before.es if kind in (SS, SF) else before.ef) + link["lag"]
            mine.es = max(mine.es, at - mine.days if kind in (FF, SF) else at)
        mine.ef = mine.es + mine.days
    end = graph.graph["required"] or max(one.ef for one in place.values())
    for i in reversed(order):
        mine = place[i]
        mine.lf = mine.free = end
        for _, j, link in graph.out_edges(i, data=True):
            after, kind, lag = place[j], link["kind"], link["lag"]
            to_finish, shift = kind in (FF, SF), mine.days if kind in (SS, SF) else 0
            mine.lf = min(mine.lf, (after.lf if to_finish else after.ls) - lag + shift)
            mine.free = min(mine.free, (after.ef if to_finish else after.es) - lag + shift)
        mine.ls = mine.lf - mine.days
    return _sums_of(list(place.values()))


def _sums_of(places: list[Place]) -> list[int]:
    slack = [one.lf - one.ef for one in places]
    limit = max(0, min(slack))
    free = [max(0, min(one.free - one.ef, total)) for one, total in zip(places, slack, strict=True)]
    return [
        sum(one.es for one in places),
        sum(one.ef for one in places),
        sum(one.ls for one in places),
        sum(one.lf for one in places),
        sum(slack),
        sum(free),
        sum(total <= limit for total in slack),
    ]


if __name__ == "__main__":
    main(*(int(n) for n in sys.argv[1:]))
