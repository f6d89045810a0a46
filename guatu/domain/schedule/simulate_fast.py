"""``simulate`` compiled by numba, where that is installed (the extra ``fast``).

The same steps on the same numbers, in blocks of 1,024 draws. Nothing here runs on threads of
numba's: the caller divides the draws, so that web threads may call it side by side.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from guatu.domain.schedule.compiled import compiled
from guatu.domain.schedule.draws import (
    FIRST_MIX,
    GAMMA,
    LANES,
    POINTS,
    SECOND_MIX,
    SPARE_BITS,
    Words,
)
from guatu.domain.schedule.network import FF, NONE, Ints
from guatu.domain.schedule.recipe import (
    FIXED,
    FOLLOWS,
    INSTANT,
    OPENS,
    PLAIN,
    WAITING,
    Bools,
    Recipe,
)
from guatu.domain.schedule.simulate import Axis, Found

BLOCK = 1_024


class _Plan(NamedTuple):
    """A recipe and its axis as compiled code takes them; the columns are those of ``Recipe``."""

    table: Ints
    base: Ints
    cal: Ints
    form: Ints
    floor: Ints
    end_floor: Ints
    since: Ints
    last: Bools
    ptr: Ints
    src: Ints
    kind: Ints
    from_start: Bools
    lag: Ints
    lag_cal: Ints
    opening: Ints
    direct: Bools
    tables: NDArray[np.uint16]
    done: int
    done_by: int
    streams: Words
    cum: Ints
    inv: Ints


class _Block(NamedTuple):
    """Places of all rows in a block of draws (rows × ``BLOCK``), and room to work in (``BLOCK``).

    ``begin`` and ``end`` as in ``simulate``; ``close`` is the end in workdays, ``final`` the last
    day and then the instant at which a row ends, ``critical`` whether it decides the finish.
    """

    begin: Ints
    end: Ints
    close: Ints
    final: Ints
    opens: Bools
    critical: Bools
    left: Ints
    bound: Ints
    waits: Ints
    held: Bools
    finish: Ints


def simulate_fast(
    recipe: Recipe, streams: Words, axis: Axis, first: int, count: int, critical: bool
) -> Found:
    """What ``simulate`` finds; Python runs on beside it."""
    days = np.empty(count, dtype=np.int32)
    counts = np.zeros(len(recipe.base), dtype=np.int64)
    columns = [getattr(recipe, name) for name in _Plan._fields[:-3]]
    plan = _Plan._make([*columns, streams, *axis])
    _run(plan, first // LANES, critical, days, counts)
    return Found(days, counts)


@compiled
def _run(p: _Plan, word: int, critical: bool, days: Ints, counts: NDArray[np.int64]) -> None:
    block = _room(len(p.base))
    for at in range(0, len(days), BLOCK):
        size = min(BLOCK, len(days) - at)
        block.finish[:] = p.done
        for r in range(len(p.base)):
            if p.form[r] == INSTANT:
                _put_milestone(p, block, r)
            else:
                _put_task(p, block, r, word + at // LANES)
            if p.last[r]:
                _last_days(p, block, r)
                _most(block.finish, block.final[r])
        days[at : at + size] = block.finish[:size]
        if critical:
            _find_critical(p, block)
            _count(block.critical, size, counts)


@compiled
def _room(rows: int) -> _Block:
    return _Block(
        np.empty((rows, BLOCK), np.int32),
        np.empty((rows, BLOCK), np.int32),
        np.empty((rows, BLOCK), np.int32),
        np.empty((rows, BLOCK), np.int32),
        np.empty((rows, BLOCK), np.bool_),
        np.empty((rows, BLOCK), np.bool_),
        np.empty(BLOCK, np.int32),
        np.empty(BLOCK, np.int32),
        np.empty(BLOCK, np.int32),
        np.empty(BLOCK, np.bool_),
        np.empty(BLOCK, np.int32),
    )


@compiled
def _draw(left: Ints, base: int, points: NDArray[np.uint16], stream: np.uint64, word: int) -> None:
    for n in range(BLOCK // 4):
        z = stream + np.uint64(word + n + 1) * np.uint64(GAMMA)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(FIRST_MIX)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(SECOND_MIX)
        z = z ^ (z >> np.uint64(31))
        left[4 * n] = base + points[(z >> np.uint64(SPARE_BITS)) & np.uint64(POINTS - 1)]
        left[4 * n + 1] = base + points[(z >> np.uint64(16 + SPARE_BITS)) & np.uint64(POINTS - 1)]
        left[4 * n + 2] = base + points[(z >> np.uint64(32 + SPARE_BITS)) & np.uint64(POINTS - 1)]
        left[4 * n + 3] = base + points[(z >> np.uint64(48 + SPARE_BITS)) & np.uint64(POINTS - 1)]


@compiled
def _put_task(p: _Plan, block: _Block, r: int, word: int) -> None:
    begin, close, left = block.begin[r], block.close[r], block.left
    begin[:] = p.floor[r]
    close[:] = p.end_floor[r]
    block.waits[:] = 0
    for t in range(p.ptr[r], p.ptr[r + 1]):
        asked, step = _asked(p, block, t)
        fixed = p.src[t] == FIXED
        if p.form[r] == WAITING and p.kind[t] == FF and (fixed or p.lag[t] <= 0):
            _most(block.waits, asked)
        if not p.direct[t]:
            _places(asked, p.cum[p.cal[r]])
        _later(begin if p.kind[t] < FF else close, asked, step)
    if p.table[r] == FIXED:
        left[:] = p.base[r]
    else:
        _draw(left, p.base[r], p.tables[p.table[r] : p.table[r] + POINTS], p.streams[r], word)
    _finish(begin, close, block.end[r], left)
    if p.form[r] == WAITING:
        _wait(block.end[r], block.waits, p.cum[p.cal[r]], p.inv[p.cal[r]])


@compiled
def _put_milestone(p: _Plan, block: _Block, r: int) -> None:
    at, opens, held = block.begin[r], block.opens[r], block.held
    at[:] = p.floor[r]
    held[:] = False
    for t in range(p.ptr[r], p.ptr[r + 1]):
        asked, _ = _asked(p, block, t)
        for d in range(BLOCK):
            if asked[d] > at[d] or (asked[d] == at[d] and not held[d]):
                at[d] = asked[d]
                held[d] = True
                follows = p.opening[t] == FOLLOWS and block.opens[p.src[t], d]
                opens[d] = p.opening[t] == OPENS or follows
    _settle(p, block, r)


@compiled
def _settle(p: _Plan, block: _Block, r: int) -> None:
    """Milestones in instants move out of days of rest."""
    cum, inv = p.cum[p.cal[r]], p.inv[p.cal[r]]
    at, end, opens = block.begin[r], block.end[r], block.opens[r]
    for d in range(BLOCK):
        before = cum[at[d]]
        rests = before == cum[max(at[d] - 1, 0)]
        end[d] = inv[before] if rests else at[d]
        opens[d] = rests or (opens[d] if block.held[d] else end[d] != p.end_floor[r])


@compiled
def _asked(p: _Plan, block: _Block, t: int) -> tuple[Ints, int]:
    """What tie ``t`` asks for, and the workdays to be added to it: places of a plain row, else
    instants."""
    s, bound = p.src[t], block.bound
    if s == FIXED:
        bound[:] = p.lag[t]
        return bound, 0
    source = block.begin[s] if p.from_start[t] and p.form[s] != INSTANT else block.end[s]
    if p.direct[t]:
        return source, p.lag[t]
    _left_at(p, t, source, bound)
    _move(bound, p.lag[t], p.cum[p.lag_cal[t]], p.inv[p.lag_cal[t]])
    return bound, 0


@compiled
def _left_at(p: _Plan, t: int, places: Ints, x: Ints) -> None:
    """The instants from which tie ``t`` counts."""
    form, cum, inv = p.form[p.src[t]], p.cum[p.cal[p.src[t]]], p.inv[p.cal[p.src[t]]]
    for d in range(BLOCK):
        if p.from_start[t]:
            x[d] = inv[cum[places[d]] if form == INSTANT else places[d]]
        else:
            x[d] = inv[places[d] - 1] + 1 if form == PLAIN else places[d]


@compiled
def _move(x: Ints, lag: int, cum: Ints, inv: Ints) -> None:
    """``axis.moved``."""
    if lag == 0:
        return
    for d in range(BLOCK):
        k = cum[x[d]] + lag
        back = inv[k] if k > 0 else 0
        x[d] = inv[k - 1] + 1 if lag > 0 else back


@compiled
def _places(y: Ints, cum: Ints) -> None:
    for d in range(BLOCK):
        y[d] = cum[y[d]]


@compiled
def _later(place: Ints, asked: Ints, step: int) -> None:
    for d in range(BLOCK):
        place[d] = max(place[d], asked[d] + step)


@compiled
def _most(found: Ints, other: Ints) -> None:
    for d in range(BLOCK):
        found[d] = max(found[d], other[d])


@compiled
def _finish(begin: Ints, close: Ints, end: Ints, left: Ints) -> None:
    for d in range(BLOCK):
        close[d] = max(begin[d] + left[d], close[d])
        begin[d] = close[d] - left[d]
        end[d] = close[d]


@compiled
def _wait(end: Ints, waits: Ints, cum: Ints, inv: Ints) -> None:
    """Ends in workdays become instants, moved to where the others end on days off."""
    for d in range(BLOCK):
        at = inv[end[d] - 1] + 1
        end[d] = inv[cum[waits[d]]] if at < waits[d] else at


@compiled
def _last_days(p: _Plan, block: _Block, r: int) -> None:
    cum, inv, form, since = p.cum[p.cal[r]], p.inv[p.cal[r]], p.form[r], p.since[r]
    day, end = block.final[r], block.end[r]
    for d in range(BLOCK):
        if form == PLAIN:
            day[d] = inv[end[d] - 1]
        elif form == WAITING:
            day[d] = inv[cum[end[d]] - 1]
        else:
            k = cum[end[d]]
            opens = block.opens[r, d] and (since == NONE or end[d] == since)
            day[d] = inv[k] if opens else inv[max(k - 1, 0)]


@compiled
def _find_critical(p: _Plan, block: _Block) -> None:
    _find_last(p, block)
    for r in range(len(p.base) - 1, -1, -1):
        for t in range(p.ptr[r], p.ptr[r + 1]):
            if p.src[t] == FIXED:
                continue
            asked, step = _asked(p, block, t)
            if not p.direct[t] and p.form[r] != INSTANT:
                _places(asked, p.cum[p.cal[r]])
            begins = p.kind[t] < FF or p.form[r] == INSTANT
            place = block.begin[r] if begins else block.close[r]
            source, critical = block.critical[p.src[t]], block.critical[r]
            for d in range(BLOCK):
                source[d] |= critical[d] & (asked[d] + step == place[d])


@compiled
def _find_last(p: _Plan, block: _Block) -> None:
    """Rows that end when the project does, in workdays of their own calendar."""
    finish = block.finish
    finish[:] = p.done_by
    for r in range(len(p.base)):
        if p.last[r]:
            _instants(block.final[r], block.end[r], p.form[r], p.inv[p.cal[r]])
            _most(finish, block.final[r])
    for r in range(len(p.base)):
        cum, ends = p.cum[p.cal[r]], block.final[r]
        block.critical[r, :] = False
        if p.last[r]:
            for d in range(BLOCK):
                block.critical[r, d] = cum[ends[d]] == cum[finish[d]]


@compiled
def _instants(instant: Ints, end: Ints, form: int, inv: Ints) -> None:
    for d in range(BLOCK):
        instant[d] = inv[end[d] - 1] + 1 if form == PLAIN else end[d]


@compiled
def _count(critical: Bools, size: int, counts: NDArray[np.int64]) -> None:
    for r in range(len(counts)):
        n = 0
        for d in range(size):
            n += critical[r, d]
        counts[r] += n
