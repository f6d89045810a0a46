"""Pace (序时进度): what share of a plan is due by a day, and how far the work is from it.

expected = months elapsed ÷ 12, where a month counts when it is complete;
actual = done ÷ plan; gap = (actual − expected) × 100 in points (百分点): a difference, never a
ratio. Results are Decimals with two digits, halves rounded up; money is in any one unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from guatu.domain.periods import Quarter, complete_months, month_index
from guatu.domain.words import N_, Sentence, say

CENT = Decimal("0.01")
HUNDRED = Decimal(100)

#: A month (any day of it) and an amount cumulative since 1 January.
Curve = Sequence[tuple[date, Decimal]]


@dataclass(frozen=True, slots=True)
class Share:
    """An exact share ``part / whole``; ``whole`` is above zero."""

    part: Decimal | int
    whole: Decimal | int

    @property
    def percent(self) -> Decimal:
        """In percent with two digits: 2 of 12 → 16.67."""
        return rounded(HUNDRED * self.part / self.whole)


@dataclass(frozen=True, slots=True)
class StartRates:
    """开工率 in percent: of the starts planned for the year, and of those due by now."""

    of_year: Decimal | None
    of_due: Decimal | None


def months_elapsed(day: date, year: int) -> int:
    """Complete months of ``year`` by ``day``: 2021-03-15 → 2, 2021-03-31 → 3; 0 to 12."""
    return min(12, max(0, complete_months(day) - year * 12))


def expected_by_months(day: date, year: int) -> Share:
    """Complete months of twelve: end of November → 91.67 %."""
    return Share(months_elapsed(day, year), 12)


def expected_by_days(day: date, year: int) -> Share:
    """Day of the year of its days: 2021-01-31 → 31 of 365."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    whole = (last - first).days + 1
    return Share(min(whole, max(0, (day - first).days + 1)), whole)


def expected_from_start(day: date, year: int, planned_start: date) -> Share | None:
    """Complete months since the month of the planned start, of those left in ``year``.

    A start planned before the year counts from January; None when it is planned for later.
    Planned for 2021-07, on 2021-09-30: 3 of 6.
    """
    before = months_before(planned_start, year)
    elapsed = months_elapsed(day, year)
    return None if before is None else Share(max(0, elapsed - before), 12 - before)


def months_before(planned_start: date, year: int) -> int | None:
    """Months of ``year`` before that of the planned start; None when it lies in a later year."""
    if planned_start.year > year:
        return None
    return planned_start.month - 1 if planned_start.year == year else 0


def expected_by_curve(day: date, curve: Curve) -> Share | None:
    """The project's own plan: its cumulative amount by the last complete month, of its total.

    None when there is no curve or its total is not above zero.
    """
    total = curve_total(curve)
    if total <= 0:
        return None
    past = [entry for entry in curve if month_index(entry[0]) < complete_months(day)]
    return Share(curve_total(past), total)


def planned_by_month(year: int, curve: Curve) -> tuple[Decimal, ...]:
    """The cumulative amounts of ``curve`` before January and at the end of each month: 13."""
    amounts, planned, entries = [], Decimal(0), sorted(curve, key=_month_of)
    following = 0
    for index in range(year * 12 - 1, year * 12 + 12):
        while following < len(entries) and month_index(entries[following][0]) <= index:
            planned = entries[following][1]
            following += 1
        amounts.append(planned)
    return tuple(amounts)


def curve_total(curve: Curve) -> Decimal:
    """What the curve comes to in the end; 0 without one."""
    return max(curve, key=_month_of)[1] if curve else Decimal(0)


def expected_of_quarter(day: date, quarter: Quarter) -> Share:
    """Quarter base (开门红): complete months of the quarter of three; 28 February → 2 of 3."""
    elapsed = complete_months(day) - month_index(quarter.first)
    return Share(min(3, max(0, elapsed)), 3)


def rate(done: Decimal | None, plan: Decimal | None) -> Decimal | None:
    """Done of plan in percent, above 100 if so; None when the plan is empty or not above zero."""
    if done is None or plan is None or plan <= 0:
        return None
    return rounded(HUNDRED * done / plan)


def gap(done: Decimal | None, plan: Decimal | None, expected: Share) -> Decimal | None:
    """Actual − expected in points, below zero when behind; rounded once, at the end.

    Done 313.64 of 1015 by the end of March: 30.90 % against 25 % → 5.90. None without a rate.
    """
    if done is None or plan is None or plan <= 0:
        return None
    behind = Decimal(done * expected.whole - expected.part * plan)
    return rounded(HUNDRED * behind / (plan * expected.whole))


def gap_of_rate(percent: Decimal, expected: Share) -> Decimal:
    """Actual − expected in points when only the rate is known: 74 % by August → 7.33."""
    return rounded(percent - HUNDRED * expected.part / expected.whole)


def start_rates(started: int, planned: int, due: int) -> StartRates:
    """开工率 on both bases: 206 started of 255 for the year and 223 due → 80.78 and 92.38."""
    of = Decimal(started)
    return StartRates(rate(of, Decimal(planned)), rate(of, Decimal(due)))


def gap_sentence(points: Decimal | None) -> Sentence:
    """“低于序时 12.4 个百分点” for −12.40; says so when there is no rate."""
    if points is None:
        return say(N_("年度计划投资未填或为 0，不计算完成率；请先补填年度计划投资"))
    if points == 0:
        return say(N_("与序时进度持平"))
    if points < 0:
        return say(N_("低于序时 {points} 个百分点"), points=plain(-points))
    return say(N_("超序时 {points} 个百分点"), points=plain(points))


def plain(number: Decimal | int) -> str:
    """A number as people write it, without idle zeros: 12.40 → "12.4", 1E+2 → "100"."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def rounded(number: Decimal) -> Decimal:
    """Two digits, halves away from zero."""
    return number.quantize(CENT, ROUND_HALF_UP)


def _month_of(entry: tuple[date, Decimal]) -> date:
    return entry[0]
