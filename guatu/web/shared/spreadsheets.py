"""Files for spreadsheets, safe to open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from guatu.kit.clock import CHINA
from guatu.web.shared.requests import Request

#: A moment is written by the clock of China.
Cell = str | Decimal | int | date | datetime | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What a spreadsheet would take for the beginning of a formula (OWASP: CSV injection).
_RISKY = tuple("=+-@\t\r＝＋－＠")


def harmless(text: str) -> str:
    """``=1+1`` → ``'=1+1``: text that would be run as a formula is marked as text."""
    return f"'{text}" if text.startswith(_RISKY) else text


def csv_file(
    name: str, fallback: str, titles: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """With a byte order mark, so that Excel reads Chinese; names without their ending."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(titles)
    writer.writerows([_said(cell) for cell in row] for row in rows)
    kind = "text/csv; charset=utf-8"
    return attached(text.getvalue().encode(), kind, f"{name}.csv", f"{fallback}.csv")


def xlsx_file(
    name: str,
    fallback: str,
    titles: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    widths: Sequence[int],
    notes: Sequence[str],
) -> HttpResponse:
    """One sheet that prints on the width of a page, figures as figures; ``notes`` stand below."""
    raw = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(raw, options) as book:
        sheet = book.add_worksheet()
        wrapped = {"text_wrap": True, "valign": "top", "border": 1}
        text, head = book.add_format(wrapped), book.add_format({**wrapped, "bold": True})
        day = book.add_format({**wrapped, "num_format": "yyyy-mm-dd"})
        minute = book.add_format({**wrapped, "num_format": "yyyy-mm-dd hh:mm"})
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.write_row(0, 0, titles, head)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        line = 0
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime):
                    local = cell.astimezone(CHINA).replace(tzinfo=None)
                    sheet.write_datetime(line, place, local, minute)
                elif isinstance(cell, date):
                    moment = datetime(cell.year, cell.month, cell.day)
                    sheet.write_datetime(line, place, moment, day)
                elif isinstance(cell, int | Decimal):
                    sheet.write_number(line, place, float(cell), text)
                else:
                    sheet.write_string(line, place, harmless(cell or ""), text)
        for n, words in enumerate(notes, start=line + 2):
            sheet.write_string(n, 0, words)
    return attached(raw.getvalue(), XLSX, f"{name}.xlsx", f"{fallback}.xlsx")


def asked_file(
    request: Request,
    name: str,
    fallback: str,
    titles: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    widths: Sequence[int] = (),
    moment: datetime | None = None,
    usual: str = "xlsx",
) -> HttpResponse:
    """As ``?format=csv`` or ``?format=xlsx`` asks, ``usual`` if it does not; below the rows of a
    sheet stands ``moment``, of which the figures are, unless given that of the request."""
    if request.GET.get("format", usual) == "csv":
        return csv_file(name, fallback, titles, rows)
    said = {"moment": f"{(moment or request.now).astimezone(CHINA):%Y-%m-%d %H:%M}"}
    notes = [_("数据截至 %(moment)s") % said]
    widths = widths or [16] * len(titles)
    return xlsx_file(name, fallback, titles, rows, widths=widths, notes=notes)


def attached(raw: bytes, kind: str, name: str, fallback: str) -> HttpResponse:
    """A file to be saved as ``name``; ``fallback`` is an ASCII name for old browsers."""
    response = HttpResponse(raw, content_type=kind)
    response["Content-Disposition"] = (
        f"attachment; filename={fallback}; filename*=UTF-8''{quote(name)}"
    )
    response["Cache-Control"] = "no-store"
    return response


def _said(cell: Cell) -> str:
    """A figure below zero begins with a minus and is no formula."""
    if cell is None or isinstance(cell, str):
        return harmless(cell or "")
    if isinstance(cell, Decimal):
        return format(cell.normalize(), "f")
    if isinstance(cell, datetime):
        return cell.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
