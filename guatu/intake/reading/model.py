"""What is understood of a ledger: tables, columns, rows with their readings, problems.

Plain data without a database, so that a file can be read and checked by the command alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from guatu.domain.words import Sentence


class Field(StrEnum):
    """What a column can hold; the value is the field of a project where there is one."""

    SERIAL = "serial"
    NAME = "name"
    CODE = "code"
    CONTENT = "content"
    NATURE = "nature"
    CATEGORY = "category"
    LINE = "line"
    TOTAL = "total_investment"
    YEAR_PLAN = "year_plan"
    DONE_BEFORE = "done_before_year"
    DONE_MONTH = "done_month"
    DONE_YEAR = "done_year"
    DONE_TOTAL = "done_total"
    PERIOD = "period"
    START = "planned_start"
    FINISH = "required_finish"
    ACTUAL_START = "actual_start"
    ACTUAL_FINISH = "actual_finish"
    REGISTERED = "registered_on"
    LEAD_UNIT = "lead_unit"
    RESPONSIBLE_UNIT = "responsible_unit"
    SPONSOR = "sponsor"
    OWNER = "owner_name"
    CREDIT_CODE = "owner_credit_code"
    LOCATION = "location"
    YEAR_GOAL = "year_goal"
    PHYSICAL = "physical_words"
    PHYSICAL_PERCENT = "physical_percent"
    SALES = "sales"
    TAX = "tax"
    JOBS = "jobs"
    FLOOR_AREA = "floor_area"
    REMARK = "remark"


MONEY = frozenset(
    {
        Field.TOTAL, Field.YEAR_PLAN, Field.DONE_BEFORE, Field.DONE_MONTH, Field.DONE_YEAR,
        Field.DONE_TOTAL, Field.SALES, Field.TAX,
    }
)  # fmt: skip
DAYS = frozenset(
    {Field.START, Field.FINISH, Field.ACTUAL_START, Field.ACTUAL_FINISH, Field.REGISTERED}
)

Value = str | Decimal | date | int


class RowKind(StrEnum):
    PROJECT = "project"
    PART = "part"
    HEADING = "heading"
    TOTAL = "total"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person said of a column: its field (None: not used) and the worth of its unit.

    ``unit`` is the worth in 万元 of one unit of a bare number, None to leave it as found.
    """

    field: Field | None
    unit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``index`` counts from 0, ``header`` is its text without blanks.

    ``unit`` is the worth in 万元 of one unit of a bare number in it; ``unit_from`` says where
    that was read: header, title, corner, notes, neighbour (the other columns), person or default.
    """

    index: int
    letter: str
    header: str
    field: Field | None
    unit: Decimal | None = None
    unit_from: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a sheet; rows count from 1. ``shape`` is the same for the same headers."""

    sheet: int
    sheet_name: str
    first_row: int
    header_first: int
    header_last: int
    last_row: int
    title: str
    is_projects: bool
    shape: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not add up; ``column`` is the header text without blanks.

    ``declared`` and ``found`` are what the file states and what its rows give (万元 or a count).
    """

    sheet: int
    row: int
    column: str
    code: str
    sentence: Sentence
    field: Field | None = None
    declared: Decimal | None = None
    found: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RowReading:
    """A row as written and as read; ``cells`` are the raw texts from column A on.

    ``values`` holds what was understood, money in 万元, areas in 平方米, days as dates; the
    nature is 续建, 新开工, 竣工 or 预备, or the words of the file where they are none of these.
    A period gives START and FINISH. ``parent_row`` is the package that a 其中 row belongs to.
    """

    sheet: int
    row: int
    kind: RowKind
    cells: tuple[str, ...]
    values: Mapping[Field, Value] = field(default_factory=dict)
    parent_row: int | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Declared:
    """What the file states for the whole list; None where it does not."""

    count: int | None = None
    total_wan: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LedgerReading:
    """Everything understood of a file; ``rows`` and ``problems`` in the order of the sheets."""

    sheet_names: tuple[str, ...]
    tables: tuple[Table, ...]
    rows: tuple[RowReading, ...]
    problems: tuple[Problem, ...]
    declared: Declared
