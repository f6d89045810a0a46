"""What the readings look like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Kind = Literal["date", "amount", "area", "percent", "recurrence", "none"]
Precision = Literal["day", "ten_days", "month", "quarter", "half", "year", "range"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One reading of a phrase, in the form of the corpus.

    ``value`` is a ``Decimal`` for amounts (万元), areas (平方米) and percentages (points) and the
    text of an iCalendar rule for recurrences; ``high`` is the upper end of a written range.
    """

    text: str
    kind: Kind
    start: date | None = None
    end: date | None = None
    value: Decimal | str | None = None
    unit: str | None = None
    qualifier: str | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included; a deadline has no ``start``."""

    start: date | None
    end: date | None
    open_ended: bool
    qualifier: str | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in 万元; ``unit_written`` is None for a bare number."""

    wan: Decimal
    high_wan: Decimal | None
    qualifier: str | None
    unit_written: str | None
