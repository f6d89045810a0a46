"""``passes`` compiled: the same steps on the same integers, project after project.

Nothing here runs on threads of numba's: the caller divides the projects, so that threads of a web
server may call it side by side.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Final

import numpy as np

from guatu.domain.schedule.columns import Axis, Bools, Columns, Dates
from guatu.domain.schedule.compiled import (
    Given,
    Out,
    Own,
    Tables,
    before,
    bound_of,
    compiled,
    day,
    moved,
    short,
)
from guatu.domain.schedule.network import FF, NONE, SF, SS, Ints, Network
from guatu.domain.schedule.plainly import run_plain

WORTH_SHARING: Final = 20_000
"""Activities from which on it is worth the start of a thread."""


@compiled
def _work(g: Given, t: Tables, out: Out, own: Own, p: int, first: int, last: int) -> None:
    """Work left, and the instant before which nothing of it is done (``passes._open_work``)."""
    for i in range(first, last):
        c = g.cal[i]
        if not g.bare and g.act_s[i] != NONE:
            begun = g.act_s[i]
            now = max(begun, g.data_date[p])
            out.left[i] = g.rem[i]
            if g.rem[i] == NONE:
                used = before(t, c, now) - before(t, c, begun)
                out.left[i] = max(1, g.dur[i] - used)
            own.floor[i - first] = now
            continue
        out.left[i] = g.dur[i]
        at = max(g.start[p], g.data_date[p])
        if not g.bare:
            at = max(at, g.snet[i])
        if g.dur[i] == 0:
            at = day(t, c, before(t, c, at), own.wrong)
        own.floor[i - first] = at


@compiled
def _pin(g: Given, t: Tables, j: int, es: Ints, ef: Ints, by_links: Ints, wrong: Bools) -> None:
    """``passes._pin``: work that is done lies on its actual days."""
    end = g.act_f[j]
    begin = end
    if g.dur[j] and g.act_s[j] != NONE:
        begin = g.act_s[j]
    elif g.dur[j]:
        begin = day(t, g.cal[j], before(t, g.cal[j], end) - g.dur[j], wrong)
    es[j], ef[j], by_links[j] = begin, end, NONE


@compiled
def _least_finish(t: Tables, n: int, end: int, cap: int, c: int, wrong: Bools) -> int:
    """``passes.least_finish``: the place by the day before which work may not finish."""
    if n == 0:
        if end != cap:
            return end
        return day(t, c, before(t, c, end) - 1, wrong) + 1
    if end == cap:
        return before(t, c, end) - n
    return before(t, c, end - 1) + 1 - n


@compiled
def _early(
    g: Given,
    t: Tables,
    own: Own,
    left: Ints,
    first: int,
    last: int,
    es: Ints,
    ef: Ints,
    by_links: Ints,
) -> None:
    """``passes.put`` for the activities of one project; ``place`` are workdays before them."""
    for j in range(first, last):
        c = g.cal[j]
        if not g.bare and g.act_f[j] != NONE:
            _pin(g, t, j, es, ef, by_links, own.wrong)
            continue
        n = left[j]
        at = before(t, c, own.floor[j - first]) if n else own.floor[j - first]
        if not g.bare and g.fnet[j] != NONE:
            at = max(at, _least_finish(t, n, g.fnet[j], g.cap[j], c, own.wrong))
        by, held = NONE, NONE
        if g.bare or not g.must[j]:
            for e in range(g.indptr[j], g.indptr[j + 1]):
                i, kind = g.src[e], g.ty[e]
                if kind != SS and kind != SF:
                    y = ef[i]
                elif left[i] == 0 and g.lag[e] == 0 and (g.bare or _is_open(g, i)):
                    k = before(t, g.cal[i], es[i])
                    y = day(t, g.cal[i], k, own.wrong)
                else:
                    y = es[i]
                if g.lag[e] != 0:
                    lc = c if g.of_successor else g.cal[i]
                    y = moved(t, lc, y, g.lag[e], own.wrong)
                bound = y
                if n:
                    bound = before(t, c, y)
                    if kind >= FF:
                        bound -= n
                if bound > at or (bound == at and by == NONE):
                    at, by = bound, e
                if kind == FF and g.lag[e] <= 0:
                    held = max(held, y)
        by_links[j] = by
        if n == 0:
            k = before(t, c, at)
            if k == before(t, c, at - 1):
                at = day(t, c, k, own.wrong)
            own.resume[j - first], ef[j], own.place[j - first] = at, at, k
        elif at >= 0 and at + n <= t.size[c]:
            own.resume[j - first], own.place[j - first] = t.inv[c * t.most + at], at
            ef[j] = t.inv[c * t.most + at + n - 1] + 1
            if ef[j] < held:
                ef[j] = day(t, c, before(t, c, held), own.wrong)
        else:
            own.wrong[0] = True
            own.resume[j - first], ef[j], own.place[j - first] = 0, 0, 0
        begun = not g.bare and g.act_s[j] != NONE
        es[j] = g.act_s[j] if begun else own.resume[j - first]


@compiled
def _is_open(g: Given, i: int) -> bool:
    """Nothing of it is reported."""
    return bool(g.act_s[i] == NONE and g.act_f[i] == NONE)


@compiled
def _promised(g: Given, t: Tables, out: Out, own: Own, p: int, first: int, last: int) -> None:
    """The latest place of each activity by the end of the project and its own dates."""
    for i in range(first, last):
        c, end = g.cal[i], out.ends[p]
        if not g.bare and g.cap[i] != NONE:
            end = min(end, g.cap[i])
        place = before(t, c, end) - out.left[i]
        if not g.bare and g.snlt[i] != NONE and g.act_s[i] == NONE:
            if out.left[i] == 0 or g.on_start[i]:
                place = min(place, before(t, c, g.snlt[i]))
            else:
                place = min(place, before(t, c, g.snlt[i] + 1) - 1)
        own.at[i - first], own.room[i - first] = place, place


@compiled
def _late(g: Given, t: Tables, out: Out, own: Own, first: int, last: int) -> None:
    """``passes.backward`` for one project, and beside it what bounds free slack.

    ``at`` and ``room`` are as ``_promised`` leaves them; ``room`` becomes the latest place at
    which no successor moves.
    """
    for i in range(first, last):
        out.late_by[i] = NONE
    for j in range(last - 1, first - 1, -1):
        if not g.bare and g.act_f[j] != NONE:
            out.ls[j], out.lf[j] = out.es[j], out.ef[j]
            continue
        c, n, k = g.cal[j], out.left[j], own.at[j - first]
        early = own.place[j - first]
        if n == 0:
            instant = out.ef[j] if k == early else day(t, c, k - 1, own.wrong) + 1
            own.late_resume[j - first], out.lf[j] = instant, instant
        elif k >= 0 and k + n <= t.size[c]:
            own.late_resume[j - first], out.lf[j] = (
                t.inv[c * t.most + k],
                t.inv[c * t.most + k + n - 1] + 1,
            )
        else:
            own.wrong[0] = True
            own.late_resume[j - first], out.lf[j] = 0, 0
        begun = not g.bare and g.act_s[j] != NONE
        out.ls[j] = g.act_s[j] if begun else own.late_resume[j - first]
        in_time = (g.bare or not g.must[j]) and k >= early
        for e in range(g.indptr[j], g.indptr[j + 1]):
            i, kind = g.src[e], g.ty[e]
            from_finish = kind != SS and kind != SF
            if not g.bare and (g.act_f[i] != NONE or (g.act_s[i] != NONE and not from_finish)):
                continue
            ci = g.cal[i]
            late = out.lf[j] if kind >= FF else own.late_resume[j - first]
            soon = out.ef[j] if kind >= FF else own.resume[j - first]
            if g.lag[e] == 0:
                bound, free = t.cum[ci * t.wide + late], t.cum[ci * t.wide + soon]
            else:
                lc = c if g.of_successor else ci
                bound = bound_of(t, ci, lc, late, g.lag[e], own.wrong)
                free = bound_of(t, ci, lc, soon, g.lag[e], own.wrong)
            if from_finish:
                bound -= out.left[i]
                free -= out.left[i]
            if free < own.room[i - first]:
                own.room[i - first] = free
            if in_time and bound < own.place[i - first]:
                bound = own.place[i - first]
            alone = out.late_by[i] == NONE
            if not g.bare:
                alone = alone and g.cap[i] == NONE and g.snlt[i] == NONE
            if bound < own.at[i - first] or (bound == own.at[i - first] and alone):
                own.at[i - first], out.late_by[i] = bound, e


@compiled
def _slack(g: Given, out: Out, own: Own, first: int, last: int) -> None:
    """Total and free slack and what is critical; all of it in places."""
    least, some = 0, False
    for i in range(first, last):
        if not g.bare and g.act_f[i] != NONE:
            out.tf[i], out.ff[i] = 0, 0
            continue
        slack = own.at[i - first] - own.place[i - first]
        out.tf[i] = slack
        out.ff[i] = max(0, min(own.room[i - first] - own.place[i - first], slack))
        if not some or slack < least:
            least, some = slack, True
    limit = max(0, least)
    for i in range(first, last):
        done = not g.bare and g.act_f[i] != NONE
        out.critical[i] = not done and out.tf[i] <= limit


@compiled
def _run(g: Given, t: Tables, out: Out, longest: int, p_first: int, p_last: int) -> None:
    """All projects from ``p_first`` on, before ``p_last``."""
    own = Own(
        short(longest), short(longest), short(longest), short(longest), short(longest),
        short(longest), np.zeros(1, dtype=np.bool_),
    )  # fmt: skip
    for p in range(p_first, p_last):
        own.wrong[0] = False
        first, last = g.pptr[p], g.pptr[p + 1]
        _work(g, t, out, own, p, first, last)
        _early(g, t, own, out.left, first, last, out.es, out.ef, out.early_by)
        end = g.required[p]
        if not g.by_required or end == NONE:
            end = g.start[p] if first == last else out.ef[first]
            for i in range(first, last):
                end = max(end, out.ef[i])
        out.ends[p] = end
        _promised(g, t, out, own, p, first, last)
        _late(g, t, out, own, first, last)
        _slack(g, out, own, first, last)
        if len(out.plan_by):
            _plan(g, t, out, own, first, last)
        out.bad[p] = own.wrong[0]


@compiled
def _plan(g: Given, t: Tables, out: Out, own: Own, first: int, last: int) -> None:
    """An ALAP activity at its late start pushes its successors, within their own slack."""
    for i in range(first, last):
        out.plan_s[i], out.plan_f[i] = out.es[i], out.ef[i]
        if g.alap[i]:
            own.floor[i - first] = max(own.floor[i - first], own.late_resume[i - first])
    _early(g, t, own, out.left, first, last, out.plan_s, out.plan_f, out.plan_by)


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
    if plain:
        found.left, found.in_days = net.dur, True
    if not len(plan_by):
        found.plan_s, found.plan_f = found.es, found.ef
    g, t = _given(net, given, by_required, lag_of_successor), _tables(axis, origin)
    out = Out(
        found.es, found.ef, found.early_by, found.ls, found.lf, found.late_by, found.tf, found.ff,
        found.plan_s, found.plan_f, plan_by, found.critical, found.left, found.ends, found.wrong,
    )  # fmt: skip
    longest, run = int(np.diff(net.pptr).max(initial=0)), run_plain if plain else _run

    def part(bounds: tuple[int, int]) -> None:
        run(g, t, out, longest, *bounds)

    parts = _parts(net.pptr, cores() if steps >= WORTH_SHARING else 1)
    if len(parts) == 1:
        part(parts[0])
    else:
        with ThreadPoolExecutor(len(parts)) as pool:
            list(pool.map(part, parts))
    return found


def _given(net: Network, given: Columns, by_required: bool, of_successor: bool) -> Given:
    return Given(
        net.pptr, net.indptr, net.src, net.ty, net.lag, net.cal, net.dur, net.rem, net.alap,
        given.act_s, given.act_f, given.cap, given.snlt, given.snet, given.fnet, given.must,
        given.on_start, given.start, given.required, given.data_date, by_required, of_successor,
        given.bare,
    )  # fmt: skip


def _tables(axis: Axis, origin: int) -> Tables:
    gap = np.ones(axis.inv.shape[1] + 1, dtype=np.int32)
    gap[1:-1] = np.diff(axis.inv[0]) != 1
    wide, most = axis.cum.shape[1], axis.inv.shape[1]
    return Tables(axis.cum.ravel(), wide, axis.inv.ravel(), most, axis.size, gap, origin)


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _parts(pptr: Ints, count: int) -> list[tuple[int, int]]:
    """Runs of projects with about as many activities each."""
    wanted = np.linspace(0, int(pptr[-1]), count + 1)[1:-1]
    cuts = [0, *np.searchsorted(pptr, wanted).tolist(), len(pptr) - 1]
    return [(a, b) for a, b in pairwise(cuts) if a < b] or [(0, 0)]
