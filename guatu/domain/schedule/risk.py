"""Forecast by chance: when a project will be done if each step takes what it may take.

Durations are drawn from three points and the forward pass is run for every draw (Monte-Carlo).
Work that is done has no spread, begun work spreads what is left of it. The same seed gives the
same answer on every machine, with and without numba. Worked examples:
``docs/algorithms/forecast.md``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Literal, NamedTuple

import numpy as np

from guatu.domain.schedule.axis import lines_of
from guatu.domain.schedule.columns import AVAILABLE, compiled_module
from guatu.domain.schedule.draws import Shape, ThreePoint, Words, stream
from guatu.domain.schedule.engine import LagCalendar
from guatu.domain.schedule.making import Making
from guatu.domain.schedule.network import NONE, Network, ScheduleError
from guatu.domain.schedule.passes import Work, clear, work_of
from guatu.domain.schedule.recipe import Recipe
from guatu.domain.schedule.simulate import Axis, Found, axis_of, simulate
from guatu.domain.words import N_, say
from guatu.domain.workcalendar import WorkCalendar

__all__ = ["Outlook", "ThreePoint", "p80_of", "risk", "risks"]

Path = Literal["auto", "numpy", "numba"]
Spreads = Mapping[str, ThreePoint]
P50, P80, P90 = Fraction(1, 2), Fraction(4, 5), Fraction(9, 10)
MOST_DRAWS: Final = 10_000_000
#: Activity-draws from which loading and calling compiled code pays.
MANY: Final = 4_000_000
#: Draws that a thread takes at a time, whole blocks of both paths.
SHARE: Final = 8_192


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where a project may end: ``counts`` of ``draws`` end on each of ``days``.

    ``required`` is the promised last day. ``criticality`` is, by activity, the share of draws in
    which it lies on a chain of links without slack that leads to the finish; activities whose
    dates are certain are left out.
    """

    project: str
    draws: int
    days: tuple[date, ...]
    counts: tuple[int, ...]
    required: date | None
    criticality: Mapping[str, Fraction]

    @property
    def p50(self) -> date:
        return self.quantile(P50)

    @property
    def p80(self) -> date:
        return self.quantile(P80)

    @property
    def p90(self) -> date:
        return self.quantile(P90)

    @property
    def probability(self) -> Fraction | None:
        """The share of draws that end no later than the required day."""
        return None if self.required is None else self.share_by(self.required)

    def share_by(self, day: date) -> Fraction:
        met = sum(n for d, n in zip(self.days, self.counts, strict=True) if d <= day)
        return Fraction(met, self.draws)

    def quantile(self, share: Fraction) -> date:
        """The first day by which at least ``share`` of the draws have ended."""
        seen = 0
        for day, count in zip(self.days, self.counts, strict=True):
            seen += count
            if seen >= share * self.draws:
                return day
        return self.days[-1]


def risk(
    net: Network,
    calendars: Sequence[WorkCalendar],
    spreads: Spreads | None = None,
    *,
    seed: int = 0,
    draws: int = 10_240,
    shape: Shape = "triangular",
    lag_calendar: LagCalendar = "predecessor",
    path: Path = "auto",
) -> Outlook:
    """The outlook of the only project of ``net``; ``spreads`` by activity, assumed where lacking.

    Raises ScheduleError for a network without activities, for three points out of order and
    for draws that are no positive number; CalendarOutOfRange when the slowest plan leaves the
    calendars.
    """
    net.project_index(None)
    found = risks(
        net,
        calendars,
        [spreads or {}],
        seed=seed,
        draws=draws,
        shape=shape,
        lag_calendar=lag_calendar,
        criticality=True,
        path=path,
    )[0]
    if found is None:
        raise ScheduleError(say(N_("计划中没有工序，无从预测；请先添加工序。")))
    return found


def p80_of(
    net: Network,
    calendars: Sequence[WorkCalendar],
    spreads: Spreads | None = None,
    *,
    seed: int,
    draws: int = 1_024,
) -> date | None:
    """The day by which the only project of ``net`` is done in four of five draws.

    None for a project without activities.
    """
    net.project_index(None)
    found = risks(net, calendars, [spreads or {}], seed=seed, draws=draws)[0]
    return None if found is None else found.p80


