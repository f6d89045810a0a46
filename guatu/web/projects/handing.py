"""The procedures of a plan as the page of the project lists them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from guatu.domain.procedures import HandIn
from guatu.domain.workcalendar import WorkCalendar
from guatu.projects.models import Project
from guatu.projects.queries.detail import Plan
from guatu.projects.queries.handing import hand_ins_of


def hand_in_lines(
    project: Project, plan: Plan, calendar: WorkCalendar, today: date
) -> list[tuple[UUID | None, HandIn]]:
    """Each with the id of its milestone, None for what is no step."""
    ids = {row.code: row.pk for row in plan.milestones}
    found = hand_ins_of(project, plan, today, calendar)
    return [(None if one.step.since_start else ids[one.step.code], one) for one in found]
