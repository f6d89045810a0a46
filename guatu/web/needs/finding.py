"""Finding needs and what they belong to: what a person may not see does not exist."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from guatu.org.models import Unit
from guatu.projects.models import Project, SupportNeed
from guatu.projects.queries.needs import with_people
from guatu.web.shared.requests import Request


def visible_need(request: Request, pk: UUID) -> SupportNeed:
    """With its project, its milestone and the people who supply it."""
    return get_object_or_404(with_people(SupportNeed.objects.visible_to(request.user)), pk=pk)


def visible_project(request: Request, pk: UUID) -> Project:
    rows = Project.objects.visible_to(request.user).select_related("tenant")
    return get_object_or_404(rows, pk=pk)


def visible_unit(request: Request, pk: UUID) -> Unit:
    return get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
