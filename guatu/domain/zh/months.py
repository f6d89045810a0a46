"""What may stand below a year: quarters, half-years, months, days, festivals."""

from __future__ import annotations

from datetime import date

from guatu.domain.zh import festivals, lexicon
from guatu.domain.zh.numerals import numeral_pair
from guatu.domain.zh.point import (
    NonsenseError,
    Point,
    Tokens,
    checked_month,
    checked_quarter,
    edged,
    impossible,
    stops,
)
from guatu.domain.zh.years import QUARTER_CODE, read_pointed


def read_below_year(tokens: Tokens, at: int, today: date, point: Point) -> int:
    if point.month is not None or point.edge:
        return at
    token, after = tokens[at], tokens[at + 1].text
    text = token.text
    if text in lexicon.MONTH_SHIFT and point.year is None:
        months = today.year * 12 + today.month - 1 + lexicon.MONTH_SHIFT[text]
        point.year, point.month = months // 12, months % 12 + 1
        return at + 1
    if text in lexicon.QUARTER_SHIFT and point.year is None:
        quarters = today.year * 4 + (today.month - 1) // 3 + lexicon.QUARTER_SHIFT[text]
        point.year, point.quarters = quarters // 4, (quarters % 4 + 1,) * 2
        return at + 1
    if text in lexicon.HALVES:
        if text == "后半年" and at and tokens[at - 1].text in lexicon.ACTS:
            raise NonsenseError  # 竣工后半年: half a year after it
        point.half = lexicon.HALVES[text]
        return at + 1
    if text in lexicon.JANUARY:
        point.month = 1
        return at + 1
    if token.kind == "hole" or (text in lexicon.MONTH and point.year is not None):
        raise NonsenseError
    if token.kind == "festival":
        return _festival(tokens, at, point)
    if text in lexicon.DAY and after in lexicon.BEFORE and point.year is not None:
        raise NonsenseError
    return _counted(tokens, at, today, point)


def _festival(tokens: Tokens, at: int, point: Point) -> int:
    text, after = tokens[at].text, tokens[at + 1].text
    if after in lexicon.FESTIVAL_STRETCH and not _before_holidays(tokens, at):
        raise NonsenseError
    place = at + 1 + (after == "节" or after == "当天" or after in lexicon.FESTIVAL_STRETCH)
    if not stops(tokens, place):
        return at
    point.festival = festivals.ALIASES.get(text) or festivals.SHORT.get(text) or text
    return place


def _before_holidays(tokens: Tokens, at: int) -> bool:
    """国庆假期前; when other holidays begin is decided anew each year."""
    fixed = tokens[at].text in ("国庆", "国庆节", "十一", "十一国庆", "五一", "劳动节", "元旦")
    return fixed and tokens[at + 2].text in lexicon.BEFORE


def _counted(tokens: Tokens, at: int, today: date, point: Point) -> int:
    """第三季度, Q3, 3月, 前8个月, and the 3.15 or 12 of 2021年3.15 and 2021年12."""
    token = tokens[at]
    if match := QUARTER_CODE.fullmatch(token.text):
        point.quarters = (int(match[1]),) * 2
        return at + 1
    if token.text in lexicon.FIRST_QUARTER or token.text in lexicon.LAST_QUARTER:
        point.quarters = (1, 1) if token.text in lexicon.FIRST_QUARTER else (4, 4)
        return at + 1
    if token.text in ("前", "头"):
        return _first_so_many(tokens, at, point)
    place = at + (token.text == "第")
    if token.kind == "num" and not token.text.isdigit() and point.year is not None:
        return read_pointed(tokens, at, today, point)
    return _month_or_quarter(tokens, place, at, point)


def _first_so_many(tokens: Tokens, at: int, point: Point) -> int:
    count, unit, place = tokens[at + 1].number, tokens[at + 2].text, at + 3
    if unit == "个" and tokens[place].text in lexicon.QUARTER:
        unit, place = tokens[place].text, place + 1
    if count is None or count % 1:
        return at
    if unit in lexicon.QUARTER and 1 <= count <= 4:
        point.quarters = (1, int(count))
    elif (unit in lexicon.MONTH or unit == "个月") and 1 <= count <= 12:
        point.months = (1, int(count))
    else:
        return at
    return place


def _month_or_quarter(tokens: Tokens, place: int, at: int, point: Point) -> int:
    token, unit = tokens[place], tokens[place + 1].text
    if token.kind not in ("num", "han"):
        return at
    pair = numeral_pair(token.text) if token.kind == "han" else None
    if token.text == "九十" and unit in lexicon.MONTH:
        pair = (9, 10)
    value = int(token.number) if token.number is not None and not token.number % 1 else None
    if unit in lexicon.QUARTER and (unit == "季度" or edged(tokens, place + 2)):
        point.quarters = pair or (checked_quarter(value),) * 2
        return place + 2
    if unit in lexicon.WEEK and place > at:
        raise NonsenseError
    if unit in lexicon.MONTH and place == at and "两" not in token.text:
        point.months = pair
        point.month = None if pair else checked_month(value)
        return place + 2
    return _unnamed(tokens, place, at, value, point)


def _unnamed(tokens: Tokens, place: int, at: int, value: int | None, point: Point) -> int:
    """The 12 of 2021年12, the 1 of 2021年1-9月, and a day without its month."""
    if tokens[place + 1].text in lexicon.DAY and value is not None and place == at:
        point.day = value if point.year is None else impossible()
        return at + 2
    named = point.year is not None or point.later is not None
    if not named or value is None or not 1 <= value <= 12 or len(tokens[place].text) > 2:
        return at
    joint = tokens[place + 1].text
    if joint in lexicon.TO or joint in lexicon.LIST_MARKS:
        point.number = str(value)
        return place + 1
    if stops(tokens, place + 1) and place == at:
        point.month = value
        return place + 1
    return at


def read_below_month(tokens: Tokens, at: int, point: Point) -> int:
    begin = at
    while tokens[at].text in ("当月", "的", "月") and (
        tokens[at].text != "月" or edged(tokens, at + 1)
    ):
        at += 1
    if tokens[at].text == "." and tokens[at + 1].kind == "num" and stops(tokens, at + 2):
        begin = at = at + 1
    token, after = tokens[at], tokens[at + 1].text
    if token.text in ("上", "中") and after == "、" and tokens[at + 2].text in lexicon.PARTS:
        first = lexicon.PARTS[token.text + "旬"][0]
        point.part = (first, lexicon.PARTS[tokens[at + 2].text][1])
        return at + 3
    if token.text in lexicon.PARTS:
        point.part = lexicon.PARTS[token.text]
        return at + 1
    if token.text in ("第", "首", "最后") and _is_week(tokens, at):
        raise NonsenseError
    if token.kind == "hole":
        raise NonsenseError
    if token.text in lexicon.DAY and not point.edge:
        raise NonsenseError
    if token.kind not in ("num", "han") or token.number is None or token.number % 1:
        return at
    if after in lexicon.DAY or (stops(tokens, at + 1) and after != " " and at == begin):
        if after not in lexicon.DAY and token.kind == "han":
            return at
        point.day = int(token.number) if 1 <= token.number <= 31 else impossible()
        return at + 1 + (after in lexicon.DAY)
    return at


def _is_week(tokens: Tokens, at: int) -> bool:
    ahead = [token.text for token in tokens[at + 1 : at + 4]]
    return any(text in lexicon.WEEK for text in ahead)
