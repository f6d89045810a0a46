"""The worked examples on the pages of ``docs/algorithms``, read from their tables."""

from __future__ import annotations

from pathlib import Path

PAGES = Path(__file__).parents[3] / "docs" / "algorithms"


def rows_of(page: str, column: str) -> list[dict[str, str]]:
    """The rows of the only table of ``page`` that has a column of that name."""
    tables = [table for table in _tables(page) if column in table[0]]
    assert len(tables) == 1, f"{page}: {len(tables)} tables with a column “{column}”"
    head, _, *body = tables[0]
    assert body
    return [dict(zip(head, row, strict=True)) for row in body]


def _tables(page: str) -> list[list[list[str]]]:
    tables: list[list[list[str]]] = [[]]
    for line in (PAGES / page).read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            tables[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        elif tables[-1]:
            tables.append([])
    return [table for table in tables if table]
