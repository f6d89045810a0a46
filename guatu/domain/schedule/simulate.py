"""Many runs of the forward pass at once, in NumPy: a block of draws beside each other.

``simulate_fast`` does the same with numba. Both find the same days from the same draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from guatu.domain.schedule.draws import Words, places
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
from guatu.domain.workcalendar import WorkCalendar

BLOCK = 2_048


class Axis(NamedTuple):
    """``cum[c, x]`` workdays before day x of calendar c, ``inv[c, k]`` its k-th workday."""

    cum: Ints
    inv: Ints

    def of(self, calendar: int) -> tuple[Ints, Ints]:
        return self.cum[calendar], self.inv[calendar]


class Found(NamedTuple):
    """The last day of the project in each draw, and per row in how many it was critical."""

    days: Ints
    critical: NDArray[np.int64]


def axis_of(calendars: Sequence[WorkCalendar]) -> Axis:
    """The arrays of ``lines_of``; rows of ``inv`` are filled up with their last workday."""
    first = max(calendar.first for calendar in calendars)
    last = min(calendar.last for calendar in calendars)
    cums, invs = [], []
    for calendar in calendars:
        a = (first - calendar.first).days
        b = a + (last - first).days + 1
        base = calendar.cum[a]
        cums.append(calendar.cum[a : b + 1] - base)
        invs.append(calendar.inv[base : calendar.cum[b]] - a)
    longest = max(len(inv) for inv in invs)
    full = [np.pad(inv, (0, longest - len(inv)), mode="edge") for inv in invs]
    return Axis(np.stack(cums).astype(np.int32), np.stack(full).astype(np.int32))


def durations(recipe: Recipe, streams: Words, first: int, count: int) -> Ints:
    """The work of each row in draws ``first`` … ``first + count`` (rows × count)."""
    left = np.empty((len(recipe.base), count), dtype=np.int32)
    left[:] = recipe.base[:, None]
    drawn = np.flatnonzero(recipe.table != FIXED)
    at = places(streams[drawn], first, count) + recipe.table[drawn, None]
    left[drawn] += recipe.tables.take(at)
    return left


def simulate(
    recipe: Recipe, streams: Words, axis: Axis, first: int, count: int, critical: bool
) -> Found:
    """Draws ``first`` … ``first + count``; ``first`` is a multiple of four."""
    days = np.empty(count, dtype=np.int32)
    counts = np.zeros(len(recipe.base), dtype=np.int64)
    for begin in range(0, count, BLOCK):
        size = min(BLOCK, count - begin)
        block = _Block(recipe, axis, durations(recipe, streams, first + begin, size))
        days[begin : begin + size] = block.forward()
        if critical:
            counts += block.critical().sum(axis=1)
    return Found(days, counts)


class _Row(NamedTuple):
    """What a recipe says of one row, as plain values."""

    cal: int
    form: int
    floor: int
    end_floor: int
    since: int
    last: bool
    ties: tuple[_Tie, ...]


class _Tie(NamedTuple):
    src: int
    kind: int
    from_start: bool
    lag: int
    lag_cal: int
    opening: int
    direct: bool


@dataclass(slots=True)
class _Block:
    """Places of all rows in a block of draws: ``begin`` of tasks, ``end`` of all, in ``Recipe``'s
    measure. ``begin`` of a milestone in instants is where its ties put it; ``opens`` are the draws
    in which it falls on the day that opens.
    """

    recipe: Recipe
    axis: Axis
    left: Ints
    rows: list[_Row]
    begin: list[Ints]
    end: list[Ints]
    opens: dict[int, Bools]

    def __init__(self, recipe: Recipe, axis: Axis, left: Ints) -> None:
        self.recipe, self.axis, self.left = recipe, axis, left
        self.rows = _rows(recipe)
        self.begin, self.end, self.opens = [], [], {}

    def forward(self) -> Ints:
        """The last day of the project in each draw, as a day of the axis."""
        days = np.full(self.left.shape[1], self.recipe.done, dtype=np.int32)
        for r, row in enumerate(self.rows):
            if row.form == INSTANT:
                self._instant(r, row)
            else:
                self._task(r, row)
            if row.last:
                np.maximum(days, self._day(r, row), out=days)
        return days

    def critical(self) -> Bools:
        """Rows × draws: whether a chain of ties without slack leads from the row to the finish."""
        found = np.zeros(self.left.shape, dtype=bool)
        finish = np.full(self.left.shape[1], self.recipe.done_by, dtype=np.int32)
        for r, row in enumerate(self.rows):
            if row.last:
                np.maximum(finish, self._end(r, row), out=finish)
        for r in reversed(range(len(self.rows))):
            row = self.rows[r]
            if row.last:
                cum, _ = self.axis.of(row.cal)
                found[r] |= cum[self._end(r, row)] == cum[finish]
            for tie in row.ties:
                if tie.src != FIXED:
                    found[tie.src] |= found[r] & self._tight(r, row, tie)
        return found

    def _task(self, r: int, row: _Row) -> None:
        begin = np.full(self.left.shape[1], row.floor, dtype=np.int32)
        end = None if row.end_floor == NONE else np.full_like(begin, row.end_floor)
        for tie in row.ties:
            if tie.src == FIXED:
                continue
            bound = self._bound(row, tie)
            if tie.kind < FF:
                np.maximum(begin, bound, out=begin)
            else:
                end = bound.copy() if end is None else np.maximum(end, bound, out=end)
        done = begin + self.left[r]
        if end is not None:
            np.maximum(done, end, out=done)
            np.subtract(done, self.left[r], out=begin)
        self.begin.append(begin)
        self.end.append(done if row.form == PLAIN else self._waiting(row, done))

    def _waiting(self, row: _Row, done: Ints) -> Ints:
        """The instants at which tasks end that may wait on days off for others to end."""
        cum, inv = self.axis.of(row.cal)
        end, waits = inv[done - 1] + np.int32(1), np.zeros_like(done)
        for tie in row.ties:
            if tie.src == FIXED or (tie.kind == FF and tie.lag <= 0):
                y = np.int32(tie.lag) if tie.src == FIXED else self._asked(tie)
                np.maximum(waits, y, out=waits)
        return np.where(end < waits, inv[cum[waits]], end)

    def _instant(self, r: int, row: _Row) -> None:
        at = np.full(self.left.shape[1], row.floor, dtype=np.int32)
        opens, held = np.ones(len(at), dtype=bool), np.zeros(len(at), dtype=bool)
        for tie in row.ties:
            bound = np.full_like(at, tie.lag) if tie.src == FIXED else self._bound(row, tie)
            wins = (bound > at) | ((bound == at) & ~held)
            held |= wins
            asks = self.opens[tie.src] if tie.opening == FOLLOWS else tie.opening == OPENS
            opens = np.where(wins, asks, opens)
            at = np.where(wins, bound, at)
        cum, inv = self.axis.of(row.cal)
        before = cum[at]
        rests = before == cum[np.maximum(at - 1, 0)]
        self.begin.append(at)
        end = np.where(rests, inv[before], at)
        self.end.append(end)
        self.opens[r] = np.where(held, opens, end != row.end_floor) | rests

    def _bound(self, row: _Row, tie: _Tie) -> Ints:
        """What ``tie`` asks of the place of ``row``: of its begin, or for FF and SF of its end."""
        if tie.direct:
            at = self.begin[tie.src] if tie.from_start else self.end[tie.src]
            return at + np.int32(tie.lag) if tie.lag else at
        y = self._asked(tie)
        return y if row.form == INSTANT else self.axis.of(row.cal)[0][y]

    def _asked(self, tie: _Tie) -> Ints:
        """What ``tie`` asks of its successor as an instant (``axis.moved``)."""
        x = self._left_at(tie)
        if tie.lag == 0:
            return x
        cum, inv = self.axis.of(tie.lag_cal)
        k = cum[x] + np.int32(tie.lag)
        moved: Ints = (
            inv[k - 1] + np.int32(1)
            if tie.lag > 0
            else np.where(k > 0, inv[np.maximum(k, 0)], np.int32(0))
        )
        return moved

    def _left_at(self, tie: _Tie) -> Ints:
        """The instant from which a tie counts."""
        source = self.rows[tie.src]
        cum, inv = self.axis.of(source.cal)
        if tie.from_start:
            instant = source.form == INSTANT
            return inv[cum[self.end[tie.src]] if instant else self.begin[tie.src]]
        return self._end(tie.src, source)

    def _end(self, r: int, row: _Row) -> Ints:
        """The instant at which a row ends."""
        end = self.end[r]
        return self.axis.of(row.cal)[1][end - 1] + np.int32(1) if row.form == PLAIN else end

    def _tight(self, r: int, row: _Row, tie: _Tie) -> Bools:
        place = self.begin[r]
        if tie.kind >= FF and row.form != INSTANT:
            place = place + self.left[r]
        return np.equal(self._bound(row, tie), place)

    def _day(self, r: int, row: _Row) -> Ints:
        """The last day of a row, as a day of the axis."""
        cum, inv = self.axis.of(row.cal)
        if row.form == PLAIN:
            return inv[self.end[r] - 1]
        k = cum[self.end[r]]
        if row.form == WAITING:
            return inv[k - 1]
        opens = self.opens[r]
        if row.since != NONE:
            opens = opens & (self.end[r] == row.since)
        return np.where(opens, inv[k], inv[np.maximum(k - 1, 0)])


def _rows(recipe: Recipe) -> list[_Row]:
    r = recipe
    columns = (r.src, r.kind, r.from_start, r.lag, r.lag_cal, r.opening, r.direct)
    ties = list(map(_Tie._make, zip(*(column.tolist() for column in columns), strict=True)))
    ptr = recipe.ptr.tolist()
    held = (r.cal, r.form, r.floor, r.end_floor, r.since, r.last)
    rows = zip(*(column.tolist() for column in held), strict=True)
    return [_Row._make((*row, tuple(ties[ptr[n] : ptr[n + 1]]))) for n, row in enumerate(rows)]
