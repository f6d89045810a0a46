"""Facts of milestones: done, not done after all, expected later; and the start of the works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.org.access import require
from guatu.projects.actions.milestones import (
    finish_milestone,
    forecast_milestone,
    hand_in_milestone,
    reopen_milestone,
    start_project,
)
from guatu.projects.models import Project
from guatu.web.projects.finding import visible_milestone, visible_project
from guatu.web.projects.forms.acts import DoneForm, ForecastForm, ReasonForm, StartForm
from guatu.web.shared.answering import Done, answered
from guatu.web.shared.requests import Request
from guatu.web.templatetags.guatu import day

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@_METHODS
def milestone_completion(request: Request, pk: UUID, milestone_pk: UUID) -> HttpResponse:
    milestone = visible_milestone(request, pk, milestone_pk)
    require(request.user, "milestone.report", milestone.project)
    form = DoneForm(request.POST or None, initial={"on": request.today})

    def act(on: date) -> str:
        finish_milestone(milestone, on=on, by=request.user, now=request.now)
        return _("节点“%(name)s”已登记 %(day)s 完成。") % {"name": milestone, "day": day(on)}

    title = _("节点“%(name)s”完成") % {"name": milestone}
    return _act(request, milestone.project, form, act, title, _("登记完成"))


@login_required
@_METHODS
def milestone_handing(request: Request, pk: UUID, milestone_pk: UUID) -> HttpResponse:
    """A procedure was handed in (送件)."""
    milestone = visible_milestone(request, pk, milestone_pk)
    require(request.user, "milestone.report", milestone.project)
    form = DoneForm(request.POST or None, initial={"on": request.today})

    def act(on: date) -> str:
        hand_in_milestone(milestone, on=on, by=request.user, now=request.now)
        return _("“%(name)s”已登记 %(day)s 送件。") % {"name": milestone, "day": day(on)}

    title = _("“%(name)s”送件") % {"name": milestone}
    return _act(request, milestone.project, form, act, title, _("登记送件"))


@login_required
@_METHODS
def milestone_reopening(request: Request, pk: UUID, milestone_pk: UUID) -> HttpResponse:
    milestone = visible_milestone(request, pk, milestone_pk)
    require(request.user, "milestone.report", milestone.project)
    form = ReasonForm(request.POST or None)

    def act(reason: str) -> str:
        reopen_milestone(milestone, reason=reason, by=request.user, now=request.now)
        return _("已撤回节点“%(name)s”的完成记录。") % {"name": milestone}

    title = _("撤回节点“%(name)s”的完成记录") % {"name": milestone}
    return _act(request, milestone.project, form, act, title, _("撤回完成记录"))


@login_required
@_METHODS
def milestone_forecast(request: Request, pk: UUID, milestone_pk: UUID) -> HttpResponse:
    milestone = visible_milestone(request, pk, milestone_pk)
    require(request.user, "milestone.report", milestone.project)
    shown = milestone.forecast_finish or milestone.planned_finish
    form = ForecastForm(request.POST or None, initial={"finish": shown})

    def act(finish: date | None) -> str:
        forecast_milestone(milestone, finish=finish, by=request.user, now=request.now)
        said = {"name": milestone, "day": day(finish)}
        if finish is None:
            return _("已取消节点“%(name)s”的预计日期。") % said
        return _("节点“%(name)s”预计 %(day)s 完成。") % said

    title = _("节点“%(name)s”预计何时完成") % {"name": milestone}
    return _act(request, milestone.project, form, act, title, _("登记预计日期"))


@login_required
@_METHODS
def project_start(request: Request, pk: UUID) -> HttpResponse:
    project = visible_project(request, pk)
    require(request.user, "milestone.report", project)
    form = StartForm(request.POST or None, initial={"on": request.today})

    def act(on: date) -> str:
        start_project(project, on=on, by=request.user, now=request.now)
        return _("已登记 %(day)s 开工。") % {"day": day(on)}

    return _act(request, project, form, act, _("登记开工"), _("登记开工"))


def _act(
    request: Request,
    project: Project,
    form: forms.Form,
    act: Callable[..., str],
    title: str,
    submit: str,
) -> HttpResponse:
    """Do ``act`` with what the form holds and go back to the project."""
    back = reverse("project-detail", args=[project.pk])
    context = {"project": project, "title": title, "submit": submit, "cancel_url": back}

    def then() -> Done:
        return Done(act(**form.cleaned_data), back)

    return answered(request, "projects/act.html", form, then, context)
