"""One move of the adjustment that is being put together: add it, change it, take it out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.org.access import require
from guatu.projects.choices import ListChangeKind
from guatu.projects.models import Project
from guatu.web.shared.answering import form_page
from guatu.web.shared.asking import row_id
from guatu.web.shared.requests import Request
from guatu.web.templatetags.lists import kind_words
from guatu.web.versions.draft import Draft, Kept, kept_values, plain_values
from guatu.web.versions.finding import visible_project
from guatu.web.versions.forms import LEAVE, STAY, MoveForm, NewProjectForm
from guatu.web.versions.parts import written


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move_new(request: Request) -> HttpResponse:
    """``?project=…&kind=withdrawn``: what the move asks for, then onto the working page."""
    require(request.user, "list.approve", request.tenant)
    pk, kind = row_id(request.GET.get("project", "")), request.GET.get("kind", "")
    if pk is None or kind not in ListChangeKind.values:
        raise Http404
    project = visible_project(request, pk)
    return _move_page(request, Kept(kind, project.pk.hex), project)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move_edit(request: Request, place: int) -> HttpResponse:
    require(request.user, "list.approve", request.tenant)
    kept = Draft.of(request).at(place)
    if kept is None:
        raise Http404
    if not kept.project:
        return _project_page(request, kept, place)
    return _move_page(request, kept, visible_project(request, UUID(kept.project)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move_project(request: Request) -> HttpResponse:
    """A project that is not known yet."""
    require(request.user, "list.approve", request.tenant)
    return _project_page(request, Kept(str(ListChangeKind.ADDED)), None)


@login_required
@require_POST
def move_removal(request: Request, place: int) -> HttpResponse:
    require(request.user, "list.approve", request.tenant)
    draft = Draft.of(request)
    if draft.at(place) is not None:
        del draft.kept[place]
        draft.keep(request)
    return redirect("version-adjust")


def _move_page(request: Request, kept: Kept, project: Project) -> HttpResponse:
    kind = ListChangeKind(kept.kind)
    parts = project.parts.listed().count()
    splits = kind == ListChangeKind.SPLIT and "told" not in request.GET
    form = MoveForm(
        request.POST or None, initial=_initial(kept), kind=kind, has_parts=parts > 0, splits=splits
    )
    if form.is_bound and form.is_valid():
        draft = Draft.of(request)
        draft.put(_kept(kept, form.cleaned_data))
        draft.keep(request)
        return redirect("version-adjust")
    context = {
        "project": project,
        "parts": parts,
        "kind_words": kind_words(kind),
        "asks_why": kind == ListChangeKind.RESERVED and project.year_done > 0,
        "cancel_url": reverse("version-adjust"),
    }
    return form_page(request, "versions/move.html", form, context)


def _project_page(request: Request, kept: Kept, place: int | None) -> HttpResponse:
    initial = {**plain_values(kept.values), "reason": kept.reason}
    for name in ("line", "lead_unit"):
        initial[name] = row_id(initial.get(name) or "")
    form = NewProjectForm(
        request.POST or None, initial=initial, user=request.user, year=request.tenant.year
    )
    if form.is_bound and form.is_valid():
        given: dict[str, Any] = dict(form.cleaned_data)
        made = Kept(kept.kind, reason=given.pop("reason"), values=kept_values(given))
        draft = Draft.of(request)
        if place is None:
            draft.put(made)
        else:
            draft.kept[place] = made
        draft.keep(request)
        return redirect("version-adjust")
    context = {"kind_words": _("增补新项目"), "cancel_url": reverse("version-adjust")}
    return form_page(request, "versions/move.html", form, context)


def _initial(kept: Kept) -> dict[str, Any]:
    return {
        "reason": kept.reason,
        "nature": kept.nature,
        "parts_stay": STAY if kept.parts_stay else LEAVE,
        "parts": written(plain_values(part) for part in kept.parts),
    }


def _kept(kept: Kept, given: dict[str, Any]) -> Kept:
    stay = given.get("parts_stay")
    return Kept(
        kept.kind,
        kept.project,
        reason=given["reason"],
        nature=given.get("nature", ""),
        parts_stay=None if stay is None else stay == STAY,
        parts=[kept_values(part) for part in given.get("parts", ())],
    )
