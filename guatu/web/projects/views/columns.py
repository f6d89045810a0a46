"""Choosing the columns of the list and their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from guatu.web.projects.arranging import (
    COLUMNS_CHOSEN,
    WHOLE,
    arranged_query,
    arrangement,
)
from guatu.web.projects.columns import GROUPS, STANDARD, Column, columns_of, known
from guatu.web.shared.requests import Request


@dataclass(frozen=True, slots=True)
class Choice:
    """The columns of a group that are not in the list yet."""

    title: str | Promise
    columns: list[Column]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_columns(request: Request) -> HttpResponse:
    """The panel; what is sent holds ``column=`` in the order wanted, ``standard`` takes it back."""
    if request.method == "POST":
        return _chosen(request)
    arranged = arrangement(request)
    chosen = columns_of(arranged.chosen or STANDARD)
    others = [
        Choice(group.title, [one for one in group.columns if one not in chosen]) for group in GROUPS
    ]
    context: dict[str, Any] = {
        "chosen": chosen,
        "others": [choice for choice in others if choice.columns],
        "query": arranged_query(request),
    }
    return render(request, "projects/_columns.html", context)


def _chosen(request: Request) -> HttpResponse:
    """In a view the address says what was chosen, else the session keeps it."""
    codes = known(request.POST.getlist("column"))
    if "standard" in request.POST or codes == STANDARD:
        codes = ()
    values = QueryDict(arranged_query(request), mutable=True)
    values.pop("cols", None)
    if values.get("view", "all") != "all":
        values["cols"] = ".".join(codes)
    else:
        request.session[COLUMNS_CHOSEN] = list(codes)
    return redirect(f"{reverse('project-list')}?{values.urlencode(safe='.') or WHOLE}")
