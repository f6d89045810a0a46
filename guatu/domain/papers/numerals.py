"""Numbers and days as official papers write them."""

from __future__ import annotations

from datetime import date

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一; for 1 to 99."""
    if not 1 <= number <= 99:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def heading_number(level: int, number: int) -> str:
    """一、 （一） 1. （1）, the four levels of GB/T 9704-2012, 7.3.3."""
    match level:
        case 1:
            return f"{chinese(number)}、"
        case 2:
            return f"（{chinese(number)}）"
        case 3:
            return f"{number}."
        case 4:
            return f"（{number}）"
    raise ValueError(level)


def document_number(code: str, year: int, number: int) -> str:
    """示总指办〔2021〕8号: brackets U+3014 and U+3015, no leading zero, no 第 (7.2.5)."""
    return f"{code}〔{year}〕{number}号"


def issue_number(year: int, number: int) -> str:
    """2021年第8期."""
    return f"{year}年第{number}期"


def day_words(day: date) -> str:
    """2021年3月5日, without leading zeros (7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"
