"""The whole desk of one person, in its order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from guatu.boards.desk import changes, days, dispatches, projects, promises, worklists
from guatu.boards.desk.facts import Desk, Line, Row, Shelved
from guatu.boards.desk.standing import Standing, standing_of
from guatu.domain.desk import Band, Shelf, band_of, in_order, shelf_of, timing_of
from guatu.org.access import Access


def desk_of(access: Access, now: datetime) -> Desk:
    """What this person must do as of ``now``, by consequence; nothing else."""
    standing = standing_of(access, now)
    rows = {row.duty: row for row in rows_of(standing)}
    lines: dict[Shelf, list[Line]] = {shelf: [] for shelf in Shelf}
    for duty in in_order(rows, now):
        late = band_of(duty, now) is Band.LATE
        line = Line(rows[duty], timing_of(duty, now, standing.calendar), late)
        lines[shelf_of(duty, now)].append(line)
    return Desk(now, [Shelved(shelf, found) for shelf, found in lines.items() if found])


def rows_of(standing: Standing) -> Iterator[Row]:
    yield from days.with_days(_rows_of(standing), standing)


def _rows_of(standing: Standing) -> Iterator[Row]:
    yield from dispatches.rows_of(standing)
    yield from projects.rows_of(standing)
    yield from promises.rows_of(standing)
    yield from changes.rows_of(standing)
    yield from worklists.rows_of(standing)
