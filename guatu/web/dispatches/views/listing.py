"""The list: what waits for whom, how far everything has come, and as a file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.dispatches.models import DispatchQuerySet
from guatu.dispatches.queries.figures import figures, oldest_open, opened_again
from guatu.dispatches.queries.listing import Show, found, in_order, rows_of, with_parts
from guatu.dispatches.queries.remaining import reckoning_of
from guatu.dispatches.terms import limits_of
from guatu.web.dispatches.asked import Asked, asked_for, chips, filter_fields, segments
from guatu.web.dispatches.sheets import LIMIT, as_csv, as_xlsx
from guatu.web.shared.requests import Request

PER_PAGE = 50


@login_required
@require_safe
def dispatch_list(request: Request) -> HttpResponse:
    asked = asked_for(request.GET)
    told = figures(request.user, request.now)
    reckoning = reckoning_of(request.tenant.pk, request.now)
    fields = filter_fields(request.user, asked.wanted, limits_of(reckoning.terms))
    page = Paginator(_rows(request, asked), PER_PAGE).get_page(asked.page)
    context = {
        "rows": rows_of(page.object_list, reckoning),
        "page": page,
        "asked": asked,
        "figures": told,
        "funnel_top": told.funnel[0].reached,
        "late": told.shown[Show.LATE],
        "open": told.shown[Show.OPEN],
        "segments": segments(request.GET, asked.wanted, told.shown),
        "fields": fields,
        "chips": chips(request.user, request.GET, asked.wanted, fields),
        "oldest": oldest_open(request.user, request.now),
        "again": opened_again(request.user) if told.reopened else [],
        "may_draft": request.access.can("dispatch.draft"),
        "may_sample": request.access.can("dispatch.sample"),
        "partial": not request.access.sees_all,
        "query": request.GET.urlencode(),
        "limit": LIMIT,
    }
    return render(request, "dispatches/list.html", context)


@login_required
@require_safe
def dispatch_export(request: Request) -> HttpResponse:
    """``?as=xlsx`` or CSV, in the order of the list, at most ``LIMIT`` rows."""
    rows = _rows(request, asked_for(request.GET))[:LIMIT]
    told = rows_of(rows, reckoning_of(request.tenant.pk, request.now))
    write = as_xlsx if request.GET.get("as") == "xlsx" else as_csv
    return write(told, now=request.now)


def _rows(request: Request, asked: Asked) -> DispatchQuerySet:
    rows = found(request.user, asked.wanted, request.now)
    return with_parts(in_order(rows, asked.order, descending=asked.descending))
