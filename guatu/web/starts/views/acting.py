"""Preparing an event, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.domain.starts import Verb
from guatu.org.access import require
from guatu.starts.access import require_verb
from guatu.starts.actions.events import (
    cancel_event,
    change_event,
    create_event,
    hold_event,
    reopen_event,
)
from guatu.starts.models import StartEvent
from guatu.web.shared.requests import Request
from guatu.web.starts.answering import answer
from guatu.web.starts.finding import visible_event
from guatu.web.starts.forms import EventForm, ReasonForm, SeenForm

READS = ["GET", "HEAD", "POST"]


@login_required
@require_http_methods(READS)
def start_new(request: Request) -> HttpResponse:
    require(request.user, "start_event.create")
    form = EventForm(request.POST or None, user=request.user)

    def act() -> object:
        return create_event(request.tenant, form.values(), by=request.user, now=request.now)

    return answer(request, form, act, title=_("筹备集中开工"), done=_("已建好，请列入项目。"))


@login_required
@require_http_methods(READS)
def start_edit(request: Request, pk: UUID) -> HttpResponse:
    event = visible_event(request, pk)
    require_verb(request.user, Verb.CHANGE, event)
    form = EventForm(request.POST or None, user=request.user, event=event)

    def act() -> object:
        given = form.cleaned_data
        return change_event(
            event,
            form.values(),
            reason=given.get("reason", ""),
            seen=given["seen"],
            by=request.user,
            now=request.now,
        )

    return answer(request, form, act, title=_("修改集中开工"), event=event)


@login_required
@require_POST
def start_hold(request: Request, pk: UUID) -> HttpResponse:
    event = visible_event(request, pk)
    require_verb(request.user, Verb.HOLD, event)
    form = SeenForm(request.POST)

    def act() -> object:
        seen = form.cleaned_data["seen"]
        hold_event(event, seen=seen, by=request.user, now=request.now)
        return event

    done = _("已登记举行，名单和数字从现在起只能更正。")
    return answer(request, form, act, title=_("登记已举行"), event=event, done=done)


@login_required
@require_http_methods(READS)
def start_cancel(request: Request, pk: UUID) -> HttpResponse:
    event = visible_event(request, pk)
    hint = _("取消后项目可以列入别的集中开工；写错了可以退回筹备。")
    return _with_reason(
        request, event, Verb.CANCEL, cancel_event, title=_("取消集中开工"), hint=hint, danger=True
    )


@login_required
@require_http_methods(READS)
def start_reopen(request: Request, pk: UUID) -> HttpResponse:
    event = visible_event(request, pk)
    hint = _("登记错了才退回；原来的登记仍留在经过里。")
    return _with_reason(
        request, event, Verb.REOPEN, reopen_event, title=_("退回筹备"), hint=hint, danger=False
    )


def _with_reason(
    request: Request,
    event: StartEvent,
    verb: Verb,
    change: Callable[..., object],
    *,
    title: str,
    hint: str,
    danger: bool,
) -> HttpResponse:
    require_verb(request.user, verb, event)
    form = ReasonForm(request.POST or None, initial={"seen": event.version})

    def act() -> object:
        reason, seen = form.cleaned_data["reason"], form.cleaned_data["seen"]
        change(event, reason=reason, seen=seen, by=request.user, now=request.now)
        return event

    return answer(request, form, act, title=title, event=event, hint=hint, danger=danger)
