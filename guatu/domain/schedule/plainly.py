"""The kernel for one calendar and plans without facts and dates of single activities.

An instant is 2k + 1 at the start of workday k, where days off lie before it, and 2k at the close
of the workday before: so all is sums until the days are written. ``Tables.gap`` tells the two.
"""

from __future__ import annotations

from typing import NamedTuple

from guatu.domain.schedule.compiled import Given, Out, Tables, compiled, short
from guatu.domain.schedule.network import FF, NONE, SF, SS, Ints


class Marks(NamedTuple):
    """Of the activities of one project: early instants, and places as in ``Own``."""

    begin: Ints
    close: Ints
    place: Ints
    at: Ints
    room: Ints


@compiled
def run_plain(g: Given, t: Tables, out: Out, longest: int, p_first: int, p_last: int) -> None:
    """All projects from ``p_first`` on, before ``p_last``."""
    own = Marks(short(longest), short(longest), short(longest), short(longest), short(longest))
    for p in range(p_first, p_last):
        first, last = g.pptr[p], g.pptr[p + 1]
        finish = _forward(g, t, out, own, p, first, last)
        if finish < 0:
            out.bad[p] = True
            continue
        end = g.required[p]
        if not g.by_required or end == NONE:
            end = g.start[p] if first == last else _instant(t, finish)
        out.ends[p] = end + t.origin
        for i in range(first, last):
            own.at[i - first] = t.cum[end] - g.dur[i]
            own.room[i - first] = own.at[i - first]
            out.late_by[i] = NONE
        if _backward(g, t, out, own, first, last):
            _write(g, t, out, own, first, last)
        else:
            out.bad[p] = True


@compiled
def _forward(g: Given, t: Tables, out: Out, own: Marks, p: int, first: int, last: int) -> int:
    """The latest early finish, -1 when it leaves the axis."""
    size, finish = t.size[0], 0
    floor = t.cum[max(g.start[p], g.data_date[p])]
    for j in range(first, last):
        n = g.dur[j]
        if n == 0 and floor >= size:
            return -1
        x = floor if n else 2 * floor + t.gap[floor]
        by, held = NONE, NONE
        for e in range(g.indptr[j], g.indptr[j + 1]):
            i, kind, shift = g.src[e], g.ty[e], g.lag[e]
            y = own.close[i - first]
            if kind in (SS, SF):
                y = own.begin[i - first]
                if shift == 0 and g.dur[i] == 0:
                    y = 2 * (y >> 1) + t.gap[y >> 1]
            if shift > 0:
                y = 2 * ((y >> 1) + shift)
                if y > 2 * size:
                    return -1
            elif shift < 0:
                k = (y >> 1) + shift
                y = 2 * k + t.gap[k] if k > 0 else 0
            bound = y
            if n:
                bound = (y >> 1) - n if kind >= FF else y >> 1
            if bound > x or (bound == x and by == NONE):
                x, by = bound, e
            if kind == FF and shift <= 0 and y > held:
                held = y
        out.early_by[j] = by
        k = x if n else x >> 1
        if k < 0 or k + n > size or (n == 0 and x & 1 and k >= size):
            return -1
        own.place[j - first] = k
        own.begin[j - first] = 2 * k + t.gap[k] if n else x
        close = 2 * (k + n) if n else x
        if n and close < held:  # its work is done, but on days off it waits for the other
            if k + n >= size:
                return -1
            close = held
        own.close[j - first] = close
        finish = max(finish, close)
    return finish


@compiled
def _backward(g: Given, t: Tables, out: Out, own: Marks, first: int, last: int) -> bool:
    """Late days, and what bounds free slack; False when it leaves the axis."""
    size = t.size[0]
    for j in range(last - 1, first - 1, -1):
        n, k, early = g.dur[j], own.at[j - first], own.place[j - first]
        if n == 0 and k == early:
            out.ls[j] = _instant(t, own.close[j - first]) + t.origin
            out.lf[j] = out.ls[j]
        elif k < (n == 0) or k + n > size:
            return False
        elif n == 0:
            out.ls[j] = t.inv[k - 1] + 1 + t.origin
            out.lf[j] = out.ls[j]
        else:
            out.ls[j], out.lf[j] = t.inv[k] + t.origin, t.inv[k + n - 1] + 1 + t.origin
        for e in range(g.indptr[j], g.indptr[j + 1]):
            i, kind, shift = g.src[e], g.ty[e], g.lag[e]
            more = n if kind >= FF else 0
            bound, free = k + more - shift, early + more - shift
            if shift:
                bound, free = min(max(bound, 0), size), min(max(free, 0), size)
            if kind < SS or kind == FF:
                bound, free = bound - g.dur[i], free - g.dur[i]
            own.room[i - first] = min(own.room[i - first], free)
            if k >= early:
                bound = max(bound, own.place[i - first])
            held = own.at[i - first]
            if bound < held or (bound == held and out.late_by[i] == NONE):
                own.at[i - first], out.late_by[i] = bound, e
    return True


@compiled
def _write(g: Given, t: Tables, out: Out, own: Marks, first: int, last: int) -> None:
    limit = own.at[0] - own.place[0] if last > first else 0
    for i in range(first, last):
        place = own.place[i - first]
        slack = own.at[i - first] - place
        out.tf[i] = slack
        out.ff[i] = max(0, min(own.room[i - first] - place, slack))
        limit = min(limit, slack)
        start = t.inv[place] if g.dur[i] else _instant(t, own.begin[i - first])
        out.es[i] = start + t.origin
        out.ef[i] = _instant(t, own.close[i - first]) + t.origin
    for i in range(first, last):
        out.critical[i] = out.tf[i] <= max(limit, 0)


@compiled
def _instant(t: Tables, x: int) -> int:
    """The day of an instant as this module counts them."""
    return int(t.inv[x >> 1]) if x & 1 else int(t.inv[(x >> 1) - 1]) + 1
