"""The time axis: where a day lies, in percent of its width, and what spans are named on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from guatu.boards.wallchart.style import Scale

DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Axis:
    first: date
    last: date
    scale: Scale

    def begin(self, day: date) -> float:
        """Where ``day`` begins: 2021-01-01 on the year 2021 → 0, 2022-01-01 → 100."""
        return (day - self.first).days / ((self.last - self.first).days + 1) * 100

    def middle(self, day: date) -> float:
        return self.centre(day, day)

    def centre(self, first: date, last: date) -> float:
        """The middle of ``first`` to ``last``, both included."""
        return (self.begin(first) + self.begin(last + DAY)) / 2

    def has(self, day: date) -> bool:
        return self.first <= day <= self.last

    def spans(self) -> Iterator[tuple[date, date]]:
        """Months or quarters as (first day, last day), the outer ones cut to the axis."""
        step = 3 if self.scale == "quarter" else 1
        start = self.first.replace(day=1, month=(self.first.month - 1) // step * step + 1)
        while start <= self.last:
            following = _months_later(start, step)
            yield max(start, self.first), min(following - DAY, self.last)
            start = following


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return day.replace(year=day.year + years, month=month + 1)
