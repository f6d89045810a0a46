"""All events of a year, one event with its figures, and both as files."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.boards.starts import StartReading, read_event, read_events, together
from guatu.starts.access import sees_preparing, verbs_of
from guatu.starts.queries import years_of
from guatu.web.shared.asking import whole_number
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import csv_file, xlsx_file
from guatu.web.starts.finding import visible_event
from guatu.web.starts.forms import SeenForm
from guatu.web.starts.shown import (
    LIST_WIDTHS,
    WIDTHS,
    file_rows,
    gaps,
    list_rows,
    list_titles,
    notes,
    titles,
)


@login_required
@require_safe
def start_list(request: Request) -> HttpResponse:
    """``?year=2021``, else the year of the list."""
    year = _year(request)
    readings = read_events(request.user, request.today, year=year)
    context = {
        "readings": readings,
        "figures": together(readings),
        "year": year,
        "years": sorted({year, *years_of(request.user)}, reverse=True),
        "unproven": [(read, row) for read in readings for row in read.unproven],
        "may_create": request.access.can("start_event.create"),
    }
    return render(request, "starts/list.html", context)


@login_required
@require_safe
def start_list_export(request: Request) -> HttpResponse:
    """``?format=csv``, else an Excel file."""
    year = _year(request)
    readings = read_events(request.user, request.today, year=year)
    name = _("集中开工-%(year)s年") % {"year": year}
    if request.GET.get("format") == "csv":
        return csv_file(name, "starts", list_titles(), list_rows(readings))
    note = _("数据截至 %(day)s") % {"day": request.today.isoformat()}
    rows = list_rows(readings)
    return xlsx_file(name, "starts", list_titles(), rows, widths=LIST_WIDTHS, notes=[note])


@login_required
@require_safe
def start_event(request: Request, pk: UUID) -> HttpResponse:
    event = visible_event(request, pk)
    read = read_event(request.user, event, request.today)
    context = {
        "read": read,
        "event": event,
        "gaps": gaps(read),
        "next_look": _next_look(read),
        "may": {verb.value: True for verb in verbs_of(request.user, event)},
        "seen": SeenForm(initial={"seen": event.version}, auto_id=False)["seen"],
        "history": history(event.pk) if sees_preparing(request.user, event) else None,
    }
    return render(request, "starts/event.html", context)


@login_required
@require_safe
def start_event_export(request: Request, pk: UUID) -> HttpResponse:
    """``?format=csv``, else an Excel file."""
    event = visible_event(request, pk)
    read = read_event(request.user, event, request.today)
    name = f"{event.title}-{event.day.isoformat()}"
    if request.GET.get("format") == "csv":
        return csv_file(name, "start", titles(), file_rows(read))
    return xlsx_file(name, "start", titles(), file_rows(read), widths=WIDTHS, notes=notes(read))


def _year(request: Request) -> int:
    asked = whole_number(request.GET.get("year", ""))
    return asked if asked and 1900 <= asked <= 2199 else request.tenant.year


def _next_look(read: StartReading) -> int | None:
    """Days after the event of the next look that is still to come."""
    if not read.event.is_held:
        return None
    passed = read.event.days_since(read.day)
    return min((days for days in read.rules.days if days > passed), default=None)
