"""The reference ledgers saved otherwise: the same projects, problems and totals come out."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from guatu.intake.reading import as_json, read_ledger
from guatu.intake.reading.grid import text_of
from guatu.kit.workbook import Cell, Sheet, Workbook, open_workbook

LEDGERS = Path(__file__).parents[2] / "data" / "ledgers"
EXPECTED = sorted(LEDGERS.glob("*.expected.json"))
Rows = Sequence[Sequence[Cell]]


def unmerged(rows: Rows) -> Rows:
    return rows


def all_text(rows: Rows) -> Rows:
    """As CSV leaves it."""
    return [[text_of(cell) for cell in row] for row in rows]


def with_empty_columns(rows: Rows) -> Rows:
    return [[one for cell in row for one in ("", cell)] for row in rows]


def with_empty_rows(rows: Rows) -> Rows:
    return [one for row in rows for one in (row, [""] * len(row))]


def with_blanks_around(rows: Rows) -> Rows:
    return [
        [f" 　{cell}\n" if isinstance(cell, str) and cell else cell for cell in row] for row in rows
    ]


def moved_down(rows: Rows) -> Rows:
    width = len(rows[0])
    return [[""] * (width + 2)] * 7 + [["", *row, ""] for row in rows]


@pytest.mark.parametrize(
    "dress",
    [unmerged, all_text, with_empty_columns, with_empty_rows, with_blanks_around, moved_down],
)
@pytest.mark.parametrize("path", EXPECTED, ids=[path.name.split(".")[0] for path in EXPECTED])
def test_the_reading_is_the_same(path: Path, dress: Callable[[Rows], Rows]) -> None:
    layout = json.loads(path.read_text(encoding="utf-8"))["layout"]
    book = open_workbook((LEDGERS / layout["file"]).read_bytes(), layout["file"])
    day = date.fromisoformat(layout["as_of"])
    sheets = tuple(_dressed(sheet, dress) for sheet in book.sheets)
    assert _facts(replace(book, sheets=sheets), day) == _facts(book, day)


def _dressed(sheet: Sheet, dress: Callable[[Rows], Rows]) -> Sheet:
    return replace(sheet, rows=dress(sheet.rows), merged=())


def _facts(book: Workbook, day: date) -> tuple[list[dict[str, Any]], list[Any], dict[str, Any]]:
    """What is read, without the rows it stands in."""
    read = as_json(read_ledger(book, as_of=day), "台账")
    apart = ("row", "parent_row")
    projects = [{k: v for k, v in p.items() if k not in apart} for p in read["projects"]]
    return projects, [(p["code"], p["column"]) for p in read["problems"]], read["declared"]
