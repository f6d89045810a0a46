"""Months and quarters: arithmetic, iteration and their Chinese labels.

A month is written as its first day. The index of a month is ``year * 12 + month - 1``, so that
differences of indices are numbers of months.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guatu.domain.words import N_, Sentence, say

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_start(day: date) -> date:
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of the month of ``day``: 2021-02-10 → 2021-02-28."""
    return day.replace(day=days_in_month(day.year, day.month))


def days_in_month(year: int, month: int) -> int:
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _LENGTHS[month - 1]


def month_index(day: date) -> int:
    return day.year * 12 + day.month - 1


def month_of_index(index: int) -> date:
    """The first day of a month: the inverse of :func:`month_index`.

    Raises ValueError outside the years 1 to 9999.
    """
    return date(index // 12, index % 12 + 1, 1)


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of a shorter month: 01-31 + 1 → 02-28.

    Raises ValueError outside the years 1 to 9999.
    """
    year, month = divmod(month_index(day) + months, 12)
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def complete_months(day: date) -> int:
    """The index after the last complete month; a month is complete on its last day.

    2021-03-15 → the index of 2021-03 (February is the last complete month); 2021-03-31 → that
    of 2021-04.
    """
    whole = day.day == days_in_month(day.year, day.month)
    return month_index(day) + 1 if whole else month_index(day)


def months_between(first: date, last: date) -> int:
    """How many months ``last`` lies after ``first``, by the calendar page, not by days."""
    return month_index(last) - month_index(first)


def months(first: date, last: date) -> Iterator[date]:
    """The first days of all months from that of ``first`` to that of ``last``, both included."""
    for index in range(month_index(first), month_index(last) + 1):
        yield month_of_index(index)


def month_label(day: date) -> Sentence:
    """“2021年3月”."""
    return say(N_("{year}年{month}月"), year=day.year, month=day.month)


def span_label(first: date, last: date) -> Sentence:
    """“2021年1-3月”, “2021年3月”, “2020年11月至2021年3月”."""
    if month_index(first) == month_index(last):
        return month_label(first)
    if first.year == last.year:
        return say(
            N_("{year}年{first}-{last}月"), year=first.year, first=first.month, last=last.month
        )
    return say(
        N_("{year}年{month}月至{last_year}年{last_month}月"),
        year=first.year,
        month=first.month,
        last_year=last.year,
        last_month=last.month,
    )


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year, ``number`` from 1 to 4; any other number is a ValueError."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise ValueError(f"no quarter {self.number}")

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last(self) -> date:
        return month_end(date(self.year, self.number * 3, 1))

    @property
    def months(self) -> tuple[date, ...]:
        return tuple(months(self.first, self.last))

    @property
    def label(self) -> Sentence:
        """“2021年一季度”."""
        return say(_QUARTER_LABELS[self.number - 1], year=self.year)

    def shifted(self, quarters: int) -> Quarter:
        year, number = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return Quarter(year, number + 1)


def quarters(first: date, last: date) -> Iterator[Quarter]:
    """All quarters from that of ``first`` to that of ``last``, both included."""
    quarter, end = Quarter.of(first), Quarter.of(last)
    while quarter <= end:
        yield quarter
        quarter = quarter.shifted(1)


_QUARTER_LABELS = (
    N_("{year}年一季度"),
    N_("{year}年二季度"),
    N_("{year}年三季度"),
    N_("{year}年四季度"),
)
