"""Rows as a spreadsheet takes them from the clipboard: figures as figures, text as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from html import escape

from guatu.web.shared.spreadsheets import Cell, harmless

#: Marks a cell as text for Excel, so that a long code stays one.
_AS_TEXT = " style=\"mso-number-format:'\\@'\""


def block_of(titles: Sequence[str], rows: Sequence[Sequence[Cell]]) -> dict[str, str]:
    """``text`` (tab separated) and ``html`` (a table)."""
    head = [_one_line(title) for title in titles]
    listed = [[_plain(cell) for cell in row] for row in rows]
    text = "\n".join("\t".join(row) for row in [head, *listed])
    marked = ["".join(_td(cell) for cell in row) for row in rows]
    top = "".join(f"<th>{escape(title)}</th>" for title in head)
    html = f"<table><tr>{top}</tr>{''.join(f'<tr>{row}</tr>' for row in marked)}</table>"
    return {"text": text, "html": html}


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
