"""A form of an event: do it and go back, or show what is in the way."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guatu.starts.models import StartEvent
from guatu.web.shared.answering import Done, answered
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

    def then() -> Done:
        made = act()
        onward = _after(request, made if isinstance(made, StartEvent) else event)
        return Done(done or _("已保存。"), onward)

    return answered(request, "starts/act.html", form, then, context)


def _after(request: Request, event: StartEvent | None) -> str:
    """The page of the event; the list where a unit has given it to another host."""
    if event and StartEvent.objects.visible_to(request.user).filter(pk=event.pk).exists():
        return reverse("start-event", args=[event.pk])
    return reverse("start-list")
