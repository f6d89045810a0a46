"""What suppliers owe: to everyone, by unit, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.projects.queries.needs import NeedFilter, NeedRow, Show
from guatu.web.needs.asked import chips, filter_fields, filter_of, page_number, segments
from guatu.web.needs.finding import visible_unit
from guatu.web.needs.found import Found, found
from guatu.web.shared.needs import need_lines
from guatu.web.shared.past import past_control
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import Cell, asked_file
from guatu.web.templatetags.needs import STATE_WORDS

PER_PAGE = 50
EXPORT_LIMIT = 5000


@login_required
@require_safe
def need_list(request: Request) -> HttpResponse:
    """``?as_of=2021-02-15`` shows it as it stood."""
    wanted = filter_of(request.GET, request.tenant.year)
    needs = found(request, wanted)
    context = {
        **_listed(request, wanted, needs),
        "suppliers": needs.suppliers(),
        "fields": filter_fields(request.user, wanted),
        "chips": chips(request.user, request.GET, wanted),
        "query": request.GET.urlencode(),
        "limit": EXPORT_LIMIT,
        "partial": not request.access.sees_all,
    }
    return render(request, "needs/list.html", context)


@login_required
@require_safe
def need_supplier(request: Request, pk: UUID) -> HttpResponse:
    """What one unit owes, to be answered line by line."""
    unit = visible_unit(request, pk)
    wanted = replace(filter_of(request.GET, request.tenant.year), supplier=unit.pk)
    context = {"unit": unit, **_listed(request, wanted, found(request, wanted))}
    return render(request, "needs/supplier.html", context)


@login_required
@require_safe
def need_export(request: Request) -> HttpResponse:
    """In the order of the list, at most ``EXPORT_LIMIT`` rows."""
    wanted = filter_of(request.GET, request.tenant.year)
    needs = found(request, wanted)
    rows = needs.rows(needs.needs[:EXPORT_LIMIT])
    moment = request.as_of or request.now
    name = _("要素保障") + moment.strftime("-%Y%m%d-%H%M")
    columns = _columns(kept_only=request.as_of is not None)
    titles = [title for title, _read in columns]
    cells = _cells(rows, columns)
    return asked_file(request, name, "needs", titles, cells, moment=moment, usual="csv")


def _listed(request: Request, wanted: NeedFilter, needs: Found) -> dict[str, object]:
    page = Paginator(needs.needs, PER_PAGE).get_page(page_number(request.GET))
    rows, owed = needs.rows(page.object_list), needs.owed()
    return {
        "lines": need_lines(rows, request.user, acts=request.as_of is None),
        "page": page,
        "owed": owed,
        "segments": segments(request.GET, wanted, owed),
        "wanted": wanted,
        "all_done": wanted.show == Show.OPEN and not wanted.chosen,
        "past": past_control(request),
    }


Column = tuple[str, Callable[[NeedRow], Cell]]


def _columns(*, kept_only: bool) -> list[Column]:
    """Titles and what is read for them; ``kept_only`` leaves those that no past day has kept."""
    told: list[Column] = [
        (_("项目"), lambda row: row.need.project.name),
        (_("工作线"), lambda row: str(row.need.project.line or "")),
        (_("要素"), lambda row: _(row.element.name)),
        (_("需求"), lambda row: row.need.name),
        (_("保障的节点"), lambda row: str(row.need.milestone or "")),
        (_("保障单位"), lambda row: row.need.supplier.label if row.need.supplier else ""),
        (_("责任岗位"), lambda row: row.need.post.holder_label if row.need.post else ""),
        (_("状态"), lambda row: str(STATE_WORDS[row.state])),
        (_("需求时间"), lambda row: row.need.needed_by),
        (_("承诺时间"), lambda row: row.need.promised_on),
        (_("落实时间"), lambda row: row.need.delivered_on),
        (_("有效期至"), lambda row: row.need.expires_on),
        (_("卡点堵点"), lambda row: row.need.blocker if row.need.is_blocked else ""),
        (_("晚于需要（工作日）"), lambda row: row.days_short),
        (_("使节点推迟（工作日）"), lambda row: row.step_days),
        (_("使竣工推迟（工作日）"), lambda row: row.finish_days),
        (_("说明"), lambda row: in_words(row.says) or row.need.reason),
    ]
    lost = {_("责任岗位"), _("使节点推迟（工作日）"), _("使竣工推迟（工作日）")}
    return [column for column in told if not (kept_only and column[0] in lost)]


def _cells(rows: list[NeedRow], columns: Sequence[Column]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [read(row) for _title, read in columns]
