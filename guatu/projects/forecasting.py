"""What rules may ask of a plan beyond its slack: P80 by chance, and SPI(t)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from guatu.domain.schedule import ScheduleError, build_network
from guatu.domain.schedule.earned import (
    SPI_DIGITS,
    EarnedStanding,
    Part,
    rounded,
    standing_of,
)
from guatu.domain.schedule.risk import ThreePoint, p80_of
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.projects.networks import DAYS, EVERY, OFFICE, Works, calendars_of, plan_of
from guatu.projects.standing import Standing, Step


def p80_finish(works: Works, today: date, calendar: WorkCalendar, of: UUID) -> date | None:
    """The day by which all is done in eight of ten draws; the same for a project and a day
    whenever it is asked. None for a plan that cannot be computed."""
    try:
        net = build_network([plan_of(works, today, calendar)])
        return p80_of(net, calendars_of(calendar), spreads_of(works), seed=seed_of(of))
    except (ScheduleError, CalendarOutOfRange):
        return None


def spreads_of(works: Works) -> dict[str, ThreePoint]:
    """The three points of the steps that have any; what is lacking is assumed."""
    return {
        step.code: ThreePoint.given(step.duration, step.optimistic, step.pessimistic)
        for step in works.steps
        if step.optimistic is not None or step.pessimistic is not None
    }


def seed_of(project: UUID) -> int:
    """Each project has its own draws, always the same ones."""
    return project.int % 2**32


def spi_t_of(standing: Standing, today: date, calendar: WorkCalendar) -> Decimal | None:
    """SPI(t) to three digits; None before the start and without a plan."""
    earned = earned_of(standing, today, calendar)
    figure = earned.figures.spi_t if earned else None
    return None if figure is None else rounded(figure, SPI_DIGITS)


def earned_of(standing: Standing, today: date, calendar: WorkCalendar) -> EarnedStanding | None:
    """The earned schedule of the plan in force on the morning of ``today``."""
    facts = standing.facts
    start = facts.actual_start or facts.planned_start
    return standing_of(parts_of(standing, today, calendar), today, start)


def parts_of(standing: Standing, today: date, calendar: WorkCalendar) -> list[Part]:
    """The planned steps by their weights, or by their lengths where none has a weight.

    A step counts as begun on the day that the facts imply (``plan_of``): nobody reports every
    start, and work under way would count for nothing until it is done.
    """
    planned = [step for step in standing.steps if step.planned_finish]
    under_way = _under_way(standing, today, calendar)
    return [
        _part(step, weight, under_way.get(step.code), today, calendar)
        for step, weight in _weighed(planned)
    ]


def _weighed(steps: Sequence[Step]) -> Iterable[tuple[Step, Decimal | int]]:
    if any(step.weight for step in steps):
        return [(step, step.weight) for step in steps]
    return [(step, step.duration) for step in steps]


def _under_way(
    standing: Standing, today: date, calendar: WorkCalendar
) -> Mapping[str, tuple[date, int]]:
    """By code of the steps that are begun and not done: since when, and the days left."""
    works = standing.works(today, calendar)
    if works is None:
        return {}
    return {
        one.id: (one.actual_start, one.remaining or 0)
        for one in plan_of(works, today, calendar).activities
        if one.actual_start is not None and one.actual_finish is None
    }


def _part(
    step: Step,
    weight: Decimal | int,
    begun: tuple[date, int] | None,
    today: date,
    calendar: WorkCalendar,
) -> Part:
    finish = step.planned_finish or today
    start = min(step.planned_start or finish, finish)
    if step.actual_finish is not None and step.actual_finish <= today:
        return Part(weight, start, finish, 1, step.actual_start, step.actual_finish)
    if begun is None or begun[0] >= today:
        return Part(weight, start, finish, 0)
    since, left = begun
    own = calendars_of(calendar)[EVERY if step.counting == DAYS else OFFICE]
    used = own.workdays_between(since, today)
    share = Fraction(used, used + left) if used else 0
    return Part(weight, start, finish, share, since)
