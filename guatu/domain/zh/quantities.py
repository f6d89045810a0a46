"""Quantities: money, areas, percentages, and everything else that is counted or measured."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from guatu.domain.zh import measures
from guatu.domain.zh.measures import Family, Unit
from guatu.domain.zh.numbers import Number, read_figure, round_area, tidy
from guatu.domain.zh.point import Tokens, stops
from guatu.domain.zh.wordlist import wordlist


@dataclass(frozen=True, slots=True)
class Quantity:
    """``value`` and ``high`` are in ``label``; ``bare`` tells a number without any unit."""

    family: Family
    value: Decimal
    high: Decimal | None
    label: str | None
    qualifier: str | None
    written: str | None = None
    bare: bool = False


@dataclass(slots=True)
class _Around:
    before: str | None = None
    after: str | None = None
    sign: int = 1
    currency: str | None = None
    yuan: bool = False


def read_quantity(tokens: Tokens, at: int) -> tuple[Quantity, int] | None:
    """The quantity that begins at token ``at`` with its qualifiers, and the next place.

    Raises ``NonsenseError`` for figures that do not add up.
    """
    around = _Around()
    place = _before(tokens, at, around)
    if tokens[place].text in measures.FRACTIONS:
        return _fraction(tokens, place, at, around)
    number = read_figure(tokens, place)
    if number is None:
        return None
    found = _unit(tokens, at, number, around)
    unit, written, place = found
    place = _after(tokens, place, around)
    if unit is None and tokens[place].text == "(":
        unit, written, place = _bracketed(tokens, place)
        written = number.scale + written if written else None
        place = _after(tokens, place, around) if unit else place
    if tokens[place].text == "/" and tokens[place + 1].kind in ("word", "char", "code"):
        return _plain(number, around, "other"), place + 2
    if number.broken:
        return _plain(number, around, "other"), place
    if number.implied and not (around.before or around.after or number.amid):
        return None
    return _quantity(tokens, at, place, number, around, unit, written)


def _before(tokens: Tokens, at: int, around: _Around) -> int:
    """约, 不低于, ￥, 人民币, and a sign that follows no figure."""
    while True:
        token = tokens[at]
        if token.text in measures.BEFORE and around.before is None:
            around.before = measures.BEFORE[token.text]
            if token.text in "<>" and tokens[at + 1].text == "=":
                around.before = {"<": "不超过", ">": "不低于"}[token.text]
                at += 1
        elif token.text in measures.RENMINBI:
            around.yuan = True
        elif token.text in measures.BEFORE_FIGURE:
            around.currency = measures.BEFORE_FIGURE[token.text]
        elif token.text in "+-" and token.kind == "mark" and _is_sign(tokens, at):
            around.sign = -1 if token.text == "-" else 1
        else:
            return at
        at += 1


def _is_sign(tokens: Tokens, at: int) -> bool:
    if tokens[at + 1].kind not in ("num", "mark", "word"):
        return False
    last = tokens[at - 1] if at else None
    return last is None or (
        last.kind in ("char", "word", "mark") and last.text not in measures.UNITS
    )


def _fraction(tokens: Tokens, at: int, start: int, around: _Around) -> tuple[Quantity, int] | None:
    """百分之六点二, 百分之5, 千分之三, 百分之百."""
    factor = measures.FRACTIONS[tokens[at].text]
    number = read_figure(tokens, at + 1)
    if number is None:
        return None
    place = _after(tokens, number.place, around)
    unit = Unit("percent", factor, "%")
    return _quantity(tokens, start, place, number, around, unit, "%")


def _unit(
    tokens: Tokens, start: int, number: Number, around: _Around
) -> tuple[Unit | None, str | None, int]:
    place = number.place
    text = tokens[place].text
    if text in measures.UNITS:
        place += 1
        place += tokens[place].text in measures.RENMINBI
        written = "元" if text in measures.MONEY else text
        return measures.UNITS[text], number.scale + written, place
    if (
        text == "点"
        and stops(tokens, place + 1)
        and _COMPARISONS.intersection(_clause(tokens, start))
    ):
        return measures.UNITS["百分点"], text, place + 1
    if text == "成" and number.scale == "" and 0 < number.low <= 10:
        closed = stops(tokens, place + 1) or tokens[place + 1].text in measures.AFTER
        return (
            (Unit("percent", Decimal(10), "%"), "成", place + 1) if closed else (None, None, place)
        )
    if around.currency:
        return measures.UNITS[around.currency], number.scale + around.currency, place
    if around.yuan or text in measures.RENMINBI:
        place += text in measures.RENMINBI
        return measures.UNITS["元"], number.scale + "元", place
    return None, None, place


def _after(tokens: Tokens, at: int, around: _Around) -> int:
    """以上, 左右, (含)以上, (含1亿元)."""
    while True:
        text = tokens[at].text
        if text in measures.AFTER:
            around.after = around.after or measures.AFTER[text]
            at += 1
        elif text == "及" and tokens[at + 1].text in measures.AFTER:
            at += 1
        elif text == "(" and tokens[at + 1].text in measures.INCLUDED:
            at = _past_bracket(tokens, at)
        else:
            return at


def _past_bracket(tokens: Tokens, at: int) -> int:
    place = at
    while tokens[place].text != ")":
        if tokens[place].kind == "end":
            return at + 1
        place += 1
    return place + 1


def _bracketed(tokens: Tokens, at: int) -> tuple[Unit | None, str | None, int]:
    """The unit in brackets: 430000(万元), 6以上(%)."""
    place, scale = at + 1, ""
    while tokens[place].text in measures.SCALES or tokens[place].text in ("千", "百", "十"):
        scale += tokens[place].text
        place += 1
    text = tokens[place].text
    if text not in measures.UNITS or tokens[place + 1].text != ")":
        return None, None, at
    unit, factor = measures.UNITS[text], Decimal(1)
    for char in scale:
        factor *= measures.SCALES.get(char) or Decimal({"千": 1000, "百": 100, "十": 10}[char])
    return Unit(unit.family, unit.factor * factor, unit.label), scale + text, place + 2


def _quantity(
    tokens: Tokens,
    start: int,
    place: int,
    number: Number,
    around: _Around,
    unit: Unit | None,
    written: str | None,
) -> tuple[Quantity, int] | None:
    if unit is None:
        return _without_unit(tokens, place, number, around)
    factor, label, family = unit.factor, unit.label, unit.family
    sign, qualifier = around.sign, around.before or number.amid or around.after
    if family in ("percent", "point"):
        sign, gap = _direction(tokens, start, around, label)
        if gap or family == "point":
            label = "百分点"
            told = _told_before(tokens, start)
            qualifier = None if qualifier in _DIRECTIONS and not told else qualifier
    finish = round_area if family == "area" else tidy
    low, high = finish(number.low * factor * sign), None
    if number.high is not None:
        high = finish(number.high * factor * sign)
        low, high = min(low, high), max(low, high)
    return Quantity(family, low, high, label, qualifier, written), place


def _without_unit(
    tokens: Tokens, place: int, number: Number, around: _Around
) -> tuple[Quantity, int]:
    """8亿 is money, 45万吨 and 100多人 are not, 16828 is a bare number."""
    token = tokens[place]
    large = "万" in number.scale or "亿" in number.scale
    marked = token.kind == "mark" and token.text not in _JOINTS
    closed = stops(tokens, place) or marked or token.kind in ("num", "han")
    if large and (closed or around.after or token.text in measures.MONEY_CONTEXT):
        return _plain(number, around, "money", written=number.scale), place
    if stops(tokens, place) or (token.kind == "mark" and token.text not in _JOINTS):
        return _plain(number, around, "other", bare=not number.scale), place
    if token.kind in ("char", "code", "word", "mark") and not stops(tokens, place):
        place += 1
    if tokens[place].text in measures.AMID:
        around.after, place = around.after or measures.AMID[tokens[place].text], place + 1
        place += tokens[place].text in measures.COUNTED or tokens[place].text == "月"
    place = _after(tokens, place, around)
    return _plain(number, around, "other"), place


def _plain(
    number: Number,
    around: _Around,
    family: Family,
    *,
    written: str | None = None,
    bare: bool = False,
) -> Quantity:
    factor = Decimal("0.0001") if family == "money" else Decimal(1)
    low = tidy(number.low * factor * around.sign)
    high = None if number.high is None else tidy(number.high * factor * around.sign)
    label = "万元" if family == "money" else None
    qualifier = around.before or number.amid or around.after
    return Quantity(family, low, high, label, qualifier, written, bare)


def _direction(tokens: Tokens, start: int, around: _Around, label: str) -> tuple[int, bool]:
    """The sign of a percentage, and whether it is a gap to 序时进度.

    A comparison (低于, 落后) outweighs a trend (增长, 下降); a level reached (降至5%) has no sign.
    """
    clause = _clause(tokens, start)
    words = [word for word in clause if word in _COMPARISONS]
    words += _beside_pace(clause) if not words else []
    if around.before in _DIRECTIONS and not words:
        words.append(around.before)
    if clause and clause[-1] in _SINGLES:
        words.append(clause[-1])
    gap = bool(words) and any(word in measures.PACE for word in clause)
    if (gap or label == "百分点") and words:
        return around.sign * (-1 if words[-1] in _BEHIND else 1), gap
    trend = [word for word in clause if word in _TRENDS]
    reached = bool(clause) and clause[-1] in ("到", "至", "为", "在", "达到", "达", "于")
    falling = bool(trend) and trend[-1] in measures.DECLINES and not reached
    return -1 if falling or around.sign < 0 else 1, gap


def _beside_pace(clause: list[str]) -> list[str]:
    """The one word that compares right before 序时进度: 欠序时进度, 不足序时进度."""
    pairs = pairwise(clause)
    return [word for word, pace in pairs if pace in measures.PACE and word in _SHORT_COMPARISONS]


def _told_before(tokens: Tokens, start: int) -> bool:
    """Whether the clause compares before the figure: 低于序时进度超过30个百分点."""
    return not _COMPARISONS.isdisjoint(_clause(tokens, start))


def _clause(tokens: Tokens, start: int) -> list[str]:
    """The words before ``start`` up to the next mark or figure."""
    words: list[str] = []
    for token in tokens[start - 1 :: -1] if start else ():
        if token.kind in ("num", "end") or token.text in ",;。:、":
            break
        words.append(token.text)
    return words[::-1]


_JOINTS = frozenset("×*")
_SINGLES = frozenset("高低快慢差缺欠")
_BEHIND = measures.BEHIND | {"不足", "不到"}
_SHORT_COMPARISONS = _SINGLES | {"不足", "不到"}
_TRENDS = measures.DECLINES | wordlist("增长 增加 上升 提高 提升 回升 上涨 扩大 增幅 收窄 放缓")
_COMPARISONS = (measures.AHEAD | measures.BEHIND) - _TRENDS - _SINGLES
_DIRECTIONS = frozenset({"超", "高于", "低于", "多于", "少于", "不足"})
