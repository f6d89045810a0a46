"""What a page does with a refusal: its sentences go to the form and what was typed stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from guatu.kit.refusals import Refusal, StateChanged
from guatu.web.shared.sentences import in_words


def put_on_form(form: forms.Form, refusal: Refusal) -> None:
    """Sentences of fields that the form has go there, the rest stands on top."""
    known = {name: said for name, said in refusal.fields.items() if name in form.fields}
    for name, said in known.items():
        form.add_error(name, in_words(said))
    if len(known) < len(refusal.fields) or not known:
        form.add_error(None, in_words(refusal.sentence))


def form_page(
    request: HttpRequest, template: str, form: forms.Form, context: dict[str, Any]
) -> HttpResponse:
    """422 once something was sent that could not be taken."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


@dataclass(frozen=True, slots=True)
class Done:
    """An act went through: what is said of it, and the address to go on to."""

    said: str
    onward: str


def answered(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    act: Callable[[], Done],
    context: dict[str, Any],
) -> HttpResponse:
    """Ask with ``form``, and do ``act`` once it came back in order.

    ``act`` runs with ``form.cleaned_data``; its ``Refusal`` shows the form again (``refused``).
    """
    if form.is_bound and form.is_valid():
        try:
            done = act()
        except Refusal as refusal:
            return refused(request, template, form, refusal, context)
        messages.success(request, done.said)
        return redirect(done.onward)
    return form_page(request, template, form, context)


def refused(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    refusal: Refusal,
    context: dict[str, Any],
) -> HttpResponse:
    """The form again with what was typed: 409 when somebody else was first, else 422."""
    put_on_form(form, refusal)
    page = form_page(request, template, form, context)
    page.status_code = 409 if isinstance(refusal, StateChanged) else 422
    return page
