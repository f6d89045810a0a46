"""The progress chart of all projects as it stood at a moment of the past.

Read from what was kept of each project then (``past``): bands, bars and steps come out of one row
a project, so everything that matches is read for each window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from guatu.org.models import User
from guatu.projects.models import Project, ProjectState
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.past import PastProject, past_projects
from guatu.projects.queries.timetable import (
    MOST_ROWS,
    WINDOW,
    Band,
    BandBy,
    Bar,
    Outlines,
    StepBar,
)
from guatu.projects.replay import judged_states, standard_at
from guatu.projects.standing import Standing, Step


def outlines_at(user: User, wanted: ListFilter, by: BandBy, moment: datetime) -> Outlines:
    """As ``outlines``, of ``moment``."""
    found = _in_bands(past_projects(user, wanted, moment), by)
    bands = [Band(title, sum(1 for _ in rows)) for title, rows in groupby(found, _title_by(by))]
    bars = _bars(user, found[:MOST_ROWS], moment)
    ends = (day for bar in bars for day in (bar.finish, bar.original, bar.forecast, bar.actual))
    return Outlines(bands, len(found), _known(min, (b.start for b in bars)), _known(max, ends))


def window_at(
    user: User, wanted: ListFilter, by: BandBy, start: int, moment: datetime
) -> list[Bar]:
    """As ``window``, of ``moment``."""
    start = max(0, min(start, MOST_ROWS))
    found = _in_bands(past_projects(user, wanted, moment), by)
    return _bars(user, found[start : min(start + WINDOW, MOST_ROWS)], moment)


def steps_at(project: Project, moment: datetime) -> list[StepBar]:
    """As ``steps_of``, of ``moment``; none before the project was listed."""
    state = ProjectState.objects.at(moment).filter(project=project).first()
    steps = Standing.from_json(state.facts).steps if state else ()
    return [_step(one, one.planned_finish) for one in steps if one.planned_finish]


def _known(choose: Callable[..., date], days: Iterable[date | None]) -> date | None:
    known = [day for day in days if day]
    return choose(known) if known else None


def _in_bands(found: Sequence[PastProject], by: BandBy) -> list[PastProject]:
    """Those without a line, a sponsor or a unit come last, as they do today."""
    title = _title_by(by)

    def place(past: PastProject) -> tuple[bool, int, str, int]:
        ranks = {BandBy.LINE: past.line_number, BandBy.SPONSOR: past.sponsor_rank, BandBy.UNIT: 0}
        return not title(past), ranks[by], title(past), past.state.number

    return sorted(found, key=place)


def _title_by(by: BandBy) -> Callable[[PastProject], str]:
    return attrgetter({BandBy.LINE: "line", BandBy.SPONSOR: "sponsor", BandBy.UNIT: "unit"}[by])


def _bars(user: User, found: Sequence[PastProject], moment: datetime) -> list[Bar]:
    """With the forecast by the rules and the calendar of then."""
    judged = judged_states((past.state for past in found), standard_at(user.tenant, moment))
    return [_bar(past, judged[past.state.project_id].judged.reach.finish) for past in found]


def _bar(past: PastProject, forecast: date | None) -> Bar:
    state, facts, step = past.state, past.standing.facts, past.next_step
    done = past.physical_percent
    return Bar(
        state.project_id,
        state.number,
        state.name,
        state.light,
        past.unit,
        facts.actual_start or facts.planned_start,
        facts.required_finish,
        facts.original_finish,
        None if facts.actual_finish else forecast,
        facts.actual_finish,
        None if done is None else int(done),
        step.name if step else "",
        step.planned_finish if step else None,
        state.green_by_replanning,
    )


def _step(step: Step, finish: date) -> StepBar:
    first = step.original_finish
    return StepBar(
        step.name,
        step.planned_start or finish,
        finish,
        None if first is None else (step.original_start or first, first),
        step.actual_start,
        step.actual_finish,
        step.forecast,
        step.critical,
        step.committed,
    )
