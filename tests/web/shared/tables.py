"""Files that lists are exported to, read back."""

from __future__ import annotations

import csv
import io

from django.http import HttpResponse
from openpyxl import load_workbook

KINDS = ("csv", "xlsx")


def table(answer: HttpResponse) -> list[dict[str, str]]:
    """The rows of either kind of file by the titles of their columns, all as text."""
    if answer["Content-Type"].startswith("text/csv"):
        rows = [*csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))]
    else:
        sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
        assert "f" not in {cell.data_type for row in sheet.rows for cell in row}
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if any(row[1:])]
