"""What projects ask for: needs to promise and deliver, milestones, the report of the month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from guatu.boards.desk.facts import Place, Row
from guatu.boards.desk.standing import Standing
from guatu.domain.desk import Duty, DutyKind
from guatu.domain.lights import CalendarWorkdays
from guatu.domain.periods import add_months
from guatu.domain.words import N_, say
from guatu.kit.clock import CHINA
from guatu.projects.choices import NeedStatus
from guatu.projects.models import Milestone, Project, SupportNeed
from guatu.projects.packs import all_rules_in_force

AHEAD = timedelta(days=30)
"""How long before its day a thing that was not given by a dispatch comes onto the desk."""


def rows_of(standing: Standing) -> Iterator[Row]:
    yield from _needs(standing)
    yield from _milestones(standing)
    yield from _reports(standing)


def needs(standing: Standing, until: date) -> QuerySet[Any]:
    """Open needs that this person supplies and that are due by ``until``."""
    rows = SupportNeed.objects.annotate(due_on=Coalesce("promised_on", "needed_by"))
    return rows.filter(
        standing.owns("supplier", "post"),
        status__in=(NeedStatus.NEEDED, NeedStatus.PROMISED),
        project__withdrawn_at__isnull=True,
        project__tenant_id=standing.access.tenant_id,
        due_on__lte=until,
    )


def milestones(standing: Standing, until: date) -> QuerySet[Milestone]:
    """Committed milestones of the own projects that are not done."""
    return Milestone.objects.filter(
        _owned(standing, "project__"),
        committed=True,
        actual_finish__isnull=True,
        planned_finish__lte=until,
        project__withdrawn_at__isnull=True,
        project__tenant_id=standing.access.tenant_id,
    )


def reporting(standing: Standing, month: date) -> QuerySet[Project]:
    """Own projects without the report of ``month`` (its first day), as far as they have a plan."""
    rows = Project.objects.counted().filter(_owned(standing), tenant_id=standing.access.tenant_id)
    rows = rows.filter(year_plan__isnull=False, actual_finish__isnull=True, year=month.year)
    listed = Q(listed_on__isnull=True) | Q(listed_on__lt=add_months(month, 1))
    late = Q(last_period__isnull=True) | Q(last_period__lt=month)
    return rows.filter(listed, late)


def month_asked(standing: Standing) -> date:
    """The last complete month, the first day of it."""
    return add_months(_today(standing).replace(day=1), -1)


def report_due(standing: Standing, month: date) -> date:
    rules = all_rules_in_force([standing.access.tenant_id])[standing.access.tenant_id]
    return rules.terms.due_of(month, CalendarWorkdays(standing.calendar))


def moment_of(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, CHINA)


def _needs(standing: Standing) -> Iterator[Row]:
    until = _today(standing) + AHEAD
    near = Q(status=NeedStatus.NEEDED) | Q(due_on__lte=until)  # a promise is asked for at once
    for need in needs(standing, date.max).filter(near).select_related("project", "milestone"):
        promised = need.status == NeedStatus.PROMISED
        duty = Duty(
            kind=DutyKind.DELIVER if promised else DutyKind.PROMISE,
            key=f"need {need.pk}",
            due=moment_of(need.due_on, standing.closes),
            since=need.due_on,
            weight=int(need.milestone is not None and need.milestone.critical),
        )
        yield Row(
            duty, Place.NEED, need.pk, need.pk, need.name,
            about=need.project.name, source_ids=(need.pk,),
        )  # fmt: skip


def _milestones(standing: Standing) -> Iterator[Row]:
    until = _today(standing) + AHEAD
    for milestone in milestones(standing, until).select_related("project"):
        day = milestone.planned_finish or until
        duty = Duty(
            kind=DutyKind.MILESTONE,
            key=f"milestone {milestone.pk}",
            due=moment_of(day, standing.closes),
            since=day,
            weight=int(milestone.critical),
        )
        yield Row(
            duty, Place.MILESTONE, milestone.pk, milestone.project_id, milestone.name,
            about=milestone.project.name, source_ids=(milestone.pk,),
        )  # fmt: skip


def _reports(standing: Standing) -> Iterator[Row]:
    month = month_asked(standing)
    projects = list(reporting(standing, month).order_by("number", "id"))
    if not projects:
        return
    due = report_due(standing, month)
    asked = say(N_("{month} 月月报"), month=month.month)
    for project in projects:
        duty = Duty(
            kind=DutyKind.REPORT,
            key=f"report {project.pk}",
            due=moment_of(due, standing.closes),
            since=add_months(month, 1),
        )
        yield Row(duty, Place.PROJECT, project.pk, project.pk, project.name, about=asked)


def _owned(standing: Standing, prefix: str = "") -> Q:
    """By the post of the owner, else the unit that answers for it, else the one that leads."""
    own = standing.owns(f"{prefix}responsible_unit", f"{prefix}owner_post")
    leads = standing.owns(f"{prefix}lead_unit", f"{prefix}owner_post")
    return own | (leads & Q(**{f"{prefix}responsible_unit__isnull": True}))


def _today(standing: Standing) -> date:
    return standing.now.astimezone(CHINA).date()
