"""A table as it lies in the file, under heads that say what each column was taken for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from guatu.intake.queries import ColumnView, Preview, PreviewRow, TableView
from guatu.intake.reading import Choice, Field, RowKind
from guatu.intake.reading.model import MONEY
from guatu.web.intake.words import (
    KINDS,
    UNITS,
    Words,
    unit_origin,
    unit_value,
    unit_words,
)


@dataclass(frozen=True, slots=True)
class Head:
    """A column; ``units`` are what its unit may be, empty where there is none to choose."""

    index: int
    letter: str
    header: str
    field: str
    chosen: bool
    unit: str
    unit_from: Words
    units: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class SheetCell:
    text: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class SheetRow:
    number: int
    kind: str
    kind_words: Words
    cells: list[SheetCell]

    @property
    def is_one(self) -> bool:
        """Titles and notes run across the sheet."""
        return self.kind in ("title", RowKind.NOTE)

    @property
    def one(self) -> str:
        return "　".join(cell.text for cell in self.cells if cell.text)


@dataclass(frozen=True, slots=True)
class SheetTable:
    number: int
    title: str
    note: str
    is_projects: bool
    heads: list[Head]
    rows: list[SheetRow]
    more: int


def sheet_table(preview: Preview) -> SheetTable:
    table = preview.table
    heads = [_head(column) for column in table.columns]
    return SheetTable(
        number=table.number,
        title=table_title(table),
        note=_note(table),
        is_projects=table.is_projects,
        heads=heads,
        rows=[_row(row, heads) for row in preview.rows],
        more=preview.more,
    )


def table_title(table: TableView) -> str:
    return table.title or table.sheet_name or _("第 %(n)s 张表") % {"n": table.number + 1}


def choices_from(sent: Mapping[str, str], columns: Sequence[ColumnView]) -> dict[int, Choice]:
    """Only the columns whose selects differ from what was found; what is no choice is left."""
    chosen: dict[int, Choice] = {}
    for column in columns:
        field = sent.get(f"field-{column.index}", column.field)
        unit = sent.get(f"unit-{column.index}", unit_value(column.unit))
        if field == column.field and unit == unit_value(column.unit):
            continue
        if field and field not in set(Field):
            continue
        chosen[column.index] = _choice(field, unit)
    return chosen


def _choice(field: str, unit: str) -> Choice:
    if not field:
        return Choice(None)
    known = Field(field)
    return Choice(known, _worth(unit) if known in MONEY else None)


def _worth(unit: str) -> Decimal | None:
    try:
        worth = Decimal(unit)
    except InvalidOperation:
        return None
    return worth if worth in {Decimal(value) for value, _label in UNITS} else None


def _head(column: ColumnView) -> Head:
    is_money = column.field in {str(one) for one in MONEY}
    return Head(
        index=column.index,
        letter=column.letter,
        header=column.header,
        field=column.field,
        chosen=column.chosen,
        unit=unit_value(column.unit),
        unit_from=unit_origin(column.unit_from),
        units=_units(column.unit) if is_money else (),
    )


def _units(found: Decimal | None) -> tuple[tuple[str, Words], ...]:
    """The usual ones, and first the one that was found if it is another."""
    value = unit_value(found)
    if any(value == usual for usual, _label in UNITS):
        return UNITS
    return ((value, unit_words(found)), *UNITS)


def _note(table: TableView) -> str:
    said = {"first": table.header_first, "last": table.header_last, "n": table.rows}
    where = (
        _("表头第 %(first)s 行")
        if said["first"] == said["last"]
        else _("表头第 %(first)s–%(last)s 行")
    )
    if not table.is_projects:
        return where % said
    return (where + _("，%(n)s 行")) % said


def _row(row: PreviewRow, heads: Sequence[Head]) -> SheetRow:
    cells = [
        SheetCell(row.cells[head.index] if head.index < len(row.cells) else "", bool(head.field))
        for head in heads
    ]
    words = _kind_words(row.kind) if any(cell.text for cell in cells) else ""
    return SheetRow(row.row, row.kind, words, cells)


def _kind_words(kind: str) -> Words:
    """Rows of projects need no word; they are the rule."""
    if kind in ("title", "header"):
        return {"title": _("标题"), "header": _("表头")}[kind]
    return "" if kind == RowKind.PROJECT else KINDS[RowKind(kind)]
