"""The worked examples of the page: every row of its tables is run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from guatu.domain.zh import money_unit, read_money, read_period, read_phrase
from tests.domain.zh.notation import of_money, of_period, of_phrase

_PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "phrases.md"


def _rows() -> Iterator[tuple[str, list[str]]]:
    """(name of the deciding column, cells) of every row but those of the table of functions."""
    header: list[str] = []
    for line in _PAGE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            header = []
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not header:
            header = cells
        elif header[0] != "function" and set(cells[0]) != {"-"}:
            yield header[min(2, len(header) - 1)], cells


_ROWS = list(_rows())


@pytest.mark.parametrize(("column", "cells"), _ROWS, ids=lambda value: str(value[0]))
def test_worked_example(column: str, cells: list[str]) -> None:
    text, *_ = cells
    if column == "reading":
        assert of_phrase(read_phrase(text, date.fromisoformat(cells[1]))) == cells[2]
    elif column == "period":
        assert of_period(read_period(text, date.fromisoformat(cells[1]))) == cells[2]
    elif column == "money":
        assert of_money(read_money(text, Decimal(cells[1]))) == cells[2]
    else:
        assert column == "worth"
        worth = money_unit(text)
        assert ("-" if worth is None else str(worth)) == cells[1]


def test_all_tables_are_found() -> None:
    assert {column for column, _ in _ROWS} == {"reading", "period", "money", "worth"}
    assert len(_ROWS) > 90
