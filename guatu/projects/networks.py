"""From milestones and what is known of them to the network that the schedule engine plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal, NamedTuple, Protocol

from guatu.domain.needs import PlanWaiting
from guatu.domain.schedule import (
    Activity,
    Link,
    ProjectPlan,
    Schedule,
    ScheduleError,
    build_network,
    schedule,
)
from guatu.domain.schedule.slack import least_slack
from guatu.domain.workcalendar import EVERY_DAY, CalendarOutOfRange, WorkCalendar
from guatu.projects.choices import Counting

DAY = timedelta(days=1)
LinkCode = Literal["FS", "SS", "FF", "SF"]
WORKDAYS: Final = str(Counting.WORKDAYS)
DAYS: Final = str(Counting.DAYS)
OFFICE, EVERY = 0, 1
"""Places of the calendars of a plan, see ``calendars_of``."""


class Work(NamedTuple):
    """A step as known today: its duration, facts and an expected finish if any.

    ``not_before`` is the day on which a support need (要素) that the step waits for is expected.
    Only a start that was reported overrules it. ``duration``, ``optimistic`` and ``pessimistic``
    are in the days that ``counting`` (a ``Counting``) names. Of a ``procedure`` (手续) the day on
    which it was handed in is reported: it has not begun before.
    """

    code: str
    name: str
    duration: int
    actual_start: date | None = None
    actual_finish: date | None = None
    forecast: date | None = None
    not_before: date | None = None
    counting: str = WORKDAYS
    optimistic: int | None = None
    pessimistic: int | None = None
    procedure: bool = False


class Reach(NamedTuple):
    """How far an open plan reaches as things stand.

    ``finish`` is the day on which all can be done at the earliest, ``slack`` what is left from
    there to the promise, in workdays of the office whatever its steps are counted in; None where
    it cannot be computed. Until ``spare`` further workdays have passed neither changes by itself;
    None when that is not known.
    """

    slack: int | None = None
    finish: date | None = None
    spare: int | None = None


NOWHERE = Reach()


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
    @property
    def counting(self) -> str: ...
    @property
    def optimistic(self) -> int | None: ...
    @property
    def pessimistic(self) -> int | None: ...
    @property
    def procedure(self) -> bool: ...


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


def calendars_of(calendar: WorkCalendar) -> list[WorkCalendar]:
    """What a plan is computed over: the office's calendar, and over the same years one in which
    every day counts, for steps whose term is set in calendar days (日历日)."""
    return [calendar, _every_day(calendar.first, calendar.last)]


@lru_cache(maxsize=16)
def _every_day(first: date, last: date) -> WorkCalendar:
    return WorkCalendar("every day", first, last, {}, week=EVERY_DAY)


def plan_of(works: Works, today: date, calendar: WorkCalendar) -> ProjectPlan:
    """The plan over ``calendars_of(calendar)``.

    What is done is pinned, what can be under way is under way, the rest begins today or later.

    Nobody reports the day on which every step of the works begins. So an open one counts as begun
    on the day after what it waits for was done, support needs included; what is left of it is its
    duration less the days since, at least one, or what reaches to its expected finish.
    """
    calendars = calendars_of(calendar)
    begun = _Begun(works, today, calendars).day_of
    return ProjectPlan(
        id=works.project,
        start=_start(works, today),
        activities=[_activity(step, begun(step.code), today, calendars) for step in works.steps],
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


def reach_of(works: Works, today: date, calendar: WorkCalendar) -> Reach:
    """By the engine. Nothing without steps or a promise, when all is done, for a plan that cannot
    be computed and where the calendar does not reach."""
    if works.required is None or all(step.actual_finish for step in works.steps):
        return Reach()
    calendars = calendars_of(calendar)
    try:
        found = schedule(build_network([plan_of(works, today, calendar)]), calendars)
        slack = slack_of(found)
        return Reach() if slack is None else Reach(slack, found.project().early_finish)
    except (ScheduleError, CalendarOutOfRange):
        return Reach()


def slack_of(found: Schedule) -> int | None:
    """The least slack of the open steps of one project in workdays of the office, in which those
    that are counted in calendar days are measured too; None when all is done."""
    return least_slack(found)


def _held(step: Dated, not_before: date | None) -> Work:
    return Work(
        step.code,
        step.name,
        step.duration,
        step.actual_start,
        step.actual_finish,
        step.forecast,
        not_before,
        step.counting,
        step.optimistic,
        step.pessimistic,
        step.procedure,
    )


def _own(step: Work, calendars: Sequence[WorkCalendar]) -> WorkCalendar:
    """The calendar in which the step is counted."""
    return calendars[_place(step)]


def _place(step: Work) -> int:
    return EVERY if step.counting == DAYS else OFFICE


def _start(works: Works, today: date) -> date:
    if works.begun is not None:
        return works.begun
    return max(works.planned_start or today, today)


@dataclass(slots=True)
class _Begun:
    """The day on which each step began, as far as facts say or imply it."""

    works: Works
    today: date
    calendars: Sequence[WorkCalendar]
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
        if step.actual_start or step.actual_finish or step.duration == 0 or step.procedure:
            return step.actual_start
        waits = [
            tie for tie in self.works.ties if tie.after == step.code and tie.before in self.steps
        ]
        days = [self._after(tie, step) for tie in waits if tie.type in ("FS", "SS")]
        if not waits:
            days = [self.works.begun]
        if not days or None in days:
            return None
        day = max(d for d in (*days, step.not_before) if d is not None)
        return day if day < self.today else None

    def _after(self, tie: Link, step: Work) -> date | None:
        """The first day on which ``step``, which waits by ``tie``, could have begun."""
        before = self.steps[tie.before]
        told = _own(before, self.calendars)
        if tie.type == "SS":
            day = before.actual_start or self.day_of(tie.before) or before.actual_finish
            return (
                _own(step, self.calendars).next_workday(told.add_workdays(day, tie.lag))
                if day
                else None
            )
        if before.actual_finish is None:
            return None
        after = told.next_workday(before.actual_finish + DAY)
        if tie.lag:
            after = told.add_workdays(after, tie.lag)
        return _own(step, self.calendars).next_workday(after)


def _activity(
    step: Work, begun: date | None, today: date, calendars: Sequence[WorkCalendar]
) -> Activity:
    place, own = _place(step), _own(step, calendars)
    if step.actual_finish or step.duration == 0:
        return Activity(
            step.code,
            step.name,
            step.duration,
            place,
            snet=None if step.actual_start or step.actual_finish else step.not_before,
            actual_start=step.actual_start,
            actual_finish=step.actual_finish,
        )
    if begun is not None:
        left = _left(step, begun, today, own)
        return Activity(
            step.code, step.name, step.duration, place, actual_start=begun, remaining=left
        )
    return Activity(step.code, step.name, step.duration, place, snet=_not_before(step, own))


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
