"""Both passes over a portfolio by numba: the same integers as ``passes`` finds.

Nothing here runs on threads of numba's: the caller divides the projects, so that threads of a web
server may call it side by side.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Final

import numpy as np

from guatu.domain.schedule.columns import Axis, Columns, Dates
from guatu.domain.schedule.compiled import Given, Out, Tables
from guatu.domain.schedule.fully import Own, run_full
from guatu.domain.schedule.network import Ints, Network
from guatu.domain.schedule.plainly import Marks, run_plain

WORTH_SHARING: Final = 20_000
"""Activities from which on it is worth the start of a thread."""
SHARE: Final = 250_000
"""Activities that a thread takes at a time: few, so that a core that is disturbed takes less."""


def run_fast(
    net: Network,
    given: Columns,
    axis: Axis,
    origin: int,
    *,
    by_required: bool,
    lag_of_successor: bool,
) -> Dates:
    """``passes`` over all projects, divided among the cores."""
    steps = len(net.dur)
    found = Dates.empty(steps, len(net.start))
    plan_by = np.empty(steps if net.alap.any() else 0, dtype=np.int32)
    plain = given.bare and len(axis.size) == 1
    found.in_days = True
    left = found.left
    if given.bare:
        found.left, left = net.dur, np.empty(0, dtype=np.int32)
    if not len(plan_by):
        found.plan_s, found.plan_f = found.es, found.ef
    g, t = _given(net, given, by_required, lag_of_successor), _tables(axis, origin)
    out = Out(
        found.es, found.ef, found.early_by, found.ls, found.lf, found.late_by, found.tf, found.ff,
        found.plan_s, found.plan_f, plan_by, found.critical, left, found.ends, found.wrong,
    )  # fmt: skip
    longest = int(np.diff(net.pptr).max(initial=0))

    def part(bounds: tuple[int, int]) -> None:
        if plain:
            run_plain(g, t, out, Marks.of(longest), *bounds)
        else:
            run_full(g, t, out, Own.of(longest), *bounds)

    if steps < WORTH_SHARING:
        part((0, len(net.start)))
    else:
        with ThreadPoolExecutor(cores()) as pool:
            list(pool.map(part, _parts(net.pptr, max(cores(), steps // SHARE))))
    return found


def _given(net: Network, given: Columns, by_required: bool, of_successor: bool) -> Given:
    return Given(
        net.pptr, net.indptr, net.src, net.ty, net.lag, net.cal, net.dur, net.rem, net.alap,
        given.act_s, given.act_f, given.cap, given.snlt, given.snet, given.fnet, given.must,
        given.on_start, given.start, given.required, given.data_date, by_required, of_successor,
        given.bare,
    )  # fmt: skip


def _tables(axis: Axis, origin: int) -> Tables:
    wide, most = axis.cum.shape[1], 2 * axis.inv.shape[1] + 2
    instant = np.zeros((len(axis.size), most), dtype=np.int32)
    instant[:, 1:-1:2] = axis.inv
    instant[:, 2::2] = axis.inv + 1
    gap = np.ones(axis.inv.shape[1] + 1, dtype=np.int8)
    gap[1:-1] = np.diff(axis.inv[0]) != 1
    return Tables(axis.cum.ravel(), wide, instant.ravel(), most, axis.size, gap, origin)


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _parts(pptr: Ints, count: int) -> list[tuple[int, int]]:
    """Runs of projects with about as many activities each, ``count`` or fewer."""
    wanted = np.linspace(0, int(pptr[-1]), count + 1)[1:-1]
    cuts = [0, *np.searchsorted(pptr, wanted).tolist(), len(pptr) - 1]
    return [(a, b) for a, b in pairwise(cuts) if a < b]
