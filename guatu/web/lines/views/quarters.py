"""季度目标: lines × indicators of a quarter, entered as tables by the office and lead units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guatu.boards.quarters import QuarterReading, read_quarter
from guatu.domain.periods import Quarter
from guatu.lines.actions import quarters
from guatu.lines.actions.quarters import Cell
from guatu.lines.entered import holding_by_row
from guatu.lines.models import QuarterIndicator, QuarterTarget
from guatu.org.access import require
from guatu.web.lines.quarter_forms import (
    IndicatorForm,
    ReportForm,
    Shown,
    TableForm,
    TieForm,
)
from guatu.web.lines.quarterly import (
    WIDTHS,
    asked_quarter,
    code_of,
    file_rows,
    titles,
    usual_day,
)
from guatu.web.shared.answering import Done, answered
from guatu.web.shared.fields import day_of
from guatu.web.shared.history import history
from guatu.web.shared.past import past_control
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import csv_file, xlsx_file

READS = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def quarter_targets(request: Request) -> HttpResponse:
    """``?quarter=2021-1``, ``?as_of=2021-02-15``."""
    quarter = asked_quarter(request)
    read = _read(request, quarter)
    context = {
        **_around(quarter),
        "read": read,
        "past": past_control(request),
        "may_set": request.access.can("quarter.set", request.tenant),
        "may_report": bool(_reportable(request, read)),
    }
    return render(request, "lines/quarters.html", context)


@login_required
@require_safe
def quarter_export(request: Request) -> HttpResponse:
    """``?format=csv``, else an Excel file."""
    quarter = asked_quarter(request)
    read = _read(request, quarter)
    name = _("季度目标-%(quarter)s") % {"quarter": in_words(quarter.label)}
    if request.GET.get("format") == "csv":
        return csv_file(name, "quarter", titles(), file_rows(read))
    note = _("数据截至 %(day)s，序时 %(pace)s%%") % {
        "day": read.day.isoformat(),
        "pace": read.expected,
    }
    rows = file_rows(read)
    return xlsx_file(name, "quarter", titles(), rows, widths=WIDTHS, notes=[note])


@login_required
@require_http_methods(READS)
def quarter_setting(request: Request) -> HttpResponse:
    """The office types the targets of a quarter in one table."""
    require(request.user, "quarter.set", request.tenant)
    quarter = asked_quarter(request)
    read = _read(request, quarter)
    rows = [*(cell for line in read.lines for cell in line.cells), *read.city]
    shown = {
        Cell(cell.indicator.pk, cell.line.pk if cell.line else None): (
            cell.row.value if cell.row else None
        )
        for cell in rows
    }
    form = TableForm(request.POST or None, shown=shown)

    def act() -> int:
        return quarters.set_targets(
            request.tenant, quarter, form.typed(), by=request.user, now=request.now
        )

    context = {"form": form, "title": _("下达季度目标"), "setting": True}
    return _table_page(request, read, form, act, context)


@login_required
@require_http_methods(READS)
def quarter_reporting(request: Request) -> HttpResponse:
    """``?day=`` is the day that the figures are of; a lead unit has the rows of its lines."""
    quarter = asked_quarter(request)
    read = _read(request, quarter)
    day = day_of(request.POST.get("day", request.GET.get("day", "")))
    day = day or usual_day(quarter, request.today)
    shown = _entered(_reportable(request, read), read, day)
    form = ReportForm(request.POST or None, shown=shown, day=day)

    def act() -> int:
        given = form.cleaned_data["day"]
        return quarters.enter_actuals(
            request.tenant, quarter, given, form.typed(), by=request.user, now=request.now
        )

    context = {"form": form, "title": _("填报季度完成数"), "day": day}
    return _table_page(request, read, form, act, context)


@login_required
@require_http_methods(READS)
def quarter_cell(request: Request, pk: UUID) -> HttpResponse:
    """One target of a quarter: what was entered of it when, and the target of the year."""
    rows = QuarterTarget.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related("indicator", "line", "part_of", "tenant"), pk=pk)
    may_set = request.access.can("quarter.set", row)
    form = TieForm(request.POST or None, row=row)
    if request.method == "POST":
        require(request.user, "quarter.set", row)
    read = _read(request, row.period)
    found = [cell for one in read.lines for cell in one.cells] + list(read.city)
    context = {
        **_around(row.period),
        "row": row,
        "cell": next(cell for cell in found if cell.row and cell.row.pk == row.pk),
        "entries": list(row.actuals.select_related("entered_by")),
        "may_tie": may_set and row.line_id is not None,
        "history": history(row.pk),
    }

    def act() -> Done:
        quarters.tie_target(row, form.cleaned_data["part_of"], by=request.user, now=request.now)
        return Done(_("已保存。"), reverse("quarter-cell", args=[row.pk]))

    return answered(request, "lines/quarter_cell.html", form, act, context)


@login_required
@require_safe
def indicator_list(request: Request) -> HttpResponse:
    context = {
        "rows": QuarterIndicator.objects.visible_to(request.user),
        "may_set": request.access.can("quarter.set", request.tenant),
    }
    return render(request, "lines/quarter_indicators.html", context)


@login_required
@require_http_methods(READS)
def indicator_new(request: Request) -> HttpResponse:
    require(request.user, "quarter.set", request.tenant)
    form = IndicatorForm(request.POST or None)

    def act() -> object:
        return quarters.add_indicator(
            request.tenant, form.values(), by=request.user, now=request.now
        )

    return _indicator_page(request, form, act, _("增加季度指标"))


@login_required
@require_http_methods(READS)
def indicator_edit(request: Request, pk: UUID) -> HttpResponse:
    row = _indicator(request, pk)
    require(request.user, "quarter.set", row)
    form = IndicatorForm(request.POST or None, row=row)

    def act() -> object:
        return quarters.change_indicator(row, form.values(), by=request.user, now=request.now)

    return _indicator_page(request, form, act, _("修改季度指标"), row=row)


@login_required
@require_http_methods(READS)
def indicator_removal(request: Request, pk: UUID) -> HttpResponse:
    row = _indicator(request, pk)
    require(request.user, "quarter.set", row)
    if request.method == "POST":
        quarters.remove_indicator(row, by=request.user, now=request.now)
        messages.success(request, _("已删去指标“%(name)s”。") % {"name": row.name})
    return redirect("quarter-indicators")


def _read(request: Request, quarter: Quarter) -> QuarterReading:
    moment = request.as_of or request.now
    day = request.as_of.date() if request.as_of else request.today
    return read_quarter(request.user, quarter, day, moment)


def _around(quarter: Quarter) -> dict[str, Any]:
    """The quarters of the year, to change between them."""
    own = [Quarter(quarter.year, number) for number in (1, 2, 3, 4)]
    return {
        "quarter": quarter,
        "code": code_of(quarter),
        "quarters": [(one, code_of(one), one == quarter) for one in own],
    }


def _reportable(request: Request, read: QuarterReading) -> list[Cell]:
    """Where this person may type what was reached: entered indicators of the own lines."""
    can = request.access.can
    found = [
        Cell(cell.indicator.pk, one.line.pk)
        for one in read.lines
        if can("quarter.report", one.line)
        for cell in one.cells
        if cell.indicator.is_entered and cell.target
    ]
    if can("quarter.set", request.tenant):
        city = [cell for cell in read.city if cell.indicator.is_entered and cell.target]
        found += [Cell(cell.indicator.pk, None) for cell in city if not cell.summed]
    return found


def _entered(cells: list[Cell], read: QuarterReading, day: date) -> Shown:
    rows = {
        Cell(cell.indicator.pk, cell.line.pk if cell.line else None): cell.row
        for cell in [*(cell for line in read.lines for cell in line.cells), *read.city]
    }
    held = holding_by_row([row for row in rows.values() if row], day)
    return {cell: held.get(row.pk) if (row := rows[cell]) else None for cell in cells}


def _table_page(
    request: Request,
    read: QuarterReading,
    form: TableForm,
    act: Callable[[], int],
    context: dict[str, Any],
) -> HttpResponse:
    back = f"{reverse('quarter-targets')}?quarter={code_of(read.quarter)}"
    around = {
        **_around(read.quarter),
        **context,
        "read": read,
        "table": form.table(read),
        "cancel_url": back,
    }

    def then() -> Done:
        changed = act()
        said = _("已保存 %(n)s 处改动。") % {"n": changed} if changed else _("没有改动。")
        return Done(said, back)

    return answered(request, "lines/quarter_table.html", form, then, around)


def _indicator(request: Request, pk: UUID) -> QuarterIndicator:
    return get_object_or_404(QuarterIndicator.objects.visible_to(request.user), pk=pk)


def _indicator_page(
    request: Request,
    form: IndicatorForm,
    act: Callable[[], object],
    title: str,
    row: QuarterIndicator | None = None,
) -> HttpResponse:
    back = reverse("quarter-indicators")
    context = {"title": title, "cancel_url": back, "row": row}

    def then() -> Done:
        act()
        return Done(_("已保存。"), back)

    return answered(request, "lines/quarter_indicator.html", form, then, context)
