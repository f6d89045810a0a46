"""Step 4: what entering would do, row by row, against the list as it stands."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from guatu.intake import actions, queries
from guatu.intake.choices import IntakeStatus, RowFate
from guatu.intake.models import IntakeRow
from guatu.projects.models import Project
from guatu.web.intake.difference import difference_context
from guatu.web.intake.finding import page_number, seen_version, visible_intake, visible_row
from guatu.web.intake.steps import DIFFERENCE, steps
from guatu.web.shared.asking import row_id, whole_number
from guatu.web.shared.requests import Request

NEW = "new"


@login_required
@require_safe
def intake_difference(request: Request, pk: UUID) -> HttpResponse:
    intake = visible_intake(request, pk)
    if intake.status != IntakeStatus.READ:
        return redirect("intake-detail", pk)
    header = queries.header(intake)
    context = {
        "intake": header,
        "steps": steps(pk),
        "current": DIFFERENCE,
        **difference_context(
            intake, header, request.GET.get("fate", ""), page_number(request), entered=False
        ),
    }
    return render(request, "intake/difference.html", context)


@login_required
@require_POST
def intake_match(request: Request, pk: UUID, row_pk: UUID) -> HttpResponse:
    """Which listed project the row is, or ``new`` if it is none of them."""
    row = visible_row(request, pk, row_pk)
    project = _project(request, request.POST.get("project", ""))
    actions.match_row(row, project, seen=seen_version(request), by=request.user, now=request.now)
    return _back(request, row)


@login_required
@require_POST
def intake_fate(request: Request, pk: UUID, row_pk: UUID) -> HttpResponse:
    """Leave one row out of entering, or with ``skipped=0`` take it in again."""
    row = visible_row(request, pk, row_pk)
    actions.skip_rows(
        row.intake, [row.pk], request.POST.get("skipped") != "0", seen=seen_version(request),
        by=request.user, now=request.now,
    )  # fmt: skip
    return _back(request, row)


def _project(request: Request, given: str) -> Project | None:
    if given == NEW:
        return None
    return get_object_or_404(Project.objects.visible_to(request.user), pk=row_id(given))


def _back(request: Request, row: IntakeRow) -> HttpResponse:
    """To the tab and page where the row stood."""
    fate, page = request.POST.get("fate", ""), whole_number(request.POST.get("page", ""))
    known = fate if fate in RowFate.values else ""
    place = f"?fate={known}&page={page or 1}"
    return redirect(reverse("intake-difference", args=[row.intake_id]) + place)
