"""The forward and the backward pass, activity by activity, in plain Python.

Three states: *completed* work is pinned to its actual dates and asks nothing of its
predecessors; a *started* activity keeps its actual start and schedules its remaining work from
the data date on; an *open* one is placed freely. Links into a started activity hold back its
remaining work (retained logic, as P6 does by default).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from guatu.domain.schedule.axis import Line, moved, moved_back, on_axis
from guatu.domain.schedule.network import FF, NONE, SF, SS, Network


@dataclass(slots=True)
class Work:
    """The network as lists on the axis, and the dates as they are found (half-open instants).

    ``resume`` is where the work not yet done begins: the start, or for a started activity the
    point from which ``left`` workdays remain. ``by`` is the link that fixes a date, -1 when none.
    """

    lines: list[Line]
    lag_of_successor: bool
    pptr: list[int]
    indptr: list[int]
    src: list[int]
    ty: list[int]
    lag: list[int]
    cal: list[int]
    dur: list[int]
    act_s: list[int]
    act_f: list[int]
    cap: list[int]
    snlt: list[int]
    fnet: list[int]
    alap: list[bool]
    must: list[bool]  # open work held to its dates whatever its predecessors ask
    on_start: list[bool]  # snet and snlt are one day: off it, both are the next workday
    start: list[int]
    required: list[int]
    floor: list[int]  # no work of the activity before this instant
    left: list[int]  # workdays still to do
    es: list[int] = field(default_factory=list)
    ef: list[int] = field(default_factory=list)
    resume: list[int] = field(default_factory=list)
    early_by: list[int] = field(default_factory=list)
    ls: list[int] = field(default_factory=list)
    lf: list[int] = field(default_factory=list)
    late_resume: list[int] = field(default_factory=list)
    late_by: list[int] = field(default_factory=list)

    def lag_line(self, i: int, j: int) -> Line:
        """The calendar in which the lag of a link from i to j is counted."""
        return self.lines[self.cal[j if self.lag_of_successor else i]]


def work_of(net: Network, origin: int, lines: list[Line], *, lag_of_successor: bool) -> Work:
    """Lists of ``net`` with days counted from ``origin``; floors and work left filled in."""
    days = partial(on_axis, origin=origin, line=lines[0])
    work = Work(
        lines=lines,
        lag_of_successor=lag_of_successor,
        pptr=net.pptr.tolist(),
        indptr=net.indptr.tolist(),
        src=net.src.tolist(),
        ty=net.ty.tolist(),
        lag=net.lag.tolist(),
        cal=net.cal.tolist(),
        dur=net.dur.tolist(),
        act_s=days(net.act_s),
        act_f=days(net.act_f),
        cap=days(net.cap),
        snlt=days(net.snlt),
        fnet=days(net.fnet),
        alap=net.alap.tolist(),
        must=(net.must & (net.act_s == NONE)).tolist(),
        on_start=(net.snet == net.snlt).tolist(),
        start=days(net.start),
        required=days(net.required),
        floor=days(net.snet),
        left=net.rem.tolist(),
    )
    data_dates = days(net.datadate)
    for p in range(len(work.pptr) - 1):
        for i in range(work.pptr[p], work.pptr[p + 1]):
            _open_work(work, i, work.start[p], data_dates[p])
    return work


def forward(work: Work, floors: list[int]) -> None:
    """Fill ``es``, ``ef``, ``resume`` and ``early_by``: nothing earlier than ``floors``."""
    clear(work)
    for j in range(len(work.dur)):
        put(work, j, floors[j])


def clear(work: Work) -> None:
    """Forget the early dates."""
    n = len(work.dur)
    work.es, work.ef, work.resume, work.early_by = [0] * n, [0] * n, [0] * n, [NONE] * n


def put(work: Work, j: int, floor: int) -> None:
    """The early dates of one activity, those of its predecessors known; not before ``floor``."""
    if work.act_f[j] != NONE:
        _pin(work, j)
        return
    line, left = work.lines[work.cal[j]], work.left[j]
    at = _least(line, left, False, floor)
    if work.fnet[j] != NONE:
        at = max(at, least_finish(line, left, work.fnet[j], work.cap[j]))
    work.early_by[j], held = NONE, NONE
    for e in () if work.must[j] else range(work.indptr[j], work.indptr[j + 1]):
        y = moved(work.lag_line(work.src[e], j), leaves(work, e), work.lag[e])
        bound = _least(line, left, work.ty[e] >= FF, y)
        if bound > at or (bound == at and work.early_by[j] == NONE):
            at, work.early_by[j] = bound, e
        if work.ty[e] == FF and work.lag[e] <= 0:
            held = max(held, y)
    work.resume[j], work.ef[j] = _placed_from(line, left, at)
    if left and work.ef[j] < held:  # its work is done, but on days off it waits for the other
        work.ef[j] = line.start_from(held)
    work.es[j] = work.resume[j] if work.act_s[j] == NONE else work.act_s[j]


def backward(work: Work, ends: list[int]) -> None:
    """Fill ``ls``, ``lf``, ``late_resume``, ``late_by``: no project ends after its ``ends``.

    The early dates are known: a link that they keep asks nobody to be before them, unless its
    successor is short.
    """
    n = len(work.dur)
    work.ls, work.lf, work.late_resume, work.late_by = [0] * n, [0] * n, [0] * n, [NONE] * n
    at = _latest_by_promise(work, ends)
    for j in reversed(range(n)):
        if work.act_f[j] != NONE:
            work.ls[j], work.lf[j], work.late_resume[j] = work.es[j], work.ef[j], work.es[j]
            continue
        work.late_resume[j], work.lf[j] = _placed_until(work, j, at[j])
        work.ls[j] = work.late_resume[j] if work.act_s[j] == NONE else work.act_s[j]
        in_time = not work.must[j] and at[j] >= _early_place(work, j)
        for e, i, bound in _bounds_on_sources(work, j, work.late_resume[j], work.lf[j]):
            held = max(bound, _early_place(work, i)) if in_time else bound
            if held < at[i] or (held == at[i] and _held_by_end_alone(work, i)):
                at[i], work.late_by[i] = held, e


def total_slack(work: Work) -> list[int]:
    """Workdays from early to late, in each activity's calendar; 0 for completed work."""
    slack = []
    for i, (early, late) in enumerate(zip(work.ef, work.lf, strict=True)):
        line = work.lines[work.cal[i]]
        slack.append(line.before(late) - line.before(early))
    return slack


