"""Cells that a person has put right: their text is read as that of the column would be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from guatu.domain.words import Sentence
from guatu.intake.keeping import column_of
from guatu.intake.models import Intake, IntakeRow
from guatu.intake.reading import Column, Field, Problem, Table, read_again
from guatu.intake.reading.model import MONEY, RowReading, Value

MENDED = "unreadable_mended"
"""Code of the problem that a text put in by a person cannot be used either."""


@dataclass(slots=True)
class Mended:
    """``values`` are understood of the text (of a period: start and finish)."""

    values: dict[Field, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def mended_cell(column: Column, text: str, as_of: date) -> Mended:
    """What ``text`` says in this column; nothing for an empty text."""
    if not text:
        return Mended()
    values, fault = read_again(column, text, as_of)
    problems = [] if fault is None else [_unreadable(column, fault)]
    return Mended(dict(values), problems)


def mended_row(
    row: RowReading, texts: Mapping[str, str], table: Table | None, as_of: date
) -> RowReading:
    """``row`` with the cells of ``texts`` (by field) read anew; its problems are theirs."""
    values = {one: value for one, value in row.values.items() if one.value not in texts}
    problems: list[Problem] = []
    for name, text in texts.items():
        column = _column(table.columns if table else (), Field(name))
        mended = mended_cell(column, text, as_of)
        values |= mended.values
        problems += [replace(one, sheet=row.sheet, row=row.row) for one in mended.problems]
    return replace(row, values=values, problems=tuple(problems))


def column_for(intake: Intake, row: IntakeRow, field: Field) -> Column:
    """The column of ``field`` in the table that the row is in, or one that it would have."""
    for table in intake.summary.get("tables", ()):
        if table["sheet"] == row.sheet and table["first_row"] <= row.row <= table["last_row"]:
            return _column([column_of(stored) for stored in table["columns"]], field)
    return _column((), field)


def _unreadable(column: Column, sentence: Sentence) -> Problem:
    return Problem(0, 0, column.header, MENDED, sentence, column.field)


def _column(columns: Iterable[Column], one: Field) -> Column:
    held = next((column for column in columns if column.field is one), None)
    return held or Column(-1, "", "", one, Decimal(1) if one in MONEY else None, "default")
