"""Rounds: sent, sent again, who returned and who did not; fetching sheets."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.kit.refusals import Refusal
from guatu.org.access import can, require
from guatu.returns.actions.sending import send, send_again
from guatu.returns.models import ReturnRound, ReturnSheet
from guatu.returns.queries.history import Standing, parcels_of, rounds_of, standings
from guatu.returns.workbooks import file_name, lists_of, workbook_of, zipped
from guatu.web.returns.finding import visible_round, visible_sheet
from guatu.web.returns.forms import BringForm, SendForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.asking import whole_number
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import XLSX, Cell, attached, csv_file, xlsx_file

PER_PAGE = 20
NEWEST = 8
WIDTHS = (24, 8, 8, 12, 12, 40, 10, 10, 10)


@login_required
@require_safe
def return_list(request: Request) -> HttpResponse:
    """Rounds, newest first; what was brought back lately; where files are brought."""
    require(request.user, "returns.bring")
    number = whole_number(request.GET.get("page", "")) or 1
    rounds, may_send = rounds_of(request.user), can(request.user, "returns.send")
    context = {
        "page": Paginator(rounds, PER_PAGE).get_page(number),
        "newest": rounds.first() if may_send else None,
        "parcels": parcels_of(request.user)[:NEWEST],
        "may_send": may_send,
        "bring": BringForm(),
    }
    return render(request, "returns/list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def return_send(request: Request) -> HttpResponse:
    require(request.user, "returns.send", request.tenant)
    form = SendForm(request.POST or None, user=request.user, today=request.today)
    if form.is_bound and form.is_valid():
        try:
            row = send(request.tenant, form.wanted(), by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            units = row.sheets.count()
            messages.success(request, _("已发出 %(n)s 个单位的填报表。") % {"n": units})
            return redirect("return-round", row.pk)
    return form_page(request, "returns/send.html", form, {"work_round": form.work_round})


@login_required
@require_safe
def return_round(request: Request, pk: UUID) -> HttpResponse:
    """``?show=missing`` lists only those that have not come back."""
    row = visible_round(request, pk)
    found = standings(request.user, row)
    show = request.GET.get("show", "")
    context = {
        "round": row,
        "standings": _chosen(found, show),
        "show": show,
        "counts": {
            "units": len(found),
            "returned": sum(one.is_returned for one in found),
            "late": sum(one.is_late for one in found),
            "waiting": sum(one.is_waiting for one in found),
            "missing": sum(one.is_missing for one in found),
        },
        "is_over": request.today > row.due_on,
        "may_send": can(request.user, "returns.send", row),
        "may_bring": can(request.user, "returns.bring"),
        "bring": BringForm(),
        "history": history(row.pk),
    }
    return render(request, "returns/round.html", context)


@login_required
@require_POST
def return_again(request: Request, pk: UUID) -> HttpResponse:
    row = visible_round(request, pk)
    sheets = send_again(row, by=request.user, now=request.now)
    if sheets:
        messages.success(request, _("已重发 %(n)s 个单位的新一版。") % {"n": len(sheets)})
    else:
        messages.info(request, _("发出后没有变化，不用重发。"))
    return redirect("return-round", row.pk)


@login_required
@require_safe
def return_zip(request: Request, pk: UUID) -> HttpResponse:
    """The current sheets of all units that this person may fetch."""
    row = visible_round(request, pk)
    require(request.user, "returns.fetch")
    sheets = ReturnSheet.objects.visible_to(request.user).current().filter(round=row)
    listed = [
        one
        for one in sheets.select_related("unit", "round__work_round")
        if can(request.user, "returns.fetch", one)
    ]
    raw = zipped(listed, lists_of(request.tenant.pk))
    return attached(raw, "application/zip", f"{row.title}.zip", "sheets.zip")


@login_required
@require_safe
def return_sheet(request: Request, pk: UUID) -> HttpResponse:
    sheet = visible_sheet(request, pk)
    require(request.user, "returns.fetch", sheet)
    raw = workbook_of(sheet, lists_of(sheet.tenant_id))
    return attached(raw, XLSX, f"{file_name(sheet)}.xlsx", "sheet.xlsx")


@login_required
@require_safe
def return_export(request: Request, pk: UUID) -> HttpResponse:
    """Who returned and who did not; ``?format=csv``, else an Excel file."""
    row = visible_round(request, pk)
    found = _chosen(standings(request.user, row), request.GET.get("show", ""))
    name = _("交回情况-%(title)s") % {"title": row.title}
    titles, rows = _titles(), _rows(found)
    if request.GET.get("format") == "csv":
        return csv_file(name, "returns", titles, rows)
    return xlsx_file(name, "returns", titles, rows, widths=WIDTHS, notes=[_note(request, row)])


def state_of(one: Standing) -> str:
    if one.is_late:
        return _("迟交")
    if one.is_returned:
        return _("已入账")
    return _("待入账") if one.is_waiting else _("未交")


def _chosen(found: list[Standing], show: str) -> list[tuple[Standing, str]]:
    return [(one, state_of(one)) for one in found if not show or _is(one, show)]


def _is(one: Standing, show: str) -> bool:
    facts = {
        "missing": one.is_missing,
        "waiting": one.is_waiting,
        "returned": one.is_returned,
        "late": one.is_late,
    }
    return facts.get(show, True)


def _titles() -> list[str]:
    return [
        _("单位"), _("版次"), _("行数"), _("情况"), _("交回日期"), _("文件"), _("改"), _("增"),
        _("未收"),
    ]  # fmt: skip


def _rows(found: list[tuple[Standing, str]]) -> Iterator[list[Cell]]:
    for one, state in found:
        file = one.file
        figures: list[Cell] = [file.changes, file.added, file.refused] if file else [None] * 3
        yield [
            one.sheet.unit.label, one.sheet.version, one.sheet.row_count, state, one.came_on,
            file.filename if file else "", *figures,
        ]  # fmt: skip


def _note(request: Request, row: ReturnRound) -> str:
    said = {"due": row.due_on.isoformat(), "at": f"{request.now:%Y-%m-%d %H:%M}"}
    return _("交回时限 %(due)s；数据截至 %(at)s") % said
