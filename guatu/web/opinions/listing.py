"""Where the three views of projects disagree: the agenda of a meeting, and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.domain.lights.colours import Light
from guatu.projects.queries.opinions import (
    Given,
    ViewCounts,
    ViewsRow,
    rows_in_order,
    view_counts,
    views_at,
)
from guatu.projects.queries.past_opinions import opinions_at
from guatu.web.opinions.asked import Asked, asked_for, chips, filter_fields, segments
from guatu.web.shared.opinions import said_of, step_word
from guatu.web.shared.past import past_control
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import Cell, asked_file

PER_PAGE = 50
EXPORT_LIMIT = 5000


@dataclass(frozen=True, slots=True)
class Listed:
    """``rows`` are those of ``page``."""

    page: Page[Any]
    rows: Sequence[ViewsRow]
    counts: ViewCounts


@login_required
@require_safe
def opinion_list(request: Request) -> HttpResponse:
    """``?as_of=2021-02-15`` shows lights and opinions as they stood."""
    asked = asked_for(request.GET, request.tenant.year)
    listed = _listed(request, asked)
    fields = filter_fields(request.user, asked.wanted)
    context = {
        "page": listed.page,
        "lines": [(row.project, said_of(row, request.access)) for row in listed.rows],
        "counts": listed.counts,
        "show": asked.show,
        "segments": segments(request.GET, asked.show, listed.counts),
        "fields": fields,
        "chips": chips(request.GET, asked.wanted, fields),
        "wanted": asked.wanted,
        "query": request.GET.urlencode(),
        "limit": EXPORT_LIMIT,
        "partial": not request.access.sees_all,
        "past": past_control(request),
    }
    return render(request, "opinions/list.html", context)


@login_required
@require_safe
def opinion_export(request: Request) -> HttpResponse:
    """In the order of the list, at most ``EXPORT_LIMIT`` rows."""
    asked = asked_for(request.GET, request.tenant.year)
    moment = request.as_of or request.now
    name = _("研判") + moment.strftime("-%Y%m%d-%H%M")
    rows = _cells(request, _all(request, asked))
    return asked_file(request, name, "opinions", _titles(), rows, moment=moment, usual="csv")


def _listed(request: Request, asked: Asked) -> Listed:
    user, wanted, show = request.user, asked.wanted, asked.show
    if request.as_of:
        then = opinions_at(user, wanted, request.as_of, show=show)
        page = Paginator(then.rows, PER_PAGE).get_page(asked.number)
        return Listed(page, list(page.object_list), then.counts)
    counts = view_counts(user, wanted, request.today)
    found = rows_in_order(user, wanted, request.today, show=show)
    shown = Paginator(found, PER_PAGE).get_page(asked.number)
    return Listed(shown, views_at(list(shown.object_list), request.today), counts)


def _all(request: Request, asked: Asked) -> Sequence[ViewsRow]:
    user, wanted, show = request.user, asked.wanted, asked.show
    if request.as_of:
        return opinions_at(user, wanted, request.as_of, show=show).rows[:EXPORT_LIMIT]
    found = rows_in_order(user, wanted, request.today, show=show)
    return views_at(found[:EXPORT_LIMIT], request.today)


def _titles() -> list[str]:
    return [
        _("序号"), _("项目"), _("工作线"), _("牵头单位"), _("灯"),
        _("业主判断"), _("业主理由"), _("判断日期"), _("判断人"),
        _("独立评估"), _("评估理由"), _("评估日期"), _("评估人"),
        _("分歧"), _("相差（档）"), _("建议"),
    ]  # fmt: skip


def _cells(request: Request, rows: Iterable[ViewsRow]) -> Iterator[list[Cell]]:
    for row in rows:
        project, said = row.project, said_of(row, request.access)
        yield [
            project.number,
            project.name,
            str(project.line or ""),
            project.lead_unit.label if project.lead_unit else "",
            _(Light(project.light).word),
            *_given(row.views.owner),
            *_given(row.views.review),
            said.apart,
            row.found.steps if row.found else None,
            said.ask,
        ]


def _given(given: Given | None) -> list[Cell]:
    if given is None:
        return ["", "", None, ""]
    return [step_word(given.step), given.reason, given.on, f"{given.who}（{given.posts}）"]
