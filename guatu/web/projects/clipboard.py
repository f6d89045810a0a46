"""Rows of the list as a spreadsheet takes them from the clipboard: figures as figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from html import escape

from django.utils.translation import gettext as _

from guatu.projects.queries.listing import ListRow
from guatu.web.projects.columns import Column
from guatu.web.projects.sheets import cells, titles
from guatu.web.shared.spreadsheets import Cell, harmless

LIMIT = 5_000
#: Marks a cell as text for Excel, so that a long code stays one.
_AS_TEXT = " style=\"mso-number-format:'\\@'\""


def copied(rows: Sequence[ListRow], columns: Sequence[Column], *, chosen: bool) -> dict[str, str]:
    """``text`` (tab separated), ``html`` (a table) and ``said``, what is told when it is done."""
    kept = rows[:LIMIT]
    listed = [[_plain(cell) for cell in row] for row in cells(kept, columns)]
    head = [_one_line(title) for title in titles(columns)]
    text = "\n".join("\t".join(row) for row in [head, *listed])
    marked = ["".join(_td(cell) for cell in row) for row in cells(kept, columns)]
    top = "".join(f"<th>{escape(title)}</th>" for title in head)
    html = f"<table><tr>{top}</tr>{''.join(f'<tr>{row}</tr>' for row in marked)}</table>"
    return {"text": text, "html": html, "said": _said(len(kept), len(rows) > LIMIT, chosen)}


def _said(count: int, more: bool, chosen: bool) -> str:
    words = {"n": f"{count:,}", "limit": f"{LIMIT:,}"}
    if more:
        return _("已复制前 %(n)s 行；一次最多复制 %(limit)s 行，更多请导出。") % words
    if chosen:
        return _("已复制所选 %(n)s 行，可在 Excel 中粘贴。") % words
    return _("已复制全部 %(n)s 行，可在 Excel 中粘贴。") % words


def _td(cell: Cell) -> str:
    attributes = _AS_TEXT if isinstance(cell, str) and cell else ""
    return f"<td{attributes}>{escape(_plain(cell))}</td>"


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell.normalize(), "f") if cell else "0"
    if isinstance(cell, date):
        return cell.isoformat()
    return harmless(_one_line(cell)) if isinstance(cell, str) else str(cell)


def _one_line(words: str) -> str:
    """A tab or a line break would begin another cell."""
    return " ".join(words.split())
