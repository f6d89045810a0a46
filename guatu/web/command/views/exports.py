"""Blockers, visits and meetings as files, as filtered and in the order of their lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.command.models import Blocker, Decision, Visit
from guatu.command.queries.blockers import blockers_in_order
from guatu.command.queries.meetings import meetings_of
from guatu.command.queries.visits import in_month, stage_of, visits_of
from guatu.web.command.asked import asked_for, asked_month
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import Cell, asked_file

EXPORT_LIMIT = 20_000


@login_required
@require_safe
def blocker_export(request: Request) -> HttpResponse:
    """What the list is narrowed to, the longest open first."""
    today = request.today
    wanted = asked_for(request.GET, request.tenant.year).wanted
    rows = blockers_in_order(request.user, wanted, today)[:EXPORT_LIMIT]
    titles = [
        _("编号"), _("卡点堵点"), _("项目"), _("卡住的节点"), _("类别"), _("已堵（天）"),
        _("盯办单位"), _("解决单位"), _("限期"), _("状态"), _("交办单"), _("批次"), _("提出"),
    ]  # fmt: skip
    name = _("卡点堵点") + request.now.strftime("-%Y%m%d-%H%M")
    cells = (_blocker_cells(row, today) for row in rows)
    widths = (20, 40, 28, 18, 10, 8, 16, 16, 12, 10, 20, 16, 17)
    return asked_file(request, name, "blockers", titles, cells, widths=widths)


@login_required
@require_safe
def visit_export(request: Request) -> HttpResponse:
    """``?month=2021-03``: the visits of a month with what they decided."""
    month = asked_month(request)
    rows = in_month(visits_of(request.user), month)[:EXPORT_LIMIT]
    titles = [
        _("走访日期"), _("计划走访"), _("项目"), _("走访领导"), _("状态"), _("现场情况"),
        _("下次关注"), _("议定事项"),
    ]  # fmt: skip
    name = _("一线攻坚") + f"-{month}"
    widths = (12, 12, 28, 20, 10, 44, 24, 50)
    return asked_file(request, name, "visits", titles, _visit_cells(rows), widths=widths)


@login_required
@require_safe
def meeting_export(request: Request) -> HttpResponse:
    """The newest first."""
    titles = [
        _("会议"), _("时间"), _("地点"), _("主持"), _("交办"), _("办结"), _("状态"),
    ]  # fmt: skip
    name = _("调度") + request.now.strftime("-%Y%m%d-%H%M")
    rows = (_meeting_cells(row) for row in meetings_of(request.user)[:EXPORT_LIMIT])
    widths = (48, 17, 24, 24, 8, 8, 12)
    return asked_file(request, name, "meetings", titles, rows, widths=widths)


def _blocker_cells(row: Blocker, today: date) -> list[Cell]:
    return [
        row.label,
        row.words,
        row.project.name,
        row.milestone.name if row.milestone else "",
        str(row.get_kind_display()),
        row.days_open(today),
        row.owner_unit.label,
        row.doer.label if row.doer else "",
        row.due_on,
        str(row.get_status_display()),
        f"{row.dispatch.number} {row.dispatch.get_status_display()}" if row.dispatch else "",
        str(row.batch or ""),
        row.raised_at,
    ]


def _visit_cells(rows: Iterable[Visit]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.made_on,
            row.planned_on,
            row.project.name,
            row.leader.holder_label,
            str(stage_of(row).label),
            row.found,
            row.follow_up,
            "\n".join(_decided(one) for one in row.decisions.all()),
        ]


def _decided(decision: Decision) -> str:
    """What, by whom and until when, or why nobody has to do anything."""
    if decision.unit is None:
        return f"{decision.words}　" + _("无需交办：%(why)s") % {"why": decision.reason}
    return f"{decision.words}　{decision.unit.label} {decision.due_on}"


def _meeting_cells(row: Any) -> list[Cell]:
    """Of a meeting with what ``meetings_of`` counts."""
    return [
        row.title,
        row.starts_at,
        row.place,
        row.chair.holder_label,
        row.given,
        row.closed,
        str(row.get_status_display()),
    ]
