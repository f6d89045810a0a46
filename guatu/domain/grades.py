"""Grades of an audit (督查): how a target or a project stands on a day, in one of six words.

完成 / 超进度 / 达序时 / 欠序时 / 未到期 / 暂无数据, as bulletins use them (已完成, 超进度, 达进度,
欠进度, 其它). Not due and no figure are grades of their own: nobody is behind for a number that
does not exist yet. Pace is that of ``guatu.domain.pace``: complete months.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from guatu.domain import pace

#: A gap as small as bulletins round away counts as being on pace, in points.
TOLERANCE = Decimal("0.1")


class Grade(StrEnum):
    DONE = "done"
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    NOT_DUE = "not_due"
    NO_FIGURE = "no_figure"


@dataclass(frozen=True, slots=True)
class Goal:
    """A target: ``value`` is None where there are only words, such as 与全省保持一致.

    ``actual`` is cumulative since 1 January, as of ``actual_on``. ``at_most``: the value is a
    ceiling (办理时限不超过 60 天), so that less is better.
    """

    value: Decimal | None
    actual: Decimal | None = None
    actual_on: date | None = None
    due: date | None = None
    at_most: bool = False


@dataclass(frozen=True, slots=True)
class Works:
    """What a project's year is graded by; money in any one unit.

    ``reported``: whether a month has been reported at all, for 0 reported is not silence.
    """

    year_plan: Decimal | None
    year_done: Decimal
    reported: bool
    planned_start: date | None = None
    actual_start: date | None = None
    actual_finish: date | None = None


@dataclass(frozen=True, slots=True)
class Graded:
    """``percent`` of the value or the year's plan, ``gap`` to pace in points; None without."""

    grade: Grade
    percent: Decimal | None = None
    gap: Decimal | None = None


def grade_target(goal: Goal, today: date, year: int) -> Graded:
    """How a target of ``year`` stands on ``today``.

    Pace runs to the month that it is due in, to December when it has no due date, and is taken
    on the day of the figure. 10 of 40 on 31 March is on pace (25 % against 3 of 12); the same
    10 is half of the way behind when all 40 are due by the end of June (3 of 6).
    """
    if goal.value is None or goal.actual is None or goal.value <= 0:
        return Graded(_without_figure(goal, today))
    if goal.at_most:
        return Graded(_under_ceiling(goal, goal.actual <= goal.value, today))
    percent = pace.rate(goal.actual, goal.value)
    if goal.actual >= goal.value:
        return Graded(Grade.DONE, percent)
    gap = pace.gap(goal.actual, goal.value, _expected(goal, goal.actual_on or today, year))
    if _is_over(goal, today):
        return Graded(Grade.BEHIND, percent, gap)
    return Graded(grade_of_gap(gap), percent, gap)


def grade_project(works: Works, today: date, year: int) -> Graded:
    """How a project's year stands on ``today``: finished, started or not, and its investment.

    3,640 of 20,000 invested by the end of February is ahead (18.2 % against 16.67 %). A start
    that is still to come is not due; one that was missed is behind, whatever was invested.
    """
    percent = pace.rate(works.year_done, works.year_plan)
    gap = pace.gap(works.year_done, works.year_plan, pace.expected_by_months(today, year))
    if _is_past(works.actual_finish, today) or (percent or 0) >= pace.HUNDRED:
        return Graded(Grade.DONE, percent)
    if not _is_past(works.actual_start, today) and works.planned_start is not None:
        if works.planned_start <= today:
            return Graded(Grade.BEHIND, percent, gap)
        if not works.year_done:
            return Graded(Grade.NOT_DUE)
    if gap is None or not works.reported:
        return Graded(Grade.NO_FIGURE)
    return Graded(grade_of_gap(gap), percent, gap)


def grade_of_gap(points: Decimal | None) -> Grade:
    """7.33 points ahead → 超进度; −0.1 and 0.1 are still on pace."""
    if points is None:
        return Grade.NO_FIGURE
    if abs(points) <= TOLERANCE:
        return Grade.ON_PACE
    return Grade.AHEAD if points > 0 else Grade.BEHIND


def _without_figure(goal: Goal, today: date) -> Grade:
    waits = goal.actual is None and goal.due is not None and goal.due > today
    return Grade.NOT_DUE if waits else Grade.NO_FIGURE


def _under_ceiling(goal: Goal, reached: bool, today: date) -> Grade:
    """There is no way along which to measure a ceiling: it is kept or not, on the day it is due."""
    if reached:
        return Grade.DONE
    return Grade.BEHIND if _is_over(goal, today) else Grade.NOT_DUE


def _is_over(goal: Goal, today: date) -> bool:
    return goal.due is not None and goal.due < today


def _is_past(day: date | None, today: date) -> bool:
    return day is not None and day <= today


def _expected(goal: Goal, day: date, year: int) -> pace.Share:
    last = goal.due.month if goal.due and goal.due.year == year else 12
    return pace.Share(min(last, pace.months_elapsed(day, year)), last)
