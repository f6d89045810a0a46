"""进度总图: a page, and the rows it asks for while it is scrolled."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.projects.choices import LightColour
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.past_timetable import outlines_at, steps_at, window_at
from guatu.projects.queries.timetable import (
    MOST_ROWS,
    BandBy,
    Bar,
    Outlines,
    outlines,
    steps_of,
    window,
)
from guatu.web.projects import heads
from guatu.web.projects.asking import asked_for
from guatu.web.projects.finding import visible_project
from guatu.web.projects.timetable import (
    band_by,
    band_segments,
    page_data,
    rows_of,
    steps_rows,
)
from guatu.web.projects.views.listing import filled, names_for
from guatu.web.shared.asking import row_id, whole_number
from guatu.web.shared.past import past_control
from guatu.web.shared.requests import Request


@login_required
@require_safe
def timetable(request: Request) -> HttpResponse:
    """Narrowed like the list of projects; ``?by=sponsor`` puts the rows together by sponsors,
    ``?as_of=2021-02-15`` shows it as it stood."""
    asked, by = asked_for(request.GET, request.tenant.year), band_by(request.GET)
    found = _outlines(request, asked.wanted, by)
    first_rows = _window(request, asked.wanted, by, 0)
    values = filled(request.GET)
    chips = heads.chips(values, asked.wanted, names_for(request, asked.wanted))
    context = {
        "data": page_data(found, first_rows, by, values.urlencode(), request.today, request.as_of),
        "found": found,
        "most": f"{MOST_ROWS:,}",
        "bands": band_segments(request.GET, by),
        "chips": chips,
        "wanted": asked.wanted,
        "lights": LightColour,
        "kept": [(name, values[name]) for name in values if name != "q"],
        "query": values.urlencode(),
        "past": past_control(request, asked.wanted.year),
    }
    return render(request, "projects/timetable.html", context)


@login_required
@require_safe
def timetable_rows(request: Request) -> JsonResponse:
    """A window of rows from ``?start=`` on."""
    asked, by = asked_for(request.GET, request.tenant.year), band_by(request.GET)
    start = whole_number(request.GET.get("start", "")) or 0
    return JsonResponse({"rows": rows_of(_window(request, asked.wanted, by, start))})


@login_required
@require_safe
def timetable_steps(request: Request) -> JsonResponse:
    """The steps of the project ``?id=``."""
    pk = row_id(request.GET.get("id", ""))
    if pk is None:
        raise Http404
    project = visible_project(request, pk)
    steps = steps_at(project, request.as_of) if request.as_of else steps_of(project)
    return JsonResponse({"steps": steps_rows(steps)})


def _outlines(request: Request, wanted: ListFilter, by: BandBy) -> Outlines:
    if request.as_of:
        return outlines_at(request.user, wanted, by, request.as_of)
    return outlines(request.user, wanted, by)


def _window(request: Request, wanted: ListFilter, by: BandBy, start: int) -> list[Bar]:
    if request.as_of:
        return window_at(request.user, wanted, by, start, request.as_of)
    return window(request.user, wanted, by, start)