def risks(
    net: Network,
    calendars: Sequence[WorkCalendar],
    spreads: Sequence[Spreads] | None = None,
    *,
    seed: int,
    draws: int = 1_024,
    shape: Shape = "triangular",
    lag_calendar: LagCalendar = "predecessor",
    criticality: bool = False,
    path: Path = "auto",
) -> tuple[Outlook | None, ...]:
    """The outlook of every project of ``net``, None where there are no activities.

    ``spreads`` go by project. Raises what ``risk`` does.
    """
    _check_draws(draws)
    origin, lines = lines_of(calendars)
    if len(net.cal) and int(net.cal.max()) >= len(lines):
        name = net.names[int(net.cal.argmax())]
        raise ScheduleError(say(N_("工序“{name}”所用的工作日历不存在。"), name=name))
    work = work_of(net, origin, lines, lag_of_successor=lag_calendar == "successor")
    clear(work)
    made = [
        _prepared(net, work, p, spreads[p] if spreads is not None else {}, shape, seed)
        for p in range(len(net.project_ids))
    ]
    found = _drawn(made, axis_of(calendars), draws, criticality, path)
    return tuple(_outlook(net, p, origin, made[p], found[p], draws) for p in range(len(made)))


class _Made(NamedTuple):
    recipe: Recipe
    streams: Words


class _Task(NamedTuple):
    project: int
    first: int
    size: int


def _check_draws(draws: int) -> None:
    if not 1 <= draws <= MOST_DRAWS:
        sentence = N_("抽样次数写作 {draws}；请用 1 至 {most} 之间的整数。")
        raise ScheduleError(say(sentence, draws=draws, most=MOST_DRAWS))


def _prepared(net: Network, work: Work, p: int, spreads: Spreads, shape: Shape, seed: int) -> _Made:
    making = Making(work)
    for i in range(*net.span(p)):
        given = spreads.get(net.ids[i]) or ThreePoint.assumed(work.dur[i])
        making.add(i, given.checked(net.names[i]))
    recipe = making.recipe(shape)
    names = [stream(seed, net.project_ids[p], net.ids[i]) for i in recipe.activity]
    return _Made(recipe, np.array(names, dtype=np.uint64))


def _drawn(
    made: Sequence[_Made], axis: Axis, draws: int, criticality: bool, path: Path
) -> list[Found]:
    """What was found for each project; compiled code shares the draws among the processors."""
    fast = _takes_compiled(path, draws * sum(len(one.streams) for one in made))
    run = compiled_module("simulate_fast").simulate_fast if fast else simulate
    tasks = [
        _Task(p, first, min(SHARE, draws - first))
        for p in range(len(made))
        for first in range(0, draws, SHARE)
    ]

    def done(task: _Task) -> Found:
        found: Found = run(*made[task.project], axis, task.first, task.size, criticality)
        return found

    threads = min(len(tasks), os.cpu_count() or 1)
    if not fast or threads < 2:
        return _joined(tasks, map(done, tasks), len(made))
    with ThreadPoolExecutor(threads) as pool:
        return _joined(tasks, pool.map(done, tasks), len(made))


def _takes_compiled(path: Path, work: int) -> bool:
    if path == "numba" and not AVAILABLE:
        raise ScheduleError(say(N_("没有安装 numba；请安装附加组件 fast，或改用 numpy。")))
    return path == "numba" or (path == "auto" and AVAILABLE and work >= MANY)


def _joined(tasks: Sequence[_Task], found: Iterable[Found], projects: int) -> list[Found]:
    parts: list[list[Found]] = [[] for _ in range(projects)]
    for task, one in zip(tasks, found, strict=True):
        parts[task.project].append(one)
    return [
        Found(
            np.concatenate([one.days for one in some]),
            np.sum([one.critical for one in some], axis=0, dtype=np.int64),
        )
        for some in parts
    ]


def _outlook(
    net: Network, p: int, origin: int, made: _Made, found: Found, draws: int
) -> Outlook | None:
    first, last = net.span(p)
    if first == last:
        return None
    days, counts = np.unique(found.days, return_counts=True)
    required = int(net.required[p])
    return Outlook(
        project=net.project_ids[p],
        draws=draws,
        days=tuple(date.fromordinal(origin + day) for day in days.tolist()),
        counts=tuple(counts.tolist()),
        required=None if required == NONE else date.fromordinal(required - 1),
        criticality={
            net.ids[i]: Fraction(n, draws)
            for i, n in zip(made.recipe.activity.tolist(), found.critical.tolist(), strict=True)
        },
    )
