"""A form of a list: do it and go back to the row, or show what is in the way."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from guatu.kit.refusals import Refusal, StateChanged
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request
from guatu.worklists.models import WorkItem, WorkList


def answer(
    request: Request,
    row: WorkList,
    form: forms.Form,
    act: Callable[[], object],
    *,
    title: str,
    submit: str = "",
    done: str = "",
    item: WorkItem | None = None,
    page: str = "worklists/act.html",
) -> HttpResponse:
    """A refusal shows the form again with what was typed, 409 when it was overtaken."""
    back = address_of(row, item)
    context = {
        "row": row,
        "item": item,
        "title": title,
        "submit": submit or title,
        "cancel_url": back,
    }
    if form.is_bound and form.is_valid():
        try:
            act()
        except Refusal as refusal:
            put_on_form(form, refusal)
            again = form_page(request, page, form, context)
            again.status_code = 409 if isinstance(refusal, StateChanged) else 422
            return again
        messages.success(request, done or _("已保存。"))
        return redirect(back)
    return form_page(request, page, form, context)


def address_of(row: WorkList, item: WorkItem | None) -> str:
    page = reverse("work-list", args=[row.pk])
    return f"{page}#row-{item.pk}" if item else page
