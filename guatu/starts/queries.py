"""Reading concentrated starts: events with their projects, and what proves that they began."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from guatu.domain.periods import month_start
from guatu.domain.starts import Evidence, Proof
from guatu.kit.clock import CHINA
from guatu.org.models import User
from guatu.projects.models import Milestone, ProgressReport, Project, ProjectState
from guatu.starts.choices import StartStatus
from guatu.starts.models import StartEvent, StartEventQuerySet, StartProject

PERMIT = "building_permit"
"""The code of 施工许可 in the library of procedures."""


def events_of(user: User) -> StartEventQuerySet:
    """The newest first, with unit and projects."""
    rows = StartEvent.objects.visible_to(user).select_related("host_unit")
    return rows.prefetch_related("projects__project")


def years_of(user: User) -> list[int]:
    """The years that have events, newest first."""
    days = StartEvent.objects.visible_to(user).order_by("-day").values_list("day", flat=True)
    return list(dict.fromkeys(day.year for day in days))


def events_with(user: User, project: Project) -> list[StartEvent]:
    """The events in which a project is, those that were cancelled left out."""
    rows = StartEvent.objects.visible_to(user).filter(projects__project=project)
    return list(rows.exclude(status=StartStatus.CANCELLED))


def taken_with(event: StartEvent) -> QuerySet[StartProject, UUID]:
    """Ids of the projects in this event, and in any other that was not cancelled."""
    rows = StartProject.objects.filter(event__tenant=event.tenant_id)
    rows = rows.filter(Q(event=event) | ~Q(event__status=StartStatus.CANCELLED))
    return rows.order_by().values_list("project_id", flat=True)


def evidence_of(rows: Sequence[StartProject], held_on: date) -> dict[UUID, Evidence]:
    """By row: three queries for all, besides the projects that come with the rows."""
    ids = [row.project_id for row in rows]
    permits, invested = _permits(ids), _invested(ids, held_on)
    found = {}
    for row in rows:
        proofs = {
            Proof.PERMIT: permits.get(row.project_id),
            Proof.REGISTERED: row.project.registered_on,
            Proof.INVESTED: invested.get(row.project_id),
        }
        known = {proof: day for proof, day in proofs.items() if day is not None}
        found[row.pk] = Evidence(row.project.actual_start, known)
    return found


def _permits(ids: Collection[UUID]) -> dict[UUID, date]:
    """The day on which each has its building permit, as the milestone says."""
    rows = Milestone.objects.filter(project__in=ids, actual_finish__isnull=False)
    given = rows.filter(procedure=PERMIT).order_by("actual_finish")
    found: dict[UUID, date] = {}
    for project_id, day in given.values_list("project_id", "actual_finish"):
        if day is not None:
            found.setdefault(project_id, day)
    return found


def _invested(ids: Collection[UUID], held_on: date) -> dict[UUID, date]:
    """The day from which reports showed more money than before the month of the event.

    A report is overwritten by its correction, so the day is that of the first state kept of the
    project in which the money stands; a correction moves it only where it brought the money."""
    reports = ProgressReport.objects.filter(
        project__in=ids, period__year=held_on.year, invested__isnull=False
    ).order_by("period")
    before: dict[UUID, Decimal] = defaultdict(Decimal)
    found: dict[UUID, date] = {}
    for report in reports:
        amount = report.invested or Decimal(0)
        if report.period < month_start(held_on):
            before[report.project_id] = amount
        elif amount > before[report.project_id]:
            day = report.reported_at.astimezone(CHINA).date()
            found.setdefault(report.project_id, day)
    return found | _first_shown(list(found), held_on)


def _first_shown(ids: Collection[UUID], held_on: date) -> dict[UUID, date]:
    """The day of the first state that shows it; a project without such a state is left out."""
    month = month_start(held_on)
    kept = ProjectState.objects.filter(project__in=ids, year=held_on.year).order_by("since", "id")
    found: dict[UUID, date] = {}
    columns = ("project_id", "since", "facts__done_year_by_month")
    for project_id, since, done in kept.values_list(*columns):
        if project_id not in found and _shows_more(done or (), month):
            found[project_id] = since.astimezone(CHINA).date()
    return found


def _shows_more(done: Sequence[tuple[str, str]], month: date) -> bool:
    """``done`` as kept: days of months and cumulative amounts, the oldest first."""
    before = Decimal(0)
    for period, amount in done:
        if date.fromisoformat(period) < month:
            before = Decimal(amount)
        elif Decimal(amount) > before:
            return True
    return False
