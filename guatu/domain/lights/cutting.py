"""The values of a measure cut where a pack compares it: few parts, each with one answer.

Values lie on the grid of the measure: between 0 and 1 month there is nothing, between 0 and 10
points there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from guatu.domain.lights.measures import Measure, Value
from guatu.domain.pace import plain


@dataclass(frozen=True, slots=True)
class Part:
    """An answer, a number or an open interval with None for no end; ``sample`` lies in it."""

    sample: Value
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high


@dataclass(frozen=True, slots=True)
class Axis:
    """A measure and its parts in order; within one part every comparison has one answer."""

    measure: Measure
    parts: tuple[Part, ...]

    def words(self, first: int, last: int) -> str:
        """The parts from ``first`` to ``last`` as text, empty when those are all:
        “低于序时大于 0 且小于 10 百分点”, “是否开工为是”."""
        if (first, last) == (0, len(self.parts) - 1):
            return ""
        label = self.measure.label
        if self.measure.yes_no:
            return f"{label}为{'是' if self.parts[first].sample else '否'}"
        return f"{label}{self._range(self.parts[first], self.parts[last])}{self.measure.unit}"

    def _range(self, first: Part, last: Part) -> str:
        if first == last and self._is_one_value(first):
            return f"等于 {plain(first.sample)} "
        words = []
        if first.low is not None:
            words.append(f"{'不小于' if first.is_point else '大于'} {plain(first.low)} ")
        if last.high is not None:
            words.append(f"{'不大于' if last.is_point else '小于'} {plain(last.high)} ")
        return "且".join(words)

    def _is_one_value(self, part: Part) -> bool:
        if part.is_point:
            return True
        if part.high is None or (part.low is None and part.sample != self.measure.least):
            return False
        return part.sample + (self.measure.step or 1) >= part.high


def cut(measure: Measure, thresholds: Iterable[Decimal]) -> Axis:
    """The axis of ``measure``, cut at ``thresholds`` in rising order."""
    if measure.yes_no:
        return Axis(measure, (Part(False), Part(True)))
    return Axis(measure, tuple(_parts(measure, thresholds)))


def _parts(number: Measure, thresholds: Iterable[Decimal]) -> Iterator[Part]:
    """The points and open intervals that hold at least one value of the measure."""
    ends: list[Decimal | None] = [None, *thresholds, None]
    for low, high in pairwise(ends):
        sample = _between(number, low, high)
        if sample is not None:
            yield Part(sample, low, high)
        if high is not None and _possible(number, high):
            yield Part(high, high, high)


def _between(number: Measure, low: Decimal | None, high: Decimal | None) -> Decimal | None:
    """The least value strictly between, or the greatest when there is no lower end."""
    step = number.step or Decimal(1)
    if low is None:
        if high is None:
            return number.least or Decimal(0)
        below = (high / step).to_integral_value("ROUND_CEILING") * step - step
        return below if number.least is None or below >= number.least else None
    above = (low / step).to_integral_value("ROUND_FLOOR") * step + step
    if number.least is not None:
        above = max(above, number.least)
    return above if high is None or above < high else None


def _possible(number: Measure, value: Decimal) -> bool:
    on_grid = number.step is None or not value % number.step
    return on_grid and (number.least is None or value >= number.least)
