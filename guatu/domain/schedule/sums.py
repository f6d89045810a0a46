"""The passes in NumPy for one calendar and plans without facts and dates of single activities.

Then all is sums of workdays until the days are written, as in ``kernel._run_plain``: an instant
is 2k + 1 at the start of workday k, where days off lie before it, and 2k at the close of the one
before. Activities stand in the order of their levels, in each those first that others wait for,
so that all of a level is one slice.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from guatu.domain.schedule.columns import Axis, Columns, Dates
from guatu.domain.schedule.network import FF, NONE, SF, SS, Ints, Network

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Links of one level, those of an activity together, at ``cuts``; ``own`` is its place in the
    level, ``other`` the place of the activity at the other end in the order of all.

    Forward ``more`` is what is taken off a bound, ``half`` is 1 where it is in workdays; ``other``
    is behind the first N for the starts. ``later`` and ``sooner`` are links with a lag or lead,
    ``waits`` those whose finish holds that of work. Backward a bound is the place of the other
    plus ``more``, kept on the axis, less ``less``.
    """

    links: Ints
    own: Places
    cuts: Places
    other: Places
    more: Ints
    half: NDArray[np.int8]
    less: Ints
    later: Places
    sooner: Places
    waits: Places


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """``order`` are the activities level by level, ``cuts`` the levels, ``held`` how many of each
    have successors; ``going`` and ``back`` the links that enter and leave each."""

    order: Places
    cuts: list[int]
    held: list[int]
    dur: Ints
    point: NDArray[np.int8]
    project: Places
    lag: Ints
    going: list[Ties]
    back: list[Ties]


_ORDERS: WeakKeyDictionary[Network, Ordered] = WeakKeyDictionary()


def ordered(net: Network) -> Ordered:
    """The order of this very network, kept as long as it is."""
    if net not in _ORDERS:
        _ORDERS[net] = _ordered(net)
    return _ORDERS[net]


def _ordered(net: Network) -> Ordered:
    n, dst, level = len(net.dur), net.dst, levels_of(net)
    leaving = np.bincount(net.src, minlength=n)
    order = np.lexsort((leaving == 0, level))
    depth = int(level.max(initial=-1)) + 1
    cuts = np.searchsorted(level[order], np.arange(depth + 1)).tolist()
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    ends = place[net.src], place[dst]
    number = np.arange(len(dst))
    going = np.lexsort((number, ends[1]))
    # Of equal bounds the successor that stands last decides, of its links the first.
    back = np.lexsort((number, -dst, ends[0]))
    spans = list(pairwise(cuts))
    return Ordered(
        order=order,
        cuts=cuts,
        held=[int((leaving[order[a:b]] > 0).sum()) for a, b in spans],
        dur=net.dur[order],
        point=(net.dur[order] == 0).astype(np.int8),
        project=np.repeat(np.arange(len(net.start)), np.diff(net.pptr))[order],
        lag=net.lag,
        going=[_ties(net, dst, going, ends[1], ends[0], a, b, True) for a, b in spans],
        back=[_ties(net, dst, back, ends[0], ends[1], a, b, False) for a, b in spans],
    )


def levels_of(net: Network) -> Places:
    """By rounds: in each the activities are done whose predecessors all are."""
    dst, waiting = net.dst, np.diff(net.indptr).astype(np.int64)
    count_out = np.bincount(net.src, minlength=len(net.dur))
    order = np.argsort(net.src, kind="stable")
    first = np.cumsum(count_out) - count_out
    level = np.zeros(len(net.dur), dtype=np.int64)
    ready, depth = np.flatnonzero(waiting == 0), 0
    while len(ready):
        level[ready] = depth
        depth += 1
        reached = dst[order[ranges(first[ready], count_out[ready])]]
        np.subtract.at(waiting, reached, 1)
        ready = np.unique(reached[waiting[reached] == 0])
    return level


def ranges(first: NDArray[np.integer[Any]], counts: Places) -> Places:
    shift = np.repeat(first - (np.cumsum(counts) - counts), counts)
    return shift + np.arange(len(shift))


def _ties(
    net: Network, dst: Ints, by: Places, mine: Places, others: Places, a: int, b: int, going: bool
) -> Ties:
    first, last = np.searchsorted(mine[by], (a, b))
    links = by[first:last]
    own = mine[links] - a
    starts = np.concatenate(([True], own[1:] != own[:-1]))[: len(own)]
    kind, lag, work = net.ty[links], net.lag[links], net.dur[dst[links]] > 0
    from_start, to_finish = (kind == SS) | (kind == SF), kind >= FF
    whole = np.where(to_finish, net.dur[dst[links]], 0).astype(np.int32)
    return Ties(
        links=links.astype(np.int32),
        own=own,
        cuts=np.flatnonzero(starts),
        other=others[links] + (from_start * len(net.dur) if going else 0),
        more=whole if going else whole - lag,
        half=work.astype(np.int8),
        less=np.where(from_start, 0, net.dur[net.src[links]]).astype(np.int32),
        later=np.flatnonzero(lag > 0),
        sooner=np.flatnonzero(lag < 0),
        waits=np.flatnonzero((kind == FF) & (lag <= 0) & work),
    )


