"""The money unit that title, corner or notes give for a whole table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from guatu.domain.zh import money_unit, read_money
from guatu.intake.reading.grid import Grid
from guatu.intake.reading.headers import single
from guatu.intake.reading.heads import is_number
from guatu.intake.reading.layout import Block
from guatu.intake.reading.model import MONEY, Field
from guatu.intake.reading.wording import bare


def unit_around(grid: Grid, block: Block) -> tuple[Decimal | None, str]:
    """The unit that title, corner or notes give for the whole table."""
    for row in block.above:
        for column in grid.filled(row):
            text = grid.texts[row][column]
            unit = money_unit(text)
            if unit is not None:
                return unit, "title" if text == block.title else "corner"
    return _unit_of_notes(grid, block), "notes"


def units_of_fields(grid: Grid, block: Block) -> dict[Field, Decimal]:
    """The units that title, corner or notes give for single columns: 总投资单位为亿元."""
    texts = [grid.texts[row][column] for row in block.above for column in grid.filled(row)]
    found: dict[Field, Decimal] = {}
    for text in (*texts, *_notes(grid, block)):
        for name, unit in _FIELD_UNIT.findall(bare(text)):
            guess, money = single(name), read_money(f"1{unit}")
            if guess and guess.field in MONEY and money:
                found.setdefault(guess.field, money.wan)
    return found


def _notes(grid: Grid, block: Block) -> Iterator[str]:
    """The texts at the end of the table that may be notes, from below."""
    for row in range(block.body.stop - 1, max(block.body.start, block.body.stop - 30) - 1, -1):
        filled = grid.filled(row)
        if 0 < len(filled) <= 3:
            yield grid.texts[row][filled[0]]


def _unit_of_notes(grid: Grid, block: Block) -> Decimal | None:
    """注：金额单位为万元, at the end of the table."""
    for text in _notes(grid, block):
        if re.search("单位|均以|计价|计量", text) and not is_number(text):
            unit = money_unit(text) or _spoken_unit(text)
            if unit is not None:
                return unit
    return None


def _spoken_unit(text: str) -> Decimal | None:
    match = re.search(r"(?:单位|均以|以)(?:为|均为|:)*([万亿]?元)", bare(text))
    money = read_money(f"1{match[1]}") if match else None
    return money.wan if money else None


_FIELD_UNIT = re.compile(
    r"([^\d,;、。.:()]{2,12}?)(?:的?单位)?(?:均?[以按为]|:)*([十百千]?[万亿]?元)"
    r"(?=计|为单位|[,;、。)]|$)"
)
