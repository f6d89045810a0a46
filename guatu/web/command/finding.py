"""Finding what pages of command are about: what a person may not see does not exist."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from guatu.command.models import AgendaItem, Blocker, Meeting, Visit
from guatu.command.queries.meetings import with_people
from guatu.command.queries.visits import visits_of
from guatu.projects.models import Project
from guatu.web.shared.requests import Request


def visible_meeting(request: Request, pk: UUID) -> Meeting:
    return get_object_or_404(with_people(Meeting.objects.visible_to(request.user)), pk=pk)


def visible_item(meeting: Meeting, pk: UUID) -> AgendaItem:
    rows = meeting.items.select_related("meeting", "project__task_force")
    return get_object_or_404(rows, pk=pk)


def visible_blocker(request: Request, pk: UUID) -> Blocker:
    rows = Blocker.objects.visible_to(request.user).select_related(
        "tenant", "project__task_force", "project__lead_unit", "owner_unit", "doing_unit",
        "milestone", "dispatch", "batch", "raised_by",
    ).prefetch_related("dispatch__parts__unit")  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def visible_visit(request: Request, pk: UUID) -> Visit:
    return get_object_or_404(visits_of(request.user), pk=pk)


def visible_project(request: Request, pk: UUID) -> Project:
    rows = Project.objects.visible_to(request.user).select_related(
        "tenant", "lead_unit", "responsible_unit", "task_force"
    )
    return get_object_or_404(rows, pk=pk)


def seen_projects(request: Request, ids: set[UUID]) -> set[UUID]:
    """Those of ``ids`` whose pages this person may open."""
    if request.access.sees_all:
        return ids
    rows = Project.objects.visible_to(request.user).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))
