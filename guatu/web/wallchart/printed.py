"""PDFs of the chart, where its codes lead, and what has changed since one was printed."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.boards.wallchart.past import read_past_wall
from guatu.boards.wallchart.reading import read_wall
from guatu.boards.wallchart.since import Since, since_print
from guatu.domain.words import say
from guatu.kit.clock import CHINA
from guatu.kit.ids import from_short_form
from guatu.kit.refusals import Refusal
from guatu.projects.queries.listing import options
from guatu.web.shared.past import EARLIEST, project_address
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import attached
from guatu.web.wallchart import heads
from guatu.web.wallchart.asking import view_of
from guatu.web.wallchart.orders import Order
from guatu.web.wallchart.papers import paper_named
from guatu.web.wallchart.printing import print_chart, print_stickers
from guatu.web.wallchart.sincesheet import since_file

PDF = "application/pdf"
YEAR = re.compile("20[0-9]{2}")


@login_required
@require_safe
def wallchart_pdf(request: Request) -> HttpResponse:
    """The query is that of the chart, with ``paper=a0`` and ``each=1`` for one sheet a project."""
    order = _order(request)
    name = _("作战图 %(paper)s %(day)s") % {"paper": order.paper.name, "day": order.day}
    return attached(print_chart(order).pdf, PDF, f"{name}.pdf", "wallchart.pdf")


@login_required
@require_safe
def wallchart_stickers(request: Request) -> HttpResponse:
    order = _order(request)
    name = _("旗贴 %(day)s") % {"day": order.day}
    return attached(print_stickers(order).pdf, PDF, f"{name}.pdf", "stickers.pdf")


@login_required
@require_safe
def wallchart_code(request: Request, code: str) -> HttpResponse:
    """Where the code of a row leads: to the page of its project, which asks who may see it."""
    try:
        return redirect(project_address(from_short_form(code)))
    except ValueError:
        raise Http404 from None


@login_required
@require_safe
def wallchart_since(request: Request) -> HttpResponse:
    """``?since=20210310T080000&year=2021`` and the query of the chart that hangs on the wall."""
    own = ("since", "as_of")
    kept = {name: value for name, value in request.GET.items() if name not in own and value}
    context = {"kept": kept, "query": urlencode(kept), "data_time": request.now}
    if since := request.GET.get("since"):
        context |= _since(request, _moment(since, request.now))
    return render(request, "wallchart/since.html", context)


@login_required
@require_safe
def wallchart_since_export(request: Request) -> HttpResponse:
    """What the page shows, in one table."""
    moment = _moment(request.GET.get("since", ""), request.now)
    return since_file(request, moment, _compared(request, moment))


def _since(request: Request, moment: datetime) -> dict[str, object]:
    view = view_of(request.GET, _year(request))
    narrowing = heads.narrowing_words(view, options(request.user, view.asked.wanted.year))
    return {"found": _compared(request, moment), "printed": moment, "narrowed": narrowing}


def _compared(request: Request, moment: datetime) -> Since:
    view = view_of(request.GET, _year(request))
    printed = read_past_wall(request.user, view.asked, heads.speech(moment), moment)
    now = read_wall(request.user, view.all_lights, heads.speech(), today=request.today)
    return since_print(printed.chart, now.chart, narrowed=bool(view.asked.lights))


def _year(request: Request) -> int:
    """That of the list on paper: a new year's list does not take down the old chart."""
    said = request.GET.get("year", "")
    return int(said) if YEAR.fullmatch(said) else request.tenant.year


def _moment(said: str, now: datetime) -> datetime:
    """Basic or extended ISO 8601, in the time of China."""
    try:
        moment = datetime.fromisoformat(said).replace(tzinfo=CHINA)
    except ValueError:
        raise Refusal(
            say("看不懂挂图的时间“{said}”。请照挂图下方“数据截至”的时间填写。", said=said)
        ) from None
    if moment.date() < EARLIEST or moment > now:
        raise Refusal(
            say("挂图的时间“{moment}”不在可以回看的日子里。", moment=f"{moment:%Y-%m-%d %H:%M}")
        )
    return moment


def _order(request: Request) -> Order:
    return Order(
        request.user,
        request.tenant,
        view_of(request.GET, request.tenant.year),
        paper_named(request.GET.get("paper", "a3")),
        request.now,
        as_of=request.as_of,
        each=request.GET.get("each") == "1",
    )
