"""Figures with their scales: 38.7亿, 1,234.5万, 三十八亿七千万, 3千5百万, 10-15亿."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from guatu.domain.zh import measures
from guatu.domain.zh.lexer import Token
from guatu.domain.zh.numerals import TENS, numeral, numeral_pair
from guatu.domain.zh.point import NonsenseError, Tokens, stops


@dataclass(frozen=True, slots=True)
class Number:
    """``scale`` is the scale as written (亿, 千万); ``implied`` tells 亿元以上 without a figure and
    ``broken`` a range that runs backwards (5000-1亿)."""

    low: Decimal
    high: Decimal | None
    scale: str
    amid: str | None
    implied: bool
    place: int
    broken: bool = False


@dataclass(slots=True)
class _Sum:
    """``last`` is the worth of the last scale; the next part must be smaller."""

    low: Decimal
    high: Decimal | None
    scale: str
    last: Decimal
    amid: str | None
    implied: bool
    place: int


@dataclass(frozen=True, slots=True)
class _Part:
    low: Decimal
    high: Decimal | None
    scale: str
    amid: str | None
    place: int

    @property
    def worth(self) -> Decimal:
        return _scale_value(self.scale)


def read_figure(tokens: Tokens, at: int) -> Number | None:
    """The number or range of numbers that begins at token ``at``.

    Raises ``NonsenseError`` for parts that do not add up (1.5亿5千万).
    """
    left = _read_sum(tokens, at)
    if left is None or _glued(tokens, at, left.place):
        return None
    joint = left.place + (tokens[left.place].text in measures.UNITS)
    joint = _past_included(tokens, joint)
    if tokens[joint].text in ("-", "~", "至", "到") and left.high is None:
        right = _read_sum(tokens, joint + 1)
        if right is not None and not _glued(tokens, joint + 1, right.place):
            return _range(left, right, inherit=joint == left.place)
        return None if tokens[joint + 1].kind in ("num", "han") else _number(left)
    return _number(left)


def tidy(value: Decimal) -> Decimal:
    """``value`` without trailing zeros and without an exponent."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value.as_tuple().exponent > 0 else value  # type: ignore[operator]


def round_area(value: Decimal) -> Decimal:
    """Square metres to the hundredth: an 亩 has no finite decimal form."""
    return tidy(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _number(found: _Sum) -> Number:
    return Number(found.low, found.high, found.scale, found.amid, found.implied, found.place)


def _range(left: _Sum, right: _Sum, *, inherit: bool) -> Number:
    """10-15亿: the left figure takes the scale of the right one when it has none."""
    low = left.low
    if inherit and not left.scale and right.scale and right.low:
        low *= _scale_value(right.scale)
    broken = low > right.low or right.high is not None
    scale = right.scale or left.scale
    return Number(low, right.low, scale, right.amid, False, right.place, broken)


def _scale_value(scale: str) -> Decimal:
    value = Decimal(1)
    for char in scale:
        value *= measures.SCALES.get(char) or Decimal(TENS[char])
    return value


def _glued(tokens: Tokens, at: int, place: int) -> bool:
    """Two numbers with a blank or a misplaced comma between them (1,23), or a lost figure (.5)."""
    behind = tokens[place].kind == "gap" and tokens[place + 1].kind in ("num", "ymd")
    last = tokens[at - 1] if at else None
    if last is None:
        return behind
    comma = at > 1 and last.text == "," and tokens[at - 2].kind == "num"
    return behind or comma or last.kind == "gap" or last.text == "."


def _past_included(tokens: Tokens, at: int) -> int:
    """Skip the bracket of 5000万(含)-1亿元 when a range goes on behind it."""
    known = tokens[at].text == "(" and tokens[at + 1].text in measures.INCLUDED
    ranged = tokens[at + 2].text == ")" and tokens[at + 3].text in ("-", "~", "至", "到")
    return at + 3 if known and ranged else at


def _read_sum(tokens: Tokens, at: int) -> _Sum | None:
    """Add up the parts 三十八亿 + 七千万; each scale is smaller than the one before."""
    first = _part(tokens, at)
    if first is None:
        return None
    worth = first.worth
    high = None if first.high is None else first.high * worth
    implied = tokens[at].text in measures.SCALES or tokens[at].text[:1] in ("百", "千", "万")
    total = _Sum(first.low * worth, high, first.scale, worth, first.amid, implied, first.place)
    while total.last > 1 and total.amid is None and (part := _next_part(tokens, total)):
        total.low += _worth_of(tokens, total, part)
        total.last, total.amid, total.place = part.worth, part.amid, part.place
    return total


def _next_part(tokens: Tokens, total: _Sum) -> _Part | None:
    place = total.place + (tokens[total.place].text in ("零", "〇"))
    part = _part(tokens, place) if tokens[place].kind in ("num", "han") else None
    if part is None or part.worth >= total.last:
        return None
    closed = stops(tokens, part.place) or tokens[part.place].text in measures.AFTER
    if part.worth == 1 and not (tokens[part.place].text in measures.UNITS or closed):
        return None
    if part.high is not None or total.high is not None or total.low % total.last:
        raise NonsenseError
    return part


def _worth_of(tokens: Tokens, total: _Sum, part: _Part) -> Decimal:
    """两亿五 is 250 million, but nobody knows what 5亿2 is."""
    spoken = tokens[part.place - 1]
    if part.worth > 1 or part.low >= 10 or tokens[part.place].text in measures.UNITS:
        return part.low * part.worth
    if spoken.kind != "han":
        raise NonsenseError
    return part.low if spoken.text[0] in "〇零" else part.low * total.last / 10


def _part(tokens: Tokens, at: int) -> _Part | None:
    """One figure, its 十百千, its 多, and its 万 and 亿."""
    token, place = tokens[at], at
    low, high, scale = None, None, ""
    if token.kind == "num" and token.number is not None:
        low, place = token.number, at + 1
        if tokens[place].kind == "han" and tokens[place].text in TENS:
            scale, place = tokens[place].text, place + 1
            low, place = _and_hundreds(tokens, low, scale, place)
    elif token.kind == "han":
        low, high = _named(token)
        place = at + 1
    elif token.text in measures.SCALES:
        low = Decimal(1)
    if low is None:
        return None
    amid, place = _amid(tokens, place)
    place += tokens[place].text == "个" and tokens[place + 1].text in measures.SCALES
    while tokens[place].text in measures.SCALES:
        scale, place = scale + tokens[place].text, place + 1
    if amid is None:
        amid, place = _amid(tokens, place)
    return _Part(low, high, scale, amid, place)


def _amid(tokens: Tokens, at: int) -> tuple[str | None, int]:
    amid = measures.AMID.get(tokens[at].text)
    return amid, at + (amid is not None)


def _and_hundreds(tokens: Tokens, low: Decimal, scale: str, place: int) -> tuple[Decimal, int]:
    """3千5百万: a second figure with a smaller 百 or 十 before the 万."""
    number, smaller = tokens[place], tokens[place + 1]
    if number.kind != "num" or number.number is None or smaller.text not in TENS:
        return low, place
    if TENS[smaller.text] >= TENS[scale]:
        raise NonsenseError
    return low + number.number * TENS[smaller.text] / TENS[scale], place + 2


def _named(token: Token) -> tuple[Decimal | None, Decimal | None]:
    pair = numeral_pair(token.text)
    if pair is not None:
        return Decimal(pair[0]), Decimal(pair[1])
    if token.number is not None:
        return token.number, None
    return numeral(token.text.lstrip("零〇")), None
