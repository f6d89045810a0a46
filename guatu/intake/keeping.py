"""Readings, problems, columns and choices as JSON in the rows of an intake, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from guatu.domain.words import Sentence
from guatu.intake.reading import Choice, Column, Field, LedgerReading, Problem, Table
from guatu.intake.reading.model import DAYS, MONEY, RowKind, Value

Choices = dict[str, dict[int, Choice]]
Stored = dict[str, Any]
FILE, LIST = "file", "list"
AREAS = frozenset({Field.FLOOR_AREA, Field.PHYSICAL_PERCENT})
NUMBERS = MONEY | AREAS
ROWS_OF_PROJECTS = (RowKind.PROJECT.value, RowKind.PART.value)
_FIELDS = {field.value: field for field in Field}


def stored_values(values: Mapping[Field, Value]) -> Stored:
    return {field.value: plain(value) for field, value in values.items()}


def values_of(stored: Mapping[str, Any]) -> dict[Field, Value]:
    return {_FIELDS[name]: _value(_FIELDS[name], held) for name, held in stored.items()}


def plain(value: Value) -> str | int:
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def stored_problem(problem: Problem, origin: str = FILE) -> Stored:
    """``origin`` tells what the file says wrongly from what does not fit the list."""
    return {
        "origin": origin,
        "code": problem.code,
        "column": problem.column,
        "field": problem.field.value if problem.field else "",
        "sentence": problem.sentence.as_json(),
    }


def stored_notice(code: str, sentence: Sentence, field: Field | None = None) -> Stored:
    return {
        "origin": LIST,
        "code": code,
        "column": "",
        "field": field.value if field else "",
        "sentence": sentence.as_json(),
    }


def stored_table(table: Table, rows: int, top: Sequence[Sequence[str]], line: str) -> Stored:
    """``top`` are the texts of the rows above the first row; ``line`` the id of the work line
    that the title names."""
    return {
        "sheet": table.sheet,
        "sheet_name": table.sheet_name,
        "first_row": table.first_row,
        "header_first": table.header_first,
        "header_last": table.header_last,
        "last_row": table.last_row,
        "title": table.title,
        "is_projects": table.is_projects,
        "shape": table.shape,
        "columns": [_stored_column(column) for column in table.columns],
        "rows": rows,
        "top": [list(texts) for texts in top],
        "line": line,
    }


def column_of(stored: Mapping[str, Any]) -> Column:
    return Column(
        index=stored["index"],
        letter=stored["letter"],
        header=stored["header"],
        field=Field(stored["field"]) if stored["field"] else None,
        unit=Decimal(stored["unit"]) if stored["unit"] else None,
        unit_from=stored["unit_from"],
        chosen=stored["chosen"],
    )


def stored_declared(reading: LedgerReading) -> Stored:
    total = reading.declared.total_wan
    return {"count": reading.declared.count, "total": plain(total) if total is not None else None}


def stored_choices(choices: Mapping[int, Choice]) -> Stored:
    return {
        str(index): {
            "field": choice.field.value if choice.field else "",
            "unit": plain(choice.unit) if choice.unit is not None else "",
        }
        for index, choice in choices.items()
    }


def choices_of(stored: Mapping[str, Any]) -> dict[int, Choice]:
    return {
        int(index): Choice(
            Field(one["field"]) if one["field"] else None,
            Decimal(one["unit"]) if one["unit"] else None,
        )
        for index, one in stored.items()
    }


def _value(field: Field, held: Any) -> Value:
    if field in NUMBERS:
        return Decimal(held)
    if field in DAYS:
        return date.fromisoformat(held)
    return int(held) if field is Field.JOBS else str(held)


def _stored_column(column: Column) -> Stored:
    return {
        "index": column.index,
        "letter": column.letter,
        "header": column.header,
        "field": column.field.value if column.field else "",
        "unit": plain(column.unit) if column.unit is not None else "",
        "unit_from": column.unit_from,
        "chosen": column.chosen,
    }
