"""From checked bytes to cells. Runs in the child process only."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

import python_calamine

from guatu.kit.workbook import archive, biff, sheetxml
from guatu.kit.workbook.compound import Compound
from guatu.kit.workbook.delimited import read_delimited
from guatu.kit.workbook.formats import percent_text
from guatu.kit.workbook.limits import Limits
from guatu.kit.workbook.model import Cell, Corner, Sheet, Workbook
from guatu.kit.workbook.refusals import RefusalCode, refused
from guatu.kit.workbook.sniff import Container, container_of

Merged = tuple[tuple[Corner, Corner], ...]


def parse(raw: bytes, filename: str, limits: Limits) -> Workbook:
    """Check and read one upload; raises ``WorkbookRefused``."""
    container = container_of(raw, filename)
    reader = {
        Container.ZIP: _read_xlsx,
        Container.OLE: _read_xls,
        Container.TEXT: read_delimited,
    }[container]
    book = reader(raw, limits)
    if not any(_has_value(sheet) for sheet in book.sheets):
        raise refused(RefusalCode.EMPTY_WORKBOOK)
    return book


def _read_xlsx(raw: bytes, limits: Limits) -> Workbook:
    parts = archive.unpack(raw, limits)
    names = sheetxml.sheet_parts(parts)
    waits, styles = sheetxml.waits_for_calculation(parts), sheetxml.percent_styles(parts)
    facts = {
        name: sheetxml.facts_of(name, parts[part], limits, waits=waits)
        for name, part in names.items()
        if part in parts
    }
    date1904 = sheetxml.counts_from_1904(parts)
    parts.update({names[name]: fact.xml for name, fact in facts.items()})
    sheets = []
    for metadata, sheet in _worksheets(archive.pack(parts), limits):
        fact = facts.get(metadata.name)
        rows, merged = _cells(sheet, limits)
        if fact and styles:
            _show_percents(rows, sheetxml.cells_of_styles(fact.xml, styles))
        for row, column in fact.uncalculated if fact else ():
            _put(rows, row, column, "")
        sheets.append(
            Sheet(
                name=metadata.name,
                rows=rows,
                merged=merged,
                formulas_without_value=fact.uncalculated if fact else (),
                errors=fact.errors if fact else (),
                hidden=_is_hidden(metadata),
                date1904=date1904,
            )
        )
    return Workbook("xlsx", tuple(sheets), date1904)


def _read_xls(raw: bytes, limits: Limits) -> Workbook:
    compound = Compound(raw)
    _refuse_by_entries(compound.names)
    records = biff.walk(compound.stream("Workbook") or compound.stream("Book"), limits)
    sheets = []
    for index, (metadata, sheet) in enumerate(_worksheets(raw, limits)):
        rows, merged = _cells(sheet, limits)
        offset = records.offsets[index] if index < len(records.offsets) else -1
        found = records.sheets.get(offset, biff.SheetRecords())
        _show_percents(rows, found.percents)
        for row, column, text in found.errors:
            _put(rows, row, column, text)
        sheets.append(
            Sheet(
                name=metadata.name,
                rows=rows,
                merged=merged,
                formulas_without_value=tuple(found.uncalculated),
                errors=tuple(found.errors),
                hidden=_is_hidden(metadata),
                date1904=records.date1904,
            )
        )
    return Workbook("xls", tuple(sheets), records.date1904)


def _refuse_by_entries(names: set[str]) -> None:
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise refused(RefusalCode.ENCRYPTED)
    if names & {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"}:
        raise refused(RefusalCode.MACRO)
    if names & {"Workbook", "Book"}:
        return
    if "WordDocument" in names:
        raise refused(RefusalCode.RENAMED, found="Word 文档")
    if "PowerPoint Document" in names:
        raise refused(RefusalCode.RENAMED, found="演示文稿")
    raise refused(RefusalCode.CORRUPTED)


def _worksheets(raw: bytes, limits: Limits) -> list[tuple[Any, Any]]:
    try:
        book = python_calamine.load_workbook(io.BytesIO(raw))
        kept = [
            metadata
            for metadata in book.sheets_metadata
            if metadata.typ == python_calamine.SheetTypeEnum.WorkSheet
        ][: limits.sheets]
        return [(metadata, book.get_sheet_by_name(metadata.name)) for metadata in kept]
    except python_calamine.PasswordError as error:
        raise refused(RefusalCode.ENCRYPTED) from error
    except Exception as error:  # the parser's own exceptions share no base with a name
        raise refused(RefusalCode.CORRUPTED) from error


def _cells(sheet: Any, limits: Limits) -> tuple[list[list[Cell]], Merged]:
    end = sheet.end
    merged = tuple(sheet.merged_cell_ranges or ())
    if len(merged) > limits.merges:
        raise refused(RefusalCode.TOO_MUCH)
    if end is None:
        return [], merged
    height, width = end[0] + 1, end[1] + 1
    if width > limits.columns:
        raise refused(
            RefusalCode.TOO_MANY_COLUMNS, sheet=sheet.name, count=width, limit=limits.columns
        )
    if height > limits.rows:
        raise refused(RefusalCode.TOO_MANY_ROWS, sheet=sheet.name, count=height, limit=limits.rows)
    if height * width > limits.cells:
        raise refused(RefusalCode.TOO_MUCH)
    rows = sheet.to_python(skip_empty_area=False)
    for row in rows:
        for column, cell in enumerate(row):
            if isinstance(cell, (dt.time, dt.timedelta)):
                row[column] = str(cell)
    return rows, merged


def _show_percents(rows: list[list[Cell]], places: Iterable[Corner]) -> None:
    """Numbers in a format of percentages as they are shown."""
    for row, column in places:
        cell = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            rows[row][column] = percent_text(cell)


def _put(rows: list[list[Cell]], row: int, column: int, text: str) -> None:
    if row < len(rows) and column < len(rows[row]):
        rows[row][column] = text


def _is_hidden(metadata: Any) -> bool:
    return bool(metadata.visible != python_calamine.SheetVisibleEnum.Visible)


def _has_value(sheet: Sheet) -> bool:
    return any(cell not in ("", None) for row in sheet.rows for cell in row)
