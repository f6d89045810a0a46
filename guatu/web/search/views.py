"""The answers under the search box, and the page for whoever presses Enter."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.web.search.finding import AT_ONCE, ON_A_PAGE, Hit, hits
from guatu.web.shared.asking import plain_words
from guatu.web.shared.requests import Request


@login_required
@require_safe
def search(request: Request) -> HttpResponse:
    words = plain_words(request.GET.get("q", ""))
    partly = bool(request.headers.get("HX-Request"))
    found = _found(request, words, AT_ONCE if partly else ON_A_PAGE)
    template = "search/_hits.html" if partly else "search/page.html"
    return render(request, template, {"words": words, "hits": found})


def _found(request: Request, words: str, each: int) -> list[Hit]:
    return hits(request.user, words, request.tenant.year, each=each) if words else []
