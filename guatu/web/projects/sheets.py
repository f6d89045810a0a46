"""The list as a file: CSV or Excel, safe to open."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from guatu.projects.queries.listing import ListRow
from guatu.web.projects.columns import NAME, NUMBER, Column, Kind
from guatu.web.shared.spreadsheets import XLSX, Cell, attached, csv_file, harmless

LIMIT = 20_000
_WIDTHS = {"number": 6, "name": 36}
_WIDTH_OF = {Kind.LONG: 40, Kind.CODE: 26, Kind.DAY: 12}


def titles(columns: Sequence[Column]) -> list[str]:
    return [column.whole_title for column in _every(columns)]


def cells(rows: Iterable[ListRow], columns: Sequence[Column]) -> Iterator[Sequence[Cell]]:
    """Serial number and name, then the columns, as figures, days and words."""
    every = _every(columns)
    return ([column.value(row) for column in every] for row in rows)


def as_csv(rows: Iterable[ListRow], columns: Sequence[Column], *, now: datetime) -> HttpResponse:
    return csv_file(_name(now), "projects", titles(columns), cells(rows, columns))


def as_xlsx(rows: Iterable[ListRow], columns: Sequence[Column], *, now: datetime) -> HttpResponse:
    """Figures are figures and days are days; the second sheet says what the file is."""
    raw = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(raw, options) as book:
        _write_list(book, rows, columns)
        _write_notes(book, now)
    return attached(raw.getvalue(), XLSX, f"{_name(now)}.xlsx", "projects.xlsx")


def _every(columns: Sequence[Column]) -> list[Column]:
    return [NUMBER, NAME, *columns]


def _write_list(book: Any, rows: Iterable[ListRow], columns: Sequence[Column]) -> None:
    sheet = book.add_worksheet(_("项目"))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    figure = book.add_format({"num_format": "#,##0.##"})
    sheet.write_row(0, 0, titles(columns), head)
    sheet.freeze_panes(1, 2)
    for place, column in enumerate(_every(columns)):
        sheet.set_column(place, place, _WIDTHS.get(column.code) or _WIDTH_OF.get(column.kind, 10))
    for line, row in enumerate(cells(rows, columns), start=1):
        for place, cell in enumerate(row):
            _write(sheet, line, place, cell, day, figure)


def _write(sheet: Any, line: int, column: int, cell: Cell, day: Any, figure: Any) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(line, column, datetime(cell.year, cell.month, cell.day), day)
    elif isinstance(cell, Decimal):
        sheet.write_number(line, column, float(cell), figure)
    elif isinstance(cell, int):
        sheet.write_number(line, column, cell)
    elif cell:
        sheet.write_string(line, column, harmless(cell))


def _write_notes(book: Any, now: datetime) -> None:
    sheet = book.add_worksheet(_("说明"))
    sheet.set_column(0, 0, 90)
    for line, words in enumerate(
        (
            _("数据截至 %(moment)s") % {"moment": now.strftime("%Y-%m-%d %H:%M")},
            _("金额单位为万元；差为完成率减序时进度，序时按已过完的整月除以 12 计。"),
            _("一次最多导出 %(limit)s 行，超出的部分请筛选后分次导出。") % {"limit": f"{LIMIT:,}"},
        )
    ):
        sheet.write_string(line, 0, words)


def _name(now: datetime) -> str:
    return _("重点项目") + now.strftime("-%Y%m%d-%H%M")
