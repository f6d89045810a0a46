"""A quarter as a table for a spreadsheet, and which quarter an address asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from guatu.boards.quarters import CellReading, QuarterReading
from guatu.domain.periods import Quarter, complete_months, month_end, month_of_index
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import Cell

WIDTHS = (18, 22, 10, 14, 14, 12, 12, 12, 14, 8, 24, 20)


def asked_quarter(request: Request) -> Quarter:
    """``?quarter=2021-2``; without it that of the day, of another year its first."""
    year, _dash, number = request.GET.get("quarter", "").partition("-")
    if len(year) == 4 and year.isdecimal() and number in ("1", "2", "3", "4"):
        return Quarter(int(year), int(number))
    today = _day(request)
    own = request.tenant.year
    return Quarter.of(today) if today.year == own else Quarter(own, 1)


def code_of(quarter: Quarter) -> str:
    return f"{quarter.year}-{quarter.number}"


def usual_day(quarter: Quarter, today: date) -> date:
    """The day that figures are mostly of: the end of the last complete month of the quarter."""
    if today >= quarter.last:
        return quarter.last
    end = month_end(month_of_index(complete_months(today) - 1))
    return end if end >= quarter.first else max(quarter.first, today)


def titles() -> list[str]:
    return [
        _("工作线"), _("指标"), _("计量单位"), _("季度目标"), _("完成"), _("截至"),
        _("完成率（%）"), _("序时（%）"), _("差（百分点）"), _("灯"), _("说明"), _("牵头单位"),
    ]  # fmt: skip


def file_rows(read: QuarterReading) -> Iterator[list[Cell]]:
    """Cell by cell, the lines first, then the city."""
    for one in read.lines:
        lead = one.line.lead_unit.label if one.line.lead_unit else ""
        for cell in one.cells:
            if not cell.is_empty:
                yield _row(one.line.title, cell, lead)
    for cell in read.city:
        if not cell.is_empty:
            yield _row(_("全市"), cell, "")


def _row(title: str, cell: CellReading, lead: str) -> list[Cell]:
    standing = cell.standing
    return [
        title, cell.indicator.name, cell.indicator.unit, cell.target, cell.done,
        cell.figure.as_of, standing.percent, standing.expected, standing.gap,
        _(standing.light.word), in_words(cell.words), lead,
    ]  # fmt: skip


def _day(request: Request) -> date:
    return request.as_of.date() if request.as_of else request.today
