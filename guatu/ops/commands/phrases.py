"""``phrase``: what a Chinese date, amount, area or percentage phrase says."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date
from decimal import Decimal

from guatu.domain.zh import Phrase, read_phrase
from guatu.kit import clock

KINDS = {
    "date": "日期",
    "amount": "金额",
    "area": "面积",
    "percent": "百分比",
    "recurrence": "周期",
    "none": "没有日期、金额、面积或百分比",
}


def phrase(arguments: Namespace) -> int:
    as_of = arguments.as_of or clock.now().date()
    read = read_phrase(arguments.text, as_of)
    print(json.dumps(as_json(read), ensure_ascii=False) if arguments.json else in_words(read))
    return 0


def as_json(read: Phrase) -> dict[str, str | float | int | None]:
    """kind, start, end, value, unit, qualifier; days as 2021-06-30, money in 万元."""
    return {
        "kind": read.kind,
        "start": _day(read.start),
        "end": _day(read.end),
        "value": _number(read.value),
        "unit": read.unit,
        "qualifier": read.qualifier,
    }


def in_words(read: Phrase) -> str:
    words = [f"类别：{KINDS[read.kind]}"]
    if read.start:
        words.append(f"起：{read.start.isoformat()}")
    if read.end:
        words.append(f"止：{read.end.isoformat()}")
    if read.value is not None:
        high = f" 至 {read.high:f}" if read.high is not None else ""
        words.append(f"数值：{_plain(read.value)}{high}{f' {read.unit}' if read.unit else ''}")
    if read.qualifier:
        words.append(f"限定：{read.qualifier}")
    return "\n".join(words)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(value: Decimal | str | None) -> str | float | int | None:
    """A whole number stays whole; text is the rule of a recurrence."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _plain(value: Decimal | str) -> str:
    return format(value, "f") if isinstance(value, Decimal) else value