def free_slack(work: Work, ends: list[int], total: list[int]) -> list[int]:
    """Workdays an activity can slip alone: no successor's early date moves, nothing is late."""
    at = _latest_by_promise(work, ends)
    for j in range(len(work.dur)):
        if work.act_f[j] == NONE:
            for _, i, bound in _bounds_on_sources(work, j, work.resume[j], work.ef[j]):
                at[i] = min(at[i], bound)
    return [_free(work, i, at[i], total[i]) for i in range(len(work.dur))]


# A place of an activity is one number: the workday of its calendar on which its remaining work
# begins, or for a milestone the instant at which it may lie (forward) or the workdays before it
# (backward). Bounds on start and on finish then compare on one scale.


def leaves(work: Work, e: int) -> int:
    """The instant from which link ``e`` counts."""
    i = work.src[e]
    if work.ty[e] not in (SS, SF):
        return work.ef[i]
    if work.left[i] == 0 and work.act_s[i] == work.act_f[i] == NONE and work.lag[e] == 0:
        return work.lines[work.cal[i]].start_from(work.es[i])  # an open milestone starts a day
    return work.es[i]


def _least(line: Line, left: int, to_finish: bool, y: int) -> int:
    if left == 0:
        return y
    return line.before(y) - left if to_finish else line.before(y)


