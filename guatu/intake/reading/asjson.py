"""A reading as JSON, in the form of the reference ledgers' ``*.expected.json``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from guatu.intake.reading.model import (
    Field,
    LedgerReading,
    Problem,
    RowKind,
    RowReading,
    Table,
    Value,
)
from guatu.intake.reading.natures import NATURES

CODES = frozenset(
    {
        "total_mismatch",
        "count_mismatch",
        "unit_suspect",
        "unreadable_date",
        "unreadable_amount",
        "run_together_numbers",
        "duplicate_name",
        "missing_name",
    }
)
_FIRST = (
    ("name", Field.NAME),
    ("total_investment_wan", Field.TOTAL),
    ("year_plan_investment_wan", Field.YEAR_PLAN),
    ("start", Field.START),
    ("finish", Field.FINISH),
    ("lead_unit", Field.LEAD_UNIT),
    ("category", Field.CATEGORY),
)
_MORE = {
    Field.DONE_BEFORE: "done_before_year_wan",
    Field.DONE_MONTH: "done_month_wan",
    Field.DONE_YEAR: "done_year_wan",
    Field.DONE_TOTAL: "done_total_wan",
    Field.SALES: "sales_wan",
    Field.TAX: "tax_wan",
    Field.CONTENT: "content",
    Field.LOCATION: "location",
    Field.OWNER: "owner",
    Field.CREDIT_CODE: "owner_credit_code",
    Field.CODE: "code",
    Field.LINE: "line",
    Field.RESPONSIBLE_UNIT: "responsible_unit",
    Field.SPONSOR: "sponsor",
    Field.ACTUAL_START: "actual_start",
    Field.ACTUAL_FINISH: "actual_finish",
    Field.REGISTERED: "registered_on",
    Field.YEAR_GOAL: "year_goal",
    Field.PHYSICAL: "physical_words",
    Field.PHYSICAL_PERCENT: "physical_percent",
    Field.JOBS: "jobs",
    Field.FLOOR_AREA: "floor_area_m2",
    Field.REMARK: "remark",
}


def as_json(reading: LedgerReading, filename: str) -> dict[str, Any]:
    """``projects``, ``declared`` and ``problems`` as expected.json has them, and the tables.

    ``problems`` holds the codes of that form; what else deserves a look stands in ``notices``.

    Rows count from 1; ``sheet`` is named when more than one sheet holds projects or the only
    one is not the first. Money in 万元, days as 2021-03-01, what the file does not say null.
    """
    listed = {table.sheet for table in reading.tables if table.is_projects}
    named = len(listed) > 1 or bool(listed - {0})
    rows = [row for row in reading.rows if row.kind in (RowKind.PROJECT, RowKind.PART)]
    return {
        "file": filename,
        "projects": [_project(row, reading, named) for row in rows],
        "declared": {
            "count": reading.declared.count,
            "total_investment_wan": plain(reading.declared.total_wan),
        },
        "problems": [_problem(p, reading, named) for p in reading.problems if p.code in CODES],
        "notices": [_problem(p, reading, named) for p in reading.problems if p.code not in CODES],
        "tables": [_table(table) for table in reading.tables],
    }


def plain(value: Value | None) -> str | int | float | None:
    """Days as text, whole numbers without a point."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _project(row: RowReading, reading: LedgerReading, named: bool) -> dict[str, Any]:
    values = row.values
    result: dict[str, Any] = {"row": row.row}
    if named:
        result["sheet"] = reading.sheet_names[row.sheet]
    result |= {key: plain(values.get(field)) for key, field in _FIRST}
    nature = values.get(Field.NATURE)
    result["nature"] = nature if nature in NATURES else None
    if row.parent_row is not None:
        result["parent_row"] = row.parent_row
    return result | _more(values)


def _more(values: Mapping[Field, Value]) -> dict[str, Any]:
    return {key: plain(values[field]) for field, key in _MORE.items() if field in values}


def _problem(problem: Problem, reading: LedgerReading, named: bool) -> dict[str, Any]:
    result: dict[str, Any] = {"row": problem.row}
    if named:
        result["sheet"] = reading.sheet_names[problem.sheet]
    result |= {"column": problem.column, "code": problem.code}
    for key in ("declared", "found"):
        value = getattr(problem, key)
        if value is not None:
            result[key] = plain(value)
    return result | {"sentence": str(problem.sentence)}


def _table(table: Table) -> dict[str, Any]:
    return {
        "sheet": table.sheet_name,
        "title": table.title,
        "kind": "projects" if table.is_projects else "summary",
        "first_row": table.first_row,
        "header_rows": [table.header_first, table.header_last],
        "last_row": table.last_row,
        "columns": [
            {
                "column": column.letter,
                "header": column.header,
                "field": column.field.value if column.field else None,
                "unit_wan": plain(column.unit),
                "unit_from": column.unit_from or None,
            }
            for column in table.columns
        ],
    }
