"""Earned schedule (挣得进度): how much of the planned time the work done so far is worth.

SPI = EV/PV returns to 1 when a late project ends; SPI(t) = ES/AT does not, so it is what lights may
use. All figures are exact (Fraction). ``SPI_DIGITS`` is how SPI(t) is shown and judged.

Source: Lipke, Schedule is Different, 2003; formulas and worked example:
``docs/algorithms/forecast.md``.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple

Number = int | Decimal | Fraction
SPI_DIGITS: Final = 3
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Curve:
    """Value over time in straight pieces; neither goes back from one point to the next."""

    points: tuple[tuple[Fraction, Fraction], ...]

    @classmethod
    def by_period(cls, values: Iterable[Number]) -> Curve:
        """From the cumulative value at the end of periods 1, 2, 3 …"""
        ends = [Fraction(0), *[Fraction(value) for value in values]]
        if any(after < before for before, after in pairwise(ends)):
            raise ValueError("a cumulative value cannot fall")
        return cls(tuple((Fraction(n), value) for n, value in enumerate(ends)))

    @property
    def total(self) -> Fraction:
        return self.points[-1][1]

    def value_at(self, time: Fraction) -> Fraction:
        """The value reached at ``time``; before the first point none of it."""
        if time < self.points[0][0]:
            return Fraction(0)
        for (start, low), (end, high) in pairwise(self.points):
            if start <= time < end:
                return low + (high - low) * (time - start) / (end - start)
        return self.total

    def time_of(self, value: Fraction) -> Fraction:
        """When ``value`` was first reached: on a flat stretch its leading edge."""
        for (start, low), (end, high) in pairwise(self.points):
            if low < value <= high:
                return start + (end - start) * (value - low) / (high - low)
        return self.points[0][0] if value <= self.points[0][1] else self.points[-1][0]


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """PV, EV and BAC in units of weight; times in periods since the start.

    ``actual`` is AT, ``duration`` PD (when the plan reaches BAC), ``time`` ES.
    """

    planned: Fraction
    earned: Fraction
    total: Fraction
    actual: Fraction
    duration: Fraction
    time: Fraction

    @property
    def done(self) -> bool:
        return self.earned >= self.total

    @property
    def spi(self) -> Fraction | None:
        """EV/PV; None while nothing is planned to be done."""
        return self.earned / self.planned if self.planned else None

    @property
    def variance(self) -> Fraction:
        """SV(t), below zero for a project that is behind."""
        return self.time - self.actual

    @property
    def spi_t(self) -> Fraction | None:
        """None before the start (AT = 0)."""
        return self.time / self.actual if self.actual > 0 else None

    @property
    def estimate(self) -> Fraction | None:
        """IEAC(t) = PD/SPI(t): the whole duration at the pace so far; None while ES is 0."""
        return self.duration / self.spi_t if self.spi_t else None

    def estimate_at(self, factor: Number = 1) -> Fraction:
        """IEAC(t) = AT + (PD - ES)/PF: what is left at a pace of ``factor`` of the plan's."""
        return self.actual + (self.duration - self.time) / Fraction(factor)

    @property
    def to_complete(self) -> Fraction | None:
        """TSPI, the pace that still keeps the plan: 0 when done, None when its time is over."""
        if self.done:
            return Fraction(0)
        left = self.duration - self.actual
        return (self.duration - self.time) / left if left > 0 else None


def earned_schedule(plan: Curve, earned: Number, actual: Number) -> EarnedSchedule:
    """ES and what follows from it, for ``earned`` (EV) at ``actual`` time (AT).

    Work beyond BAC counts as BAC. On a flat stretch of the plan ES is its leading edge; but what
    is exactly on plan is not behind because nothing was planned (a winter stop): then ES = AT.

    PV = 10, 25, 45, 70, 90, 100, EV = 40 at AT = 4: ES 2.75, SPI(t) 0.6875.
    """
    ev, at = Fraction(earned), Fraction(actual)
    total = plan.total
    planned, duration = plan.value_at(at), plan.time_of(total)
    ev = min(ev, total)
    on_plan = ev == planned and ev < total and at > 0
    time = at if on_plan else plan.time_of(ev)
    return EarnedSchedule(planned, ev, total, at, duration, time)


