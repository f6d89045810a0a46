"""What the intake pages show, as frozen dataclasses.

Texts are ``Sentence`` or plain cell texts; codes of problems and fates are given with them, so
that a page can choose icons and order. Money is in 万元.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from guatu.domain.words import Sentence


@dataclass(frozen=True, slots=True)
class IntakeItem:
    """An intake in a list; ``rows`` counts project rows, None before it was read."""

    pk: UUID
    filename: str
    status: str
    as_of: date
    year: int
    line: str
    rows: int | None
    problems: int
    new: int
    changed: int
    uploaded_at: datetime
    uploaded_by: str


@dataclass(frozen=True, slots=True)
class ProblemCount:
    """Problems of one code and how many rows have it; ``example`` is the first of them."""

    code: str
    count: int
    example: Sentence


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column as understood; ``unit`` is the worth of a bare number in 万元."""

    index: int
    letter: str
    header: str
    field: str
    unit: Decimal | None
    unit_from: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of the file; ``number`` counts from 0 over all sheets."""

    number: int
    sheet: int
    sheet_name: str
    title: str
    shape: str
    is_projects: bool
    header_first: int
    header_last: int
    first_row: int
    last_row: int
    rows: int
    columns: Sequence[ColumnView]


@dataclass(frozen=True, slots=True)
class DeclaredView:
    """What the file states beside what its rows give; money in 万元, None where it does not."""

    count: int | None
    found_count: int
    total: Decimal | None
    found_total: Decimal


@dataclass(frozen=True, slots=True)
class KeptView:
    """Fields of a project that an undo left, since someone had changed them meanwhile."""

    project_id: UUID
    project: str
    fields: str


@dataclass(frozen=True, slots=True)
class UndoneView:
    """What an undo took off the list, put back, and left as it was."""

    withdrawn: int
    restored: int
    kept: Sequence[KeptView]


@dataclass(frozen=True, slots=True)
class Header:
    """The head of the wizard: where the ledger stands and what was found in it.

    ``fates`` counts rows by ``RowFate``; ``unknown_units`` are names that the ledger gives and
    the tree lacks; ``period`` is the month that progress figures are entered for, None when
    the ledger has none. ``missing`` says why it cannot be entered yet, None when it can.
    ``refusal`` is why a file was not read, or why entering it failed.
    """

    pk: UUID
    filename: str
    status: str
    version: int
    as_of: date
    year: int
    line: str
    line_id: UUID | None
    sheet: int | None
    sheet_names: Sequence[str]
    rows: int
    problem_rows: int
    problems: Sequence[ProblemCount]
    fates: Mapping[str, int]
    unknown_units: Sequence[str]
    declared: DeclaredView
    tables: Sequence[TableView]
    period: date | None
    refusal: Sentence | None
    missing: Sentence | None
    undone: UndoneView | None
    uploaded_at: datetime
    uploaded_by: str
    entered_at: datetime | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A raw row; ``kind`` is a ``RowKind``, or ``title`` and ``header`` above the rows."""

    row: int
    kind: str
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Preview:
    """The first raw rows of a table under its columns; ``more`` rows follow."""

    table: TableView
    rows: Sequence[PreviewRow]
    more: int


@dataclass(frozen=True, slots=True)
class ProblemView:
    """``field`` is a ``Field`` that can be mended with ``mend_cell``, or empty."""

    code: str
    column: str
    field: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class CellView:
    """A field of a row: the cell as written (or as mended) and what was understood."""

    field: str
    raw: str
    read: str
    mended: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A listed project that a row may be under another name; likeness in percent."""

    project_id: UUID
    number: int
    name: str
    likeness: int


@dataclass(frozen=True, slots=True)
class RowView:
    pk: UUID
    sheet: int
    row: int
    kind: str
    name: str
    fate: str
    skipped: bool
    cells: Sequence[CellView]
    problems: Sequence[ProblemView]
    offers: Sequence[Offer]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a listed project, old and new in words; money in 万元."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """What entering does with a row. ``project`` is set unless it is new; a row of fate
    ``gone`` has no ``row`` (0), its project stays unless asked."""

    pk: UUID
    row: int
    name: str
    fate: str
    skipped: bool
    project_id: UUID | None
    project_number: int | None
    changes: Sequence[FieldChange]
    offers: Sequence[Offer]


@dataclass(frozen=True, slots=True)
class RowPage:
    rows: Sequence[RowView]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class DifferencePage:
    rows: Sequence[DifferenceRow]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Remembered:
    """A mapping that a person taught: index of the column from 0, and its field or none."""

    pk: UUID
    shape: str
    learnt_from: str
    learnt_at: datetime
    learnt_by: str
    columns: Sequence[tuple[int, str]]