def least_finish(line: Line, left: int, end: int, cap: int) -> int:
    # A date holds on days off too: what may not finish before Saturday finishes on Monday. Held to
    # finish *on* Saturday it finishes on Friday.
    if left == 0:
        return end if end != cap else line.end_of(line.before(end))
    return (line.before(end) if end == cap else line.before(end - 1) + 1) - left


def _placed_from(line: Line, left: int, at: int) -> tuple[int, int]:
    if left == 0:
        instant = line.milestone_from(at)
        return instant, instant
    return line.day(at), line.end_of(at + left)


def _placed_until(work: Work, j: int, at: int) -> tuple[int, int]:
    line, left = work.lines[work.cal[j]], work.left[j]
    if left == 0:
        instant = work.ef[j] if at == _early_place(work, j) else line.end_of(at)
        return instant, instant
    return line.day(at), line.end_of(at + left)


def _early_place(work: Work, i: int) -> int:
    return work.lines[work.cal[i]].before(work.resume[i])


def _bounds_on_sources(work: Work, j: int, y_s: int, y_f: int) -> list[tuple[int, int, int]]:
    """(link, source, greatest place of the source) that keeps j at ``y_s`` … ``y_f``."""
    bounds = []
    for e in range(work.indptr[j], work.indptr[j + 1]):
        i, kind = work.src[e], work.ty[e]
        from_finish = kind not in (SS, SF)
        if work.act_f[i] != NONE or (work.act_s[i] != NONE and not from_finish):
            continue  # that end of the source is a fact already
        x = moved_back(work.lag_line(i, j), y_f if kind >= FF else y_s, work.lag[e])
        bounds.append((e, i, _greatest(work, i, from_finish, x)))
    return bounds


def _greatest(work: Work, i: int, from_finish: bool, x: int) -> int:
    place = work.lines[work.cal[i]].before(x)
    return place - work.left[i] if from_finish else place


def _held_by_end_alone(work: Work, i: int) -> bool:
    # The chain then runs on to the last activity, which is the one that was promised.
    return work.late_by[i] == NONE and work.cap[i] == NONE and work.snlt[i] == NONE


def _latest_by_promise(work: Work, ends: list[int]) -> list[int]:
    at = []
    for p in range(len(work.pptr) - 1):
        for i in range(work.pptr[p], work.pptr[p + 1]):
            end = ends[p] if work.cap[i] == NONE else min(ends[p], work.cap[i])
            last = _greatest(work, i, True, end)
            if work.snlt[i] != NONE and work.act_s[i] == NONE:
                last = min(last, _last_start(work, i))
            at.append(last)
    return at


def _last_start(work: Work, i: int) -> int:
    """The place at which work begins on its last day, or the workday before it."""
    line = work.lines[work.cal[i]]
    if work.left[i] == 0 or work.on_start[i]:
        return line.before(work.snlt[i])
    return line.before(work.snlt[i] + 1) - 1


def _free(work: Work, i: int, at: int, total: int) -> int:
    if work.act_f[i] != NONE:
        return 0
    return max(0, min(at - _early_place(work, i), total))


def _pin(work: Work, j: int) -> None:
    finish = work.act_f[j]
    if work.dur[j] == 0:
        start = finish
    elif work.act_s[j] != NONE:
        start = work.act_s[j]
    else:
        line = work.lines[work.cal[j]]
        start = line.day(line.before(finish) - work.dur[j])
    work.es[j], work.ef[j], work.resume[j] = start, finish, start


def _open_work(work: Work, i: int, start: int, data_date: int) -> None:
    line, begun = work.lines[work.cal[i]], work.act_s[i]
    if begun != NONE:
        now = max(begun, data_date)
        if work.left[i] == NONE:
            used = line.before(now) - line.before(begun)
            work.left[i] = max(1, work.dur[i] - used)
        work.floor[i] = now
        return
    work.left[i] = work.dur[i]
    floor = max(start, work.floor[i], data_date)
    # A milestone held by a day of work alone falls on that day, not on the evening before.
    work.floor[i] = line.start_from(floor) if work.dur[i] == 0 else floor
