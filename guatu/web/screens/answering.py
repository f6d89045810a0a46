"""A form of a board: do it and go on, or show what is in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from guatu.kit.refusals import Refusal, StateChanged
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request


def answer(
    request: Request,
    template: str,
    form: forms.Form,
    act: Callable[[], str],
    *,
    done: str,
    context: dict[str, Any],
) -> HttpResponse:
    """``act`` gives the address to go on to. A refusal shows the form again with what was typed,
    409 when somebody else was faster."""
    if form.is_bound and form.is_valid():
        try:
            onward = act()
        except Refusal as refusal:
            put_on_form(form, refusal)
            page = form_page(request, template, form, context)
            page.status_code = 409 if isinstance(refusal, StateChanged) else 422
            return page
        messages.success(request, done)
        return redirect(onward)
    return form_page(request, template, form, context)
