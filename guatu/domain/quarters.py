"""Quarter targets (季度目标, 开门红 in the first): pace within the quarter, and its light.

The rule is that of ``guatu.domain.pace``, on the base of the quarter: complete months of three.
A share of the year and a share of the quarter are two bases and are never compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from guatu.domain import pace
from guatu.domain.grades import Grade, grade_of_gap
from guatu.domain.lights.colours import Light
from guatu.domain.periods import Quarter
from guatu.domain.words import N_, Sentence, say

ZERO = Decimal(0)
HALF = Decimal(50)


@dataclass(frozen=True, slots=True)
class Bounds:
    """From how many points behind it is yellow, and beyond how many red: 10 and 30."""

    yellow: Decimal
    red: Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """``done`` since the first day of the quarter, as of ``as_of``; None is not known."""

    target: Decimal | None
    done: Decimal | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a figure stands: ``percent`` of the target, ``expected`` by pace, ``gap`` in points,
    what is ``left`` to the target and the days left after today to reach it."""

    grade: Grade
    light: Light
    percent: Decimal | None = None
    expected: Decimal | None = None
    gap: Decimal | None = None
    left: Decimal | None = None
    days_left: int = 0


def expected_of(figure: Figure, quarter: Quarter, today: date) -> pace.Share:
    """On the day of the figure; once the quarter is over all of it."""
    if today > quarter.last:
        return pace.Share(3, 3)
    return pace.expected_of_quarter(figure.as_of or today, quarter)


def stand(figure: Figure, quarter: Quarter, today: date, bounds: Bounds) -> Standing:
    """150 of 253.75 by the end of February: 59.11 % against 2 of 3, 7.55 points behind, green.

    Without a figure nothing is said; what is reached is green whatever the day; once the quarter is
    over all of the target is due.
    """
    days = max(0, (quarter.last - today).days)
    target, done = figure.target, figure.done
    if target is None or target <= 0:
        return Standing(Grade.NO_FIGURE, Light.NONE, days_left=days)
    if done is None:
        grade = Grade.NO_FIGURE if today > quarter.last else Grade.NOT_DUE
        return Standing(grade, Light.NONE, left=target, days_left=days)
    expected = expected_of(figure, quarter, today)
    gap = pace.gap(done, target, expected)
    grade = Grade.DONE if done >= target else grade_of_gap(gap)
    return Standing(
        grade,
        Light.GREEN if grade is Grade.DONE else light_of(gap, bounds),
        pace.rate(done, target),
        expected.percent,
        gap,
        max(ZERO, target - done),
        days,
    )


def light_of(gap: Decimal | None, bounds: Bounds) -> Light:
    """10.0 and 30.0 points behind are yellow, 30.01 is red, 9.99 green."""
    if gap is None:
        return Light.NONE
    if -gap > bounds.red:
        return Light.RED
    return Light.YELLOW if -gap >= bounds.yellow else Light.GREEN


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None when nothing is."""
    known = [value for value in values if value is not None]
    return sum(known, ZERO) if known else None


def year_share(part: Decimal | None, year: Decimal | None) -> Decimal | None:
    """What share of the year's target a quarter asks for or has brought, in percent."""
    return pace.rate(part, year)


@dataclass(frozen=True, slots=True)
class Halves:
    """双过半 on 30 June: the rate of starts and of investment, both of the year."""

    started: Decimal | None
    invested: Decimal | None

    @property
    def is_met(self) -> bool:
        """Both above half; half itself is not above."""
        return all(rate is not None and rate > HALF for rate in (self.started, self.invested))


def standing_words(standing: Standing) -> Sentence:
    """“已完成”, “超序时 4.2 个百分点”, “低于序时 7.6 个百分点”, “未到期”, “暂无数据”."""
    if standing.grade is Grade.DONE:
        return say(N_("已完成季度目标"))
    if standing.grade is Grade.NOT_DUE:
        return say(N_("还没有数据"))
    if standing.gap is None:
        return say(N_("暂无数据"))
    if standing.grade is Grade.ON_PACE:
        return say(N_("与序时进度持平"))
    return pace.gap_sentence(standing.gap)


def faults(bounds: Bounds) -> dict[str, Sentence]:
    """What is wrong with the points that somebody typed."""
    if not 0 < bounds.yellow <= bounds.red:
        return {"red": say(N_("红灯的百分点不能小于黄灯的，黄灯的要大于 0。"))}
    return {}
