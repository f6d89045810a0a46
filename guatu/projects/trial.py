"""试排: what follows if steps began or ended on other days. Nothing here writes.

What is tried is laid over the document of the project, as if it had been reported today; the plan
and the light are then worked out as they always are. So a trial can promise nothing that the light
would not say on the next day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from guatu.domain.lights import Light
from guatu.domain.schedule import (
    ActivityDates,
    Schedule,
    ScheduleError,
    build_network,
    explain_early,
    schedule,
)
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.kit.refusals import Refusal
from guatu.projects.networks import DAYS, EVERY, OFFICE, calendars_of, plan_of, slack_of
from guatu.projects.standards import Standard
from guatu.projects.standing import Need, Standing, Step

DAY = timedelta(days=1)
#: As long as a step of a plan can be (``web.projects.drafts``).
LONGEST = 2000


class Move(NamedTuple):
    """A step taken to begin on ``start``, to end on ``finish``, or both.

    Only a ``finish`` makes it longer or shorter than planned, only a ``start`` shifts it.
    """

    code: str
    start: date | None = None
    finish: date | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """The run of a plan from today on, by the code of its steps; ``finish`` is when all is done.

    ``slack`` is what is left to the promise, in workdays of the office.
    """

    dates: Mapping[str, ActivityDates]
    finish: date
    slack: int | None
    found: Schedule


@dataclass(frozen=True, slots=True)
class Shift:
    """A step in the trial; ``days`` are workdays beyond its planned finish, 0 for none.

    ``moved``: it runs on other days than without the trial. ``breaks``: promised, and later than
    planned only by the trial or more than before it.
    """

    code: str
    name: str
    start: date
    finish: date
    days: int
    moved: bool
    breaks: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """The plan as it is and as it would be; ``light`` with the sentence of its worst reason.

    ``late`` are the workdays by which all ends after ``required``, 0 for none. ``why`` names the
    chain that drives the finish, and why a step cannot begin as early as was tried. ``durations``
    and ``expected`` finishes are those that the trial changed, by code.
    """

    shifts: Sequence[Shift]
    before: Course
    after: Course
    required: date
    late: int
    light_before: Light
    light: Light
    reason: Sentence
    why: Sequence[Sentence]
    durations: Mapping[str, int]
    expected: Mapping[str, date]

    @property
    def broken(self) -> Sequence[Shift]:
        return [shift for shift in self.shifts if shift.breaks]

    @property
    def moved(self) -> Sequence[Shift]:
        return [shift for shift in self.shifts if shift.moved]


def course_of(standing: Standing, today: date, calendar: WorkCalendar) -> Course | None:
    """None where there is nothing open to run, and where the plan cannot be computed."""
    try:
        return _course(standing, today, calendar)
    except (ScheduleError, CalendarOutOfRange):
        return None


def tried(standing: Standing, moves: Sequence[Move], standard: Standard, *, of: UUID) -> Outcome:
    """What follows from ``moves`` for the project ``of``.

    Raises Refusal for a step that is not there or done, for days that cannot be, and for a plan
    that has no run.
    """
    today, calendar = standard.today, standard.calendar
    try:
        before = _course(standing, today, calendar)
        laid = _laid(standing, moves, today, calendar)
        after = _course(laid, today, calendar)
    except (ScheduleError, CalendarOutOfRange) as error:
        raise Refusal(error.sentence) from error
    if before is None or after is None:
        raise Refusal(say(N_("没有可以试排的计划：先倒排工期，并填上要求完成日期。")))
    return _outcome(standing, laid, moves, (before, after), standard, of)


def _course(standing: Standing, today: date, calendar: WorkCalendar) -> Course | None:
    works = standing.works(today, calendar)
    if works is None:
        return None
    found = schedule(build_network([plan_of(works, today, calendar)]), calendars_of(calendar))
    dates = {one.id: one for one in found.activities()}
    return Course(dates, found.project().early_finish, slack_of(found), found)


def _laid(
    standing: Standing, moves: Sequence[Move], today: date, calendar: WorkCalendar
) -> Standing:
    """The document with what is tried reported in it."""
    steps, needs = list(standing.steps), list(standing.needs)
    places = {step.code: place for place, step in enumerate(steps)}
    for move in moves:
        place = _place_of(move, places, steps)
        own = calendars_of(calendar)[EVERY if steps[place].counting == DAYS else OFFICE]
        steps[place], until = _moved(steps[place], move, own)
        if until is not None:
            needs.append(_waits(place, until))
    return replace(standing, steps=tuple(steps), needs=tuple(needs))


def _place_of(move: Move, places: Mapping[str, int], steps: Sequence[Step]) -> int:
    place = places.get(move.code)
    if place is None or steps[place].planned_finish is None:
        raise Refusal(say(N_("计划里没有要试排的这道工序，请刷新页面后再试。")))
    if steps[place].actual_finish:
        raise Refusal(say(N_("“{name}”已完成，不能再试排。"), name=steps[place].name))
    return place


def _moved(step: Step, move: Move, own: WorkCalendar) -> tuple[Step, date | None]:
    """The step with its expected finish; a point in time waits for a day instead."""
    if step.duration == 0:
        day = move.start or move.finish
        return step._replace(forecast=day), day
    first = own.next_workday(move.start or step.planned_start or _end_of(step))
    duration = step.duration
    if move.finish is not None:
        duration = own.workdays_between(first, move.finish + DAY)
        if not 1 <= duration <= LONGEST:
            raise Refusal(say(N_("“{name}”不能在开始之前完成。"), name=step.name))
    if move.start is None and step.actual_start is None:
        return step._replace(duration=duration), None
    return step._replace(duration=duration, forecast=own.add_workdays(first, duration - 1)), None


def _end_of(step: Step) -> date:
    assert step.planned_finish
    return step.planned_finish


def _waits(place: int, until: date) -> Need:
    """Something that holds the step back until a day, and that no rule looks at."""
    return Need("", "", place, 0, None, until, None, None, "", "")


def _outcome(
    standing: Standing,
    laid: Standing,
    moves: Sequence[Move],
    courses: tuple[Course, Course],
    standard: Standard,
    of: UUID,
) -> Outcome:
    before, after = courses
    required = standing.facts.required_finish
    assert required is not None  # else there is no course
    judged = standard.judged(laid, of)
    return Outcome(
        shifts=_shifts(standing, before, after, standard.calendar),
        before=before,
        after=after,
        required=required,
        late=_beyond(required, after.finish, standard.calendar),
        light_before=standard.judged(standing, of).glance.light,
        light=judged.glance.light,
        reason=judged.glance.headline.sentence,
        why=_why(moves, after),
        durations={
            now.code: now.duration
            for was, now in zip(standing.steps, laid.steps, strict=True)
            if was.duration != now.duration
        },
        expected={
            now.code: now.forecast
            for was, now in zip(standing.steps, laid.steps, strict=True)
            if now.forecast is not None and was.forecast != now.forecast
        },
    )


def _shifts(
    standing: Standing, before: Course, after: Course, calendar: WorkCalendar
) -> Sequence[Shift]:
    found = []
    for step in standing.steps:
        now = after.dates.get(step.code)
        if now is None or step.actual_finish or step.planned_finish is None:
            continue
        was = before.dates[step.code]
        days = _beyond(step.planned_finish, now.early_finish, calendar)
        found.append(
            Shift(
                step.code,
                step.name,
                now.early_start,
                now.early_finish,
                days,
                (was.early_start, was.early_finish) != (now.early_start, now.early_finish),
                bool(step.committed and days and now.early_finish > was.early_finish),
            )
        )
    return found


def _why(moves: Sequence[Move], after: Course) -> Sequence[Sentence]:
    last = max(after.dates.values(), key=lambda one: one.early_finish)
    told = list(explain_early(after.found, last.id))
    for move in moves:
        now = after.dates[move.code]
        if move.start is not None and now.early_start > move.start and move.code != last.id:
            told += explain_early(after.found, move.code)
    return list({str(sentence): sentence for sentence in told}.values())


def _beyond(allowed: date, finish: date, calendar: WorkCalendar) -> int:
    return max(0, calendar.workdays_between(allowed + DAY, finish + DAY))
