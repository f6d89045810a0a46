"""Where a person stands after an act: where it was done, if that can still be seen."""

from __future__ import annotations

from django.urls import reverse

from guatu.projects.models import Project, SupportNeed
from guatu.web.shared.requests import Request

PLACES = ("need", "supplier", "project")


def place_of(request: Request) -> str:
    asked = request.POST.get("to") or request.GET.get("to") or ""
    return asked if asked in PLACES else ""


def back_to(request: Request, need: SupportNeed) -> str:
    """``?to=supplier`` or ``?to=project``; the page of the need itself otherwise."""
    place = place_of(request)
    if place == "supplier" and need.supplier_id:
        return reverse("need-supplier", args=[need.supplier_id])
    if (
        place == "project"
        and Project.objects.visible_to(request.user).filter(pk=need.project_id).exists()
    ):
        return project_needs(need.project)
    return reverse("need-detail", args=[need.pk])


def project_needs(project: Project) -> str:
    return reverse("project-detail", args=[project.pk]) + "#needs"
