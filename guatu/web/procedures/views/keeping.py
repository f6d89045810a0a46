"""Adopting, adding, changing and removing procedures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.domain.procedures import notices_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.procedures import actions
from guatu.procedures.library import library_of, preset
from guatu.procedures.models import Procedure
from guatu.web.procedures.forms import ProcedureForm, initial_of
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.asking import whole_number
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_POST
def procedure_adoption(request: Request) -> HttpResponse:
    require(request.user, "procedure.edit", request.tenant)
    rows = actions.adopt_library(request.tenant, by=request.user, now=request.now)
    said = _("已启用手续库，共 %(n)s 项；天数是产品默认，请按本地规定逐项核对。")
    messages.success(request, said % {"n": len(rows)})
    return redirect("procedure-list")


@login_required
@require_POST
def procedure_defaults(request: Request) -> HttpResponse:
    require(request.user, "procedure.edit", request.tenant)
    return _restored(request, None)


@login_required
@require_POST
def procedure_default(request: Request, pk: UUID) -> HttpResponse:
    """One procedure as it ships."""
    row = _visible(request, pk)
    require(request.user, "procedure.edit", row)
    return _restored(request, [row.code])


@login_required
@_METHODS
def procedure_new(request: Request) -> HttpResponse:
    require(request.user, "procedure.edit", request.tenant)
    library = library_of(request.tenant)
    initial = {"usual": True}
    form = ProcedureForm(request.POST or None, user=request.user, library=library, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.add_procedure(
                request.tenant, form.cleaned_data, by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return _saved(request, row)
    return _page(request, form, {"title": _("增加手续")})


@login_required
@_METHODS
def procedure_edit(request: Request, pk: UUID) -> HttpResponse:
    row = _visible(request, pk)
    require(request.user, "procedure.edit", row)
    form = ProcedureForm(
        request.POST or None,
        user=request.user,
        library=library_of(request.tenant),
        row=row,
        initial=initial_of(row),
    )
    context = {
        "title": _("修改“%(name)s”") % {"name": row},
        "row": row,
        "seen": _seen(request, row),
    }
    context["ships"] = row.code in preset()
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_procedure(
                row, form.cleaned_data, seen=_seen(request, row), by=request.user, now=request.now
            )
        except StateChanged as changed:
            now = _visible(request, pk).version
            context |= {"overtaken": in_words(changed.sentence), "seen": now}
            page = _page(request, form, context)
            page.status_code = 409
            return page
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return _saved(request, _visible(request, pk))
    return _page(request, form, context)


@login_required
@require_POST
def procedure_removal(request: Request, pk: UUID) -> HttpResponse:
    row = _visible(request, pk)
    require(request.user, "procedure.edit", row)
    actions.remove_procedure(row, seen=_seen(request, row), by=request.user, now=request.now)
    messages.success(request, _("已删去“%(name)s”；已有计划里的不变。") % {"name": row})
    return redirect("procedure-list")


def _visible(request: Request, pk: UUID) -> Procedure:
    rows = Procedure.objects.visible_to(request.user).select_related("tenant", "unit")
    return get_object_or_404(rows, pk=pk)


def _seen(request: Request, row: Procedure) -> int:
    """The version that the form was opened with."""
    return whole_number(request.POST.get("seen", "")) or row.version


def _restored(request: Request, codes: list[str] | None) -> HttpResponse:
    changed, added = actions.restore_defaults(
        request.tenant, codes, by=request.user, now=request.now
    )
    said = _("已恢复产品默认：改回 %(changed)s 项，补上 %(added)s 项；自行增加的保留。")
    messages.success(request, said % {"changed": changed, "added": added})
    return redirect("procedure-list")


def _saved(request: Request, row: Procedure) -> HttpResponse:
    messages.success(request, _("已保存“%(name)s”；已有计划里的不变。") % {"name": row})
    for notice in notices_of(row.as_domain()):
        messages.warning(request, in_words(notice))
    return redirect("procedure-list")


def _page(request: Request, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    context["cancel_url"] = reverse("procedure-list")
    return form_page(request, "procedures/form.html", form, context)
