"""A form of an event: do it and go back, or show what is in the way."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guatu.kit.refusals import Refusal, StateChanged
from guatu.starts.models import StartEvent
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request


def answer(
    request: Request,
    form: forms.Form,
    act: Callable[[], object],
    *,
    title: str,
    event: StartEvent | None = None,
    done: str = "",
    hint: str = "",
    danger: bool = False,
) -> HttpResponse:
    """A refusal shows the form again with what was typed, 409 when it was overtaken."""
    back = reverse("start-event", args=[event.pk]) if event else reverse("start-list")
    context = {
        "title": title,
        "submit": _("保存") if event is None or not danger else title,
        "event": event,
        "cancel_url": back,
        "hint": hint,
        "danger": danger,
    }
    if form.is_bound and form.is_valid():
        try:
            made = act()
        except Refusal as refusal:
            put_on_form(form, refusal)
            page = form_page(request, "starts/act.html", form, context)
            page.status_code = 409 if isinstance(refusal, StateChanged) else 422
            return page
        messages.success(request, done or _("已保存。"))
        return redirect(_after(request, made if isinstance(made, StartEvent) else event))
    return form_page(request, "starts/act.html", form, context)


def _after(request: Request, event: StartEvent | None) -> str:
    """The page of the event; the list where a unit has given it to another host."""
    if event and StartEvent.objects.visible_to(request.user).filter(pk=event.pk).exists():
        return reverse("start-event", args=[event.pk])
    return reverse("start-list")
