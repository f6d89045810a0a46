"""The year of a point, and the figures that hold more than a year: 2021.3.15, 202103."""

from __future__ import annotations

import re
from datetime import date

from guatu.domain.zh import lexicon
from guatu.domain.zh.numerals import is_positional, numeral_pair
from guatu.domain.zh.point import (
    NonsenseError,
    Point,
    Tokens,
    checked_month,
    edged,
    is_edge,
    is_year,
    stops,
)


def read_year(tokens: Tokens, at: int, today: date, point: Point) -> int:
    token, after = tokens[at], tokens[at + 1].text
    text = token.text
    if token.kind == "hole":
        raise NonsenseError
    if text in lexicon.YEAR_SHIFT:
        point.year = today.year + lexicon.YEAR_SHIFT[text]
    elif text in lexicon.NEXT_YEAR:
        point.later = lexicon.NEXT_YEAR[text]
    elif text in lexicon.WHOLE_YEAR or text in lexicon.YEAR_END:
        point.year = today.year
        point.edge = "底" if text in lexicon.YEAR_END else ""
    elif text in lexicon.YEAR and (
        (after in lexicon.EDGES and is_edge(tokens, at + 1)) or after in lexicon.WITHIN
    ):
        point.year = today.year
    elif token.kind == "num":
        return _figure_year(tokens, at, today, point)
    elif token.kind == "han" and after in lexicon.YEAR:
        return _named_year(tokens, at, today, point)
    elif text in lexicon.YEAR and after in lexicon.MONTH:
        raise NonsenseError
    else:
        return at
    return _past_whole(tokens, at + 1)


def _past_whole(tokens: Tokens, at: int) -> int:
    """Skip what only repeats a year: 2021年度, 2021年全年, 2021年的."""
    while tokens[at].text in lexicon.WHOLE_YEAR or tokens[at].text in ("的", "度"):
        at += 1
    return at


def _named_year(tokens: Tokens, at: int, today: date, point: Point) -> int:
    text = tokens[at].text
    if not is_positional(text) or len(text) not in (2, 4) or tokens[at].number is None:
        return at
    if len(text) == 2 and numeral_pair(text):
        return at
    _set_year(point, f"{int(tokens[at].number or 0):0{len(text)}d}", today)
    return _past_whole(tokens, at + 2)


def _figure_year(tokens: Tokens, at: int, today: date, point: Point) -> int:
    text, after = tokens[at].text, tokens[at + 1]
    if not text.isdigit():
        return read_pointed(tokens, at, today, point)
    if len(text) in (2, 4) and after.text in lexicon.YEAR:
        _set_year(point, text, today)
        return _past_whole(tokens, at + 2)
    if len(text) in (6, 8):
        return _run_together(tokens, at, point)
    if len(text) <= 2 and after.text == "-":
        return _dashed_day(tokens, at, point)
    if len(text) != 4 or not is_year(int(text)):
        return at
    if after.text == "-" and QUARTER_CODE.fullmatch(tokens[at + 2].text):
        point.year = int(text)
        return at + 2
    month = tokens[at + 2] if after.text in ("-", "~") else None
    if after.text == "-" and month and month.text.isdigit() and len(month.text) <= 2:
        return _dashed_month(tokens, at, point)
    if stops(tokens, at + 1) or _begins_part(tokens, at + 1):
        point.year = int(text)
        return _past_whole(tokens, at + 1)
    return at


def _dashed_month(tokens: Tokens, at: int, point: Point) -> int:
    """2021-03 is a month; 2019-21 is left to the grammar of ranges."""
    month = int(tokens[at + 2].text)
    place = at + 3 + (tokens[at + 3].text in lexicon.MONTH)
    point.year = int(tokens[at].text)
    if not 1 <= month <= 12 or tokens[place].text in lexicon.YEAR:
        return at + 1
    if not (stops(tokens, place) or place == at + 4 or tokens[place].text in lexicon.EDGES):
        point.year = None
        return at
    point.month = month
    return place


