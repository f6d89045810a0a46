"""Points of the calendar as they are written: a year, a month, a day, or part of one.

A reader takes the tokens and a place and answers (point, next place), or None when the words
are no point.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from guatu.domain.zh import lexicon, measures
from guatu.domain.zh.months import read_below_month, read_below_year
from guatu.domain.zh.point import NonsenseError, Point, Tokens, is_edge, stops
from guatu.domain.zh.years import read_year


def read_point(tokens: Tokens, at: int, today: date) -> tuple[Point, int] | None:
    """The point that begins at token ``at``."""
    point = Point()
    place = _relative(tokens, at, today, point) or _plan(tokens, at, point)
    if place is None:
        after_year = read_year(tokens, at, today, point)
        place = read_below_year(tokens, after_year, today, point)
        if place == at:
            return None
        if point.month is not None and point.day is None:
            place = read_below_month(tokens, place, point)
    elif point.month is not None and point.day is None and tokens[place].text in lexicon.PARTS:
        place = read_below_month(tokens, place, point)
    place = _edge(tokens, place, today, point)
    if point.is_day:
        place = skip_hours(tokens, place)
    return None if _too_short(tokens, at, place, today, point) else (point, place)


def read_number(tokens: Tokens, at: int) -> tuple[Point, int] | None:
    """A bare figure such as the 1 of 1-9月, or the 12 of 2021.3-12."""
    place = at + (tokens[at].text == "第")
    token = tokens[place]
    if token.kind == "num" and token.text.isdigit() and len(token.text) <= 4:
        return Point(number=token.text), place + 1
    if token.kind == "han" and token.number is not None and token.number <= 31:
        return Point(number=str(int(token.number))), place + 1
    return None


def read_weekday(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """The weekday (0 = Monday, 7 = the weekend) behind 周 or 下周, and the next place."""
    token, after = tokens[at], tokens[at + 1].text
    if token.text in ("末",):
        return 7, at + 1
    text = token.text
    if token.kind == "num" and len(text) == 1 and text in "1234567":
        text = "一二三四五六日"[int(text) - 1]
    if text not in lexicon.WEEKDAYS or after in _TIMES:
        return None
    return lexicon.WEEKDAYS[text], at + 1


def weekday_span(weekday: int) -> tuple[int, int]:
    """First and last day of the week for a weekday; 7 is Saturday and Sunday."""
    return (5, 6) if weekday == 7 else (weekday, weekday)


def _relative(tokens: Tokens, at: int, today: date, point: Point) -> int | None:
    token = tokens[at]
    text = token.text
    if token.kind == "ymd" and token.day is not None:
        point.year, point.month, point.day = token.day
        return at + 1 + (tokens[at + 1].text in lexicon.DAY)
    if text in lexicon.DAY_SHIFT:
        day = today + timedelta(days=lexicon.DAY_SHIFT[text])
        point.fixed = (day, day)
        return at + 1
    if text in lexicon.WEEK_SHIFT:
        return _week(tokens, at + 1, today + timedelta(weeks=lexicon.WEEK_SHIFT[text]), point)
    if text in lexicon.WEEK and (found := read_weekday(tokens, at + 1)):
        point.weekday = found[0]
        return found[1]
    if _is_current(tokens, at):
        return _current(text, at, today, point)
    if text in lexicon.YEAR_PAIRS:
        first, last = lexicon.YEAR_PAIRS[text]
        point.years = (today.year + first, today.year + last)
        return at + 1
    if text in lexicon.LUNAR:
        raise NonsenseError
    return None


def stands_alone(tokens: Tokens, at: int) -> bool:
    """Whether nothing before ``at`` can be part of the same date."""
    last = tokens[at - 1]
    return at == 0 or last.kind == "mark" or (last.kind == "word" and last.text in _LEADS)


def _is_current(tokens: Tokens, at: int) -> bool:
    """月底 and 季度末 without a number are of the month and quarter of today."""
    text, after = tokens[at].text, tokens[at + 1].text
    if text not in lexicon.QUARTER and text != "月":
        return False
    edged = after in lexicon.EDGES or (text == "月" and after in lexicon.PARTS.keys() | {"内"})
    return edged and stands_alone(tokens, at)


def _current(text: str, at: int, today: date, point: Point) -> int:
    point.year = today.year
    if text != "月":
        point.quarters = ((today.month - 1) // 3 + 1,) * 2
        return at + 1
    point.month = today.month
    return at + 1


def _week(tokens: Tokens, at: int, today: date, point: Point) -> int:
    monday = today - timedelta(days=today.weekday())
    found = read_weekday(tokens, at)
    first, last = weekday_span(found[0]) if found else (0, 6)
    point.fixed = (monday + timedelta(days=first), monday + timedelta(days=last))
    return found[1] if found else at


def _plan(tokens: Tokens, at: int, point: Point) -> int | None:
    """十四五 (the fourteenth five-year plan) is 2021-2025."""
    match = _PLAN.fullmatch(tokens[at].text) if tokens[at].kind == "han" else None
    if match is None or tokens[at + 1].text in _COUNTERS:
        return None
    first = 2021 + 5 * ("〇一二三四五六七八九".index(match[1]) - 4)
    point.years, place = (first, first + 4), at + 1
    while tokens[place].text in lexicon.PLAN_WORDS:
        place += 1
    if tokens[place].text == "前" and tokens[place + 2].text == "年":
        years = tokens[place + 1].number
        if years is not None and 1 <= years <= 4:
            point.years = (first, first + int(years) - 1)
            return place + 3
    if tokens[place].text in lexicon.PLAN_PARTS:
        point.edge = lexicon.PLAN_PARTS[tokens[place].text]
        place += 1
    return place


def _edge(tokens: Tokens, at: int, today: date, point: Point) -> int:
    """底, 初, 中 of what was read; 今年年底 and 6月份月底 repeat the unit."""
    if point.is_day or point.part or point.festival or point.edge:
        return at
    place = at
    if tokens[at].text in lexicon.YEAR | lexicon.MONTH | lexicon.QUARTER and (
        tokens[at + 1].text in lexicon.EDGES or tokens[at + 1].text in lexicon.WITHIN
    ):
        place = at + 1
    if tokens[place].text in lexicon.EDGES and is_edge(tokens, place):
        point.edge = lexicon.EDGES[tokens[place].text]
        return place + 1
    return place


def skip_hours(tokens: Tokens, at: int) -> int:
    """Skip the hour and the weekday behind a day: (周一), 上午9时, 17:00, 下班."""
    while True:
        token, after = tokens[at], tokens[at + 1].text
        if token.kind == "time" or token.text in HOURS_ALONE:
            at += 1
        elif (token.text in lexicon.TO and tokens[at + 1].kind == "time") or (
            token.kind == "gap" and tokens[at + 1].kind == "time"
        ):
            at += 2
        elif token.kind in ("num", "han") and after in ("时", "点"):
            at += 2 + (tokens[at + 2].text in ("半", "整"))
        elif token.text in lexicon.WEEK and (found := read_weekday(tokens, at + 1)):
            at = found[1]
        elif (
            token.text == "(" and after in lexicon.WEEK and (found := read_weekday(tokens, at + 2))
        ):
            at = found[1] + (tokens[found[1]].text == ")")
        else:
            return at


def _too_short(tokens: Tokens, at: int, place: int, today: date, point: Point) -> bool:
    """A year of two figures alone (20年) may be a duration: read it only where it stands alone."""
    if not (point.short_year and (point.only_year or point.edge) and point.year):
        return False
    alone = stands_alone(tokens, at)
    near = abs(point.year - today.year) <= (10 if point.edge else 5)
    within = tokens[place].text in lexicon.WITHIN
    return not (alone and near and (point.edge or stops(tokens, place))) or within


_PLAN = re.compile(r"十([一二三四五六七八九])五")
_TIMES = frozenset({"次", "回", "期", "报", "评", "轮", "例", "份", "个", "天"})
_COUNTERS = measures.COUNTED | measures.SCALES.keys() | measures.UNITS.keys()
HOURS_ALONE = lexicon.HOURS - {"时", "点"}
_LASTING = {"工期", "年限", "建设期", "建设周期", "建设年限", "计划工期", "实施期限", "期限"}
_LEADS = (
    lexicon.ACTS.keys() | lexicon.DELAYS | lexicon.ROUGHLY | lexicon.TO | lexicon.FROM
    | lexicon.AS_AT | lexicon.FILLERS - _LASTING
)  # fmt: skip
