"""The kernel for any plan: ``passes`` compiled, the same steps on the same integers.

A processor guesses each jump, and a wrong guess costs as much as dozens of sums. So kinds of links
and the better of two bounds are chosen by arithmetic: ``kind & 1`` is a link from the start (SS,
SF), ``kind >> 1`` one to the finish (FF, SF). Indices are not checked: every instant and place is
held to the axis where it arises.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from guatu.domain.schedule.columns import Bools
from guatu.domain.schedule.compiled import (
    Given,
    Out,
    Tables,
    before,
    day,
    entry,
    inlined,
    instant,
    ix,
    moved,
    moved_back,
    places,
    short,
)
from guatu.domain.schedule.network import FF, NONE, Ints


class Own(NamedTuple):
    """What concerns one project only, by its own activities: short, so that it stays in the cache.

    ``place`` are workdays before the early start, ``at`` before the latest, ``limit`` before the
    latest by dates alone, ``room`` before the latest that moves no successor. ``mark[4h]`` is the
    early finish of activity h, ``mark[4h + 1]`` its early start and ``mark[4h + 2]`` the start
    that a link without lag asks for, NONE off the axis. ``wrong`` tells that the axis was left.
    """

    left: Ints
    floor: Ints
    resume: Ints
    mark: Ints
    place: Ints
    at: Ints
    limit: Ints
    room: Ints
    late_by: Ints
    late_resume: Ints
    wrong: Bools

    @classmethod
    def of(cls, longest: int) -> Own:
        """For projects of ``longest`` activities at most."""
        left, floor, resume, place, at = (short(longest) for _ in range(5))
        limit, room, late_by, late_resume = (short(longest) for _ in range(4))
        mark, wrong = short(4 * longest), np.zeros(1, dtype=np.bool_)
        return cls(left, floor, resume, mark, place, at, limit, room, late_by, late_resume, wrong)


@entry
def run_full(g: Given, t: Tables, out: Out, own: Own, p_first: int, p_last: int) -> None:
    """All projects from ``p_first`` on, before ``p_last``."""
    for p in range(p_first, p_last):
        own.wrong[0] = False
        first, last = g.pptr[ix(p)], g.pptr[ix(p + 1)]
        _work(g, t, out, own, p, first, last)
        end = _early(g, t, own, first, last, out.es, out.ef, out.early_by)
        if first == last:
            end = g.start[ix(p)]
        if g.by_required and g.required[ix(p)] != NONE:
            end = g.required[ix(p)]
        out.ends[ix(p)] = end + t.origin
        _promised(g, t, own, end, first, last)
        _late(g, t, out, own, first, last)
        _slack(g, out, own, first, last)
        if len(out.plan_by):
            _plan(g, t, out, own, first, last)
        out.bad[ix(p)] = own.wrong[0]


@inlined
def _work(g: Given, t: Tables, out: Out, own: Own, p: int, first: int, last: int) -> None:
    """Work left, and the instant before which nothing of it is done (``passes._open_work``)."""
    for i in range(first, last):
        h, c, n = ix(i - first), g.cal[ix(i)], g.dur[ix(i)]
        at = max(g.start[ix(p)], g.data_date[ix(p)], 0)
        if not g.bare and g.act_s[ix(i)] != NONE:
            begun = g.act_s[ix(i)]
            at, n = max(begun, g.data_date[ix(p)]), g.rem[ix(i)]
            if n == NONE:
                n = max(1, g.dur[ix(i)] - (before(t, c, at) - before(t, c, begun)))
        else:
            if not g.bare:
                at = max(at, g.snet[ix(i)])
            if n == 0:
                at = day(t, c, before(t, c, at), own.wrong)
        own.left[h], own.floor[h] = n, at
        if not g.bare:
            out.left[ix(i)] = n


@inlined
def _early(
    g: Given, t: Tables, own: Own, first: int, last: int, es: Ints, ef: Ints, by_links: Ints
) -> int:
    """``passes.put`` for the activities of one project; the latest early finish."""
    finish = NONE
    for j in range(first, last):
        h, c, n = ix(j - first), g.cal[ix(j)], own.left[ix(j - first)]
        if not g.bare and g.act_f[ix(j)] != NONE:
            begin, close = _pinned(g, t, j, own.wrong)
            by, asked = NONE, begin
        else:
            x, by, held = _pushed(g, t, own, j, first)
            if n == 0:
                begin, asked = _milestone(t, own, h, c, x)
                close = begin
            else:
                begin, close = _span(t, own, h, c, x, held)
                asked = begin
            own.resume[h] = begin
            if not g.bare and g.act_s[ix(j)] != NONE:
                begin = g.act_s[ix(j)]
                asked = begin
        mark = 4 * (j - first)
        own.mark[ix(mark)], own.mark[ix(mark + 1)], own.mark[ix(mark + 2)] = close, begin, asked
        es[ix(j)], ef[ix(j)], by_links[ix(j)] = begin + t.origin, close + t.origin, by
        finish = max(finish, close)
    return finish


@inlined
def _pinned(g: Given, t: Tables, j: int, wrong: Bools) -> tuple[int, int]:
    """``passes._pin``: work that is done lies on its actual days."""
    end = g.act_f[ix(j)]
    if not g.dur[ix(j)]:
        return end, end
    if g.act_s[ix(j)] != NONE:
        return g.act_s[ix(j)], end
    return day(t, g.cal[ix(j)], before(t, g.cal[ix(j)], end) - g.dur[ix(j)], wrong), end


@inlined
def _pushed(g: Given, t: Tables, own: Own, j: int, first: int) -> tuple[int, int, int]:
    """The earliest place of ``j``, of a milestone the instant; the link that asks for it; and the
    instant before which it is not finished, whenever its work is done (FF)."""
    c, n, floor = g.cal[ix(j)], own.left[ix(j - first)], own.floor[ix(j - first)]
    least = places(t, c, floor) if n else floor
    if not g.bare and g.fnet[ix(j)] != NONE:
        least = max(least, _least_finish(t, n, g.fnet[ix(j)], g.cap[ix(j)], c, own.wrong))
    x, by, held = least - 1, NONE, NONE
    if not g.bare and g.must[ix(j)]:
        return least, by, held
    for e in range(g.indptr[ix(j)], g.indptr[ix(j + 1)]):
        i, kind, lag = g.src[ix(e)], g.ty[ix(e)], g.lag[ix(e)]
        y = own.mark[ix(4 * (i - first) + (kind & 1) * (1 + (lag == 0)))]
        if lag != 0:
            y = moved(t, c if g.of_successor else g.cal[ix(i)], y, lag, own.wrong)
        if y < 0:
            own.wrong[0] = True
            y = 0
        bound = places(t, c, y) - n * (kind >> 1) if n else y
        by = e if bound > x else by
        x = max(x, bound)
        if kind == FF and lag <= 0:
            held = max(held, y)
    return max(x, least), by, held


@inlined
def _least_finish(t: Tables, n: int, end: int, cap: int, c: int, wrong: Bools) -> int:
    """``passes.least_finish``: the place by the day before which work may not finish."""
    if n == 0:
        if end != cap:
            return end
        return day(t, c, before(t, c, end) - 1, wrong) + 1
    if end == cap:
        return before(t, c, end) - n
    return before(t, c, end - 1) + 1 - n


@inlined
def _milestone(t: Tables, own: Own, h: np.uint32, c: int, x: int) -> tuple[int, int]:
    """Where it lies from instant ``x`` on, and the start of the day that it opens."""
    k = places(t, c, x)
    own.place[h] = k
    opening = instant(t, c, 2 * k + 1)
    closes = k > 0 and instant(t, c, 2 * k) == x
    if k < t.size[ix(c)]:
        return (x if closes else opening), opening
    if not closes:
        own.wrong[0] = True
    return x, NONE


@inlined
def _span(t: Tables, own: Own, h: np.uint32, c: int, k: int, held: int) -> tuple[int, int]:
    """Start and finish of the work left from place ``k`` on."""
    own.place[h] = k
    if k + own.left[h] > t.size[ix(c)]:
        own.wrong[0] = True
        return 0, 0
    close = instant(t, c, 2 * (k + own.left[h]))
    if close < held:
        close = day(t, c, before(t, c, held), own.wrong)
    return instant(t, c, 2 * k + 1), close


@inlined
def _promised(g: Given, t: Tables, own: Own, end: int, first: int, last: int) -> None:
    """The latest place of each activity by the end of the project and its own dates.

    ``at`` begins one behind it where it has no dates, so that the first link that asks for as much
    is the one that is named.
    """
    for i in range(first, last):
        h, c = ix(i - first), g.cal[ix(i)]
        stop, left, named = end, own.left[h], 1
        if not g.bare and g.cap[ix(i)] != NONE:
            stop, named = min(stop, g.cap[ix(i)]), 0
        place = before(t, c, stop) - left
        if not g.bare and g.snlt[ix(i)] != NONE:
            named = 0
            if g.act_s[ix(i)] == NONE:
                if left == 0 or g.on_start[ix(i)]:
                    place = min(place, before(t, c, g.snlt[ix(i)]))
                else:
                    place = min(place, before(t, c, g.snlt[ix(i)] + 1) - 1)
        own.at[h], own.limit[h], own.room[h], own.late_by[h] = place + named, place, place, NONE


@inlined
def _late(g: Given, t: Tables, out: Out, own: Own, first: int, last: int) -> None:
    """``passes.backward`` for one project, and beside it what bounds free slack."""
    for j in range(last - 1, first - 1, -1):
        h, mark = ix(j - first), 4 * (j - first)
        close = own.mark[ix(mark)]
        if not g.bare and g.act_f[ix(j)] != NONE:
            out.ls[ix(j)], out.lf[ix(j)] = own.mark[ix(mark + 1)] + t.origin, close + t.origin
            continue
        own.at[h] = min(own.at[h], own.limit[h])
        late_begin, late_close = _late_span(t, own, h, g.cal[ix(j)], close)
        own.late_resume[h] = late_begin
        begun = not g.bare and g.act_s[ix(j)] != NONE
        out.ls[ix(j)] = (g.act_s[ix(j)] if begun else late_begin) + t.origin
        out.lf[ix(j)] = late_close + t.origin
        in_time = (g.bare or not g.must[ix(j)]) and own.at[h] >= own.place[h]
        for e in range(g.indptr[ix(j)], g.indptr[ix(j + 1)]):
            i, kind, lag = g.src[ix(e)], g.ty[ix(e)], g.lag[ix(e)]
            if not g.bare and (g.act_f[ix(i)] != NONE or (g.act_s[ix(i)] != NONE and kind & 1)):
                continue
            late = late_close if kind >= FF else late_begin
            soon = close if kind >= FF else own.resume[h]
            c = g.cal[ix(i)]
            if lag != 0:
                lag_in = g.cal[ix(j)] if g.of_successor else c
                late, soon = moved_back(t, lag_in, late, lag), moved_back(t, lag_in, soon, lag)
            _hold(own, ix(i - first), e, kind, places(t, c, late), places(t, c, soon), in_time)


@inlined
def _late_span(t: Tables, own: Own, h: np.uint32, c: int, close: int) -> tuple[int, int]:
    """Start and finish of what is left at its latest place; ``close`` is its early finish."""
    k, n = own.at[h], own.left[h]
    if n == 0 and k == own.place[h]:
        return close, close
    if k < (n == 0) or k + n > t.size[ix(c)]:
        own.wrong[0] = True
        return 0, 0
    finish = instant(t, c, 2 * (k + n))
    return (instant(t, c, 2 * k + 1) if n else finish), finish


@inlined
def _hold(own: Own, h: np.uint32, e: int, kind: int, late: int, soon: int, in_time: bool) -> None:
    """Link ``e`` holds activity ``h``: at places ``late`` for the plan, ``soon`` for the others."""
    work = own.left[h] & ((kind & 1) - 1)
    bound, held = late - work, own.at[h]
    bound = max(bound, own.place[h] if in_time else bound)
    own.room[h] = min(own.room[h], soon - work)
    own.late_by[h] = e if bound < held else own.late_by[h]
    own.at[h] = min(bound, held)


@inlined
def _slack(g: Given, out: Out, own: Own, first: int, last: int) -> None:
    """Total and free slack and what is critical; all of it in places."""
    least, some = 0, False
    for i in range(first, last):
        h = ix(i - first)
        out.late_by[ix(i)] = own.late_by[h]
        if not g.bare and g.act_f[ix(i)] != NONE:
            out.tf[ix(i)], out.ff[ix(i)] = 0, 0
            continue
        slack = own.at[h] - own.place[h]
        out.tf[ix(i)] = slack
        out.ff[ix(i)] = max(0, min(own.room[h] - own.place[h], slack))
        least, some = (min(least, slack) if some else slack), True
    limit = max(0, least)
    for i in range(first, last):
        done = not g.bare and g.act_f[ix(i)] != NONE
        out.critical[ix(i)] = not done and out.tf[ix(i)] <= limit


@inlined
def _plan(g: Given, t: Tables, out: Out, own: Own, first: int, last: int) -> None:
    """An ALAP activity at its late start pushes its successors, within their own slack."""
    for i in range(first, last):
        h = ix(i - first)
        if g.alap[ix(i)]:
            own.floor[h] = max(own.floor[h], own.late_resume[h])
    _early(g, t, own, first, last, out.plan_s, out.plan_f, out.plan_by)