def _dashed_day(tokens: Tokens, at: int, point: Point) -> int:
    """3-15 is a day because 15 is no month; 3-5 may be two months and stays unread."""
    month, day = int(tokens[at].text), tokens[at + 2].number
    if tokens[at + 2].kind != "num" or day is None or day % 1 or not 13 <= day <= 31:
        return at
    if not 1 <= month <= 12 or not stops(tokens, at + 3) or tokens[at + 3].text in ("-", "~"):
        return at
    point.month, point.day, point.dotted = month, int(day), True
    return at + 3


def read_pointed(tokens: Tokens, at: int, today: date, point: Point) -> int:
    """2021.3.15, 2021/3, 3.15; the last only where nothing follows that it would measure."""
    text, place = tokens[at].text, at + 1
    closed = stops(tokens, place) or tokens[place].kind == "time"
    with_day = tokens[place].text in lexicon.DAY
    with_month = tokens[place].text in lexicon.MONTH
    if (match := _Y_M_D.fullmatch(text)) and (closed or with_day):
        point.year, point.month, point.day = (int(part) for part in match.groups())
        return place + with_day
    if (match := _SHORT_Y_M_D.fullmatch(text)) and (closed or with_day):
        year, month, day = (int(part) for part in match.groups())
        point.day = day
        return _short_pointed(year, month, place + with_day, today, point) or at
    if (match := _Y_M.fullmatch(text)) and (closed or with_month or edged(tokens, place)):
        point.year, point.month = int(match[1]), checked_month(int(match[2]))
        return place + with_month
    if (match := _M_D.fullmatch(text)) and (closed or with_day):
        month, day = int(match[1]), int(match[2])
        if 1 <= month <= 12 and 1 <= day <= 31:
            point.dotted = not with_day and point.year is None
            point.month, point.day = month, day
            return place + with_day
    if (
        (match := _M_D.fullmatch(text))
        and int(match[1]) > 12
        and (closed or with_month or edged(tokens, place))
    ):
        return _short_pointed(int(match[1]), int(match[2]), place + with_month, today, point) or at
    if with_day or with_month or tokens[place].text in lexicon.YEAR:
        raise NonsenseError
    return at


def _short_pointed(year: int, month: int, place: int, today: date, point: Point) -> int | None:
    """21.6 is June 2021 where a date is expected: 21 is no month."""
    near = abs(2000 + year - today.year) <= 5
    if not near or not 1 <= month <= 12:
        point.day = None
        return None
    point.year, point.month, point.dotted = 2000 + year, month, True
    return place


def _run_together(tokens: Tokens, at: int, point: Point) -> int:
    """20210315 and 202103."""
    text = tokens[at].text
    year, month = int(text[:4]), int(text[4:6])
    if not (is_year(year) and 1 <= month <= 12 and stops(tokens, at + 1)):
        return at
    if len(text) == 8 and not 1 <= int(text[6:]) <= 31:
        return at
    point.year, point.month = year, month
    point.day = int(text[6:]) if len(text) == 8 else None
    return at + 1


def _set_year(point: Point, text: str, today: date) -> None:
    year = int(text)
    if len(text) == 2:
        point.short_year = True
        century = today.year // 100 * 100
        year += century if century + year <= today.year + 39 else century - 100
    elif not is_year(year):
        raise NonsenseError
    point.year = year


def _begins_part(tokens: Tokens, at: int) -> bool:
    """Whether a year without 年 goes on: 2020三季度, 2021上半年, 2021年底."""
    token, after = tokens[at], tokens[at + 1].text
    if token.kind == "han" or token.text == "第":
        return after in lexicon.MONTH | lexicon.QUARTER or token.text == "第"
    known = token.text in lexicon.HALVES | lexicon.EDGES.keys() | lexicon.WHOLE_YEAR
    return known or token.kind == "festival" or bool(QUARTER_CODE.fullmatch(token.text))


_Y_M_D = re.compile(r"((?:19[5-9]|20[0-9])[0-9])[./]([0-9]{1,2})[./]([0-9]{1,2})")
_Y_M = re.compile(r"((?:19[5-9]|20[0-9])[0-9])[./]([0-9]{1,2})")
_SHORT_Y_M_D = re.compile(r"(1[3-9]|[2-9][0-9])[./]([0-9]{1,2})[./]([0-9]{1,2})")
_M_D = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})")
QUARTER_CODE = re.compile(r"[Qq]([1-4])")
