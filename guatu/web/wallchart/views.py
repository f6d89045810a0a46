"""The wall chart on a page, on printed sheets and on a board."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.boards.overview import Overview, overview
from guatu.boards.overview.past import overview_at
from guatu.boards.wallchart import Style, draw
from guatu.boards.wallchart.past import read_past_wall
from guatu.boards.wallchart.reading import Wall, read_wall
from guatu.projects.choices import TallyBy
from guatu.projects.queries.listing import options
from guatu.web.shared.chart_words import chart_words
from guatu.web.shared.narrowing import changed
from guatu.web.shared.past import day_of, past_control
from guatu.web.shared.requests import Request
from guatu.web.wallchart import heads, papers
from guatu.web.wallchart.asking import View, view_of
from guatu.web.wallchart.paging import pages_of
from guatu.web.wallchart.summary import board_summary

#: px for rows on a board of 1080 px, below its heading and above its foot.
BOARD_ROOM = 812


@login_required
@require_safe
def wallchart(request: Request) -> HttpResponse:
    view = view_of(request.GET, request.tenant.year)
    wall = _wall(request, view, with_lights=False)
    choices = options(request.user, view.asked.wanted.year)
    context = {
        "drawing": draw(wall.chart, style=Style.page(view.scale), words=chart_words()),
        "wall": wall,
        "view": view,
        "bands": heads.band_segments(request.GET, view),
        "scales": heads.scale_segments(request.GET, view),
        "fields": heads.fields(view.asked.wanted, choices),
        "chips": heads.chips(request.GET, view.asked.wanted, choices),
        "query": request.GET.urlencode(),
        "may_import": request.access.can("intake.upload"),
        "past": past_control(request),
    }
    return render(request, "wallchart/page.html", context)


@login_required
@require_safe
def wallchart_print(request: Request) -> HttpResponse:
    """How the sheets will look; the query of the page, and ``paper=a3`` to ``a0``."""
    view = view_of(request.GET, request.tenant.year)
    wall = _wall(request, view)
    paper = papers.paper_of(request.GET.get("paper", ""))
    choices = options(request.user, view.asked.wanted.year)
    context = {
        "sheets": _sheets(wall, paper, view),
        "wall": wall,
        "paper": paper,
        "papers": heads.paper_segments(request.GET, paper),
        "narrowed": heads.narrowing_words(view, choices),
        "query": request.GET.urlencode(),
        **_downloads(request, paper),
        "printed": request.today,
        "past": past_control(request),
        "data_time": request.as_of or request.now,
    }
    return render(request, "wallchart/print.html", context)


@login_required
@require_safe
def wallchart_board(request: Request) -> HttpResponse:
    """A screen on the wall: figures first, then the chart page by page."""
    view = view_of(request.GET, request.tenant.year)
    wall = _wall(request, view)
    style = Style.board(view.scale)
    sheets = _drawn(wall, style, BOARD_ROOM)
    context = {
        "summary": board_summary(wall, _overview(request)),
        "sheets": sheets,
        "wall": wall,
        "week": day_of(request).isocalendar().week,
        "pages": 1 + (len(sheets) if wall.drawn else 0),
        "data_time": request.as_of or request.now,
        "past": past_control(request),
    }
    return render(request, "wallchart/board.html", context)


def _wall(request: Request, view: View, *, with_lights: bool = True) -> Wall:
    """On the page the legend hides rows in the browser, so all lights are drawn there."""
    asked = view.asked if with_lights else view.all_lights
    if request.as_of:
        return read_past_wall(request.user, asked, heads.speech(request.as_of), request.as_of)
    return read_wall(request.user, asked, heads.speech(), today=request.today)


def _overview(request: Request) -> Overview:
    user, year = request.user, request.tenant.year
    if request.as_of:
        return overview_at(user, TallyBy.LINE, year=year, moment=request.as_of)
    return overview(user, TallyBy.LINE, year=year, today=request.today)


def _downloads(request: Request, paper: papers.Paper) -> dict[str, str]:
    """Addresses of the PDFs of what is shown, and of what has changed since one was printed."""
    values, pdf = request.GET, reverse("wallchart-pdf")
    return {
        "pdf_url": pdf + changed(values, paper=paper.code),
        "each_url": pdf + changed(values, paper=paper.code, each="1"),
        "stickers_url": reverse("wallchart-stickers") + changed(values, paper=""),
        "since_url": reverse("wallchart-since") + changed(values, paper="", as_of=""),
    }


def _sheets(wall: Wall, paper: papers.Paper, view: View) -> list[str]:
    laid, words = papers.laid_out(paper, wall.chart, view.scale), chart_words()
    return [draw(page, style=laid.style, words=words) for page in laid.pages]


def _drawn(wall: Wall, style: Style, room: float) -> list[str]:
    """One drawing for each page of ``room`` px of rows."""
    words = chart_words()
    pages = pages_of(wall.chart, style, room, lambda title: _("%(band)s（续）") % {"band": title})
    return [draw(page, style=style, words=words) for page in pages]
