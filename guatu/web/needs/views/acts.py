"""What suppliers and projects say of a need: one form and one button each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.projects.actions.needs import drop_need
from guatu.projects.actions.supplying import (
    block_need,
    clear_need,
    deliver_need,
    promise_need,
    reopen_need,
)
from guatu.projects.models import SupportNeed
from guatu.projects.queries.needs import rows_on
from guatu.web.needs.finding import visible_need
from guatu.web.needs.forms import BlockerForm, DeliveryForm, PromiseForm, ReasonForm
from guatu.web.needs.going_back import back_to, place_of
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.templatetags.guatu import day
from guatu.workdays.queries import calendar_in_force

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@_METHODS
def need_promise(request: Request, pk: UUID) -> HttpResponse:
    need = visible_need(request, pk)
    require(request.user, "need.promise", need)
    shown = need.promised_on or need.needed_by
    form = PromiseForm(request.POST or None, need=need, initial={"on": shown})

    def act(on: date, reason: str = "") -> str:
        promise_need(need, on=on, reason=reason, by=request.user, now=request.now)
        return _("“%(name)s”已承诺 %(day)s 落实。") % {"name": need, "day": day(on)}

    return _act(request, need, form, act, _("承诺“%(name)s”"), _("承诺"))


@login_required
@_METHODS
def need_delivery(request: Request, pk: UUID) -> HttpResponse:
    need = visible_need(request, pk)
    require(request.user, "need.deliver", need)
    form = DeliveryForm(request.POST or None, initial={"on": request.today})

    def act(on: date, expires: date | None) -> str:
        deliver_need(need, on=on, expires=expires, by=request.user, now=request.now)
        return _("“%(name)s”已登记 %(day)s 落实。") % {"name": need, "day": day(on)}

    return _act(request, need, form, act, _("“%(name)s”已落实"), _("登记落实"))


@login_required
@_METHODS
def need_blocker(request: Request, pk: UUID) -> HttpResponse:
    need = visible_need(request, pk)
    require(request.user, "need.deliver", need)
    since = need.blocked_since or request.today
    form = BlockerForm(request.POST or None, initial={"words": need.blocker, "since": since})

    def act(words: str, since: date | None) -> str:
        block_need(need, words=words, since=since, by=request.user, now=request.now)
        return _("已登记“%(name)s”的卡点堵点。") % {"name": need}

    return _act(request, need, form, act, _("“%(name)s”的卡点堵点"), _("登记卡点堵点"))


@login_required
@require_POST
def need_clearing(request: Request, pk: UUID) -> HttpResponse:
    need = visible_need(request, pk)
    clear_need(need, by=request.user, now=request.now)
    messages.success(request, _("“%(name)s”的卡点堵点已解决。") % {"name": need})
    return redirect(back_to(request, need))


@login_required
@_METHODS
def need_dropping(request: Request, pk: UUID) -> HttpResponse:
    need = visible_need(request, pk)
    require(request.user, "need.edit", need.project)
    form = ReasonForm(request.POST or None)

    def act(reason: str) -> str:
        drop_need(need, reason=reason, by=request.user, now=request.now)
        return _("已登记不需要“%(name)s”。") % {"name": need}

    return _act(request, need, form, act, _("不再需要“%(name)s”"), _("不需要"))


@login_required
@_METHODS
def need_reopening(request: Request, pk: UUID) -> HttpResponse:
    need = visible_need(request, pk)
    require(request.user, "need.deliver", need)
    form = ReasonForm(request.POST or None)

    def act(reason: str) -> str:
        reopen_need(need, reason=reason, by=request.user, now=request.now)
        return _("“%(name)s”已恢复为未落实。") % {"name": need}

    return _act(request, need, form, act, _("恢复“%(name)s”"), _("恢复为未落实"))


def _act(
    request: Request,
    need: SupportNeed,
    form: forms.Form,
    act: Callable[..., str],
    title: str,
    submit: str,
) -> HttpResponse:
    """Do ``act`` with what the form holds and say so, and what the need breaks as it stands now;
    a refusal shows the form again."""
    if form.is_bound and form.is_valid():
        try:
            words = act(**form.cleaned_data)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, words)
            _warn(request, need)
            return redirect(back_to(request, need))
    context: dict[str, Any] = {
        "need": need,
        "title": title % {"name": need},
        "submit": submit,
        "to": place_of(request),
        "cancel_url": back_to(request, need),
    }
    return form_page(request, "needs/act.html", form, context)


def _warn(request: Request, need: SupportNeed) -> None:
    now = visible_need(request, need.pk)
    for row in rows_on([now], request.today, calendar_in_force()):
        if row.says and row.need.is_open:
            messages.warning(request, in_words(row.says))
