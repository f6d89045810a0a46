"""The year's lines in one table."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.lines.queries import years_of
from guatu.projects.tallies import NOBODY
from guatu.web.lines.figures import LineTable, line_table, line_table_at
from guatu.web.lines.linesheet import WIDTHS, table_rows, table_titles
from guatu.web.shared.asking import whole_number
from guatu.web.shared.narrowing import Segment
from guatu.web.shared.past import on_day, past_control
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import asked_file


@login_required
@require_safe
def line_list(request: Request) -> HttpResponse:
    year = _year(request)
    context = {
        "table": _table(request, year),
        "year": year,
        "linked": year == request.tenant.year,  # the project list shows the present year
        "years": _segments(request, year),
        "partial": not request.access.sees_all,
        "can_create": request.access.can("line.create"),
        "nobody": NOBODY,
        "past": past_control(request, year),
    }
    return render(request, "lines/list.html", context)


@login_required
@require_safe
def line_export(request: Request) -> HttpResponse:
    """The year and the day of the list."""
    year, moment = _year(request), request.as_of or request.now
    name = _("%(y)s 年工作线") % {"y": year} + moment.strftime("-%Y%m%d-%H%M")
    rows = table_rows(_table(request, year), past=bool(request.as_of))
    titles = table_titles()
    return asked_file(request, name, "lines", titles, rows, widths=WIDTHS, moment=moment)


def _table(request: Request, year: int) -> LineTable:
    if request.as_of:
        return line_table_at(request.user, year, request.as_of)
    return line_table(request.user, year, request.today)


def _year(request: Request) -> int:
    asked = whole_number(request.GET.get("year", ""))
    return asked if asked and 2000 <= asked <= 2100 else request.tenant.year


def _segments(request: Request, year: int) -> list[Segment]:
    """Years to choose from; nothing to choose is not shown."""
    years = sorted({*years_of(request.user), request.tenant.year, year}, reverse=True)
    if len(years) < 2:
        return []
    return [
        Segment(_("%(y)s 年") % {"y": y}, on_day(f"?year={y}", request.as_of), y == year)
        for y in years
    ]
