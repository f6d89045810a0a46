"""Where the three views of projects disagreed at a moment of the past.

The light is that which was kept, the opinions are those given by then, and old is what was old on
that day. A project is told as a row of its table that is never saved; its line and its unit are
named as of today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from guatu.lines.models import WorkLine
from guatu.org.models import Unit, User
from guatu.projects.models import Project, ProjectState
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.opinions import (
    PAIRS,
    Show,
    ViewCounts,
    Views,
    ViewsRow,
    views_by_project,
    views_row,
)
from guatu.projects.queries.past import past_projects


@dataclass(frozen=True, slots=True)
class PastOpinions:
    """``rows`` are what was asked for, in the order of today's list; ``counts`` are of all."""

    rows: Sequence[ViewsRow]
    counts: ViewCounts


def opinions_at(user: User, wanted: ListFilter, moment: datetime, *, show: Show) -> PastOpinions:
    found = _rows([past.state for past in past_projects(user, wanted, moment)], moment)
    shown = [row for row in found if _is_shown(row, show)]
    shown.sort(key=_widest if show in PAIRS else _worst)
    return PastOpinions(shown, _counts(found))


def _rows(states: Sequence[ProjectState], moment: datetime) -> list[ViewsRow]:
    views = views_by_project([state.project_id for state in states], moment.date(), moment)
    lines = WorkLine.objects.in_bulk({state.line_id for state in states if state.line_id})
    units = Unit.objects.in_bulk({state.lead_unit_id for state in states if state.lead_unit_id})
    return [
        views_row(
            Project(
                id=state.project_id,
                tenant_id=state.tenant_id,
                year=state.year,
                number=state.number,
                name=state.name,
                light=state.light,
                light_rank=state.light_rank,
                line=lines.get(state.line_id) if state.line_id else None,
                lead_unit=units.get(state.lead_unit_id) if state.lead_unit_id else None,
            ),
            views.get(state.project_id, Views()),
            moment.date(),
        )
        for state in states
    ]


def _is_shown(row: ViewsRow, show: Show) -> bool:
    given = [one for one in (row.views.owner, row.views.review) if one]
    match show:
        case Show.OLD:
            return any(one.old for one in given)
        case Show.UNRATED:
            return row.views.review is None
        case Show.GIVEN:
            return bool(given)
    return row.found is not None and not row.found.pairs.isdisjoint(PAIRS[show])


def _widest(row: ViewsRow) -> tuple[int, bool, int, int]:
    """Wide before narrow, fresh before old, red before green."""
    steps, old = (row.found.steps, row.found.old) if row.found else (0, False)
    return -steps, old, *_worst(row)


def _worst(row: ViewsRow) -> tuple[int, int]:
    return row.project.light_rank, row.project.number


def _counts(rows: Sequence[ViewsRow]) -> ViewCounts:
    shown = {show.value or "disputed": sum(_is_shown(row, show) for row in rows) for show in Show}
    return ViewCounts(
        projects=len(rows),
        owner=sum(row.views.owner is not None for row in rows),
        review=sum(row.views.review is not None for row in rows),
        **shown,
    )
