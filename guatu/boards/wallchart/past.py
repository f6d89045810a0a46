"""The wall chart as it stood at the end of a day of the past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from types import SimpleNamespace

from guatu.boards.wallchart.facts import ChartMilestone, ChartNeed
from guatu.boards.wallchart.reading import (
    COLUMNS,
    ROW_LIMIT,
    Asked,
    Speech,
    Wall,
    milestone_on,
    wall_of,
)
from guatu.boards.wallchart.waiting import Waiting
from guatu.org.models import User
from guatu.projects.elements import element_of
from guatu.projects.queries.past import PastProject, ToldThen, past_projects, told_at
from guatu.projects.standing import Need


def read_past_wall(user: User, asked: Asked, speech: Speech, moment: datetime) -> Wall:
    """As ``read_wall``, from what was kept; the days that a need would cost are not told."""
    found = past_projects(user, asked.wanted, moment)
    found.sort(key=lambda past: (past.state.light_rank, past.state.number))
    drawn, day = found[:ROW_LIMIT], moment.date()
    told = told_at(user, drawn, moment)
    projects = [_row(past, told[past.state.project_id]) for past in drawn]
    milestones = {past.state.project_id: _milestones(past, day) for past in drawn}
    waiting = {past.state.project_id: _waiting(past.standing.needs, day) for past in drawn}
    return wall_of(
        asked, speech, projects, milestones, waiting, day, cut_short=len(found) > ROW_LIMIT
    )


def _milestones(past: PastProject, day: date) -> Sequence[ChartMilestone]:
    return [
        milestone_on(step.name, at, step.actual_finish, step.critical, day, step.original_finish)
        for step in past.standing.steps
        if (at := step.planned_finish or step.actual_finish)
    ]


def _waiting(needs: Sequence[Need], day: date) -> Waiting:
    missing = [need for need in needs if need.is_open(day) and need.needed_by is not None]
    return Waiting(tuple(_chart_need(need) for need in missing if _is_missing(need, day)))


def _is_missing(need: Need, day: date) -> bool:
    """Nobody promised it, or not for the day by which it was needed."""
    by, expected = need.needed_by, need.expected(day)
    return need.promised is None or (by is not None and expected is not None and expected > by)


def _chart_need(need: Need) -> ChartNeed:
    assert need.needed_by is not None
    return ChartNeed(need.name, element_of(need.element).short, need.needed_by)


def _row(past: PastProject, then: ToldThen) -> SimpleNamespace:
    """A project by the names of the columns that the chart of today reads."""
    state, facts = past.state, past.standing.facts
    told = {
        "id": state.project_id,
        "light_reason": then.reason,
        "done_before_year": facts.done_before_year,
        "physical_percent": past.physical_percent,
        "planned_start": facts.planned_start,
        "actual_start": facts.actual_start,
        "required_finish": facts.required_finish,
        "actual_finish": facts.actual_finish,
        "original_finish": facts.original_finish,
        "forecast_finish": then.forecast,
        "replans": 0,
        "line__number": past.line_number,
        "line__title": past.line,
        "lead_unit__short_name": past.unit,
        "lead_unit__name": past.unit,
        "sponsor__rank": past.sponsor_rank,
        "sponsor__title": past.sponsor,
    }
    named = {name: told[name] if name in told else getattr(state, name) for name in COLUMNS}
    return SimpleNamespace(**named)
