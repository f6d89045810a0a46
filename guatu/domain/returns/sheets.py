"""A returned sheet as rows: found by its mark and its titles, wherever they were moved to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from guatu.domain.returns.cells import Raw, Unread, read, text_of
from guatu.domain.returns.columns import COLUMNS, MARKS, Column, Part
from guatu.domain.words import N_, Sentence, say

Corner = tuple[int, int]
#: Rows above the titles in which the mark is looked for, and columns.
DEPTH, BREADTH = 40, 60


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a sheet as read; places count from 0."""

    name: str
    rows: Sequence[Sequence[Raw]]
    merged: Sequence[tuple[Corner, Corner]] = ()
    uncalculated: Sequence[Corner] = ()
    errors: Sequence[Corner] = ()
    from_1904: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A row that came back. ``row`` is its number in the sheet, ``key`` what stands in the column
    of row ids, ``values`` by column, ``faults`` the cells that say nothing that can be used; a
    doubtful cell is in both."""

    row: int
    key: str
    values: Mapping[str, str]
    faults: Mapping[str, Sentence]


@dataclass(frozen=True, slots=True)
class Table:
    """``missing`` are titles that are not there any more, ``unknown`` those that were added."""

    part: Part
    sheet: str
    rows: Sequence[Given]
    missing: Sequence[Column] = ()
    unknown: Sequence[str] = ()
    letters: Mapping[str, str] = field(default_factory=dict)


def part_of(grid: Grid) -> tuple[Part, int, int] | None:
    """Which sheet it is, with the row of its titles and the column of its row ids."""
    marks = {mark: part for part, mark in MARKS.items()}
    for place, row in enumerate(grid.rows[:DEPTH]):
        for column, cell in enumerate(row[:BREADTH]):
            if isinstance(cell, str) and (part := marks.get(cell.strip())):
                return part, place, column
    return None


def table_of(grid: Grid, as_of: date) -> Table | None:
    """The rows below the titles; None for a sheet that is none of ours."""
    found = part_of(grid)
    if found is None:
        return None
    part, head, ids = found
    names = {one.title: one for one in COLUMNS[part]}
    places, unknown = _places(grid.rows[head], names, ids)
    bad = _bad_cells(grid)
    rows = [
        given
        for place in range(head + 1, len(grid.rows))
        if (given := _given(grid, place, ids, places, bad, as_of)) is not None
    ]
    missing = [one for one in COLUMNS[part] if one not in places]
    letters = {one.key: letter_of(place) for one, place in places.items()}
    return Table(part, grid.name, rows, missing, unknown, letters)


def letter_of(place: int) -> str:
    """0 is A, 26 AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def _places(
    head: Sequence[Raw], names: Mapping[str, Column], ids: int
) -> tuple[dict[Column, int], list[str]]:
    places: dict[Column, int] = {}
    unknown: list[str] = []
    for place, cell in enumerate(head):
        title = text_of(cell)
        column = names.get(title)
        if column is not None and column not in places:
            places[column] = place
        elif title and place != ids:
            unknown.append(title[:40])
    return places, unknown


def _bad_cells(grid: Grid) -> dict[Corner, Sentence]:
    """Cells of which nobody can say what they mean, by place."""
    found: dict[Corner, Sentence] = {}
    for (top, left), (bottom, right) in grid.merged:
        words = say(N_("合并了第 {first} 至 {last} 行的单元格，分不清是哪一行的，请取消合并"),
                    first=top + 1, last=bottom + 1)  # fmt: skip
        if top == bottom:
            words = say(N_("合并了左右的单元格，分不清是哪一栏的，请取消合并"))
        cells = ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
        found.update(dict.fromkeys(cells, words))
    found |= dict.fromkeys(grid.uncalculated, say(N_("是没有算出结果的公式，请改填数值")))
    found |= dict.fromkeys(grid.errors, say(N_("是出错的公式，请改填数值")))
    return found


def _given(
    grid: Grid,
    place: int,
    ids: int,
    places: Mapping[Column, int],
    bad: Mapping[Corner, Sentence],
    as_of: date,
) -> Given | None:
    """None for a row in which nothing stands. What is only shown is read as it stands."""
    row = grid.rows[place]
    key = text_of(row[ids]) if ids < len(row) else ""
    values: dict[str, str] = {}
    faults: dict[str, Sentence] = {}
    for column, at in places.items():
        raw = row[at] if at < len(row) else None
        found = read(column, raw, as_of, from_1904=grid.from_1904)
        if column.shown:
            values[column.key] = text_of(raw) if isinstance(found, Unread) else found
        elif (place, at) in bad:
            faults[column.key] = bad[place, at]
        elif isinstance(found, Unread):
            faults[column.key] = found.sentence
            if found.literal is not None:
                values[column.key] = found.literal
        else:
            values[column.key] = found
    empty = not key and not faults and not any(values.values())
    return None if empty else Given(place + 1, key, values, faults)
