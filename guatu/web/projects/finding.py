"""Finding one project: what a person may not see does not exist."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from guatu.projects.models import Milestone, Project
from guatu.projects.queries.detail import with_people
from guatu.web.shared.requests import Request


def visible_project(request: Request, pk: UUID) -> Project:
    rows = Project.objects.visible_to(request.user).select_related("tenant")
    return get_object_or_404(rows, pk=pk)


def project_with_people(request: Request, pk: UUID) -> Project:
    """With line, units, and posts with their holders, as the page shows them."""
    return get_object_or_404(with_people(Project.objects.visible_to(request.user)), pk=pk)


def visible_milestone(request: Request, pk: UUID, milestone_pk: UUID) -> Milestone:
    project = visible_project(request, pk)
    milestone = get_object_or_404(Milestone, pk=milestone_pk, project=project)
    milestone.project = project
    return milestone