class Part(NamedTuple):
    """A step: its weight, planned days (both included), the share done, and when it was done."""

    weight: Number
    planned_start: date
    planned_finish: date
    share: Number
    actual_start: date | None = None
    actual_finish: date | None = None


@dataclass(frozen=True, slots=True)
class EarnedStanding:
    """A project on the morning of ``today``; ``plan`` and ``work`` run in days since ``start``."""

    start: date
    today: date
    plan: Curve
    work: Curve
    figures: EarnedSchedule

    def months(self, days: Fraction) -> Fraction:
        """Days since the start in months of the calendar."""
        return months_since(self.start, days)

    def last_day(self, days: Fraction) -> date | None:
        """The last day of a project that takes so many days; None beyond the end of time."""
        whole = -(-days.numerator // days.denominator)
        try:
            return self.start + max(0, whole - 1) * DAY
        except OverflowError:
            return None

    @property
    def forecast(self) -> date | None:
        """The last day at the pace so far, by IEAC(t); None while nothing is earned."""
        estimate = self.figures.estimate
        return None if estimate is None else self.last_day(estimate)


def standing_of(
    parts: Sequence[Part], today: date, start: date | None = None
) -> EarnedStanding | None:
    """The earned schedule of a project of ``parts``; None when none of them has weight.

    Time counts from ``start``, or the first planned day, to the beginning of ``today``.
    """
    weighed = [part for part in parts if part.weight > 0]
    if not weighed:
        return None
    begin = min(part.planned_start for part in weighed)
    begin = begin if start is None else min(start, begin)
    plan = _curve([_planned(part, begin) for part in weighed])
    work = _curve([piece for part in weighed if (piece := _worked(part, begin, today))])
    at = max(Fraction(0), Fraction((today - begin).days))
    ev = sum((Fraction(p.weight) * Fraction(p.share) for p in weighed), Fraction(0))
    return EarnedStanding(begin, today, plan, work, earned_schedule(plan, ev, at))


def spi_t(parts: Sequence[Part], today: date, start: date | None = None) -> Decimal | None:
    """SPI(t) with three digits, half up; None before the start and without weights."""
    standing = standing_of(parts, today, start)
    figure = standing.figures.spi_t if standing else None
    return None if figure is None else rounded(figure, SPI_DIGITS)


def rounded(figure: Fraction, digits: int) -> Decimal:
    """``figure`` with ``digits`` decimals, half away from zero."""
    scaled = abs(figure) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if figure >= 0 else -whole).scaleb(-digits)


def months_since(start: date, days: Fraction) -> Fraction:
    """Months of the calendar in ``days`` from ``start``: a part of a month by its own length."""
    if days < 0:
        return -months_since(start, -days)
    reached = start.toordinal() + days
    months = max(0, int(days / 31) - 1)
    while month_after(start, months + 1).toordinal() <= reached:
        months += 1
    low, high = (month_after(start, n).toordinal() for n in (months, months + 1))
    return months + Fraction(reached - low) / (high - low)


def month_after(day: date, months: int) -> date:
    """The same day ``months`` later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class _Piece(NamedTuple):
    """``value`` earned evenly from ``start`` to ``end``, in days."""

    start: int
    end: int
    value: Fraction


def _planned(part: Part, begin: date) -> _Piece:
    start, end = (part.planned_start - begin).days, (part.planned_finish - begin).days + 1
    return _Piece(start, max(end, start + 1), Fraction(part.weight))


def _worked(part: Part, begin: date, today: date) -> _Piece | None:
    value = Fraction(part.weight) * Fraction(part.share)
    if not value:
        return None
    last = part.actual_finish or today - DAY
    start, end = ((part.actual_start or last) - begin).days, (last - begin).days + 1
    return _Piece(min(start, end - 1), end, value)


def _curve(pieces: Sequence[_Piece]) -> Curve:
    """All pieces one upon the other."""
    slopes: dict[int, Fraction] = {0: Fraction(0)}
    for start, end, value in pieces:
        pace = value / (end - start)
        slopes[start] = slopes.get(start, Fraction(0)) + pace
        slopes[end] = slopes.get(end, Fraction(0)) - pace
    value, pace, before = Fraction(0), Fraction(0), min(slopes)
    points = []
    for day in sorted(slopes):
        value += pace * (day - before)
        points.append((Fraction(day), value))
        pace, before = pace + slopes[day], day
    return Curve(tuple(points))
