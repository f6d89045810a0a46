"""``schedule``: both passes and slack over a portfolio."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from guatu.domain.schedule.axis import Line, lines_of
from guatu.domain.schedule.columns import AVAILABLE, Axis, Columns, Dates, compiled_module
from guatu.domain.schedule.levels import run_levels
from guatu.domain.schedule.network import NONE, Ints, Network, ScheduleError
from guatu.domain.schedule.passes import (
    Work,
    backward,
    forward,
    free_slack,
    total_slack,
    work_of,
)
from guatu.domain.schedule.result import Schedule
from guatu.domain.words import N_, say
from guatu.domain.workcalendar import WorkCalendar

Anchor = Literal["required", "early"]
Path = Literal["plain", "numpy", "numba"]
LagCalendar = Literal["predecessor", "successor"]


def schedule(
    net: Network,
    calendars: Sequence[WorkCalendar],
    anchor: Anchor = "required",
    *,
    lag_calendar: LagCalendar = "predecessor",
    path: Path | None = None,
) -> Schedule:
    """Early and late dates, slack, criticality and drivers of every activity of ``net``.

    ``anchor`` says what the backward pass starts from: each project's required finish where it
    has one (倒排; slack may be negative), or always its own early finish. Early and late values
    do not depend on it otherwise. Critical is what has no slack, or no more than the least of its
    project (JGJ/T 121: 总时差最小的工作); completed work never is.

    ``path`` says how it is computed, for tests and benchmarks: all find the same integers. By
    itself small networks go through plain Python, large ones through numba, without it NumPy.

    Raises CalendarOutOfRange when dates leave the calendars, ScheduleError for a calendar that
    was not given. Worked example: A 5 days, then B 3 days, from Monday 2026-03-02, required
    2026-03-13: B is early 03-09 … 03-11, late 03-11 … 03-13, both have two days of slack.
    """
    origin, lines = lines_of(calendars)
    if len(net.cal) and int(net.cal.max()) >= len(lines):
        i = int(net.cal.argmax())
        raise ScheduleError(say(N_("工序“{name}”所用的工作日历不存在。"), name=net.names[i]))
    of_successor = lag_calendar == "successor"
    chosen = path or _path_for(len(net.dur))
    if chosen == "plain":
        return _plain(net, anchor, origin, lines, of_successor)
    given, axis = Columns.of(net, origin, lines[0]), Axis.of(lines)
    asked = {"by_required": anchor == "required", "lag_of_successor": of_successor}
    found: Dates
    if chosen == "numba":
        found = compiled_module("kernel").run_fast(net, given, axis, origin, **asked)
    else:
        found = run_levels(net, given, axis, **asked)
    if found.wrong.any():
        first = net.some(found.wrong.nonzero()[0][:1])
        return _plain(first, anchor, origin, lines, of_successor)  # raises, and says where
    done = None if given.bare else net.act_f != NONE
    return _found(net, found, origin, tuple(lines), done)


#: Activities from which on arrays are worth it, and numba, unless it is loaded already.
WORTH_ARRAYS: Final = 3_000
WORTH_NUMBA: Final = 100_000


def _path_for(activities: int) -> Path:
    if activities < WORTH_ARRAYS:
        return "plain"
    loaded = "numba" in sys.modules
    return "numba" if AVAILABLE and (loaded or activities >= WORTH_NUMBA) else "numpy"


def _plain(
    net: Network, anchor: Anchor, origin: int, lines: list[Line], of_successor: bool
) -> Schedule:
    work = work_of(net, origin, lines, lag_of_successor=of_successor)
    forward(work, work.floor)
    ends = _ends(work, anchor)
    backward(work, ends)
    return _result(net, work, ends, origin, tuple(lines))


def _found(
    net: Network,
    found: Dates,
    origin: int,
    lines: tuple[Line, ...],
    done: NDArray[np.bool_] | None,
) -> Schedule:
    if not found.in_days:
        distinct = {id(days): days for days in (found.es, found.ef, found.plan_s, found.plan_f)}
        for days in (*distinct.values(), found.ls, found.lf, found.ends):
            days += np.int32(origin)
    return Schedule(
        net=net,
        lines=lines,
        origin=origin,
        es=found.es,
        ef=found.ef,
        ls=found.ls,
        lf=found.lf,
        tf=found.tf,
        ff=found.ff,
        start=found.plan_s,
        finish=found.plan_f,
        critical=found.critical,
        early_by=found.early_by,
        late_by=found.late_by,
        left=found.left if done is None else np.where(done, np.int32(0), found.left),
        ends=found.ends,
    )


def _ends(work: Work, anchor: Anchor) -> list[int]:
    ends = []
    for p, required in enumerate(work.required):
        own = max(work.ef[work.pptr[p] : work.pptr[p + 1]], default=work.start[p])
        ends.append(own if required == NONE or anchor == "early" else required)
    return ends


def _result(
    net: Network, work: Work, ends: list[int], origin: int, lines: tuple[Line, ...]
) -> Schedule:
    total = total_slack(work)
    planned = _planned(work)
    return Schedule(
        net=net,
        lines=lines,
        origin=origin,
        es=_ordinals(work.es, origin),
        ef=_ordinals(work.ef, origin),
        ls=_ordinals(work.ls, origin),
        lf=_ordinals(work.lf, origin),
        tf=np.array(total, dtype=np.int32),
        ff=np.array(free_slack(work, ends, total), dtype=np.int32),
        start=_ordinals(planned.es, origin),
        finish=_ordinals(planned.ef, origin),
        critical=np.array(_critical(work, total), dtype=bool),
        early_by=np.array(work.early_by, dtype=np.int32),
        late_by=np.array(work.late_by, dtype=np.int32),
        left=np.where(net.act_f == NONE, work.left, 0).astype(np.int32),
        ends=_ordinals(ends, origin),
    )


def _planned(work: Work) -> Work:
    # An ALAP activity at its late start pushes its successors, within their own slack.
    if not any(work.alap):
        return work
    floors = [
        max(floor, late) if alap else floor
        for floor, late, alap in zip(work.floor, work.late_resume, work.alap, strict=True)
    ]
    planned = replace(work)
    forward(planned, floors)
    return planned


def _critical(work: Work, total: list[int]) -> list[bool]:
    critical = [False] * len(total)
    for p in range(len(work.pptr) - 1):
        span = range(work.pptr[p], work.pptr[p + 1])
        unfinished = [i for i in span if work.act_f[i] == NONE]
        limit = max(0, min((total[i] for i in unfinished), default=0))
        for i in unfinished:
            critical[i] = total[i] <= limit
    return critical


def _ordinals(days: list[int], origin: int) -> Ints:
    return np.array(days, dtype=np.int32) + np.int32(origin)
