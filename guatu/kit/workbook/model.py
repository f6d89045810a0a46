"""What is left of a spreadsheet once it has been opened safely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

Cell = str | int | float | bool | date | datetime | None
Corner = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: rows of values from A1, all rows equally long; positions count from 0.

    Hidden rows and columns are there like any other. ``errors`` are the cells that show an
    error (their text, ``#REF!``, is the cell's value); ``formulas_without_value`` the formulas
    that no program has calculated yet, whose cells read as empty. A number that its format shows
    as a percentage is the text it is shown as, ``"45%"``: the number alone, 1, may be 1% or 100%.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: tuple[tuple[Corner, Corner], ...] = ()
    formulas_without_value: tuple[Corner, ...] = ()
    errors: tuple[tuple[int, int, str], ...] = ()
    hidden: bool = False
    date1904: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """The worksheets of one file in their order; ``kind`` is xlsx, xls or csv."""

    kind: str
    sheets: tuple[Sheet, ...]
    date1904: bool = False
