"""Slack of the plan in force: how many workdays are left before the promise breaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from guatu.domain.schedule import Link, ScheduleError, build_network, schedule
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.projects.models import Milestone, MilestoneLink, Project
from guatu.projects.networks import LinkCode, Work, Works, plan_of


def slack_of(
    project: Project,
    milestones: Sequence[Milestone],
    links: Sequence[MilestoneLink],
    today: date,
    calendar: WorkCalendar,
) -> int | None:
    """The least total slack of the open steps against the required finish, in workdays.

    Below zero when the promise cannot be kept as things stand. None without a plan or a promise,
    when all is done, and where the calendar does not reach.
    """
    planned = [m for m in milestones if m.planned_finish]
    if not planned or project.required_finish is None or all(m.actual_finish for m in planned):
        return None
    try:
        plan = plan_of(works_of(project, planned, links), today, calendar)
        return schedule(build_network([plan]), [calendar]).project().slack
    except (ScheduleError, CalendarOutOfRange):
        return None


def works_of(
    project: Project, milestones: Sequence[Milestone], links: Sequence[MilestoneLink]
) -> Works:
    codes = {m.pk: m.code for m in milestones}
    return Works(
        project=str(project.pk),
        steps=[_work(m) for m in milestones],
        ties=[
            Link(codes[k.before_id], codes[k.after_id], cast(LinkCode, k.type), k.lag)
            for k in links
            if k.before_id in codes and k.after_id in codes
        ],
        planned_start=project.planned_start,
        begun=project.actual_start,
        required=project.required_finish,
    )


def _work(row: Milestone) -> Work:
    return Work(
        row.code, row.name, row.duration, row.actual_start, row.actual_finish, row.forecast_finish
    )
