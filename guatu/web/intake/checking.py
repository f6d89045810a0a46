"""Rows in doubt as the check shows them: every cell with its reading, every problem with a mend."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from guatu.domain.words import Sentence
from guatu.intake.queries import (
    CellView,
    ColumnView,
    Header,
    Offer,
    ProblemView,
    RowView,
    TableView,
)
from guatu.intake.reading import RowKind
from guatu.intake.reading.model import DAYS, MONEY, Field
from guatu.web.intake.sheet import table_title
from guatu.web.intake.words import (
    FIELDS,
    KINDS,
    Words,
    figure_words,
    problem_words,
    unit_words,
)


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """``written`` is the header of the file where it says other words than the label."""

    field: str
    written: str
    label: Words
    unit: Words
    is_figure: bool
    is_day: bool


@dataclass(frozen=True, slots=True)
class CheckCell:
    """``read`` is empty where it would only repeat what is written."""

    head: ColumnHead
    raw: str
    read: str
    mended: bool
    in_doubt: bool


@dataclass(frozen=True, slots=True)
class CheckProblem:
    """``mend`` is the field that can be written anew, empty if it is none of the row's own."""

    words: Words
    sentence: Sentence
    mend: str
    label: Words
    raw: str


@dataclass(frozen=True, slots=True)
class CheckRow:
    """``is_entered``: a project or a part, which is entered unless skipped."""

    pk: UUID
    number: int
    kind_words: Words
    name: str
    is_entered: bool
    skipped: bool
    cells: list[CheckCell]
    problems: list[CheckProblem]
    offers: Sequence[Offer]


@dataclass(frozen=True, slots=True)
class CheckTable:
    """Rows of a page that lie in one table; ``span`` is how many columns it has in all."""

    title: str
    heads: list[ColumnHead]
    rows: list[CheckRow]

    @property
    def span(self) -> int:
        return len(self.heads) + 1


def check_tables(rows: Sequence[RowView], header: Header) -> Iterator[CheckTable]:
    """Rows by the table they lie in, in the order of the file."""
    for table, inside in groupby(rows, lambda row: table_of(row, header)):
        heads = column_heads(table)
        yield CheckTable(table_title(table), heads, [check_row(row, heads) for row in inside])


def table_of(row: RowView, header: Header) -> TableView:
    """The table whose lines hold the row; the last one of the sheet for notes below it."""
    own = [table for table in header.tables if table.sheet == row.sheet]
    inside = [table for table in own if table.first_row <= row.row <= table.last_row]
    return (inside or own or list(header.tables))[-1]


def column_heads(table: TableView) -> list[ColumnHead]:
    """The columns in use, without the serial: the number of the row says enough."""
    return [
        _head(column) for column in table.columns if column.field and column.field != Field.SERIAL
    ]


def check_row(row: RowView, heads: Sequence[ColumnHead]) -> CheckRow:
    cells = {cell.field: cell for cell in row.cells}
    doubted = {problem.field for problem in row.problems}
    is_entered = row.kind in (RowKind.PROJECT, RowKind.PART)
    return CheckRow(
        pk=row.pk,
        number=row.row,
        kind_words="" if row.kind == RowKind.PROJECT else KINDS[RowKind(row.kind)],
        name=row.name,
        is_entered=is_entered,
        skipped=row.skipped,
        cells=[_cell(cells.get(head.field), head, doubted) for head in heads],
        problems=[_problem(problem, cells, mendable=is_entered) for problem in row.problems],
        offers=row.offers,
    )


def _head(column: ColumnView) -> ColumnHead:
    label = FIELDS[Field(column.field)]
    is_figure = column.field in MONEY
    unit = unit_words(column.unit) if is_figure else ""
    known = {_plain(str(label)), _plain(f"{label}({unit})")}
    written = "" if _plain(column.header) in known else column.header
    return ColumnHead(column.field, written, label, unit, is_figure, column.field in DAYS)


def _cell(cell: CellView | None, head: ColumnHead, doubted: set[str]) -> CheckCell:
    raw = cell.raw if cell else ""
    read = cell.read if cell and not _is_same(cell, head) else ""
    mended = bool(cell and cell.mended)
    return CheckCell(head, raw, figure_words(head.field, read), mended, head.field in doubted)


def _is_same(cell: CellView, head: ColumnHead) -> bool:
    """The reading only repeats the cell; a figure in wide digits is worth being shown."""
    if head.is_figure:
        return cell.read == cell.raw
    return _plain(cell.read) == _plain(cell.raw)


def _plain(text: str) -> str:
    """Without blanks, wide forms made narrow: ``南山（ 一期）`` says what ``南山(一期)`` does."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _problem(
    problem: ProblemView, cells: Mapping[str, CellView], *, mendable: bool
) -> CheckProblem:
    """What a total or a heading states is no cell to mend: its rows are."""
    cell = cells.get(problem.field)
    return CheckProblem(
        words=problem_words(problem.code),
        sentence=problem.sentence,
        mend=problem.field if mendable else "",
        label=FIELDS[Field(problem.field)] if problem.field else "",
        raw=_to_mend(cell) if cell else "",
    )


def _to_mend(cell: CellView) -> str:
    """As written; for words what was understood, so that 同上 need not be looked up."""
    is_words = cell.field not in MONEY and cell.field not in DAYS
    return cell.read if is_words and cell.read else cell.raw
