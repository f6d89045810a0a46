"""Workbooks as offices make them, drawn as text: one line a row, cells parted by ``|``."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import xlsxwriter
import xlwt

from guatu.intake.reading import Choice, LedgerReading, as_json, read_ledger
from guatu.kit.workbook import open_workbook

AS_OF = date(2021, 3, 1)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Drawn:
    """A sheet: numbers are number cells, ``'12`` is text, ``\\n`` a line break in a cell."""

    drawing: str
    merged: str = ""
    name: str = "Sheet1"
    hidden: bool = False
    formulas: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> list[list[str | float]]:
        lines = self.drawing.strip("\n").split("\n")
        return [[_cell(text) for text in line.split("|")] for line in lines]


def xlsx(*sheets: Drawn) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for drawn in sheets:
        sheet = book.add_worksheet(drawn.name)
        for row, cells in enumerate(drawn.rows):
            for column, cell in enumerate(cells):
                if cell != "":
                    sheet.write(row, column, cell)
        for area in drawn.merged.split():
            first, last = area.split(":")
            (top, left), (bottom, right) = place(first), place(last)
            cells = drawn.rows[top] if top < len(drawn.rows) else []
            sheet.merge_range(top, left, bottom, right, cells[left] if left < len(cells) else "")
        for where, formula in drawn.formulas.items():
            sheet.write_formula(where, formula, None, "")
        if drawn.hidden:
            sheet.hide()
    book.close()
    return target.getvalue()


def xls(*sheets: Drawn) -> bytes:
    """The old format; an .et of WPS is the same content."""
    book = xlwt.Workbook(encoding="utf-8")
    for drawn in sheets:
        sheet = book.add_sheet(drawn.name)
        covered = set()
        for area in drawn.merged.split():
            first, last = area.split(":")
            (top, left), (bottom, right) = place(first), place(last)
            covered.add((top, left))
            sheet.write_merge(top, bottom, left, right, drawn.rows[top][left])
        for row, cells in enumerate(drawn.rows):
            for column, cell in enumerate(cells):
                if cell != "" and (row, column) not in covered:
                    sheet.write(row, column, cell)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def place(name: str) -> tuple[int, int]:
    """``B3`` as row and column from 0."""
    match = re.fullmatch(r"([A-Z]+)([0-9]+)", name)
    assert match
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def understood(
    raw: bytes | Drawn,
    *,
    filename: str = "台账.xlsx",
    as_of: date = AS_OF,
    sheet: int | None = None,
    choices: Mapping[str, Mapping[int, Choice]] | None = None,
) -> Understood:
    content = xlsx(raw) if isinstance(raw, Drawn) else raw
    reading = read_ledger(
        open_workbook(content, filename), as_of=as_of, sheet=sheet, choices=choices or {}
    )
    return Understood(reading, as_json(reading, filename))


@dataclass(frozen=True)
class Understood:
    reading: LedgerReading
    json: dict[str, Any]

    @property
    def names(self) -> list[str | None]:
        return [project["name"] for project in self.json["projects"]]

    def column(self, *keys: str) -> list[Any]:
        """What the projects hold under the key; tuples for several."""
        rows = [tuple(project.get(key) for key in keys) for project in self.json["projects"]]
        return [row[0] for row in rows] if len(keys) == 1 else list(rows)

    @property
    def faults(self) -> list[tuple[int, str, str]]:
        """Row, column and code of every problem."""
        return [(p.row, p.column, p.code) for p in self.reading.problems]

    @property
    def kinds(self) -> Sequence[tuple[int, str]]:
        return [(row.row, row.kind.value) for row in self.reading.rows]


def _cell(text: str) -> str | float:
    text = text.strip(" ").replace("\\n", "\n")
    if text.startswith("'"):
        return text[1:]
    return float(text) if _NUMBER.fullmatch(text) else text
