"""A form of a list: do it and go back to the row, or show what is in the way."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guatu.web.shared.answering import Done, answered
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

    def then() -> Done:
        act()
        return Done(done or _("已保存。"), back)

    return answered(request, page, form, then, context)


def address_of(row: WorkList, item: WorkItem | None) -> str:
    page = reverse("work-list", args=[row.pk])
    return f"{page}#row-{item.pk}" if item else page
