"""The kernel for one calendar and plans without facts and dates of single activities.

An instant is 2k + 1 at the start of workday k, where days off lie before it, and 2k at the close
of the workday before: so all is sums until the days are written. ``Tables.gap`` tells the two.
As in ``fully``, what chance decides from link to link is chosen by arithmetic and not by a jump.
"""

from __future__ import annotations

from typing import NamedTuple

from guatu.domain.schedule.compiled import (
    Given,
    Out,
    Tables,
    entry,
    inlined,
    instant,
    ix,
    places,
    short,
)
from guatu.domain.schedule.network import FF, NONE, Ints


class Marks(NamedTuple):
    """Of the activities of one project: early instants, and places and links as in ``Own``.

    ``mark[2h]`` is the close of activity h, ``mark[2h + 1]`` the beginning that links ask for.
    """

    mark: Ints
    place: Ints
    at: Ints
    room: Ints
    late_by: Ints

    @classmethod
    def of(cls, longest: int) -> Marks:
        """For projects of ``longest`` activities at most."""
        place, at, room, late_by = (short(longest) for _ in range(4))
        return cls(short(2 * longest), place, at, room, late_by)


@entry
def run_plain(g: Given, t: Tables, out: Out, own: Marks, p_first: int, p_last: int) -> None:
    """All projects from ``p_first`` on, before ``p_last``."""
    for p in range(p_first, p_last):
        first, last = g.pptr[ix(p)], g.pptr[ix(p + 1)]
        finish = _forward(g, t, out, own, p, first, last)
        if finish < 0:
            out.bad[ix(p)] = True
            continue
        end = g.required[ix(p)]
        if not g.by_required or end == NONE:
            end = g.start[ix(p)] if first == last else instant(t, 0, finish)
        out.ends[ix(p)] = end + t.origin
        if _backward(g, t, own, places(t, 0, end), first, last):
            _write(g, t, out, own, first, last)
        else:
            out.bad[ix(p)] = True


@inlined
def _forward(g: Given, t: Tables, out: Out, own: Marks, p: int, first: int, last: int) -> int:
    """The latest early finish, -1 when it leaves the axis."""
    size, finish = t.size[0], 0
    floor = places(t, 0, max(g.start[ix(p)], g.data_date[ix(p)], 0))
    opening = 2 * floor + t.gap[ix(floor)]
    after = g.indptr[ix(first)]
    for j in range(first, last):
        h, n = j - first, g.dur[ix(j)]
        if n == 0 and floor >= size:
            return -1
        mask = -2 if n else -1  # work lies at places: the two instants at its start are the same
        least = opening & mask
        x, by, held = least - 1, NONE, NONE
        before, after = after, g.indptr[ix(j + 1)]
        for e in range(before, after):
            kind, shift = g.ty[ix(e)], g.lag[ix(e)]
            y = own.mark[ix(2 * (g.src[ix(e)] - first) + (kind & 1))]
            k = max((y >> 1) + shift, 0)
            if k > size:
                return -1
            y = 2 * k + ((y & (shift == 0)) | (t.gap[ix(k)] & (shift < 0) & (k > 0)))
            bound = (y & mask) - 2 * n * (kind >> 1)
            by = e if bound > x else by
            x = max(x, bound)
            if kind == FF and shift <= 0:
                held = max(held, y)
        out.early_by[ix(j)] = by
        x = max(x, least)
        k = x >> 1
        if k + n > size or (x & 1 and k >= size):
            return -1
        close = 2 * n + x
        if n and close < held:  # its work is done, but on days off it waits for the other
            if k + n >= size:
                return -1
            close = held
        own.place[ix(h)] = k
        own.mark[ix(2 * h)], own.mark[ix(2 * h + 1)] = close, 2 * k + t.gap[ix(k)]
        finish = max(finish, close)
    return finish


@inlined
def _backward(g: Given, t: Tables, own: Marks, end: int, first: int, last: int) -> bool:
    """Late places, and what bounds free slack; False when they leave the axis.

    ``end`` is the place by which all is to be done. ``at`` begins one behind it, so that the first
    link that asks for as much is the one that is named.
    """
    size = t.size[0]
    for i in range(first, last):
        h, place = ix(i - first), end - g.dur[ix(i)]
        own.at[h], own.room[h], own.late_by[h] = place + 1, place, NONE
    before = g.indptr[ix(last)]
    for j in range(last - 1, first - 1, -1):
        n, early = g.dur[ix(j)], own.place[ix(j - first)]
        k = min(own.at[ix(j - first)], end - n)
        own.at[ix(j - first)] = k
        if k < (n == 0 and k != early) or k + n > size:
            return False
        before, after = g.indptr[ix(j)], before
        for e in range(before, after):
            i, kind, shift = g.src[ix(e)], g.ty[ix(e)], g.lag[ix(e)]
            h, more = ix(i - first), n * (kind >> 1) - shift
            work = g.dur[ix(i)] & ((kind & 1) - 1)
            free = min(max(early + more, 0), size) - work
            bound = min(max(k + more, 0), size) - work
            bound = max(bound, own.place[h] if k >= early else bound)
            held = own.at[h]
            own.room[h] = min(own.room[h], free)
            own.late_by[h] = e if bound < held else own.late_by[h]
            own.at[h] = min(bound, held)
    return True


@inlined
def _write(g: Given, t: Tables, out: Out, own: Marks, first: int, last: int) -> None:
    """Days and slack."""
    limit = own.at[0] - own.place[0] if last > first else 0
    for i in range(first, last):
        h, n = ix(i - first), g.dur[ix(i)]
        place, k, close = own.place[h], own.at[h], own.mark[ix(2 * (i - first))]
        slack = k - place
        late = close if n == 0 and slack == 0 else 2 * (k + n)
        out.es[ix(i)] = instant(t, 0, 2 * place + 1 if n else close) + t.origin
        out.ef[ix(i)] = instant(t, 0, close) + t.origin
        out.ls[ix(i)] = instant(t, 0, 2 * k + 1 if n else late) + t.origin
        out.lf[ix(i)] = instant(t, 0, late) + t.origin
        out.late_by[ix(i)] = own.late_by[h]
        out.tf[ix(i)] = slack
        out.ff[ix(i)] = max(0, min(own.room[h] - place, slack))
        limit = min(limit, slack)
    for i in range(first, last):
        out.critical[ix(i)] = out.tf[ix(i)] <= max(limit, 0)
