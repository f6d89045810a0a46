"""When needs must be there: derived from the plan, and again whenever the plan has changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from guatu.domain.needs import needed_by
from guatu.domain.words import N_, say
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.kit.bulk import update_rows
from guatu.projects.choices import NeedStatus
from guatu.projects.models import Milestone, Project, SupportNeed


def needed_for(milestone: Milestone | None, lead: int, calendar: WorkCalendar) -> date | None:
    """When ``milestone`` needs what must be there ``lead`` workdays before; None while the plan
    gives it no day."""
    if milestone is None or milestone.planned_start is None:
        return None
    try:
        return needed_by(milestone.planned_start, lead, calendar)
    except CalendarOutOfRange:
        return None


def derive_needs(project: Project, calendar: WorkCalendar) -> None:
    """Bring the needs of ``project`` up to its plan, in the caller's transaction.

    What was delivered or dropped keeps the day that counted then.
    """
    moved = []
    for need in _open_needs(project):
        day = needed_for(need.milestone, need.lead, calendar)
        if day is not None and day != need.needed_by:
            need.needed_by, need.version = day, need.version + 1
            moved.append(need)
    update_rows(moved, ["needed_by", "version"])


def let_go(milestones: Iterable[Milestone]) -> None:
    """Needs of milestones that are about to leave the plan keep their day and say why."""
    loose = []
    for milestone in milestones:
        said = say(N_("原保障节点“{name}”已从计划中删去"), name=milestone.name)
        for need in milestone.needs.all():
            why = str(said) if need.is_open else need.reason
            need.milestone, need.reason, need.version = None, why, need.version + 1
            loose.append(need)
    update_rows(loose, ["milestone", "reason", "version"])


def _open_needs(project: Project) -> list[SupportNeed]:
    kept = project.needs.exclude(status__in=(NeedStatus.DELIVERED, NeedStatus.NOT_NEEDED))
    return list(kept.filter(milestone__isnull=False).select_related("milestone"))
