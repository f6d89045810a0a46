"""The lists of date changes and of pauses, one change with its effect, and the export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.datechanges.access import verbs_of
from guatu.datechanges.models import DateChange, PlanPause
from guatu.datechanges.queries.listing import (
    counts_for,
    for_decision_by,
    in_order,
    pauses_for_decision_by,
    tally_of,
)
from guatu.datechanges.terms import rules_of, terms_of
from guatu.domain.datechanges import Verb
from guatu.projects.models import Project
from guatu.web.datechanges.asked import (
    chips,
    filter_fields,
    filter_of,
    page_number,
    segments,
)
from guatu.web.datechanges.finding import visible_change
from guatu.web.datechanges.forms import SeenForm
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import Cell, asked_file

PER_PAGE = 50
EXPORT_LIMIT = 5000
_PAUSE_WIDTHS = (28, 20, 18, 24, 40, 12, 12, 12, 10, 12, 12, 17)


@login_required
@require_safe
def change_list(request: Request) -> HttpResponse:
    """``?show=waiting&reason=…``; counts are of everything but ``show``."""
    user, wanted = request.user, filter_of(request.GET)
    counts = counts_for(user, wanted)
    page = Paginator(in_order(user, wanted), PER_PAGE).get_page(page_number(request.GET))
    fields = filter_fields(rules_of(terms_of(request.tenant.pk)), wanted)
    waiting = DateChange.objects.visible_to(user).filter(for_decision_by(request.access))
    pauses = PlanPause.objects.visible_to(user)
    context = {
        "page": page,
        "mine": set(waiting.values_list("pk", flat=True)),
        "query": request.GET.urlencode(),
        "limit": EXPORT_LIMIT,
        "wanted": wanted,
        "segments": segments(request.GET, wanted.show, counts),
        "fields": fields,
        "chips": chips(request.GET, wanted, fields, _project_name(request, wanted.project)),
        "pauses_running": pauses.running().count(),
        "pauses_waiting": pauses.filter(pauses_for_decision_by(request.access)).count(),
    }
    return render(request, "datechanges/list.html", context)


@login_required
@require_safe
def change_export(request: Request) -> HttpResponse:
    """In the order of the list, at most ``EXPORT_LIMIT`` rows."""
    rows = in_order(request.user, filter_of(request.GET))[:EXPORT_LIMIT]
    name = _("改期记录") + request.now.strftime("-%Y%m%d-%H%M")
    return asked_file(request, name, "date-changes", _titles(), _cells(rows), usual="csv")


@login_required
@require_safe
def change_detail(request: Request, pk: UUID) -> HttpResponse:
    row = visible_change(request, pk)
    open_now = verbs_of(request.user, row)
    context = {
        "row": row,
        "may_decide": Verb.APPROVE in open_now,
        "may_withdraw": Verb.WITHDRAW in open_now,
        "may_read": row.status == "refused"
        and row.asked_by_id == request.user.pk
        and row.acknowledged_at is None,
        "tally": tally_of(row.project),
        "rules": rules_of(terms_of(row.tenant_id)),
        "seen": SeenForm(initial={"seen": row.version}, auto_id=False)["seen"],
        "history": history(row.pk),
    }
    return render(request, "datechanges/detail.html", context)


@login_required
@require_safe
def pause_list(request: Request) -> HttpResponse:
    """What waits for the reader first, then those that run, then the newest."""
    found, waiting = _pauses(request)
    page = Paginator(found, PER_PAGE).get_page(page_number(request.GET))
    context = {"page": page, "mine": waiting, "running": sum(row.is_running for row in found)}
    return render(request, "datechanges/pauses.html", context)


@login_required
@require_safe
def pause_export(request: Request) -> HttpResponse:
    """In the order of the list, at most ``EXPORT_LIMIT`` rows."""
    titles = [
        _("项目"), _("暂停的节点"), _("等待的单位"), _("等什么"), _("说明"), _("暂停起"),
        _("预计到"), _("恢复日期"), _("暂停的工作日"), _("状态"), _("申请人"), _("申请时间"),
    ]  # fmt: skip
    rows = map(_pause_cells, _pauses(request)[0])
    name = _("暂停等待") + request.now.strftime("-%Y%m%d-%H%M")
    return asked_file(request, name, "pauses", titles, rows, widths=_PAUSE_WIDTHS)


def _pauses(request: Request) -> tuple[list[PlanPause], set[UUID]]:
    """All in the order of the list, and which of them wait for the reader."""
    rows = PlanPause.objects.visible_to(request.user)
    waiting = set(rows.filter(pauses_for_decision_by(request.access)).values_list("pk", flat=True))
    found = list(rows.select_related("project", "unit", "need", "asked_by")[:EXPORT_LIMIT])
    found.sort(key=lambda row: (row.pk not in waiting, not row.is_open, not row.is_running))
    return found, waiting


def _pause_cells(row: PlanPause) -> list[Cell]:
    return [
        row.project.name,
        row.subject or _("整个项目"),
        row.unit.label,
        row.what,
        row.words,
        row.since,
        row.expected,
        row.ended_on,
        row.days,
        _pause_status(row),
        row.asked_by.name,
        row.asked_at,
    ]


def _pause_status(row: PlanPause) -> str:
    if row.is_running:
        return _("暂停中")
    return _("已恢复") if row.ended_on else str(row.get_status_display())


def _project_name(request: Request, pk: UUID | None) -> str:
    rows = Project.objects.visible_to(request.user).filter(pk=pk) if pk else Project.objects.none()
    return rows.values_list("name", flat=True).first() or ""


def _titles() -> list[str]:
    return [
        _("项目"), _("第几次"), _("状态"), _("改的日期"), _("原定"), _("改到"), _("推迟天数"),
        _("同时移动"), _("原因"), _("主客观"), _("计入限额"), _("说明"), _("等待的单位"),
        _("依据类型"), _("依据"), _("谁同意"), _("申请人"), _("申请时间"), _("提前的工作日"),
        _("审批人"), _("审批时间"), _("审批意见"),
    ]  # fmt: skip


def _cells(rows: Iterable[DateChange]) -> Iterator[list[Cell]]:
    for row in rows:
        main = row.main
        yield [
            row.project.name,
            row.number,
            str(row.get_status_display()),
            _(main.name) if not main.code else main.name,
            main.before,
            main.after,
            row.days,
            "、".join(
                f"{_(one.name) if not one.code else one.name} {one.after or _('取消承诺')}"
                for one in row.moved
                if one.code != main.code
            ),
            row.reason_name,
            _("客观") if row.objective else _("主观"),
            _("是") if row.counted else _("否"),
            row.words,
            row.waiting_unit.label if row.waiting_unit else "",
            str(row.get_basis_display()),
            row.evidence,
            "、".join(f"{post.unit.label}{post.title}" for post in row.agreed.all()),
            row.asked_by.name,
            row.asked_at,
            row.notice,
            row.decided_by.name if row.decided_by else "",
            row.decided_at,
            row.answer,
        ]
