"""Asking for needs: one, several by template, and asking for something else."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.projects.actions.needs import add_needs, change_need
from guatu.projects.elements import source_words
from guatu.projects.models import Project, SupportNeed
from guatu.projects.queries.needs import rows_on
from guatu.web.needs.facts import facts_of
from guatu.web.needs.finding import visible_need, visible_project
from guatu.web.needs.forms import NeedForm, TemplateForm
from guatu.web.needs.going_back import back_to, place_of, project_needs
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request
from guatu.workdays.queries import calendar_in_force

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@_METHODS
def need_new(request: Request, project_pk: UUID) -> HttpResponse:
    project = visible_project(request, project_pk)
    require(request.user, "need.edit", project)
    form = NeedForm(request.POST or None, user=request.user, project=project)
    if form.is_bound and form.is_valid():
        try:
            added = add_needs(project, [form.wanted()], by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return _added(request, project, added)
    context = {**_around(project), "title": _("登记要素需求"), "submit": _("登记")}
    return form_page(request, "needs/form.html", form, context)


@login_required
@_METHODS
def need_template(request: Request, project_pk: UUID) -> HttpResponse:
    """All elements that ship with ticks: 422 when none is ticked."""
    project = visible_project(request, project_pk)
    require(request.user, "need.edit", project)
    sent = request.POST if request.method == "POST" else None  # no tick at all sends nothing
    form = TemplateForm(sent, user=request.user, project=project)
    if form.is_bound and form.is_valid():
        try:
            added = add_needs(project, form.wanted(), by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return _added(request, project, added)
    context = {**_around(project), "source": source_words()}
    return form_page(request, "needs/template.html", form, context)


@login_required
@_METHODS
def need_edit(request: Request, pk: UUID) -> HttpResponse:
    need = visible_need(request, pk)
    require(request.user, "need.edit", need.project)
    form = NeedForm(request.POST or None, user=request.user, project=need.project, need=need)
    context = {
        **_around(need.project),
        "title": _("修改“%(name)s”") % {"name": need},
        "submit": _("保存"),
        "to": place_of(request),
        "cancel_url": back_to(request, need),
    }
    if form.is_bound and form.is_valid():
        try:
            return _saved(request, need, form)
        except StateChanged as refusal:
            return _overtaken(request, need, form, refusal, context)
        except Refusal as refusal:
            put_on_form(form, refusal)
    return form_page(request, "needs/form.html", form, context)


def _saved(request: Request, need: SupportNeed, form: NeedForm) -> HttpResponse:
    seen = form.cleaned_data.get("seen") or 0
    change_need(need, form.wanted(), seen=seen, by=request.user, now=request.now)
    messages.success(request, _("已保存“%(name)s”。") % {"name": form.wanted().label})
    return redirect(back_to(request, need))


def _overtaken(
    request: Request,
    need: SupportNeed,
    form: NeedForm,
    refusal: StateChanged,
    context: dict[str, object],
) -> HttpResponse:
    """409, with what was typed and how the need stands now."""
    current = visible_need(request, need.pk)
    now = rows_on([current], request.today, calendar_in_force())[0]
    shown = {"form": form.over(current), "overtaken": refusal.sentence, "now": facts_of(now)}
    return render(request, "needs/form.html", {**context, **shown}, status=409)


def _added(request: Request, project: Project, added: list[SupportNeed]) -> HttpResponse:
    """Back to the project, where they stand now."""
    n = len(added)
    words = ngettext("已登记 %(n)s 项要素需求。", "已登记 %(n)s 项要素需求。", n) % {"n": n}
    messages.success(request, words if n else _("这项需求已经登记过，没有重复登记。"))
    return redirect(project_needs(project))


def _around(project: Project) -> dict[str, object]:
    return {"project": project, "cancel_url": project_needs(project)}
