"""Deciding on a date change, taking it back, reading why not."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.datechanges.access import require_verb
from guatu.datechanges.actions.asking import withdraw_change
from guatu.datechanges.actions.deciding import acknowledge, approve_change, refuse_change
from guatu.datechanges.models import DateChange
from guatu.domain.datechanges import Verb
from guatu.web.datechanges.finding import visible_change
from guatu.web.datechanges.forms import AnswerForm, RefusalForm
from guatu.web.shared.answering import Done, answered
from guatu.web.shared.asking import whole_number
from guatu.web.shared.requests import Request

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@_METHODS
def change_approval(request: Request, pk: UUID) -> HttpResponse:
    row = visible_change(request, pk)
    require_verb(request.user, Verb.APPROVE, row)
    form = AnswerForm(request.POST or None, initial={"seen": row.version})

    def act() -> None:
        given = form.cleaned_data
        approve_change(
            row, answer=given["answer"], seen=given["seen"], by=request.user, now=request.now
        )

    return _act(request, row, form, act, _("同意改期"), _("已同意，新日期已生效，原计划仍留存。"))


@login_required
@_METHODS
def change_refusal(request: Request, pk: UUID) -> HttpResponse:
    row = visible_change(request, pk)
    require_verb(request.user, Verb.REFUSE, row)
    form = RefusalForm(request.POST or None, initial={"seen": row.version})

    def act() -> None:
        given = form.cleaned_data
        refuse_change(
            row, reason=given["reason"], seen=given["seen"], by=request.user, now=request.now
        )

    return _act(request, row, form, act, _("不同意改期"), _("未同意，仍按原日期推进。"))


@login_required
@require_POST
def change_withdrawal(request: Request, pk: UUID) -> HttpResponse:
    row = visible_change(request, pk)
    seen = whole_number(request.POST.get("seen", ""))
    withdraw_change(row, seen=seen, by=request.user, now=request.now)
    messages.success(request, _("已撤回申请。"))
    return redirect("date-change-detail", row.pk)


@login_required
@require_POST
def change_reading(request: Request, pk: UUID) -> HttpResponse:
    row = visible_change(request, pk)
    acknowledge(row, by=request.user, now=request.now)
    return redirect("date-change-detail", row.pk)


def _act(
    request: Request,
    row: DateChange,
    form: forms.Form,
    act: Callable[[], None],
    title: str,
    done: str,
) -> HttpResponse:
    address = reverse("date-change-detail", args=[row.pk])
    context = {"row": row, "title": title, "submit": title, "cancel_url": address}

    def then() -> Done:
        act()
        return Done(done, address)

    return answered(request, "datechanges/act.html", form, then, context)
