"""By when the procedures of a plan in force must be handed in."""

from __future__ import annotations

from datetime import date
from typing import cast

from guatu.domain.procedures import HandIn
from guatu.domain.schedule import Link
from guatu.domain.schedule.build import LinkType
from guatu.domain.workcalendar import WorkCalendar
from guatu.projects.handing import Planned, handed_in, terms_of
from guatu.projects.models import Project
from guatu.projects.queries.detail import MilestoneRow, Plan


def hand_ins_of(project: Project, plan: Plan, today: date, calendar: WorkCalendar) -> list[HandIn]:
    """Empty for a plan without procedures; else one query."""
    if not any(row.procedure for row in plan.milestones):
        return []
    codes = {row.pk: row.code for row in plan.milestones}
    ties = [
        Link(codes[one.before], codes[one.after], cast("LinkType", one.type), one.lag)
        for one in plan.links
    ]
    steps = [step for row in plan.milestones if (step := _planned(row))]
    terms = terms_of(project.tenant_id)
    return handed_in(project, steps, ties, project.required_finish, today, calendar, terms)


def _planned(row: MilestoneRow) -> Planned | None:
    if row.planned is None:
        return None
    start, finish = row.planned
    return Planned(
        code=row.code,
        name=row.name,
        start=start,
        finish=finish,
        duration=row.duration,
        counting=row.counting,
        procedure=row.procedure,
        unit=row.unit,
        begun=row.actual_start,
        done=row.actual_finish,
    )
