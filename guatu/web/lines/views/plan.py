"""Targets and tasks of a line: adding, changing, reporting, removing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.kit.refusals import Refusal
from guatu.lines import actions
from guatu.lines.choices import LineStatus
from guatu.lines.models import WorkLine
from guatu.org.access import require
from guatu.web.lines.finding import visible_line, visible_target, visible_task
from guatu.web.lines.forms import TargetForm, TaskForm, initial_of_target, initial_of_task
from guatu.web.shared.answering import Done, answered
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def target_new(request: Request, pk: UUID) -> HttpResponse:
    line = visible_line(request.user, pk)
    require(request.user, "line.edit", line)
    form = TargetForm(request.POST or None, user=request.user, settled=False)

    def act() -> str:
        actions.add_target(line, form.cleaned_data, by=request.user, now=request.now)
        return _("已增加目标。")

    return _answer(request, line, form, act, "targets", _("增加目标"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def target_edit(request: Request, pk: UUID, row_pk: UUID) -> HttpResponse:
    target = visible_target(request.user, pk, row_pk)
    require(request.user, "line.edit", target.line)
    settled = _is_settled(target.line)
    form = TargetForm(
        request.POST or None,
        user=request.user,
        settled=settled,
        target=target,
        initial=initial_of_target(target),
    )

    def act() -> str:
        actions.change_target(target, form.cleaned_data, by=request.user, now=request.now)
        return _("已保存目标“%(target)s”。") % {"target": target.name}

    title = _("报完成值") if settled else _("修改目标")
    context = {"row": target.name}
    if not settled:
        context["removal_url"] = reverse("line-target-removal", args=[pk, row_pk])
    return _answer(request, target.line, form, act, "targets", title, **context)


@login_required
@require_POST
def target_removal(request: Request, pk: UUID, row_pk: UUID) -> HttpResponse:
    target = visible_target(request.user, pk, row_pk)
    line, name = target.line, target.name
    try:
        actions.remove_target(target, by=request.user, now=request.now)
    except Refusal as refusal:
        return _refused(request, line, "targets", refusal)
    return _done(request, line, "targets", _("已删去目标“%(target)s”。") % {"target": name})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def task_new(request: Request, pk: UUID) -> HttpResponse:
    line = visible_line(request.user, pk)
    require(request.user, "line.edit", line)
    last = line.tasks.last()
    initial = {"serial": last.serial + 1 if last else 1, "lead_unit": line.lead_unit_id}
    form = TaskForm(request.POST or None, user=request.user, settled=False, initial=initial)

    def act() -> str:
        actions.add_task(line, form.values, by=request.user, now=request.now)
        return _("已增加任务。")

    return _answer(request, line, form, act, "plan", _("增加任务"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def task_edit(request: Request, pk: UUID, row_pk: UUID) -> HttpResponse:
    task = visible_task(request.user, pk, row_pk)
    require(request.user, "line.edit", task.line)
    settled = _is_settled(task.line)
    form = TaskForm(
        request.POST or None,
        user=request.user,
        settled=settled,
        task=task,
        initial=initial_of_task(task),
    )

    def act() -> str:
        actions.change_task(task, form.values, by=request.user, now=request.now)
        return _("已保存任务“%(task)s”。") % {"task": _short(task.task)}

    title = _("报任务进展") if settled else _("修改任务")
    context = {"row": task.task}
    if not settled:
        context["removal_url"] = reverse("line-task-removal", args=[pk, row_pk])
    return _answer(request, task.line, form, act, "plan", title, **context)


@login_required
@require_POST
def task_removal(request: Request, pk: UUID, row_pk: UUID) -> HttpResponse:
    task = visible_task(request.user, pk, row_pk)
    line, name = task.line, _short(task.task)
    try:
        actions.remove_task(task, by=request.user, now=request.now)
    except Refusal as refusal:
        return _refused(request, line, "plan", refusal)
    return _done(request, line, "plan", _("已删去任务“%(task)s”。") % {"task": name})


def _is_settled(line: WorkLine) -> bool:
    return line.status != LineStatus.DRAFT


def _short(words: str) -> str:
    return words if len(words) <= 30 else f"{words[:29]}…"


def _done(request: Request, line: WorkLine, section: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(_section(line, section))


def _refused(request: Request, line: WorkLine, section: str, refusal: Refusal) -> HttpResponse:
    messages.error(request, in_words(refusal.sentence))
    return redirect(_section(line, section))


def _section(line: WorkLine, section: str) -> str:
    return f"{reverse('line-detail', args=[line.pk])}#{section}"


def _answer(
    request: Request,
    line: WorkLine,
    form: forms.Form,
    act: Callable[[], str],
    section: str,
    title: str,
    **more: Any,
) -> HttpResponse:
    """``act`` gives what is said once it is done."""
    back = _section(line, section)
    context = {
        "line": line,
        "title": title,
        "settled": _is_settled(line),
        "cancel_url": back,
        **more,
    }
    return answered(request, "lines/row_form.html", form, lambda: Done(act(), back), context)
