"""Finding events and their projects: what a person may not see does not exist."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from guatu.org.models import User
from guatu.projects.models import Project
from guatu.projects.queries.filters import spelt
from guatu.starts.models import StartEvent, StartProject
from guatu.starts.queries import taken_with
from guatu.web.shared.requests import Request


def visible_event(request: Request, pk: UUID) -> StartEvent:
    rows = StartEvent.objects.visible_to(request.user).select_related("host_unit", "tenant")
    return get_object_or_404(rows, pk=pk)


def visible_row(request: Request, pk: UUID) -> StartProject:
    """A project of an event that is visible, by that event."""
    rows = StartEvent.objects.visible_to(request.user).select_related("host_unit", "tenant")
    event = get_object_or_404(rows, projects__pk=pk)
    row: StartProject = event.projects.select_related("project").get(pk=pk)
    row.event = event
    return row


def candidates(user: User, event: StartEvent, words: str) -> QuerySet[Project]:
    """Projects that may join: on the list of that year and in no other event. Without words those
    that are new or planned to start in the year, the nearest start first."""
    rows = Project.objects.visible_to(user).listed().filter(year=event.day.year)
    rows = rows.exclude(pk__in=taken_with(event))
    if words:
        return rows.filter(spelt(words)).order_by("number", "id")
    began = Q(planned_start__year=event.day.year) | Q(actual_start__year=event.day.year)
    return rows.filter(began).order_by("planned_start", "number", "id")
