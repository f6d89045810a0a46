"""Cells of a returned sheet, whatever the hands and programs between made of them.

Values are kept as text of one form: amounts and percentages as plain decimals (``"1200.5"``),
days as ``2021-03-19``, texts without needless blanks. Two values are the same when their texts are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from guatu.domain.returns.columns import Column, Kind
from guatu.domain.words import N_, Sentence, say
from guatu.domain.zh import normalise, read_money, read_period

Raw = str | int | float | bool | date | datetime | None
#: Beginnings of a text that a spreadsheet would take for a formula; some hands put a ' before.
FORMULA = tuple("=+-@\t\r＝＋－＠")
_PERCENT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)%?")
_DAY_NUMBER = re.compile(r"[3-6][0-9]{4}(?:\.0)?")
_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that says nothing that can be used, with what to do about it. ``literal`` is its value
    where it can be taken for one, as in a cell that nobody touched."""

    sentence: Sentence
    literal: str | None = None


def text_of(raw: Raw) -> str:
    """What stands in a cell, as text of one form: ``12.0`` is ``"12"``, ``"'=1+1"`` ``"=1+1"``."""
    if raw is None or raw == "":
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, int | float):
        return plain(_decimal(raw))
    text = " ".join(raw.replace("\0", "").split())
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def plain(value: Decimal | None) -> str:
    """``Decimal("1200.500")`` is ``"1200.5"``; nothing is ``""``."""
    if value is None:
        return ""
    return f"{value.normalize():f}" if value else "0"


def read(column: Column, raw: Raw, as_of: date, *, from_1904: bool = False) -> str | Unread:
    """The value of a cell of ``column``; ``as_of`` gives a day without a year its year."""
    text = text_of(raw)
    if not text:
        return ""
    if column.kind is Kind.MONEY:
        return _money(text)
    if column.kind is Kind.PERCENT:
        return _doubted(raw, _percent(text))
    if column.kind is Kind.DAY:
        return _day(text, as_of, from_1904)
    if len(text) > column.most:
        return Unread(say(N_("有 {n} 个字，最多 {most} 个字"), n=len(text), most=column.most))
    return text


def _money(text: str) -> str | Unread:
    amount = read_money(normalise(text))
    if amount is None:
        return Unread(say(N_("“{text}”不是一个金额，请只填数字，单位万元"), text=text[:40]))
    return plain(amount.wan.quantize(Decimal("0.0001")))


def _percent(text: str) -> str | Unread:
    found = _PERCENT.fullmatch(normalise(text))
    try:
        return plain(Decimal(found[1]).quantize(Decimal("0.01"))) if found else _no_percent(text)
    except InvalidOperation:
        return _no_percent(text)


def _doubted(raw: Raw, found: str | Unread) -> str | Unread:
    """A cell of percentages was read as it is shown, ``65%``; of any other nobody knows whether
    0.65 was meant as 65%."""
    if isinstance(found, Unread) or not isinstance(raw, int | float) or not 0 < raw < 1:
        return found
    words = N_(
        "“{text}”小于 1，分不清是百分数还是比例，请填 65 这样的数；"
        "确实不足 1% 的，请在“形象进度”里用文字写明"
    )
    return Unread(say(words, text=text_of(raw)), found)


def _no_percent(text: str) -> Unread:
    return Unread(say(N_("“{text}”不是百分数，请填 0 到 100 的数字"), text=text[:40]))


def _day(text: str, as_of: date, from_1904: bool) -> str | Unread:
    line = normalise(text)
    if _DAY_NUMBER.fullmatch(line):
        return (_EPOCHS[from_1904] + timedelta(days=int(line.split(".")[0]))).isoformat()
    found = read_period(line, as_of)
    if found is None or found.end is None:
        words = N_("“{text}”不是日期，请写成 2021-03-15 的样子")
        return Unread(say(words, text=text[:40]))
    return found.end.isoformat()


def _decimal(raw: float) -> Decimal:
    """A figure as a person sees it: 0.1 + 0.2 is 0.3."""
    return Decimal(f"{raw:.15g}") if isinstance(raw, float) else Decimal(raw)
