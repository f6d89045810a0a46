"""The list of promises, the reader's own first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.commitments.access import is_own
from guatu.commitments.models import Commitment
from guatu.commitments.queries.listing import counts_for, in_order
from guatu.web.commitments.asked import (
    chips,
    filter_fields,
    filter_of,
    page_number,
    segments,
)
from guatu.web.commitments.facts import line_of
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import Cell, asked_file
from guatu.workdays.queries import calendar_in_force

PER_PAGE = 50
EXPORT_LIMIT = 5000


@login_required
@require_safe
def commitment_list(request: Request) -> HttpResponse:
    """``?show=late&mine=1&unit=…``; counts are of everything but ``show``."""
    user, today = request.user, request.today
    wanted = filter_of(request.GET, request.tenant.year)
    counts = counts_for(user, wanted, today)
    page = Paginator(in_order(user, wanted, today), PER_PAGE).get_page(page_number(request.GET))
    calendar = calendar_in_force()
    fields = filter_fields(user, wanted)
    lines = [line_of(row, today, calendar, own=is_own(request.access, row)) for row in page]
    context = {
        "page": page,
        "lines": lines,
        "query": request.GET.urlencode(),
        "limit": EXPORT_LIMIT,
        "has_own": any(line.own for line in lines),
        "counts": counts,
        "wanted": wanted,
        "segments": segments(request.GET, wanted.show, counts),
        "fields": fields,
        "chips": chips(request.GET, wanted, fields),
        "may_draft": request.access.can("commitment.draft"),
        "is_own_year": wanted.year == request.tenant.year,
    }
    return render(request, "commitments/list.html", context)


@login_required
@require_safe
def commitment_export(request: Request) -> HttpResponse:
    """In the order of the list, at most ``EXPORT_LIMIT`` rows."""
    wanted = filter_of(request.GET, request.tenant.year)
    rows = in_order(request.user, wanted, request.today)[:EXPORT_LIMIT]
    name = _("承诺清单") + request.now.strftime("-%Y%m%d-%H%M")
    return asked_file(request, name, "commitments", _titles(), _cells(rows), usual="csv")


def _titles() -> list[str]:
    return [
        _("编号"), _("类别"), _("承诺人"), _("承诺单位"), _("承诺内容"), _("衡量指标"), _("目标值"),
        _("时限"), _("承办机构"), _("责任人"), _("对应项目"), _("状态"), _("改诺次数"),
        _("兑现日期"), _("评定依据"),
    ]  # fmt: skip


def _cells(rows: Iterable[Commitment]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.label,
            str(row.get_kind_display()),
            row.post.holder_label,
            row.unit.name,
            row.words,
            row.measure,
            row.target,
            row.due_on,
            row.handling_unit.name if row.handling_unit else "",
            row.owner_post.holder_label if row.owner_post else "",
            row.project.name if row.project else "",
            str(row.get_status_display()),
            row.revised,
            row.met_on,
            row.evidence,
        ]
