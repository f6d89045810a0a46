"""The overview, and the lists behind its figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.boards.overview import (
    Overview,
    Turned,
    Week,
    WeekRow,
    overview,
    turns_since,
    week_of,
    week_rows,
)
from guatu.boards.overview.past import listed_at, overview_at, turned_at, week_at, week_rows_at
from guatu.domain import pace
from guatu.projects.choices import TallyBy
from guatu.web.overview import cuts, sheets
from guatu.web.overview.curve import chart_of
from guatu.web.overview.starting import starts
from guatu.web.shared.past import day_of, past_control
from guatu.web.shared.requests import Request


@login_required
@require_safe
def overview_page(request: Request) -> HttpResponse:
    """``?by=unit``, ``?by=chain`` … puts the table together otherwise, ``?as_of=2021-02-15``
    shows it as it stood."""
    by, year = cuts.by_of(request.GET), request.tenant.year
    read = _read(request, by, year)
    own = not request.access.sees_all
    context = {
        "read": read,
        "curve": chart_of(read.curve),
        "through": pace.months_elapsed(day_of(request), year),
        "table": cuts.table_of(by, read.cuts, own=own, as_of=request.as_of),
        "segments": cuts.segments(by, request.as_of),
        "past": past_control(request),
        "own": own,
        "may_import": request.access.can("intake.upload"),
        "may_audit": request.access.can("journal.read"),
        "starts": [] if read.totals.projects or request.as_of else starts(request),
    }
    return render(request, "overview/page.html", context)


@login_required
@require_safe
def overview_turns(request: Request) -> HttpResponse:
    """All lights that turned since the day before."""
    since = day_of(request) - timedelta(days=1)
    context = {"turned": _turned(request), "since": since, "past": past_control(request)}
    return render(request, "overview/turns.html", context)


@login_required
@require_safe
def overview_week(request: Request) -> HttpResponse:
    """The milestones planned for this week."""
    week, rows = _week(request)
    context = {"week": week, "rows": rows, "past": past_control(request)}
    return render(request, "overview/week.html", context)


@login_required
@require_safe
def overview_export(request: Request) -> HttpResponse:
    """The table by ``by``."""
    by = cuts.by_of(request.GET)
    return sheets.table_file(request, by, _read(request, by, request.tenant.year))


@login_required
@require_safe
def overview_turns_export(request: Request) -> HttpResponse:
    return sheets.turns_file(request, _turned(request).rows)


@login_required
@require_safe
def overview_week_export(request: Request) -> HttpResponse:
    return sheets.week_file(request, _week(request)[1])


def _read(request: Request, by: TallyBy, year: int) -> Overview:
    if request.as_of:
        return overview_at(request.user, by, year=year, moment=request.as_of)
    return overview(request.user, by, year=year, today=request.today)


def _turned(request: Request) -> Turned:
    user, year = request.user, request.tenant.year
    if request.as_of:
        return turned_at(listed_at(user, year, request.as_of), day_of(request))
    return turns_since(user, request.today - timedelta(days=1), year=year)


def _week(request: Request) -> tuple[Week, Sequence[WeekRow]]:
    user, year, day = request.user, request.tenant.year, day_of(request)
    if request.as_of:
        found = listed_at(user, year, request.as_of)
        return week_at(found, day), week_rows_at(found, day)
    return week_of(user, year=year, today=day), week_rows(user, year=year, today=day)
