"""Where the three views of projects disagree: the agenda of a meeting, and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.domain.lights.colours import Light
from guatu.projects.queries.opinions import Given, ViewsRow, rows_in_order, view_counts, views_at
from guatu.web.opinions.asked import asked_for, chips, filter_fields, segments
from guatu.web.shared.opinions import said_of, step_word
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import Cell, csv_file

PER_PAGE = 50
EXPORT_LIMIT = 5000


@login_required
@require_safe
def opinion_list(request: Request) -> HttpResponse:
    asked = asked_for(request.GET, request.tenant.year)
    counts = view_counts(request.user, asked.wanted, request.today)
    found = rows_in_order(request.user, asked.wanted, request.today, show=asked.show)
    page = Paginator(found, PER_PAGE).get_page(asked.number)
    rows = views_at(list(page.object_list), request.today)
    fields = filter_fields(request.user, asked.wanted)
    context = {
        "page": page,
        "lines": [(row.project, said_of(row, request.access)) for row in rows],
        "counts": counts,
        "show": asked.show,
        "segments": segments(request.GET, asked.show, counts),
        "fields": fields,
        "chips": chips(request.GET, asked.wanted, fields),
        "wanted": asked.wanted,
        "query": request.GET.urlencode(),
        "limit": EXPORT_LIMIT,
        "partial": not request.access.sees_all,
    }
    return render(request, "opinions/list.html", context)


@login_required
@require_safe
def opinion_export(request: Request) -> HttpResponse:
    """As CSV, in the order of the list, at most ``EXPORT_LIMIT`` rows."""
    asked = asked_for(request.GET, request.tenant.year)
    found = rows_in_order(request.user, asked.wanted, request.today, show=asked.show)
    rows = views_at(found[:EXPORT_LIMIT], request.today)
    name = _("研判") + request.now.strftime("-%Y%m%d-%H%M")
    return csv_file(name, "opinions", _titles(), _cells(request, rows))


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
