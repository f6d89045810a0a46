"""The money unit a title, corner or column header names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from guatu.domain.zh.text import normalise


def money_unit(text: str) -> Decimal | None:
    """Worth in 万元 of one unit of the money unit named in ``text``; None when none or several.

    The unit has to stand in brackets, behind 单位 or at the end: 总投资（亿元） is 10000,
    亿元以上项目 names no unit. ``money_unit("单位：元")`` is 0.0001.
    """
    text = text[:500]
    return _unit_of(normalise(text)) or _unit_of(normalise(_BLANKS.sub("、", text.strip())))


def _unit_of(line: str) -> Decimal | None:
    line = line.translate(_BRACKETS)
    named = {unit for segment in _segments(line) for unit in _units(segment)}
    if match := _AT_END.search(line):
        named.add(match[1])
    if not named and _MONEY.search(line):
        named = {f"{match[1]}元" for match in _SHORT.finditer(line)}
    worths = {_worth(unit) for unit in named}
    return worths.pop() if len(worths) == 1 else None


def _segments(line: str) -> Iterator[str]:
    """What stands in brackets and what follows 单位."""
    for place in (_IN_BRACKETS, _AFTER_UNIT):
        yield from (match[1] for match in place.finditer(line))


def _units(segment: str) -> Iterator[str]:
    """The money units of a list such as 个、亿元 or 万元,含税; 万元/亩 is none."""
    for piece in _LIST.split(segment):
        first, slash, second = piece.partition("/")
        if slash and _UNIT.fullmatch(first) and second not in _PER and not _UNIT.fullmatch(second):
            continue
        for part in (first, second):
            if match := _UNIT.fullmatch(part):
                yield match[1]


def _worth(unit: str) -> Decimal:
    worth = Decimal("0.0001")
    for char in unit[:-1]:
        worth *= _TIMES[char]
    worth = worth.normalize()
    return worth.quantize(Decimal(1)) if worth >= 1 else worth


_TIMES = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10000)}
_TIMES["亿"] = Decimal(10**8)
_PER = ("年", "月", "季")
_NAME = r"((?:[十百千]?万?亿|[十百千]?万|[十百千])?元)"
_UNIT = re.compile(rf"(?:均?为|都是|是)?(?:人民币|RMB|金额)?{_NAME}(?:人民币|RMB)?")
_LIST = re.compile(r"[、,;:。和及与]|单位")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)?")
_AFTER_UNIT = re.compile(r"单位([^()]*)")
_AT_END = re.compile(
    rf"(?:^|[/:]|(?<![0-9])[,.]|投资|人民币|RMB|金额|总额|资金|价|额|款|费|完成|计划)(?<![0-9]){_NAME}$"
)
_MONEY = re.compile(r"投资|资金|额|值|费|价|收入|支出|税|款|预算|概算")
_SHORT = re.compile(r"\(([万亿])\)")
_BLANKS = re.compile(r"\s+")
_BRACKETS = str.maketrans("[【〔{]】〕}", "(((())))")
