"""暂停等待: asking, deciding, ending, and the days that are given back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.datechanges.access import require_verb, verbs_of
from guatu.datechanges.actions import pausing
from guatu.datechanges.actions.asking import ask_back, target_of
from guatu.datechanges.models import PlanPause
from guatu.domain.datechanges import Verb, paused_workdays
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.projects.models import Project, SupportNeed
from guatu.web.datechanges.finding import visible_pause, visible_project
from guatu.web.datechanges.forms import (
    AnswerForm,
    EndingForm,
    GivingBackForm,
    PauseForm,
    RefusalForm,
    SeenForm,
)
from guatu.web.shared.answering import Done, answered, form_page, put_on_form
from guatu.web.shared.asking import whole_number
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request
from guatu.workdays.queries import calendar_in_force

MONTH = timedelta(days=30)
_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@_METHODS
def pause_new(request: Request, project_pk: UUID) -> HttpResponse:
    """``?milestone=code`` fills the form."""
    project = visible_project(request, project_pk)
    require(request.user, "pause.ask", project)
    form = PauseForm(
        request.POST or None,
        project=project,
        user=request.user,
        initial={
            "since": request.today,
            "expected": request.today + MONTH,
            "milestone": _milestone(project, request.GET.get("milestone", "")),
        },
    )
    address = reverse("project-detail", args=[project.pk])
    context = {"project": project, "cancel_url": address}
    if form.is_bound and form.is_valid():
        try:
            row = pausing.ask_pause(project, form.waiting(), by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            said = _("已送审批；%(unit)s已收到要落实的事项。") % {"unit": row.unit.label}
            messages.success(request, said)
            return redirect("pause-detail", row.pk)
    return form_page(request, "datechanges/pause_form.html", form, context)


@login_required
@require_safe
def pause_detail(request: Request, pk: UUID) -> HttpResponse:
    row = visible_pause(request, pk)
    open_now = verbs_of(request.user, row)
    sees = Project.objects.visible_to(request.user).filter(pk=row.project_id).exists()
    needs = SupportNeed.objects.visible_to(request.user)
    context = {
        "row": row,
        "days": _days(request, row),
        "sees_project": sees,
        "sees_need": needs.filter(pk=row.need_id).exists(),
        "may_decide": Verb.APPROVE in open_now,
        "may_withdraw": Verb.WITHDRAW in open_now,
        "may_end": row.is_running and request.access.can("pause.end", row),
        "back_to": _back_to(request, row),
        "change": row.date_changes.first(),
        "may_read": row.status == "refused"
        and row.asked_by_id == request.user.pk
        and row.acknowledged_at is None,
        "seen": SeenForm(initial={"seen": row.version}, auto_id=False)["seen"],
        "history": history(row.pk),
    }
    return render(request, "datechanges/pause.html", context)


@login_required
@_METHODS
def pause_approval(request: Request, pk: UUID) -> HttpResponse:
    row = visible_pause(request, pk)
    require_verb(request.user, Verb.APPROVE, row)
    form = AnswerForm(request.POST or None, initial={"seen": row.version})

    def act(**who: Any) -> None:
        given = form.cleaned_data
        pausing.approve_pause(row, answer=given["answer"], seen=given["seen"], **who)

    return _act(request, row, form, act, _("同意暂停"), _("已同意，暂停期间这些方面不计色。"))


@login_required
@_METHODS
def pause_refusal(request: Request, pk: UUID) -> HttpResponse:
    row = visible_pause(request, pk)
    require_verb(request.user, Verb.REFUSE, row)
    form = RefusalForm(request.POST or None, initial={"seen": row.version})

    def act(**who: Any) -> None:
        given = form.cleaned_data
        pausing.refuse_pause(row, reason=given["reason"], seen=given["seen"], **who)

    return _act(request, row, form, act, _("不同意暂停"), _("未同意，灯照常计色。"))


@login_required
@_METHODS
def pause_ending(request: Request, pk: UUID) -> HttpResponse:
    row = visible_pause(request, pk)
    require(request.user, "pause.end", row)
    form = EndingForm(request.POST or None, initial={"on": request.today})

    def act(**who: Any) -> None:
        pausing.end_pause(row, on=form.cleaned_data["on"], **who)

    return _act(request, row, form, act, _("结束暂停"), _("暂停已结束，恢复计色。"))


@login_required
@_METHODS
def pause_giving_back(request: Request, pk: UUID) -> HttpResponse:
    """The days that the pause has cost, asked for one for one."""
    row = visible_pause(request, pk)
    require(request.user, "date_change.ask", row.project)
    form = GivingBackForm(
        request.POST if request.method == "POST" else None, project=row.project, user=request.user
    )

    def act(**who: Any) -> None:
        ask_back(row, agreed=list(form.cleaned_data["agreed"]), **who)

    return _act(request, row, form, act, _("申请顺延"), _("已送审批，不计入改期次数和天数。"))


@login_required
@require_POST
def pause_withdrawal(request: Request, pk: UUID) -> HttpResponse:
    row = visible_pause(request, pk)
    seen = whole_number(request.POST.get("seen", ""))
    pausing.withdraw_pause(row, seen=seen, by=request.user, now=request.now)
    messages.success(request, _("已撤回申请。"))
    return redirect("pause-detail", row.pk)


@login_required
@require_POST
def pause_reading(request: Request, pk: UUID) -> HttpResponse:
    row = visible_pause(request, pk)
    pausing.acknowledge_pause(row, by=request.user, now=request.now)
    return redirect("pause-detail", row.pk)


def _milestone(project: Project, code: str) -> UUID | None:
    rows = project.milestones.filter(code=code[:40])
    return rows.values_list("pk", flat=True).first()


def _days(request: Request, row: PlanPause) -> int:
    """Workdays so far."""
    if row.days is not None:
        return row.days
    return paused_workdays(row.since, request.today, calendar_in_force())


def _back_to(request: Request, row: PlanPause) -> Any:
    """The day that can be asked for after the pause; None where there is none, or not for him."""
    if row.is_running or not request.access.can("date_change.ask", row.project):
        return None
    try:
        return target_of(row)[1]
    except Refusal:
        return None


def _act(
    request: Request,
    row: PlanPause,
    form: forms.Form,
    act: Callable[..., None],
    title: str,
    done: str,
) -> HttpResponse:
    address = reverse("pause-detail", args=[row.pk])
    context = {"pause": row, "title": title, "submit": title, "cancel_url": address}

    def then() -> Done:
        act(by=request.user, now=request.now)
        return Done(done, address)

    return answered(request, "datechanges/act.html", form, then, context)
