"""Reading lines: targets against pace, the road map and the timetable of a plan.

Road map and timetable are two views of one table of tasks: in order, and by quarter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from guatu.domain.grades import Goal, Grade, grade_target
from guatu.domain.periods import Quarter
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.lines.choices import TaskStatus
from guatu.lines.models import PlanTask, Target, WorkLine
from guatu.org.models import Unit, User

QUARTERS = (1, 2, 3, 4)


class Standing(TextChoices):
    """How a target or a project stands, in words; computed for a day, never stored."""

    DONE = Grade.DONE.value, _("完成")
    AHEAD = Grade.AHEAD.value, _("超进度")
    ON_PACE = Grade.ON_PACE.value, _("达序时")
    BEHIND = Grade.BEHIND.value, _("欠序时")
    NOT_DUE = Grade.NOT_DUE.value, _("未到期")
    NO_FIGURE = Grade.NO_FIGURE.value, _("暂无数据")


class TaskState(TextChoices):
    """How a task stands; computed for a day, never stored."""

    DONE = "done", _("已完成")
    LATE = "late", _("逾期")
    OPEN = "open", _("推进中")


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target on a day: ``percent`` reached, ``gap`` to pace in points; None without figures."""

    target: Target
    standing: Standing
    percent: Decimal | None
    gap: Decimal | None


@dataclass(frozen=True, slots=True)
class RoadRow:
    """A task in the order of the plan, with its deadline in words."""

    task: PlanTask
    deadline: date | None
    state: TaskState
    words: Sentence


@dataclass(frozen=True, slots=True)
class Cell:
    """A task in one quarter: its goal, and whether the task is owed in this quarter."""

    goal: str
    owed: bool
    state: TaskState
    deadline: date | None


@dataclass(frozen=True, slots=True)
class Owed:
    """Of the tasks owed in a quarter: how many there are, are done, are late."""

    owed: int
    done: int
    late: int


@dataclass(frozen=True, slots=True)
class TimeRow:
    task: PlanTask
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class UnitBand:
    """What one lead unit owes, in four quarters; ``unit`` is None where none is named."""

    unit: Unit | None
    quarters: tuple[Owed, ...]
    rows: tuple[TimeRow, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """The plan by quarter: totals of all units, then unit by unit in order of first task."""

    year: int
    current: int
    total: tuple[Owed, ...]
    bands: tuple[UnitBand, ...]


def lines_of(user: User, year: int) -> QuerySet[WorkLine]:
    """The lines of a year that ``user`` may see, with what a table shows of each."""
    return (
        WorkLine.objects.visible_to(user)
        .of_year(year)
        .select_related("lead_unit", "sponsor__unit")
        .prefetch_related("sponsor__holdings__user")
    )


def years_of(user: User) -> list[int]:
    """The years that have lines, newest first."""
    years = WorkLine.objects.visible_to(user).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def target_row(target: Target, today: date, year: int) -> TargetRow:
    """How a target of a line of ``year`` stands on ``today`` (``guatu.domain.grades``)."""
    goal = Goal(target.value, target.actual, target.actual_on, target.due, target.at_most)
    graded = grade_target(goal, today, year)
    return TargetRow(target, Standing(graded.grade), graded.percent, graded.gap)


def deadline_of(task: PlanTask, year: int) -> date | None:
    """The day a task is due; without one, the end of the last quarter that has a goal."""
    if task.due:
        return task.due
    with_goal = [q for q, goal in zip(QUARTERS, _goals(task), strict=True) if goal]
    return Quarter(year, with_goal[-1]).last if with_goal else None


def road_map(
    tasks: Iterable[PlanTask], today: date, year: int, calendar: WorkCalendar
) -> list[RoadRow]:
    """The tasks in the order of the plan."""
    return [_road_row(task, today, year, calendar) for task in tasks]


def timetable(tasks: Sequence[PlanTask], today: date, year: int) -> Timetable:
    """The tasks by lead unit and quarter, with what each owes, has done and is late with."""
    rows = [(task.lead_unit, _time_row(task, today, year)) for task in tasks]
    units = list(dict.fromkeys(unit for unit, _ in rows))
    bands = tuple(_band(unit, [row for owner, row in rows if owner == unit]) for unit in units)
    current = Quarter.of(today).number if today.year == year else 0
    return Timetable(year, current, _owed([row for _, row in rows]), bands)


def _goals(task: PlanTask) -> tuple[str, ...]:
    given = [str(goal) for goal in task.quarter_goals][:4]
    return tuple(given + [""] * (4 - len(given)))


def _road_row(task: PlanTask, today: date, year: int, calendar: WorkCalendar) -> RoadRow:
    deadline = deadline_of(task, year)
    state = _state(task, deadline, today)
    return RoadRow(task, deadline, state, _deadline_words(state, deadline, today, calendar))


def _state(task: PlanTask, deadline: date | None, today: date) -> TaskState:
    if task.status == TaskStatus.DONE:
        return TaskState.DONE
    return TaskState.LATE if deadline and deadline < today else TaskState.OPEN


def _deadline_words(
    state: TaskState, deadline: date | None, today: date, calendar: WorkCalendar
) -> Sentence:
    if state is TaskState.DONE:
        return say(N_("已完成"))
    if deadline is None:
        return say(N_("未定时限"))
    if state is TaskState.LATE:
        return say(N_("逾期 {n} 天"), n=(today - deadline).days)
    if deadline == today:
        return say(N_("今天到期"))
    return _days_left(today, deadline, calendar)


def _days_left(today: date, deadline: date, calendar: WorkCalendar) -> Sentence:
    """Workdays after today up to and with the deadline."""
    day = timedelta(days=1)
    try:
        left = calendar.workdays_between(today + day, deadline + day)
    except CalendarOutOfRange:
        return say(N_("还有 {n} 天"), n=(deadline - today).days)
    return say(N_("还有 {n} 个工作日"), n=left)


def _time_row(task: PlanTask, today: date, year: int) -> TimeRow:
    deadline = deadline_of(task, year)
    state = _state(task, deadline, today)
    owed = Quarter.of(deadline) if deadline else None
    cells = (
        Cell(goal, owed == Quarter(year, number), state, deadline)
        for number, goal in zip(QUARTERS, _goals(task), strict=True)
    )
    return TimeRow(task, tuple(cells))


def _band(unit: Unit | None, rows: Sequence[TimeRow]) -> UnitBand:
    return UnitBand(unit, _owed(rows), tuple(rows))


def _owed(rows: Sequence[TimeRow]) -> tuple[Owed, ...]:
    by_quarter = ([row.cells[i] for row in rows if row.cells[i].owed] for i in range(4))
    return tuple(
        Owed(
            owed=len(cells),
            done=sum(cell.state is TaskState.DONE for cell in cells),
            late=sum(cell.state is TaskState.LATE for cell in cells),
        )
        for cells in by_quarter
    )
