"""When a project will be done as things stand, by chance and by pace, and how its plan is made.

Computed when asked, from the facts of one project; nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from guatu.domain.schedule import ScheduleError, build_network, schedule
from guatu.domain.schedule.earned import EarnedStanding
from guatu.domain.schedule.quality import Check, Known, assess
from guatu.domain.schedule.risk import Outlook, risk
from guatu.domain.words import Sentence
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.projects.facts import Rows
from guatu.projects.forecasting import earned_of, seed_of, spreads_of
from guatu.projects.models import Project
from guatu.projects.networks import Works, calendars_of, plan_of
from guatu.projects.standing import Standing, Step

DAY = timedelta(days=1)
DRAWS = 10_240


@dataclass(frozen=True, slots=True)
class Forecast:
    """``names`` are those of the planned steps by code, in their order.

    ``done`` is the last day of a project of which all steps are done; it has no outlook and no
    checks. ``fault`` says why a plan cannot be computed. ``assumed`` steps have no durations of
    their own beside the most likely one.
    """

    names: Mapping[str, str]
    earned: EarnedStanding | None = None
    outlook: Outlook | None = None
    early: date | None = None
    checks: tuple[Check, ...] = ()
    assumed: int = 0
    done: date | None = None
    fault: Sentence | None = None
    required: date | None = None


def forecast_of(
    project: Project, rows: Rows, today: date, calendar: WorkCalendar
) -> Forecast | None:
    """None for a project without a plan."""
    standing = Standing.of(project, rows)
    steps = [step for step in standing.steps if step.planned_finish]
    if not steps:
        return None
    names = {step.code: step.name for step in steps}
    done = _done(steps)
    earned = earned_of(standing, done + DAY if done else today, calendar)
    required = standing.facts.required_finish
    works = None if done else standing.works(today, calendar)
    if works is None:
        return Forecast(names, earned, done=done, required=required)
    try:
        known = _known(project, steps)
        return _by_chance(project, names, earned, works, known, today, calendar)
    except (ScheduleError, CalendarOutOfRange) as fault:
        return Forecast(names, earned, fault=fault.sentence, required=required)


def _by_chance(
    project: Project,
    names: Mapping[str, str],
    earned: EarnedStanding | None,
    works: Works,
    known: Known,
    today: date,
    calendar: WorkCalendar,
) -> Forecast:
    net, calendars = build_network([plan_of(works, today, calendar)]), calendars_of(calendar)
    spreads = spreads_of(works)
    outlook = risk(net, calendars, spreads, seed=seed_of(project.pk), draws=DRAWS)
    result = schedule(net, calendars)
    return Forecast(
        names,
        earned,
        outlook,
        result.project().early_finish,
        assess(result, calendars, known),
        sum(1 for code in outlook.criticality if code not in spreads),
        required=works.required,
    )


def _known(project: Project, steps: list[Step]) -> Known:
    """The plan in force is the baseline; the unit that leads a project answers for every step."""
    led = project.lead_unit_id or project.responsible_unit_id
    return Known(
        baseline={step.code: step.planned_finish for step in steps if step.planned_finish},
        forecasts={step.code: step.forecast for step in steps if step.forecast},
        resourced={step.code for step in steps} if led else set(),
    )


def _done(steps: list[Step]) -> date | None:
    days = [step.actual_finish for step in steps]
    return None if None in days else max(day for day in days if day is not None)
