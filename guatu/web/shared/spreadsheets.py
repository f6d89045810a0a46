"""Files for spreadsheets, safe to open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import quote

from django.http import HttpResponse

Cell = str | Decimal | int | date | None
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
    return cell.isoformat() if isinstance(cell, date) else str(cell)
