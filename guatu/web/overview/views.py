"""The overview, and the lists behind its figures."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.boards.overview import cuts_by, overview, turns_since, week_of, week_rows
from guatu.domain import pace
from guatu.web.overview import cuts, sheets
from guatu.web.overview.curve import chart_of
from guatu.web.overview.starting import starts
from guatu.web.shared.requests import Request


@login_required
@require_safe
def overview_page(request: Request) -> HttpResponse:
    """``?by=unit`` or ``?by=sponsor`` puts the table together otherwise."""
    by, year = cuts.by_of(request.GET), request.tenant.year
    read = overview(request.user, by, year=year, today=request.today)
    own = not request.access.sees_all
    context = {
        "read": read,
        "curve": chart_of(read.curve),
        "through": pace.months_elapsed(request.today, year),
        "table": cuts.table_of(by, read.cuts, own=own),
        "segments": cuts.segments(by),
        "own": own,
        "may_import": request.access.can("intake.upload"),
        "may_audit": request.access.can("journal.read"),
        "starts": [] if read.totals.projects else starts(request),
    }
    return render(request, "overview/page.html", context)


@login_required
@require_safe
def overview_turns(request: Request) -> HttpResponse:
    """All lights that turned since yesterday."""
    since = request.today - timedelta(days=1)
    turned = turns_since(request.user, since, year=request.tenant.year)
    return render(request, "overview/turns.html", {"turned": turned, "since": since})


@login_required
@require_safe
def overview_week(request: Request) -> HttpResponse:
    """The milestones planned for this week."""
    year = request.tenant.year
    context = {
        "week": week_of(request.user, year=year, today=request.today),
        "rows": week_rows(request.user, year=year, today=request.today),
    }
    return render(request, "overview/week.html", context)


@login_required
@require_safe
def overview_export(request: Request) -> HttpResponse:
    """The table by ``by`` as an Excel file."""
    by = cuts.by_of(request.GET)
    rows = cuts_by(request.user, by, year=request.tenant.year, today=request.today)
    return sheets.as_xlsx(by, rows, now=request.now)
