"""What a page of promises does when somebody else was faster."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import HttpResponse, QueryDict

from guatu.kit.refusals import StateChanged
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request


def overtaken_page(
    request: Request,
    template: str,
    form: forms.Form,
    context: dict[str, Any],
    refusal: StateChanged,
    version: int,
) -> HttpResponse:
    """409: who was first, with what was typed, to be sent again over ``version``."""
    typed = cast(QueryDict, form.data).copy()
    typed["seen"] = str(version)
    form.data = typed
    put_on_form(form, refusal)
    page = form_page(request, template, form, context)
    page.status_code = 409
    return page
