"""Finding dispatches and what they may be about: what a person may not see does not exist."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from guatu.dispatches.models import Dispatch, Evidence, Recheck, Sample
from guatu.dispatches.queries.course import whole
from guatu.projects.models import Milestone, Project, SupportNeed
from guatu.web.shared.requests import Request


def visible_dispatch(request: Request, pk: UUID) -> Dispatch:
    """With all that its page and its acts read."""
    return get_object_or_404(whole(Dispatch.objects.visible_to(request.user)), pk=pk)


def acted_on(request: Request, pk: UUID) -> Dispatch:
    """For a click: what the act does not ask for is not read."""
    return get_object_or_404(Dispatch.objects.visible_to(request.user), pk=pk)


def visible_evidence(request: Request, pk: UUID, evidence_pk: UUID) -> Evidence:
    dispatch = get_object_or_404(Dispatch.objects.visible_to(request.user), pk=pk)
    return get_object_or_404(Evidence, pk=evidence_pk, entry__dispatch=dispatch)


def visible_sample(request: Request, pk: UUID) -> Sample:
    return get_object_or_404(Sample.objects.visible_to(request.user), pk=pk)


def visible_recheck(request: Request, sample: Sample, pk: UUID) -> Recheck:
    return get_object_or_404(sample.rechecks.select_related("dispatch"), pk=pk)


def project_named(request: Request, pk: UUID | None) -> Project | None:
    if pk is None:
        return None
    rows = Project.objects.visible_to(request.user)
    return rows.select_related("lead_unit", "responsible_unit").filter(pk=pk).first()


def milestone_named(project: Project | None, pk: UUID | None) -> Milestone | None:
    if pk is None or project is None:
        return None
    return project.milestones.filter(pk=pk).first()


def need_named(request: Request, pk: UUID | None) -> SupportNeed | None:
    if pk is None:
        return None
    rows = SupportNeed.objects.visible_to(request.user)
    return rows.select_related("project", "milestone", "supplier").filter(pk=pk).first()
