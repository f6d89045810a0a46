"""The rows of a table read one after another: what stands above a row is part of its reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from guatu.intake.reading.cells import AS_WRITTEN, CHECKED_MONEY, Reader, Values, without_number
from guatu.intake.reading.faults import Fault, cell_problem
from guatu.intake.reading.grid import Grid
from guatu.intake.reading.layout import Block
from guatu.intake.reading.model import DAYS, MONEY, Column, Field, Problem, RowKind, Table, Value
from guatu.intake.reading.natures import NATURES, nature_in_heading, nature_of
from guatu.intake.reading.rowkinds import Kind, Kinds
from guatu.intake.reading.wording import (
    HeadingWords,
    bare,
    heading_words,
    is_nothing,
    is_same,
    stated_count,
    stated_total,
)

_CORNER = re.compile(r"单位:|^[(]?[万亿]?元[)]?$|^(?:截[至止])?20\d\d年\d{1,2}月|日期:")
_ERROR = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)")
_FILLED_DOWN = DAYS | {
    Field.CATEGORY, Field.LINE, Field.LEAD_UNIT, Field.RESPONSIBLE_UNIT, Field.SPONSOR,
    Field.OWNER, Field.NATURE, Field.LOCATION, Field.PERIOD,
}  # fmt: skip


@dataclass(slots=True)
class Entry:
    """A row on its way: ``unread`` are the amounts that stand there but cannot be read.

    ``count`` and ``total`` are what a heading or total says in words, ``level`` the depth of a
    heading, ``parent`` and ``row`` count from 0.
    """

    row: int
    kind: RowKind
    label: str = ""
    column: int = 0
    values: dict[Field, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[Field] = field(default_factory=set)
    written: dict[Field, str] = field(default_factory=dict)
    parent: int | None = None
    count: int | None = None
    total: Decimal | None = None
    level: int = 0
    of_which: bool = False


@dataclass(slots=True)
class Claim:
    """A class merged over rows that says how many they are; rows count from 0."""

    rows: range
    column: int
    count: int


@dataclass(slots=True)
class _Heading:
    level: int
    words: HeadingWords
    nature: str | None


@dataclass(slots=True)
class Body:
    grid: Grid
    block: Block
    table: Table
    as_of: date
    claims: list[Claim] = field(default_factory=list)
    _levels: list[str] = field(default_factory=list)
    _stack: list[_Heading] = field(default_factory=list)
    _above: dict[int, str] = field(default_factory=dict)
    _last_project: int | None = None
    _last_entry: Entry | None = None
    _nature: str | None = None
    _strong_category: bool = True
    _sparse_category: bool = False
    _columns: list[Column] = field(default_factory=list)
    _reader: Reader = field(init=False)
    _kinds: Kinds = field(init=False)

    def __post_init__(self) -> None:
        self._reader = Reader(self.as_of, self.grid.sheet.date1904)
        self._kinds = Kinds(self.grid, self.block, self.table)
        used = [c for c in self.table.columns if c.field and c.field is not Field.SERIAL]
        self._columns = sorted(used, key=lambda c: c.index)
        self._nature = nature_in_heading(self.table.title) or nature_in_heading(
            self.grid.sheet.name
        )
        category = next((c for c in used if c.field is Field.CATEGORY), None)
        if category:
            self._strong_category = "业" not in category.header or "类" in category.header
            self._sparse_category = self._is_sparse(category)

    def entries(self) -> Iterator[Entry]:
        """The rows from top to bottom, without empty ones and repeated headers."""
        for row in self._rows_of_headings():
            self._heading_above(row)
        for row in self.block.body:
            kind = self._kinds.of(row)
            if kind is not None:
                yield self._entry(row, kind)

    def _is_sparse(self, category: Column) -> bool:
        """A class written once per group, left of the names, in cells that were not merged."""
        if category.index > self._kinds.name:
            return False
        named = [r for r in self.block.body if self.grid.texts[r][self._kinds.name]]
        filled = [r for r in named if self.grid.shown(r, category.index)]
        return bool(filled) and filled[0] == named[0] and len(filled) * 2 < len(named)

    def _rows_of_headings(self) -> list[int]:
        """The rows right above the header, corners aside: not the chapters of a covering letter."""
        rows: list[int] = []
        for row in reversed(self.block.above):
            texts = [self.grid.texts[row][column] for column in self.grid.filled(row)]
            if all(_CORNER.search(bare(text)) for text in texts):
                continue
            if len(texts) > 2 or not (heading_words(texts[0]).style or stated_count(texts[0])):
                break
            rows.insert(0, row)
        return rows

    def _heading_above(self, row: int) -> None:
        """“一、续建项目（10个）” between the title and the header."""
        for column in self.grid.filled(row)[:1]:
            text = self.grid.texts[row][column]
            words = heading_words(text)
            plain = words.count is not None and nature_in_heading(text)
            if text != self.table.title and (words.style or plain):
                self._push(text, words.style)

    def _entry(self, row: int, kind: Kind) -> Entry:
        entry = Entry(row, kind.kind, kind.label, kind.column, of_which=kind.of_which)
        if kind.kind is RowKind.HEADING:
            self._read_heading(entry, kind)
        elif kind.kind is RowKind.TOTAL:
            self._read_total(entry)
        elif kind.kind in (RowKind.PROJECT, RowKind.PART):
            self._read_project(entry)
            self._last_entry = entry
        elif kind.goes_on and self._last_entry:
            self._forget_days(row, self._last_entry)
            self._blame_amounts(entry)
        return entry

    def _forget_days(self, row: int, project: Entry) -> None:
        """A name merged over several rows with a day in each: the days are those of its steps."""
        for column in self._columns:
            if column.field in DAYS and self.grid.texts[row][column.index]:
                project.values.pop(column.field, None)

    def _blame_amounts(self, entry: Entry) -> None:
        """Amounts beside a name merged with the row above would be lost without a word."""
        for column in self._columns:
            text = self.grid.texts[entry.row][column.index]
            if column.field in CHECKED_MONEY and not is_nothing(text):
                self._blame(entry, column, Fault("split_amount", text))

    def _read_heading(self, entry: Entry, kind: Kind) -> None:
        words = heading_words(entry.label)
        entry.count, entry.total = words.count, words.total
        for column in self.grid.filled(entry.row):
            if entry.count is None and column <= self._kinds.name and column != entry.column:
                entry.count = stated_count(self.grid.texts[entry.row][column])
        entry.level = self._push(entry.label, kind.style)
        self._read_amounts(entry)
        self._last_project = None

    def _push(self, text: str, style: str) -> int:
        """Styles are as deep as they come: the first one in a table is the outermost."""
        if style not in self._levels:
            self._levels.append(style)
        level = self._levels.index(style)
        self._stack = [one for one in self._stack if one.level < level]
        self._stack.append(_Heading(level, heading_words(text), nature_in_heading(text)))
        return level

    def _read_total(self, entry: Entry) -> None:
        entry.count, entry.total = stated_count(entry.label), stated_total(entry.label)
        for column in self.grid.filled(entry.row):
            if entry.count is None and column <= self._kinds.name and column != entry.column:
                text = self.grid.texts[entry.row][column]
                entry.count = stated_count(text) or (int(text) if text.isdecimal() else None)
        self._read_amounts(entry)
        if not entry.of_which:
            self._last_project = None

    def _read_amounts(self, entry: Entry) -> None:
        for column in self._columns:
            if column.field in CHECKED_MONEY:
                text = self.grid.texts[entry.row][column.index]
                values, _ = self._reader.read(column, text)
                entry.values.update(values)
                if text:
                    entry.written[column.field] = text

    def _read_project(self, entry: Entry) -> None:
        texts = self.grid.texts[entry.row]
        for column in self._columns:
            text = texts[column.index]
            if column.field in _FILLED_DOWN:
                text = self._text(entry.row, column)
            if text and column.field in AS_WRITTEN and not self.grid.errors:
                if not is_nothing(text):
                    entry.values[column.field] = text
            elif text or self.grid.uncalculated:
                self._read_cell(entry, column, text)
        if Field.NAME not in entry.values and not entry.problems:
            self._blame(entry, self._name_column(), Fault("missing_name", ""))
        self._place(entry)
        if entry.kind is RowKind.PROJECT:
            self._last_project = entry.row
        else:
            entry.parent = self._last_project
            name = entry.values.get(Field.NAME)
            if isinstance(name, str):
                entry.values[Field.NAME] = without_number(name)

    def _name_column(self) -> Column:
        return next(c for c in self._columns if c.field is Field.NAME)

    def _text(self, row: int, column: Column) -> str:
        """The text that counts for the row: its own, that of a merged cell, or that above."""
        index = column.index
        text = self.grid.texts[row][index]
        if not text:
            area = self.grid.merge_at(row, index)
            if area and area.top < row:
                return self.grid.texts[area.top][area.left]
            if column.field is Field.CATEGORY and self._sparse_category:
                return self._above.get(index, "")
            return text
        if is_same(text):
            text = self._above.get(index, "")
        self._above[index] = text
        return text

    def _read_cell(self, entry: Entry, column: Column, text: str) -> None:
        place = (entry.row, column.index)
        field_ = column.field
        if (self.grid.errors and place in self.grid.errors) or _ERROR.fullmatch(text):
            self._blame(entry, column, Fault(_error_code(column), text))
        elif not text:
            if place in self.grid.uncalculated:
                self._blame(entry, column, Fault("formula_without_value", text))
        else:
            values, fault = self._reader.read(column, text)
            if fault is None and not values and field_ in CHECKED_MONEY and is_same(text):
                fault = Fault("unreadable_amount", text)
            self._keep(entry, column, values, text)
            if fault:
                self._blame(entry, column, fault)

    def _keep(self, entry: Entry, column: Column, values: Values, text: str) -> None:
        """A column of its own for the start or finish wins over the period."""
        if column.field is Field.PERIOD:
            entry.values = {**values, **entry.values}
        else:
            entry.values.update(values)
        if column.field in CHECKED_MONEY:
            entry.written[column.field] = text

    def _blame(self, entry: Entry, column: Column, fault: Fault) -> None:
        problem = cell_problem(self.grid.index, entry.row + 1, column, fault)
        entry.problems.append(problem)
        if column.field in CHECKED_MONEY:
            entry.unread.add(column.field)

    def _place(self, entry: Entry) -> None:
        """Class and nature: from the row, else from the nearest heading."""
        values = entry.values
        heading = self._stack[-1] if self._stack else None
        own = values.get(Field.CATEGORY)
        if own is not None:
            words = heading_words(str(own))
            values[Field.CATEGORY] = words.name
            self._note_claim(entry.row, words)
        if heading and (own is None or (not self._strong_category and heading.nature is None)):
            values[Field.CATEGORY] = heading.words.name
        self._settle_nature(values)

    def _settle_nature(self, values: dict[Field, Value]) -> None:
        own = values.get(Field.NATURE)
        if own in NATURES:
            return
        above = next((one.nature for one in reversed(self._stack) if one.nature), None)
        remark = nature_of(str(values.get(Field.REMARK, "")))
        nature = above or (remark if own is None else None) or self._nature
        if nature:
            values[Field.NATURE] = nature

    def _note_claim(self, row: int, words: HeadingWords) -> None:
        column = next(c for c in self._columns if c.field is Field.CATEGORY)
        area = self.grid.merge_at(row, column.index)
        if words.count is not None and area and area.top == row:
            self.claims.append(Claim(range(area.top, area.bottom + 1), column.index, words.count))


def _error_code(column: Column) -> str:
    """#REF! in a column of money or days is one more figure or date that cannot be read."""
    if column.field in MONEY:
        return "unreadable_amount"
    dated = column.field in DAYS or column.field is Field.PERIOD
    return "unreadable_date" if dated else "error_cell"
