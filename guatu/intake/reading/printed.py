"""Printed totals: how exactly they are written, and what is said of one that does not add up."""

from __future__ import annotations

import re
from decimal import Decimal

from guatu.domain.words import N_, Sentence, say
from guatu.domain.zh import normalise
from guatu.intake.reading.model import Column

_UNITS = {"亿": Decimal(10_000), "万": Decimal(1), "元": Decimal("0.0001")}


def total_sentence(
    row: int, column: Column, declared: Decimal, found: Decimal, unread: int
) -> Sentence:
    params: dict[str, str | int] = {
        "row": row,
        "column": column.header,
        "declared": f"{declared:f}",
        "found": f"{found:f}",
    }
    return say(_TOTAL_UNREAD, **params, unread=unread) if unread else say(_TOTAL, **params)


def step_of(text: str, unit: Decimal) -> Decimal:
    """The worth in 万元 of the last digit written: 1.58亿元 is written to 100 万元."""
    match = re.search(r"[0-9]+(?:\.([0-9]+))?([亿万元])?", normalise(text).replace(",", ""))
    if match is None:
        return Decimal(0)
    worth = _UNITS[match[2]] if match[2] else unit
    return worth.scaleb(-len(match[1] or ""))


def amount_in(text: str) -> str:
    match = re.search(r"[0-9][0-9.,]*[亿万]", normalise(text))
    return match[0] if match else ""


_TOTAL = N_(
    "第 {row} 行“{column}”写明 {declared} 万元，各项目相加为 {found} 万元；请核对合计或各行金额。"
)
_TOTAL_UNREAD = N_(
    "第 {row} 行“{column}”写明 {declared} 万元，能读出的各行相加为 {found} 万元，"
    "另有 {unread} 行没有读出；请先改正这些行，再核对合计。"
)
