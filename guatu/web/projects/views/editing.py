"""Entering a project, changing it, taking it off the list and back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.domain.codes import check_project_code
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.projects.actions.listing import (
    create_project,
    edit_project,
    restore_project,
    withdraw_project,
)
from guatu.projects.models import Project
from guatu.web.projects.finding import project_with_people, visible_project
from guatu.web.projects.forms.acts import ReasonForm
from guatu.web.projects.forms.conflict import merged
from guatu.web.projects.forms.project import ProjectForm, initial_of
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request
from guatu.web.templatetags.guatu import sentence


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request: Request) -> HttpResponse:
    require(request.user, "project.create", request.tenant)
    year = request.tenant.year
    form = ProjectForm(request.POST or None, user=request.user, year=year)
    if form.is_bound and form.is_valid():
        try:
            project = create_project(
                request.tenant, form.values(), year=year, by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return _to(request, project, _("已列入台账，序号 %(n)s。") % {"n": project.number})
    return form_page(request, "projects/form.html", form, {"cancel_url": reverse("project-list")})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_edit(request: Request, pk: UUID) -> HttpResponse:
    project = project_with_people(request, pk)
    require(request.user, "project.edit", project)
    form = ProjectForm(
        request.POST or None, initial=initial_of(project), user=request.user, year=project.year
    )
    if form.is_bound and form.is_valid():
        try:
            return _saved(request, project, form)
        except StateChanged as refusal:
            return _overtaken(request, project, form, refusal)
        except Refusal as refusal:
            put_on_form(form, refusal)
    return form_page(request, "projects/form.html", form, _around(project))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_withdrawal(request: Request, pk: UUID) -> HttpResponse:
    project = visible_project(request, pk)
    require(request.user, "project.withdraw", project)
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            withdraw_project(
                project, reason=form.cleaned_data["reason"], by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return _to(request, project, _("已退出台账；报告、计划和历史都保留，可以恢复。"))
    return form_page(request, "projects/withdrawal.html", form, _around(project))


@login_required
@require_POST
def project_restoration(request: Request, pk: UUID) -> HttpResponse:
    project = visible_project(request, pk)
    restore_project(project, by=request.user, now=request.now)
    return _to(request, project, _("已恢复列入台账。"))


def _saved(request: Request, project: Project, form: ProjectForm) -> HttpResponse:
    seen = form.cleaned_data.get("seen") or 0
    edit_project(project, form.values(), seen=seen, by=request.user, now=request.now)
    return _to(request, project, _("已保存“%(name)s”。") % {"name": form.values()["name"]})


def _overtaken(
    request: Request, project: Project, form: ProjectForm, refusal: StateChanged
) -> HttpResponse:
    """409, with what was typed and what the other person wrote."""
    current = project_with_people(request, project.pk)
    context = {"form": merged(form, current), "overtaken": refusal.sentence, **_around(current)}
    return render(request, "projects/form.html", context, status=409)


def _around(project: Project) -> dict[str, object]:
    url = reverse("project-detail", args=[project.pk])
    return {"project": project, "cancel_url": url, "back_url": url}


def _to(request: Request, project: Project, words: str) -> HttpResponse:
    messages.success(request, words)
    check = check_project_code(project.code, region=request.tenant.region_code)
    if project.code and check.notice:
        messages.warning(request, sentence(check.notice))
    return redirect("project-detail", project.pk)
