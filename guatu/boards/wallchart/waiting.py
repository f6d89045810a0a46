"""What projects wait for, as the wall chart marks it: missing needs, and what they break."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from guatu.boards.wallchart.facts import ChartBreak, ChartNeed
from guatu.projects.elements import element_of
from guatu.projects.facts import Rows, rows_of
from guatu.projects.models import Milestone, Project, SupportNeed
from guatu.projects.outlook import Outlook, comes_late, outlook_of
from guatu.projects.queries.needs import MISSING, state_on
from guatu.workdays.queries import calendar_in_force


@dataclass(frozen=True, slots=True)
class Waiting:
    """Of one project."""

    needs: tuple[ChartNeed, ...] = ()
    breaks: tuple[ChartBreak, ...] = ()


def waiting_of(project_ids: Iterable[UUID], today: date) -> Mapping[UUID, Waiting]:
    """Of projects that miss something: one query, and their plans where it comes too late."""
    found: dict[UUID, list[SupportNeed]] = defaultdict(list)
    rows = SupportNeed.objects.filter(project_id__in=list(project_ids)).select_related("milestone")
    for need in rows.order_by("needed_by", "serial"):
        if need.needed_by is not None and state_on(need, today) in MISSING:
            found[need.project_id].append(need)
    broken = _breaks([pk for pk, needs in found.items() if _any_late(needs, today)], today)
    return {
        pk: Waiting(tuple(_chart_need(n) for n in needs), broken.get(pk, ()))
        for pk, needs in found.items()
    }


def _any_late(needs: Sequence[SupportNeed], today: date) -> bool:
    return any(comes_late(need, today) for need in needs)


def _chart_need(need: SupportNeed) -> ChartNeed:
    """What has expired is missing from the day after its end."""
    assert need.needed_by is not None
    day = need.expires_on if need.delivered_on and need.expires_on else need.needed_by
    return ChartNeed(need.name, element_of(need.element).short, day)


def _breaks(ids: Sequence[UUID], today: date) -> Mapping[UUID, tuple[ChartBreak, ...]]:
    if not ids:
        return {}
    projects = list(Project.objects.filter(pk__in=ids))
    rows, calendar = rows_of(projects), calendar_in_force()
    return {
        project.pk: tuple(
            _of_project(
                project, rows[project.pk], outlook_of(project, rows[project.pk], today, calendar)
            )
        )
        for project in projects
    }


def _of_project(project: Project, rows: Rows, outlook: Outlook) -> list[ChartBreak]:
    """Milestones that wait themselves, and the finish; what only follows is not drawn."""
    found = []
    for milestone in rows.milestones:
        by = _names(outlook, milestone)
        push = outlook.pushed.get(milestone.code)
        if by and push and milestone.planned_finish:
            day = milestone.planned_finish
            found.append(ChartBreak(milestone.name, day, push.finish, push.days, by))
    if outlook.finish and project.required_finish:
        by = "、".join(b.need.name for b in outlook.breaks.values() if b.finish_days)
        push = outlook.finish
        found.append(ChartBreak("", project.required_finish, push.finish, push.days, by))
    return found


def _names(outlook: Outlook, milestone: Milestone) -> str:
    waited = (b for b in outlook.breaks.values() if b.need.step == milestone.code and b.step_days)
    return "、".join(broken.need.name for broken in waited)
