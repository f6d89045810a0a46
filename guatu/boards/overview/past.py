"""The overview as it stood at the end of a day of the past."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from guatu.boards.overview.facts import (
    KEPT,
    LIGHTS,
    ZERO,
    CutTable,
    NextMilestone,
    Overview,
    Totals,
    Turn,
    Turned,
    Week,
    WeekRow,
)
from guatu.boards.overview.reading import SHOWN_TURNS, curve_of, table_of
from guatu.boards.overview.totals import COLUMNS, Figures
from guatu.boards.overview.turns import COUNT_LIMIT, turned_of
from guatu.boards.overview.week import days_of_week
from guatu.domain import pace
from guatu.org.models import User
from guatu.projects.choices import LightColour, TallyBy
from guatu.projects.models import ProjectState, Verdict
from guatu.projects.queries.filters import ListFilter, Scope
from guatu.projects.queries.past import PastProject, past_projects
from guatu.projects.standing import Step
from guatu.projects.tallies import keys_of, share_of

DAY = timedelta(days=1)


def overview_at(user: User, by: TallyBy, *, year: int, moment: datetime) -> Overview:
    """As ``overview``, from what was kept of each project."""
    day, found = moment.date(), listed_at(user, year, moment)
    table = _table(user, by, found, year=year, day=day)
    return Overview(
        expected=pace.expected_by_months(day, year),
        turned=turned_at(found, day, limit=SHOWN_TURNS),
        curve=curve_of(table.whole.year_plan, _months(found), pace.months_elapsed(day, year)),
        table=table,
        week=week_at(found, day),
    )


def cut_table_at(user: User, by: TallyBy, *, year: int, moment: datetime) -> CutTable:
    """As ``cut_table``; lines, units and posts go by the names that they have today."""
    found = listed_at(user, year, moment)
    return _table(user, by, found, year=year, day=moment.date())


def listed_at(user: User, year: int, moment: datetime) -> list[PastProject]:
    """All that stood on the list; parts and the reserve have milestones too and no figures."""
    return past_projects(user, ListFilter(year, scope=Scope.PARTS), moment)


def _table(
    user: User, by: TallyBy, found: Sequence[PastProject], *, year: int, day: date
) -> CutTable:
    """A project stands in every line that listed it."""
    states = [past.state for past in found if share_of(past.state)]
    grouped: dict[UUID, list[ProjectState]] = defaultdict(list)
    for state in states:
        for key in keys_of(state, by):
            grouped[key].append(state)
    by_key = {key: totals_of(group) for key, group in grouped.items()}
    upcoming = _upcoming(found, COLUMNS[by], day)
    return table_of(user, by, Figures(totals_of(states), by_key), upcoming, year=year, day=day)


def totals_of(states: Sequence[ProjectState]) -> Totals:
    """Sums over distinct projects."""
    sums: dict[str, Any] = defaultdict(lambda: 0)
    for state in states:
        share = share_of(state)
        for name, value in (share.figures if share else {}).items():
            sums[name] += value
    money = ("total_investment", "year_plan", "year_done")
    counts = ("projects", *LIGHTS, "started", "start_due", "due_started", *KEPT)
    found: dict[str, Any] = {name: sums[name] for name in counts}
    found |= {name: sums[name] or ZERO for name in money}
    return Totals(**found)


def turned_at(found: Sequence[PastProject], day: date, *, limit: int = COUNT_LIMIT) -> Turned:
    """What had turned since the day before ``day``, as ``turns_since`` tells it."""
    known = {past.state.project_id: past for past in found}
    colourless = [pk for pk, past in known.items() if past.state.light == LightColour.NONE]
    rows = Verdict.objects.filter(day__range=(day - DAY, day), project_id__in=list(known))
    rows = rows.filter(~Q(light=LightColour.NONE) | Q(project_id__in=colourless))
    turned = turned_of(rows, limit)
    return replace(turned, rows=[_then(row, known[row.project_id]) for row in turned.rows])


def _then(turn: Turn, past: PastProject) -> Turn:
    return replace(turn, project=past.state.name, unit=past.unit)


def week_at(found: Sequence[PastProject], day: date) -> Week:
    rows = week_rows_at(found, day)
    monday, sunday = days_of_week(day)
    done, late = sum(row.actual is not None for row in rows), sum(row.late for row in rows)
    return Week(monday, sunday, len(rows), done, late, more=False)


def week_rows_at(found: Sequence[PastProject], day: date) -> list[WeekRow]:
    """By planned day, then by their places in the plans."""
    monday, sunday = days_of_week(day)
    planned = [
        (step.planned_finish, place, past.state.number, _week_row(past, step, day))
        for past in found
        for place, step in enumerate(past.standing.steps)
        if step.planned_finish and monday <= step.planned_finish <= sunday
    ]
    return [row for *_, row in sorted(planned, key=lambda one: one[:3])]


def _week_row(past: PastProject, step: Step, day: date) -> WeekRow:
    planned = step.planned_finish or day
    return WeekRow(
        name=step.name,
        project_id=past.state.project_id,
        project=past.state.name,
        unit=past.unit,
        light=past.state.light,
        planned=planned,
        actual=step.actual_finish,
        critical=step.critical,
        late=step.actual_finish is None and planned < day,
    )


def _upcoming(found: Sequence[PastProject], column: str, day: date) -> Mapping[UUID, NextMilestone]:
    """By ``column`` the earliest open milestone from ``day``."""
    ahead = [
        (step.planned_finish, place, past.state.project_id, step.name, past.state)
        for past in found
        for place, step in enumerate(past.standing.steps)
        if step.planned_finish and step.planned_finish >= day and not step.actual_finish
    ]
    first: dict[UUID, NextMilestone] = {}
    for planned, _, project_id, name, state in sorted(ahead, key=lambda one: one[:3]):
        key = getattr(state, column)
        if key is not None:
            first.setdefault(key, NextMilestone(name, project_id, state.name, planned))
    return first


def _months(found: Sequence[PastProject]) -> tuple[Decimal, ...]:
    shares = [share for past in found if (share := share_of(past.state))]
    curves: list[Sequence[Decimal]] = [share.months for share in shares]
    return tuple(sum(amounts, ZERO) for amounts in zip(*curves, strict=True)) or (ZERO,) * 12
