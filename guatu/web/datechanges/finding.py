"""Finding date changes, pauses and projects: what a person may not see does not exist."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from guatu.datechanges.models import DateChange, PlanPause
from guatu.datechanges.queries.listing import with_people
from guatu.projects.models import Project
from guatu.web.shared.requests import Request


def visible_change(request: Request, pk: UUID) -> DateChange:
    rows = with_people(DateChange.objects.visible_to(request.user)).select_related("tenant")
    return get_object_or_404(rows, pk=pk)


def visible_pause(request: Request, pk: UUID) -> PlanPause:
    rows = PlanPause.objects.visible_to(request.user).select_related(
        "tenant", "project__tenant", "milestone", "unit", "need", "asked_by", "decided_by"
    )
    return get_object_or_404(rows, pk=pk)


def visible_project(request: Request, pk: UUID) -> Project:
    rows = Project.objects.visible_to(request.user).select_related(
        "tenant", "lead_unit", "responsible_unit", "owner_post", "sponsor"
    )
    return get_object_or_404(rows, pk=pk)
