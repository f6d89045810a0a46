"""Figures as Chinese papers write them; papers are written in Chinese only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlencode
from uuid import UUID

from guatu.domain.papers.facts import KEPT, Figure

DISPATCH, PROJECT, MEETING = "dispatch", "project", "meeting"
WORK_LIST, START = "worklist", "start"
NONE = "无"
_YI = Decimal(10000)


def plain(text: object) -> Figure:
    """Words that no list stands behind."""
    return Figure(str(text))


def of_rows(text: object, kind: str, ids: Iterable[UUID], href: str = "") -> Figure:
    listed = list(ids)
    kept = tuple(str(pk) for pk in listed[:KEPT])
    return Figure(str(text), kind, kept, href, len(listed) - len(kept))


def counted(kind: str, ids: Iterable[UUID], href: str = "") -> Figure:
    listed = list(ids)
    return of_rows(len(listed), kind, listed, href)


def share(part: int, whole: int) -> str:
    """3 of 14 → 21.4%; — when there is nothing to have a share of."""
    return percent(Decimal(part) * 100 / whole) if whole else "—"


def percent(value: Decimal | None) -> str:
    return "—" if value is None else f"{_one(value)}%"


def money(wan: Decimal) -> str:
    """126000 → 12.6亿元, 6300 → 6300万元."""
    if abs(wan.quantize(Decimal("0.01"), ROUND_HALF_UP)) >= _YI:
        return f"{_two(wan / _YI)}亿元"
    return f"{_two(wan)}万元"


def against_pace(gap: Decimal | None) -> str:
    """−12.4 → 低于序时进度12.4个百分点."""
    if gap is None or not _one(gap):
        return "与序时进度持平"
    side = "高于" if gap > 0 else "低于"
    return f"{side}序时进度{_one(abs(gap))}个百分点"


def short_day(day: date | None) -> str:
    """3月5日, for a column of a table."""
    return f"{day.month}月{day.day}日" if day else "—"


def address(path: str, **query: object) -> str:
    """Of a list with its filter; what is empty does not narrow."""
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


def _one(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _two(value: Decimal) -> str:
    text = f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".")
