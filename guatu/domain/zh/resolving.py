"""From a written point to days: missing years and months come from the other end or today."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from guatu.domain.zh import festivals
from guatu.domain.zh.point import NonsenseError, Point
from guatu.domain.zh.points import weekday_span
from guatu.domain.zh.results import Precision


@dataclass(frozen=True, slots=True)
class Span:
    """The days a point covers; ``deadline`` is the last day that keeps "before it"."""

    start: date
    end: date
    precision: Precision
    deadline: date


def resolve(point: Point, today: date, left: Point | None = None) -> Span:
    """The days of ``point``; what it lacks is taken from ``left``, then from ``today``.

    Fills in ``point.year`` and ``point.month``. Raises ``NonsenseError`` for an impossible day.
    ``3月31日`` said in 2021 is 31 March 2021; ``25日`` needs a ``left`` that holds a month.
    """
    _complete(point, today, left)
    try:
        return _days(point, today)
    except (ValueError, OverflowError) as error:
        raise NonsenseError from error


def _complete(point: Point, today: date, left: Point | None) -> None:
    if point.only_day:
        if left is None or left.month is None:
            raise NonsenseError
        point.month, point.year = left.month, left.year
    if point.year is None:
        base = left.year if left is not None and left.year is not None else None
        if point.festival and base is None:
            base = festivals.coming(point.festival, today.year, today.month)
        point.year = (base if base is not None else today.year) + (point.later or 0)
    if point.weekday is not None and left is None:
        point.fixed = _coming_weekday(point.weekday, today)
    elif point.weekday is not None and left is not None and left.fixed:
        point.fixed = _coming_weekday(point.weekday, left.fixed[0])


def _coming_weekday(weekday: int, today: date) -> tuple[date, date]:
    first, last = weekday_span(weekday)
    ahead = (first - today.weekday()) % 7
    start = today + timedelta(days=ahead)
    return start, start + timedelta(days=last - first)


def _days(point: Point, today: date) -> Span:
    year = point.year or today.year
    if point.fixed is not None:
        one = point.fixed[0] == point.fixed[1]
        ahead = not one and point.fixed[0] > today
        return _stretch(*point.fixed, "day" if one else "range", begins=ahead)
    if point.festival is not None:
        return _festival(point.festival, year)
    if point.day is not None:
        return _stretch(*(date(year, point.month or 0, point.day),) * 2, "day")
    if point.month is not None:
        return _in_month(point, year, point.month)
    return _in_year(point, year)


def _festival(name: str, year: int) -> Span:
    day = festivals.festival(name, year)
    if day is None:
        raise NonsenseError
    return Span(day, day, "day", day - timedelta(days=1))


def _in_month(point: Point, year: int, month: int) -> Span:
    last = monthrange(year, month)[1]
    part = point.part or {"初": (1, 10), "中": (11, 20), "底": (last, last)}.get(point.edge)
    if part is not None:
        precision: Precision = "month" if point.edge == "底" else "ten_days"
        return _stretch(date(year, month, part[0]), date(year, month, part[1] or last), precision)
    return _stretch(date(year, month, 1), date(year, month, last), "month", begins=True)


def _in_year(point: Point, year: int) -> Span:
    if point.years is not None:
        return _plan(point, *point.years)
    if point.months is not None:
        return _cut(point, _months(year, *point.months), "range")
    if point.quarters is not None:
        first, last = point.quarters
        one = first == last
        return _cut(point, _months(year, first * 3 - 2, last * 3), "quarter" if one else "range")
    if point.half is not None:
        return _cut(point, _months(year, point.half * 6 - 5, point.half * 6), "half")
    whole = _months(year, 1, 12)
    if point.edge in ("初", "中"):
        month = 1 if point.edge == "初" else 6
        return _stretch(*_months(year, month, month), "month")
    return _cut(point, whole, "year", begins=True)


def _plan(point: Point, first: int, last: int) -> Span:
    if point.edge in ("初", "中"):
        first = last = first if point.edge == "初" else first + 2
    return _cut(point, (date(first, 1, 1), date(last, 12, 31)), "range", begins=True)


def _cut(
    point: Point, days: tuple[date, date], precision: Precision, *, begins: bool = False
) -> Span:
    """底 keeps the last day; 初 and 中 of a quarter are its first ten days and middle month."""
    start, end = days
    if point.edge == "底":
        return _stretch(end, end, precision)
    if point.quarters is not None and point.edge == "初":
        return _stretch(start, start.replace(day=10), "ten_days")
    if point.quarters is not None and point.edge == "中":
        return _stretch(*_months(start.year, start.month + 1, start.month + 1), "month")
    return _stretch(start, end, precision, begins=begins)


def _stretch(start: date, end: date, precision: Precision, *, begins: bool = False) -> Span:
    """``begins``: "before it" means before it begins (6月前 is 31 May), else by its end."""
    return Span(start, end, precision, start - timedelta(days=1) if begins else end)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
