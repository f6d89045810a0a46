"""From a network to a recipe for many runs: what chance moves, and what it cannot.

Dates that no draw can change are found once, by ``passes``, and become floors of what is left.
The place of a task is the workday of its own calendar on which its work begins; so is that of a
milestone which always lies at the end of a worked day of the calendar that its ties count in.
Ties among such *plain* rows are sums of workdays. Any other milestone is an instant of the axis,
and ties between calendars go over the axis too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from guatu.domain.schedule.axis import Line, moved
from guatu.domain.schedule.draws import POINTS, Shape, ThreePoint, table
from guatu.domain.schedule.network import FF, FS, NONE, SF, SS, Ints
from guatu.domain.schedule.passes import Work, least_finish, leaves, put
from guatu.domain.schedule.recipe import (
    CLOSES,
    FIXED,
    FOLLOWS,
    INSTANT,
    OPENS,
    PLAIN,
    WAITING,
    Bools,
    Recipe,
)


class _Tie(NamedTuple):
    src: int
    kind: int
    from_start: bool
    lag: int
    lag_cal: int = 0
    opening: int = CLOSES
    direct: bool = False


class _Bound(NamedTuple):
    """The least and the greatest that a place can be."""

    low: int
    high: int


_NOWHERE = _Bound(0, 0)


@dataclass(slots=True)
class _Row:
    """An activity that chance may move; a milestone has no ``begin`` of its own."""

    activity: int
    three: ThreePoint
    form: int = PLAIN
    floor: int = 0
    end_floor: int = NONE
    ties: list[_Tie] = field(default_factory=list)
    begin: _Bound = _NOWHERE
    end: _Bound = _NOWHERE
    last: bool = True


@dataclass(slots=True)
class Making:
    """Takes the activities of one project in working order, then gives their recipe."""

    work: Work
    rows: list[_Row] = field(default_factory=list)
    row_of: dict[int, int] = field(default_factory=dict)
    opening: set[int] = field(default_factory=set)  # certain milestones that open a day
    done: int = NONE
    done_by: int = NONE

    def add(self, i: int, spread: ThreePoint) -> None:
        """Raises CalendarOutOfRange when the slowest plan leaves the calendars."""
        work = self.work
        three = _work_left(work, i, spread)
        moved = any(self._moves(e) for e in self._links(i))
        if work.act_f[i] != NONE or (three.certain and not moved):
            work.left[i] = three.likely
            put(work, i, work.floor[i])
            self.done = max(self.done, self._last_day(i))
            self.done_by = max(self.done_by, work.ef[i])
            return
        if work.act_s[i] != NONE:
            work.es[i] = work.act_s[i]
        row = self._task(i, three) if three.pessimistic else self._milestone(i, three)
        self._cover(row)
        self.row_of[i] = len(self.rows)
        self.rows.append(row)

    def recipe(self, shape: Shape) -> Recipe:
        rows, ties = self.rows, [tie for row in self.rows for tie in row.ties]
        shapes: dict[tuple[int, int], int] = {}
        starts = [FIXED if r.three.certain else _place(shapes, r.three) for r in rows]
        tables = [table(likely, end, shape) for likely, end in shapes]
        return Recipe(
            activity=_ints([r.activity for r in rows]),
            table=_ints(starts),
            base=_ints([r.three.optimistic for r in rows]),
            cal=_ints([self.work.cal[r.activity] for r in rows]),
            form=_ints([r.form for r in rows]),
            floor=_ints([r.floor for r in rows]),
            end_floor=_ints([r.end_floor for r in rows]),
            since=_ints([self.work.act_s[r.activity] for r in rows]),
            last=_bools([r.last for r in rows]),
            ptr=_ints(np.cumsum([0, *[len(r.ties) for r in rows]])),
            src=_ints([tie.src for tie in ties]),
            kind=_ints([tie.kind for tie in ties]),
            from_start=_bools([tie.from_start for tie in ties]),
            lag=_ints([tie.lag for tie in ties]),
            lag_cal=_ints([tie.lag_cal for tie in ties]),
            opening=_ints([tie.opening for tie in ties]),
            direct=_bools([tie.direct for tie in ties]),
            done=self.done,
            done_by=self.done_by,
            tables=np.concatenate(tables) if tables else np.zeros(0, dtype=np.uint16),
        )

    def _moves(self, e: int) -> bool:
        """Whether the end of the source that link ``e`` hangs on can be moved by chance."""
        i = self.work.src[e]
        fact = self.work.ty[e] in (SS, SF) and self.work.act_s[i] != NONE
        return i in self.row_of and not fact

    def _task(self, j: int, three: ThreePoint) -> _Row:
        work, line = self.work, self._line(j)
        row = _Row(j, three, floor=line.before(work.floor[j]))
        if work.fnet[j] != NONE:
            row.end_floor = least_finish(line, 1, work.fnet[j], work.cap[j]) + 1
        waits = NONE  # the latest instant for which the end may have to wait on days off
        for e in self._links(j):
            if self._moves(e):
                row.ties.append(self._tie(e, j))
            else:
                self._hold(row, e, line)
            if _waits(work, e) and not (self._moves(e) and _ends_alike(row.ties[-1])):
                waits = max(waits, self._latest(e, j))
        self._limit_task(row, line)
        if waits > line.end_of(row.end.low):
            self._make_wait(row, line, waits)
        return row

    def _hold(self, row: _Row, e: int, line: Line) -> None:
        """A link from what is certain is a floor."""
        place = line.before(self._instant(e, row.activity))
        if self.work.ty[e] < FF:
            row.floor = max(row.floor, place)
        else:
            row.end_floor = max(row.end_floor, place)

    def _limit_task(self, row: _Row, line: Line) -> None:
        three = row.three
        bounds = [(tie.kind < FF, self._bound(tie, line)) for tie in row.ties]
        starts = [_Bound(row.floor, row.floor), *[bound for first, bound in bounds if first]]
        ends = [_Bound(row.end_floor, row.end_floor), *[b for first, b in bounds if not first]]
        start, end = _greatest(starts), _greatest(ends)
        row.begin = _Bound(
            max(start.low, end.low - three.pessimistic),
            max(start.high, end.high - three.optimistic),
        )
        row.end = _Bound(
            max(start.low + three.optimistic, end.low),
            max(start.high + three.pessimistic, end.high),
        )
        line.end_of(row.end.high)

    def _make_wait(self, row: _Row, line: Line, waits: int) -> None:
        """Give the row an end in instants; the links it may wait for are followed there."""
        row.form = WAITING
        row.end = _Bound(
            line.end_of(row.end.low), max(line.end_of(row.end.high), line.start_from(waits))
        )
        fixed = [
            _Tie(FIXED, FF, False, self._instant(e, row.activity))
            for e in self._links(row.activity)
            if _waits(self.work, e) and not self._moves(e)
        ]
        moving = [t._replace(direct=t.direct and not _may_wait(t)) for t in row.ties]
        row.ties = fixed + moving

    def _milestone(self, j: int, three: ThreePoint) -> _Row:
        work, line = self.work, self._line(j)
        floor = work.floor[j]
        if work.fnet[j] != NONE:
            floor = max(floor, least_finish(line, 0, work.fnet[j], work.cap[j]))
        moving = [e for e in self._links(j) if self._moves(e)]
        certain = [self._instant(e, j) for e in self._links(j) if e not in moving]
        ties = [self._tie(e, j) for e in moving]
        if all(_closes(tie) for tie in ties):
            at = _greatest([self._bound(tie, line) for tie in ties])
            if at.low > line.before(max([floor, *certain])):
                line.end_of(at.high)
                return _Row(j, three, ties=ties, begin=at, end=at)
        return self._instant_row(j, three, floor, line)

    def _instant_row(self, j: int, three: ThreePoint, floor: int, line: Line) -> _Row:
        row = _Row(j, three, form=INSTANT, floor=floor, end_floor=self.work.fnet[j])
        bounds = [_Bound(floor, floor)]
        for e in self._links(j):
            if self._moves(e):
                tie = self._tie(e, j)._replace(direct=False)
                bounds.append(self._bound(tie, None))
            else:
                y = self._instant(e, j)
                tie = _Tie(FIXED, self.work.ty[e], False, y, opening=self._opening(e))
                bounds.append(_Bound(y, y))
            row.ties.append(tie)
        at = _greatest(bounds)
        row.end = _Bound(line.milestone_from(at.low), line.milestone_from(at.high))
        line.start_from(row.end.high)
        return row

    def _links(self, j: int) -> range:
        work = self.work
        return range(0) if work.must[j] else range(work.indptr[j], work.indptr[j + 1])

    def _tie(self, e: int, j: int) -> _Tie:
        work = self.work
        i, kind, lag = work.src[e], work.ty[e], work.lag[e]
        source = self.rows[self.row_of[i]]
        counted = work.cal[j if work.lag_of_successor else i]
        direct = source.form == PLAIN and work.cal[i] == work.cal[j]
        from_start = kind in (SS, SF) and (source.three.pessimistic > 0 or lag == 0)
        return _Tie(self.row_of[i], kind, from_start, lag, counted, self._opening(e), direct)

    def _bound(self, tie: _Tie, line: Line | None) -> _Bound:
        """What a tie asks, in workdays of ``line`` or without one as an instant."""
        source = self.rows[tie.src]
        at = source.begin if tie.from_start and source.form != INSTANT else source.end
        if tie.direct:
            return _Bound(at.low + tie.lag, at.high + tie.lag)
        return _Bound(*[self._over_axis(tie, source, x, line) for x in at])

    def _over_axis(self, tie: _Tie, source: _Row, at: int, line: Line | None) -> int:
        own = self._line(source.activity)
        if tie.from_start:
            at = own.start_from(at) if source.form == INSTANT else own.day(at)
        elif source.form == PLAIN:
            at = own.end_of(at)
        y = moved(self.work.lines[tie.lag_cal], at, tie.lag)
        return y if line is None else line.before(y)

    def _instant(self, e: int, j: int) -> int:
        """What a link from what is certain asks of ``j``."""
        work = self.work
        return moved(work.lag_line(work.src[e], j), leaves(work, e), work.lag[e])

    def _latest(self, e: int, j: int) -> int:
        """The latest instant that a link can ask of ``j``."""
        if not self._moves(e):
            return self._instant(e, j)
        return self._bound(self._tie(e, j)._replace(direct=False), None).high

    def _opening(self, e: int) -> int:
        """On which day a milestone falls that link ``e`` drives (``Schedule.early_days``)."""
        work, i = self.work, self.work.src[e]
        if work.lag[e] or work.ty[e] in (SS, SF):
            return OPENS if work.lag[e] <= 0 else CLOSES
        if work.dur[i] or work.act_f[i] != NONE:
            return CLOSES
        if i in self.row_of:
            return FOLLOWS if self.rows[self.row_of[i]].form == INSTANT else CLOSES
        return OPENS if i in self.opening else CLOSES

    def _last_day(self, i: int) -> int:
        """The day on which an activity with known dates is last worked or, a milestone, falls."""
        work, line = self.work, self._line(i)
        start, end, e = work.es[i], work.ef[i], work.early_by[i]
        if work.act_f[i] != NONE:
            return end - 1
        driven = end != work.fnet[i] if e == NONE else self._opening(e) == OPENS
        if driven or not line.is_workday(end - 1):
            self.opening.add(i)
        opens = start == end and i in self.opening
        return line.start_from(end) if opens else line.day(line.before(end) - 1)

    def _cover(self, row: _Row) -> None:
        """Rows that end no later than ``row`` in any case are not the last.

        Begun work with nothing left shows a day of work, which others may come after.
        """
        if row.form == INSTANT and self.work.act_s[row.activity] != NONE:
            return
        for tie in row.ties:
            covers = tie.kind == FS or (tie.kind == FF and tie.direct)
            if covers and tie.src != FIXED and tie.lag >= 0:
                source = self.rows[tie.src]
                source.last = source.last and source.form != PLAIN

    def _line(self, i: int) -> Line:
        return self.work.lines[self.work.cal[i]]


def _work_left(work: Work, i: int, spread: ThreePoint) -> ThreePoint:
    if work.dur[i] == 0 and work.act_s[i] == NONE:
        return ThreePoint(0, 0, 0)
    return spread if work.act_s[i] == NONE else spread.left(work.left[i])


def _greatest(bounds: Sequence[_Bound]) -> _Bound:
    return _Bound(max(bound.low for bound in bounds), max(bound.high for bound in bounds))


def _closes(tie: _Tie) -> bool:
    """Whether the bound of ``tie`` on a milestone is always the end of a day that is worked."""
    return tie.direct and (tie.lag > 0 or (tie.lag == 0 and tie.kind in (FS, FF)))


def _waits(work: Work, e: int) -> bool:
    return work.ty[e] == FF and work.lag[e] <= 0


def _may_wait(tie: _Tie) -> bool:
    return tie.kind == FF and tie.lag <= 0


def _ends_alike(tie: _Tie) -> bool:
    """Both ends of the tie close a day of the same calendar, so none waits over days off."""
    return tie.direct and tie.lag == 0


def _place(shapes: dict[tuple[int, int], int], three: ThreePoint) -> int:
    low, likely, high = three
    return shapes.setdefault((likely - low, high - low), len(shapes) * POINTS)


def _ints(values: Sequence[int] | NDArray[np.int64]) -> Ints:
    return np.array(values, dtype=np.int32)


def _bools(values: Sequence[bool]) -> Bools:
    return np.array(values, dtype=bool)
