"""A worksheet as texts, with the questions that reading a table asks of it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from guatu.kit.workbook import Cell, Sheet

Texts = tuple[str, ...]
_OUTER = " \t\r\n\f\v\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff\u2002\u2003\u2009"
_MOST_COVERED = 500_000


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area, positions counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """``raw`` are the texts as written, ``texts`` those without blanks around them."""

    index: int
    sheet: Sheet
    raw: list[Texts]
    texts: list[Texts]
    merges: list[Merge] = field(default_factory=list)
    errors: set[tuple[int, int]] = field(default_factory=set)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    _down: dict[int, list[Merge]] = field(default_factory=lambda: defaultdict(list))
    _by_top: dict[int, list[Merge]] = field(default_factory=lambda: defaultdict(list))

    @property
    def width(self) -> int:
        return len(self.texts[0]) if self.texts else 0

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged area that the cell lies in."""
        areas = self._down.get(column)
        if not areas:
            return None
        place = bisect_right(areas, row, key=lambda area: area.top) - 1
        return areas[place] if place >= 0 and areas[place].bottom >= row else None

    def merges_from(self, row: int) -> Sequence[Merge]:
        """The merged areas whose upper left cell lies in the row."""
        return self._by_top.get(row, ())

    def shown(self, row: int, column: int) -> str:
        """What a person sees at the place: the text of the merged area for a covered cell."""
        area = self.merge_at(row, column)
        return self.texts[area.top][area.left] if area else self.texts[row][column]

    def filled(self, row: int) -> list[int]:
        """The columns with a text in the row."""
        return [column for column, text in enumerate(self.texts[row]) if text]


def grid_of(index: int, sheet: Sheet) -> Grid:
    width = max((len(row) for row in sheet.rows), default=0)
    raw = [_texts(row, width) for row in sheet.rows]
    grid = Grid(index, sheet, raw, [tuple(map(trimmed, row)) for row in raw])
    grid.errors = {(row, column) for row, column, _ in sheet.errors}
    grid.uncalculated = set(sheet.formulas_without_value)
    _place_merges(grid)
    return grid


def text_of(cell: Cell) -> str:
    """A cell as a person would type it: 12000, 5.2, 2021-03-01."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return _figure(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes") if cell.time().minute else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def trimmed(text: str) -> str:
    return text.strip(_OUTER)


def _texts(row: Sequence[Cell], width: int) -> Texts:
    texts = tuple(map(text_of, row))
    return texts if len(texts) == width else texts + ("",) * (width - len(texts))


def _figure(number: float) -> str:
    """Without the tail that binary fractions leave: 0.30000000000000004 is 0.3."""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    text = f"{number:.15g}"
    return f"{Decimal(text):f}" if "e" in text else text


def _place_merges(grid: Grid) -> None:
    covered, height, width = 0, len(grid.texts), grid.width
    for (top, left), (bottom, right) in sorted(grid.sheet.merged):
        if top >= height or left >= width or (top, left) == (bottom, right):
            continue
        area = Merge(top, left, min(bottom, height - 1), min(right, width - 1))
        covered += area.right - area.left + 1
        if covered > _MOST_COVERED:
            return
        grid.merges.append(area)
        grid._by_top[top].append(area)
        for column in range(area.left, area.right + 1):
            grid._down[column].append(area)
