"""What a page does with a refusal: its sentences go to the form and what was typed stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guatu.kit.refusals import Refusal
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
