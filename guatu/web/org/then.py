"""The projects of a unit or of a post as they stood; nothing else of it is kept by day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.past import list_page_at
from guatu.web.shared.past import past_control
from guatu.web.shared.requests import Request


def page_of_then(
    request: Request, wanted: ListFilter, words: Mapping[str, str], moment: datetime
) -> HttpResponse:
    """``words``: the ``name`` of the page and the ``title`` over its projects."""
    projects = list_page_at(request.user, wanted, moment, order="light")
    context = {**words, "projects": projects, "wanted": wanted, "past": past_control(request)}
    return render(request, "org/past.html", context)
