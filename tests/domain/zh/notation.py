"""The short notation of readings in the tables of the tests and of the page.

``2021-03-01..2021-03-31`` is a period, ``..2021-06-30 底前`` a deadline with its qualifier,
``2021-06-01..`` has no end, ``10000~15000 万元`` is a range of amounts, ``none 多`` is no reading
with a qualifier.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from guatu.domain.zh import Money, Period, Phrase


def of_phrase(phrase: Phrase) -> str:
    if phrase.kind == "none":
        return _line("none", phrase.qualifier)
    days = _days(phrase.start, phrase.end)
    if phrase.kind == "date":
        return _line(days, phrase.qualifier)
    if phrase.kind == "recurrence":
        bounds = None if days == ".." else days
        return _line(bounds, str(phrase.value), phrase.qualifier)
    assert isinstance(phrase.value, Decimal)
    return _line(_range(phrase.value, phrase.high), phrase.unit, phrase.qualifier)


def of_period(period: Period | None) -> str:
    if period is None:
        return "-"
    days = _days(period.start, period.end)
    return _line(days, period.qualifier, period.precision, "open" if period.open_ended else None)


def of_money(money: Money | None) -> str:
    if money is None:
        return "-"
    return _line(_range(money.wan, money.high_wan), money.unit_written, money.qualifier)


def table(path: Path, as_of: str = "") -> Iterator[tuple[str, str, str]]:
    """(as_of, text, reading) of the lines ``text | reading``; ``@ day`` sets ``as_of``."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            as_of = line[1:].strip()
        elif line and not line.startswith("# "):
            text, _, reading = line.rpartition(" | ")
            yield as_of, text, reading.strip()


def _days(start: date | None, end: date | None) -> str:
    return f"{start or ''}..{end or ''}"


def _range(low: Decimal, high: Decimal | None) -> str:
    return str(low) if high is None else f"{low}~{high}"


def _line(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
