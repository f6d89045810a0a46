"""Forming task forces and command posts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.kit.refusals import Refusal
from guatu.lines import actions
from guatu.lines.models import WorkLine
from guatu.org.access import require
from guatu.web.lines.finding import visible_force
from guatu.web.lines.forms import ForceForm, HeadQuartersForm, initial_of_force
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.asking import row_id
from guatu.web.shared.requests import Request


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def force_new(request: Request) -> HttpResponse:
    require(request.user, "task_force.edit", request.tenant)
    line = _asked_line(request)
    form = ForceForm(
        request.POST or None, user=request.user, year=request.tenant.year, initial={"line": line}
    )
    if request.method == "POST" and form.is_valid():
        values, members = _split(form.cleaned_data, "members")
        try:
            force = actions.create_task_force(
                request.tenant, values, members=members, by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已组建专班“%(force)s”。") % {"force": force})
            return redirect(_back(force.line))
    return _page(request, form, _("组建专班"), _("组建"), line)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def force_edit(request: Request, pk: UUID) -> HttpResponse:
    force = visible_force(request.user, pk)
    require(request.user, "task_force.edit", force)
    year = force.line.year if force.line else request.tenant.year
    form = ForceForm(
        request.POST or None, user=request.user, year=year, initial=initial_of_force(force)
    )
    if request.method == "POST" and form.is_valid():
        values, members = _split(form.cleaned_data, "members")
        try:
            actions.change_task_force(
                force, values, members=members, by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已调整专班“%(force)s”。") % {"force": values["name"]})
            return redirect(_back(values["line"]))
    return _page(request, form, _("调整专班"), _("保存"), force.line)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def headquarters_new(request: Request) -> HttpResponse:
    require(request.user, "task_force.edit", request.tenant)
    line = _asked_line(request)
    form = HeadQuartersForm(
        request.POST or None,
        user=request.user,
        year=request.tenant.year,
        initial={"lines": [line] if line else []},
    )
    if request.method == "POST" and form.is_valid():
        values, lines = _split(form.cleaned_data, "lines")
        try:
            row = actions.create_headquarters(
                request.tenant, values, lines=lines, by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已设立指挥部“%(name)s”。") % {"name": row})
            return redirect(_back(line))
    return _page(request, form, _("设立指挥部"), _("设立"), line)


def _asked_line(request: Request) -> WorkLine | None:
    """The line whose page the person comes from."""
    pk = row_id(request.GET.get("line", ""))
    return WorkLine.objects.visible_to(request.user).filter(pk=pk).first() if pk else None


def _split(values: dict[str, Any], name: str) -> tuple[dict[str, Any], Any]:
    return {key: value for key, value in values.items() if key != name}, values[name]


def _back(line: WorkLine | None) -> str:
    if line is None:
        return reverse("line-list")
    return f"{reverse('line-detail', args=[line.pk])}#forces"


def _page(
    request: Request,
    form: ForceForm | HeadQuartersForm,
    title: str,
    submit: str,
    line: WorkLine | None,
) -> HttpResponse:
    context = {"title": title, "submit": submit, "cancel_url": _back(line)}
    return form_page(request, "lines/force_form.html", form, context)
