"""Asking for another date: what follows is seen before it is sent, and nothing else is written."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.datechanges.actions.asking import Consequence, ask_change, consequence
from guatu.datechanges.queries.listing import tally_of
from guatu.datechanges.terms import rules_of, terms_of
from guatu.domain.words import Sentence
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.projects.models import Project
from guatu.web.datechanges.finding import visible_project
from guatu.web.datechanges.forms import FINISH, ChangeForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.fields import day_of
from guatu.web.shared.requests import Request

TEMPLATE = "datechanges/form.html"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_new(request: Request, project_pk: UUID) -> HttpResponse:
    """``?target=code&day=…`` fills the form; sent unseen it comes back with what follows."""
    project = visible_project(request, project_pk)
    require(request.user, "date_change.ask", project)
    form = _form(request, project)
    context = _context(request, project, form)
    if form.is_bound and form.is_valid():
        if request.POST.get("previewed") != _key(form.data):
            form.add_error(None, _("请先看下面的影响，再送审批。"))
            return form_page(request, TEMPLATE, form, context)
        given = form.cleaned_data
        try:
            row = ask_change(
                project,
                form.target_code,
                given["day"],
                form.why(),
                by=request.user,
                now=request.now,
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已送审批；批准以前仍按原日期推进。"))
            return redirect("date-change-detail", row.pk)
    return form_page(request, TEMPLATE, form, context)


@login_required
@require_POST
def change_effect(request: Request, project_pk: UUID) -> HttpResponse:
    """A part of the form; a POST only because it is long."""
    project = visible_project(request, project_pk)
    require(request.user, "date_change.ask", project)
    return render(request, "datechanges/_effect.html", _effect(request, project, request.POST))


def _form(request: Request, project: Project) -> ChangeForm:
    rules = rules_of(terms_of(project.tenant_id))
    initial = {name: request.GET.get(name, "")[:40] for name in ("target", "day")}
    return ChangeForm(
        request.POST or None,
        project=project,
        rules=rules,
        user=request.user,
        today=request.today,
        initial=initial,
    )


def _context(request: Request, project: Project, form: ChangeForm) -> dict[str, Any]:
    values = form.data if form.is_bound else request.GET
    terms = terms_of(project.tenant_id)
    return {
        "project": project,
        "tally": tally_of(project),
        "rules": rules_of(terms),
        "cancel_url": reverse("project-detail", args=[project.pk]),
        "may_pause": request.access.can("pause.ask", project),
        **_effect(request, project, values),
    }


def _effect(request: Request, project: Project, values: Any) -> dict[str, Any]:
    """Nothing while a field is missing of which it would be computed."""
    target, day = str(values.get("target", "")), day_of(str(values.get("day", "")))
    found: Consequence | None = None
    refused: Sentence | None = None
    if target and day is not None:
        code = "" if target == FINISH else target
        try:
            reason = str(values.get("reason", ""))
            found = consequence(project, code, day, reason, now=request.now)
        except Refusal as refusal:
            refused = refusal.sentence
    faults = [] if found is None else _shown(found, str(values.get("reason", "")))
    return {
        "found": found,
        "refused": refused,
        "faults": faults,
        "previewed": _key(values) if found else "",
        "project": project,
        "may_pause": request.access.can("pause.ask", project),
        "locked": any(fault.field == "target" for fault in faults),
    }


def _shown(found: Consequence, reason: str) -> list[Any]:
    """A reason that is not chosen yet is no fault while one is filling in."""
    return [f for f in found.verdict.faults if f.field != "reason" or reason]


def _key(values: Any) -> str:
    """What the effect was computed of."""
    names = ("target", "day")
    return "|".join(str(values.get(name, "")) for name in names)
