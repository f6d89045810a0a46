"""Chinese numerals: 三十八, 二〇二一, 六点二, 一百五, 壹仟贰佰."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6}
DIGITS |= {"七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6}
DIGITS |= {"柒": 7, "捌": 8, "玖": 9}
TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
SCORES = {"廿": 20, "卅": 30}
SCALES = {"万": 10**4, "亿": 10**8}
NUMERAL_CHARS = "".join((*DIGITS, *TENS, *SCORES))

_POINT = re.compile(rf"([{NUMERAL_CHARS}]+)点([{''.join(DIGITS)}]+)")
_PAIR = re.compile(r"(十?)([一二三四五六七八])([二三四五六七八九])(十|百|千)?")


def numeral(text: str) -> Decimal | None:
    """The value of a numeral without 万 and 亿; None when it is none.

    A row of digits is read by position (二〇二一 = 2021); a digit after a unit that skips no
    place belongs to the next lower unit (一百五 = 150, but 一百零五 = 105).
    """
    if match := _POINT.fullmatch(text):
        whole = numeral(match[1])
        fraction = "".join(str(DIGITS[char]) for char in match[2])
        return None if whole is None or whole % 1 else Decimal(f"{whole}.{fraction}")
    if not text or any(char not in NUMERAL_CHARS for char in text):
        return None
    if len(text) > 1 and is_positional(text):
        return Decimal("".join(str(DIGITS[char]) for char in text))
    return _structured(text)


def is_positional(text: str) -> bool:
    """Whether ``text`` is a row of digits such as 二〇二一."""
    return all(char in DIGITS and char != "两" for char in text)


def numeral_pair(text: str) -> tuple[int, int] | None:
    """两 neighbouring digits that mean a range: 八九 = 8 to 9, 三四千 = 3000 to 4000."""
    match = _PAIR.fullmatch(text)
    if match is None:
        return None
    low, high = DIGITS[match[2]], DIGITS[match[3]]
    if high != low + 1 or (match[1] and match[4]):
        return None
    times, more = TENS.get(match[4] or "", 1), 10 if match[1] else 0
    return low * times + more, high * times + more


def _structured(text: str) -> Decimal | None:
    total, digit, last, zero = 0, None, 10_000, False
    for place, char in enumerate(text):
        if char in SCORES:
            if place:
                return None
            total, last = SCORES[char], 10
        elif char in TENS:
            unit = TENS[char]
            if unit >= last or digit == 0 or (digit is None and unit > 10 and place):
                return None
            total += (1 if digit is None else digit) * unit
            digit, last, zero = None, unit, False
        elif DIGITS[char] == 0 and place:
            if digit is not None or zero:
                return None
            zero = True
        elif digit is not None:
            return None
        else:
            digit = DIGITS[char]
    if digit is None:
        return None if zero else Decimal(total)
    colloquial = last in (100, 1000) and not zero
    return Decimal(total + digit * (last // 10 if colloquial else 1))
