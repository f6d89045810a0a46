"""Short ways for the commonest cells of a big ledger; they answer as the grammar would."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from guatu.domain.zh.dateitems import date_item
from guatu.domain.zh.numbers import tidy
from guatu.domain.zh.point import NonsenseError, Point
from guatu.domain.zh.results import Money, Period


def period(text: str, as_of: date) -> Period | None:
    """The period of a plain cell; None leaves it to the grammar."""
    try:
        if match := _ONE.fullmatch(text):
            return _one(match, as_of)
        if match := _TWO.fullmatch(text):
            return _two(match, as_of)
        if match := _MONTH.fullmatch(text):
            return _month(match, as_of)
    except NonsenseError:
        pass
    return None


def money(text: str, default_wan: Decimal | None) -> Money | None:
    """The amount of a plain cell; None leaves it to the grammar."""
    match = _MONEY.fullmatch(text)
    if match is None:
        return None
    qualifier, figure, unit = match.groups()
    worth = default_wan if unit is None else _WORTHS[unit]
    if worth is None:
        return None
    number = Decimal(figure.replace(",", ""))
    return Money(tidy(number * worth), None, qualifier, unit)


def _one(match: re.Match[str], as_of: date) -> Period:
    year, _, month, day = match.groups()
    return _read([Point(int(year), None, _number(month), _number(day))], as_of)


def _two(match: re.Match[str], as_of: date) -> Period:
    first, month, last, last_month = match.groups()
    left = Point(int(first), None, _number(month))
    return _read([left, Point(int(last), None, _number(last_month))], as_of)


def _month(match: re.Match[str], as_of: date) -> Period:
    year, month, day, edge, before = match.groups()
    point = Point(_number(year), None, _number(month), _number(day))
    if day is not None and edge:
        raise NonsenseError
    point.edge = {"末": "底", None: ""}.get(edge, edge)
    return _read([point], as_of, "前" if before else "")


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def _read(points: list[Point], as_of: date, suffix: str = "") -> Period:
    if any(point.month is not None and not 1 <= point.month <= 12 for point in points):
        raise NonsenseError
    item = date_item(points, as_of, suffix)
    return Period(item.start, item.end, item.open_ended, item.qualifier, item.precision)


_YEAR = r"((?:19[5-9]|20[0-9])[0-9])"
_ONE = re.compile(rf"{_YEAR}(?:([./-])([0-9]{{1,2}})(?:\2([0-9]{{1,2}}))?|年)?")
_TWO = re.compile(
    rf"{_YEAR}(?:[.年]([0-9]{{1,2}})月?|年)?[-—~～至]+{_YEAR}(?:[.年]([0-9]{{1,2}})月?|年)?"
)
_MONTH = re.compile(
    rf"(?:{_YEAR}年)?([0-9]{{1,2}})月份?(?:([0-9]{{1,2}})[日号])?(底|末|初)?(前|以前|之前)?"
)
_MONEY = re.compile(
    r" *(约|近|超)?([0-9]{1,15}(?:\.[0-9]{1,17})?|[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,17})?)"
    r" *(亿元|万元|元|亿|万)? *"
)
_WORTHS = {
    "亿元": Decimal(10000), "亿": Decimal(10000), "万元": Decimal(1), "万": Decimal(1),
    "元": Decimal("0.0001"),
}  # fmt: skip
