"""Settling items of a day, and standing by an evening: a form and a button each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.dayclear.actions import settling
from guatu.dayclear.actions.closing import confirm
from guatu.dayclear.actions.correcting import correct
from guatu.dayclear.choices import ItemState
from guatu.dayclear.models import DayItem
from guatu.domain.dayclear import next_day
from guatu.org.access import require
from guatu.projects.models import SupportNeed
from guatu.web.dayclear.finding import visible_closing, visible_item
from guatu.web.dayclear.forms import (
    AddForm,
    BlockForm,
    CarryForm,
    ConfirmForm,
    CorrectForm,
    DoneForm,
    DropForm,
)
from guatu.web.shared.answering import Done, answered
from guatu.web.shared.requests import Request
from guatu.web.templatetags.guatu import day as day_words
from guatu.workdays.queries import calendar_in_force

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@_METHODS
def item_new(request: Request) -> HttpResponse:
    require(request.user, "dayclear.add")
    form = AddForm(request.POST or None, user=request.user, initial={"day": request.today})

    def act(label: str, day: date, whose: str) -> str:
        unit, post, force = form.bound_to()
        item = settling.add(
            unit, label, day=day, post=post, force=force, by=request.user, now=request.now
        )
        return _("已列入 %(day)s 日清：%(name)s。") % {"day": day_words(item.day), "name": item}

    context = {
        "title": _("自列日清事项"),
        "submit": _("列入日清"),
        "cancel_url": reverse("dayclear"),
    }
    return _answer(request, form, act, context)


@login_required
@_METHODS
def item_done(request: Request, pk: UUID) -> HttpResponse:
    item = visible_item(request, pk)

    def act(words: str) -> str:
        settling.finish(item, words=words, by=request.user, now=request.now)
        return _("“%(name)s”已办结。") % {"name": item}

    form = DoneForm(request.POST or None)
    return _settle(request, item, form, act, _("办结“%(name)s”"), _("办结"))


@login_required
@_METHODS
def item_carry(request: Request, pk: UUID) -> HttpResponse:
    item = visible_item(request, pk)

    def act(reason: str, next_on: date) -> str:
        settling.carry(item, reason=reason, next_on=next_on, by=request.user, now=request.now)
        return _("“%(name)s”已结转到 %(day)s。") % {"name": item, "day": day_words(next_on)}

    form = CarryForm(request.POST or None, initial=_on_the_next_day(item))
    return _settle(request, item, form, act, _("结转“%(name)s”"), _("结转"))


@login_required
@_METHODS
def item_block(request: Request, pk: UUID) -> HttpResponse:
    item = visible_item(request, pk)

    def act(reason: str, need: SupportNeed | None, next_on: date) -> str:
        given = {"reason": reason, "need": need, "next_on": next_on}
        settling.block(item, **given, by=request.user, now=request.now)  # type: ignore[arg-type]
        said = {"name": item, "day": day_words(next_on)}
        return _("“%(name)s”已登记卡住，%(day)s 再看。") % said

    form = BlockForm(request.POST or None, user=request.user, initial=_on_the_next_day(item))
    return _settle(request, item, form, act, _("“%(name)s”卡住了"), _("登记"))


@login_required
@_METHODS
def item_drop(request: Request, pk: UUID) -> HttpResponse:
    item = visible_item(request, pk)

    def act(reason: str) -> str:
        settling.drop(item, reason=reason, by=request.user, now=request.now)
        return _("“%(name)s”不再办，原因已记下。") % {"name": item}

    form = DropForm(request.POST or None)
    return _settle(request, item, form, act, _("不再办“%(name)s”"), _("不再办"))


@login_required
@_METHODS
def item_correct(request: Request, pk: UUID) -> HttpResponse:
    item = visible_item(request, pk)
    require(request.user, "dayclear.correct", item)

    def act(state: str, words: str, next_on: date | None) -> str:
        given = {"words": words, "next_on": next_on}
        correct(item, ItemState(state), **given, by=request.user, now=request.now)  # type: ignore[arg-type]
        return _("已补记更正，原来的记录保留。")

    form = CorrectForm(request.POST or None)
    title = _("补记更正“%(name)s”") % {"name": item}
    return _answer(request, form, act, _around(item, title, _("补记更正")))


@login_required
@_METHODS
def evening_confirm(request: Request, pk: UUID) -> HttpResponse:
    closing = visible_closing(request, pk)
    require(request.user, "dayclear.confirm", closing)
    said = {"unit": closing.whose, "day": day_words(closing.day)}

    def act(words: str) -> str:
        confirm(closing, words=words, by=request.user, now=request.now)
        return _("已确认 %(unit)s %(day)s 的日清。") % said

    context = {
        "title": _("确认 %(unit)s %(day)s 的日清") % said,
        "submit": _("确认"),
        "sums": closing.sums,
        "cancel_url": _day_url(closing.day, unit=closing.unit_id),
    }
    return _answer(request, ConfirmForm(request.POST or None), act, context)


def _settle(
    request: Request,
    item: DayItem,
    form: forms.Form,
    act: Callable[..., str],
    title: str,
    submit: str,
) -> HttpResponse:
    require(request.user, "dayclear.settle", item)
    return _answer(request, form, act, _around(item, title % {"name": item}, submit))


def _around(item: DayItem, title: str, submit: str) -> dict[str, Any]:
    whose = {"force": item.force_id} if item.force_id else {"unit": item.unit_id}
    back = _day_url(item.day, **whose)
    return {"title": title, "submit": submit, "item": item, "cancel_url": back}


def _answer(
    request: Request, form: forms.Form, act: Callable[..., str], context: dict[str, Any]
) -> HttpResponse:
    """Do it and go back to the day."""

    def then() -> Done:
        return Done(act(**form.cleaned_data), context["cancel_url"])

    return answered(request, "dayclear/act.html", form, then, context)


def _on_the_next_day(item: DayItem) -> dict[str, Any]:
    return {"next_on": next_day(item.day, calendar_in_force())}


def _day_url(day: date, **whose: Any) -> str:
    return f"{reverse('dayclear')}?{urlencode({'day': day.isoformat(), **whose})}"
