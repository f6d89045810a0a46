"""From milestones and what is known of them to the network that the schedule engine plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple, Protocol

from guatu.domain.needs import PlanWaiting
from guatu.domain.schedule import (
    Activity,
    Link,
    ProjectPlan,
    ScheduleError,
    build_network,
    schedule,
)
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar

DAY = timedelta(days=1)
LinkCode = Literal["FS", "SS", "FF", "SF"]


class Work(NamedTuple):
    """A step as known today: ``duration`` in workdays, facts and an expected finish if any.

    ``not_before`` is the day on which a support need (要素) that the step waits for is expected.
    Only a start that was reported overrules it.
    """

    code: str
    name: str
    duration: int
    actual_start: date | None = None
    actual_finish: date | None = None
    forecast: date | None = None
    not_before: date | None = None


@dataclass(frozen=True, slots=True)
class Works:
    """The steps of a project; ``begun`` is the day its works began, None when they have not."""

    project: str
    steps: Sequence[Work]
    ties: Sequence[Link]
    planned_start: date | None
    begun: date | None
    required: date | None


class Dated(Protocol):
    """What is read of a step when its plan is counted through."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def duration(self) -> int: ...
    @property
    def actual_start(self) -> date | None: ...
    @property
    def actual_finish(self) -> date | None: ...
    @property
    def forecast(self) -> date | None: ...


class Bond(NamedTuple):
    """``before`` and ``after`` are places of steps."""

    before: int
    after: int
    type: LinkCode
    lag: int


@dataclass(frozen=True, slots=True)
class Outline:
    """``Works`` by the places of the steps instead of their codes.

    ``held`` has, by place, the day before which a support need lets a step not begin.
    """

    steps: Sequence[Dated]
    ties: Sequence[Bond]
    held: Mapping[int, date]
    planned_start: date | None
    begun: date | None
    required: date | None

    def works(self) -> Works:
        steps = self.steps
        return Works(
            "",
            [_held(step, self.held.get(place)) for place, step in enumerate(steps)],
            [Link(steps[i].code, steps[j].code, kind, lag) for i, j, kind, lag in self.ties],
            self.planned_start,
            self.begun,
            self.required,
        )


def plan_of(works: Works, today: date, calendar: WorkCalendar) -> ProjectPlan:
    """What is done is pinned, what can be under way is under way, the rest begins today or later.

    Nobody reports the day on which every step begins. So an open step counts as begun on the day
    after what it waits for was done, support needs included; what is left of it is its duration
    less the workdays since, at least one, or what reaches to its expected finish.
    """
    begun = _Begun(works, today, calendar).day_of
    return ProjectPlan(
        id=works.project,
        start=_start(works, today),
        activities=[_activity(step, begun(step.code), today, calendar) for step in works.steps],
        links=works.ties,
        required=works.required,
        data_date=today,
    )


def plan_waiting(works: Works, today: date, calendar: WorkCalendar) -> PlanWaiting:
    """The plan with steps, by code, that wait for needs until the days given."""

    def held(until: Mapping[str, date]) -> ProjectPlan:
        steps = [one._replace(not_before=until.get(one.code)) for one in works.steps]
        return plan_of(replace(works, steps=steps), today, calendar)

    return held


def least_slack(works: Works, today: date, calendar: WorkCalendar) -> int | None:
    """The least total slack of the open steps against the required finish, in workdays.

    None without steps or a promise, when all is done, for a plan that cannot be computed and
    where the calendar does not reach.
    """
    if works.required is None or all(step.actual_finish for step in works.steps):
        return None
    try:
        net = build_network([plan_of(works, today, calendar)])
        return schedule(net, [calendar]).project().slack
    except (ScheduleError, CalendarOutOfRange):
        return None


def _held(step: Dated, not_before: date | None) -> Work:
    return Work(
        step.code,
        step.name,
        step.duration,
        step.actual_start,
        step.actual_finish,
        step.forecast,
        not_before,
    )


def _start(works: Works, today: date) -> date:
    if works.begun is not None:
        return works.begun
    return max(works.planned_start or today, today)


@dataclass(slots=True)
class _Begun:
    """The day on which each step began, as far as facts say or imply it."""

    works: Works
    today: date
    calendar: WorkCalendar
    steps: Mapping[str, Work] = field(init=False)
    found: dict[str, date | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.steps = {step.code: step for step in self.works.steps}

    def day_of(self, code: str) -> date | None:
        if code not in self.found:
            self.found[code] = None  # a loop ends here; the engine names and refuses it
            self.found[code] = self._day(self.steps[code])
        return self.found[code]

    def _day(self, step: Work) -> date | None:
        if step.actual_start or step.actual_finish or step.duration == 0:
            return step.actual_start
        waits = [
            tie for tie in self.works.ties if tie.after == step.code and tie.before in self.steps
        ]
        days = [self._after(tie) for tie in waits if tie.type in ("FS", "SS")]
        if not waits:
            days = [self.works.begun]
        if not days or None in days:
            return None
        day = max(d for d in (*days, step.not_before) if d is not None)
        return day if day < self.today else None

    def _after(self, tie: Link) -> date | None:
        """The first day on which the step after ``tie`` could have begun."""
        before = self.steps[tie.before]
        if tie.type == "SS":
            day = before.actual_start or self.day_of(tie.before) or before.actual_finish
            return self.calendar.add_workdays(day, tie.lag) if day else None
        if before.actual_finish is None:
            return None
        after = self.calendar.next_workday(before.actual_finish + DAY)
        return self.calendar.add_workdays(after, tie.lag) if tie.lag else after


def _activity(step: Work, begun: date | None, today: date, calendar: WorkCalendar) -> Activity:
    if step.actual_finish or step.duration == 0:
        return Activity(
            step.code,
            step.name,
            step.duration,
            snet=None if step.actual_start or step.actual_finish else step.not_before,
            actual_start=step.actual_start,
            actual_finish=step.actual_finish,
        )
    if begun is not None:
        left = _left(step, begun, today, calendar)
        return Activity(step.code, step.name, step.duration, actual_start=begun, remaining=left)
    return Activity(step.code, step.name, step.duration, snet=_not_before(step, calendar))


def _left(step: Work, begun: date, today: date, calendar: WorkCalendar) -> int:
    if step.forecast is not None:
        return max(1, calendar.workdays_between(today, step.forecast + DAY))
    return max(1, step.duration - calendar.workdays_between(begun, today))


def _not_before(step: Work, calendar: WorkCalendar) -> date | None:
    """The start that a need and an expected finish allow a step that has not begun."""
    if step.forecast is None:
        return step.not_before
    last = calendar.previous_workday(step.forecast)
    start = calendar.add_workdays(last, 1 - step.duration)
    return max(start, step.not_before or start)