def run_sums(net: Network, given: Columns, axis: Axis, *, by_required: bool) -> Dates | None:
    """``passes`` over all projects; None when a date comes near the end of the axis."""
    plan = ordered(net)
    size = int(axis.size[0])
    cum, inv = axis.cum[0], axis.inv[0]
    gap = np.ones(size + 1, dtype=np.int32)
    gap[1:-1] = np.diff(inv) != 1
    day = np.empty(2 * size, dtype=np.int32)
    day[1::2] = inv
    day[::2] = np.concatenate(([0], inv[:-1] + 1))
    early = _early(plan, cum[np.maximum(given.start, given.data_date)], gap, size)
    if early is None:
        return None
    place, close, by = early
    found = Dates.empty(len(net.dur), len(net.start))
    order, work = plan.order, plan.dur > 0
    found.ef[order] = day[close]
    found.es[order] = day[np.where(work, 2 * place + 1, close)]
    found.early_by[order] = by
    found.ends = _ends(net, given, found.ef, by_required)
    late = _late(plan, cum[found.ends], place, size)
    if late is None:
        return None
    at, room, by = late
    stays = ~work & (at == place)
    found.lf[order] = day[np.where(stays, close, 2 * (at + plan.dur))]
    found.ls[order] = day[np.where(work, 2 * at + 1, np.where(stays, close, 2 * at))]
    found.late_by[order] = by
    found.tf[order] = at - place
    found.ff[order] = np.maximum(0, np.minimum(room, at) - place)
    found.critical = found.tf <= _limit(net, found.tf)
    found.left = net.dur.copy()
    found.plan_s, found.plan_f = found.es, found.ef
    return found


def _early(plan: Ordered, floors: Ints, gap: Ints, size: int) -> tuple[Ints, Ints, Ints] | None:
    """Early places, closes as instants, and the links that drive."""
    n = len(plan.dur)
    if int(floors.max(initial=0)) >= size:
        return None
    instants = np.empty(2 * n, dtype=np.int32)  # closes, and behind them starts
    place, by = np.empty(n, dtype=np.int32), np.full(n, NONE, dtype=np.int32)
    opening = 2 * floors + gap[floors]
    for (a, b), ties in zip(pairwise(plan.cuts), plan.going, strict=True):
        point, project = plan.point[a:b], plan.project[a:b]
        at = np.where(point, opening[project], floors[project])
        y = instants[ties.other]
        if len(y):
            if not _shift(plan, ties, y, gap, size):
                return None
            bound = (y >> ties.half) - ties.more
            np.maximum(at, np.maximum.reduceat(bound, ties.cuts), out=at)
            drives = np.flatnonzero(bound == at[ties.own])[::-1]  # the first is written last
            by[a + ties.own[drives]] = ties.links[drives]
        k = at >> point
        end = k + plan.dur[a:b]
        if int(k.min(initial=0)) < 0 or int(end.max(initial=0)) >= size:
            return None
        place[a:b] = k
        close = np.where(point, at, 2 * end)
        if len(ties.waits):
            np.maximum.at(close, ties.own[ties.waits], y[ties.waits])
        instants[a:b], instants[n + a : n + b] = close, 2 * k + gap[k]
    return place, instants[:n], by


def _shift(plan: Ordered, ties: Ties, y: Ints, gap: Ints, size: int) -> bool:
    """Move the instants ``y`` by the lags and leads of their links; False off the axis."""
    if len(ties.later):
        k = (y[ties.later] >> 1) + plan.lag[ties.links[ties.later]]
        if int(k.max()) >= size:
            return False
        y[ties.later] = 2 * k
    if len(ties.sooner):
        k = (y[ties.sooner] >> 1) + plan.lag[ties.links[ties.sooner]]
        k = np.maximum(k, 0)
        y[ties.sooner] = np.where(k > 0, 2 * k + gap[k], 0)
    return True


def _ends(net: Network, given: Columns, ef: Ints, by_required: bool) -> Ints:
    own, filled = given.start.copy(), np.diff(net.pptr) > 0
    if filled.any():
        own[filled] = np.maximum.reduceat(ef, net.pptr[:-1][filled])
    return np.where(given.required == NONE, own, given.required) if by_required else own


def _late(plan: Ordered, ends: Ints, place: Ints, size: int) -> tuple[Ints, Ints, Ints] | None:
    """Late places, the latest at which no successor moves, and the links that hold."""
    at = ends[plan.project] - plan.dur
    room, by = at.copy(), np.full(len(at), NONE, dtype=np.int32)
    levels = zip(pairwise(plan.cuts), plan.held, plan.back, strict=True)
    for (a, b), held, ties in reversed(list(levels)):
        if held:
            mine, free = at[a : a + held], room[a : a + held]
            bound = np.clip(at[ties.other] + ties.more, 0, size) - ties.less
            np.minimum(mine, np.minimum.reduceat(bound, ties.cuts), out=mine)
            holds = np.flatnonzero(bound == mine[ties.own])[::-1]
            by[a + ties.own[holds]] = ties.links[holds]
            bound = np.clip(place[ties.other] + ties.more, 0, size) - ties.less
            np.minimum(free, np.minimum.reduceat(bound, ties.cuts), out=free)
        if int(at[a:b].min(initial=1)) < 1:
            return None
    if int((at + plan.dur).max(initial=0)) >= size:
        return None
    return at, room, by


def _limit(net: Network, slack: Ints) -> Ints:
    """The most slack that is critical, by activity."""
    limit, filled = np.zeros(len(net.start), dtype=np.int32), np.diff(net.pptr) > 0
    if filled.any():
        limit[filled] = np.maximum(0, np.minimum.reduceat(slack, net.pptr[:-1][filled]))
    return np.repeat(limit, np.diff(net.pptr))
