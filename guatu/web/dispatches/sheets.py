"""The list as a file: CSV or Excel, safe to open."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.dispatches.choices import Colour, EvidenceKind
from guatu.dispatches.queries.listing import DispatchRow
from guatu.domain.clocks import CHINA
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import XLSX, Cell, attached, csv_file, harmless
from guatu.web.templatetags.dispatches import leg_words, status_words

LIMIT = 20_000
_WIDTHS = {"title": 40, "asked": 60, "project": 32, "lead": 18, "assisting": 24}
Column = tuple[str, Any, Callable[[DispatchRow], Cell]]

_COLUMNS: tuple[Column, ...] = (
    ("number", gettext_lazy("编号"), lambda row: row.dispatch.number),
    ("title", gettext_lazy("工作事项"), lambda row: row.dispatch.title),
    ("asked", gettext_lazy("工作要求"), lambda row: row.dispatch.asked),
    ("status", gettext_lazy("状态"), lambda row: status_words(row.dispatch.status)),
    ("colour", gettext_lazy("催办"), lambda row: _colour(row.dispatch.colour)),
    ("lead", gettext_lazy("主办单位"), lambda row: row.lead.unit.name),
    ("assisting", gettext_lazy("协办单位"), lambda row: _assisting(row)),
    ("issuer", gettext_lazy("交办单位"), lambda row: row.dispatch.issuer_unit.name),
    ("source", gettext_lazy("来源"), lambda row: row.dispatch.get_source_display()),
    ("source_words", gettext_lazy("来源说明"), lambda row: row.dispatch.source_words),
    (
        "project",
        gettext_lazy("项目"),
        lambda row: row.dispatch.project.name if row.dispatch.project else "",
    ),
    ("evidence", gettext_lazy("应附材料"), lambda row: _evidence(row.dispatch.evidence)),
    ("issued", gettext_lazy("下发日期"), lambda row: _day(row.dispatch.issued_at)),
    ("leg", gettext_lazy("正在计时"), lambda row: leg_words(row.clock.leg) if row.clock else ""),
    ("due", gettext_lazy("时限"), lambda row: _day(row.clock.due_at) if row.clock else None),
    ("left", gettext_lazy("剩余"), lambda row: in_words(row.left.sentence) if row.left else ""),
    ("round", gettext_lazy("轮次"), lambda row: row.dispatch.round),
    ("reopened", gettext_lazy("重新打开（次）"), lambda row: row.dispatch.reopened),
    ("signed_off", gettext_lazy("销号日期"), lambda row: _day(row.dispatch.signed_off_at)),
)


def as_csv(rows: Iterable[DispatchRow], *, now: datetime) -> HttpResponse:
    return csv_file(_name(now), "dispatches", _titles(), _cells(rows))


def as_xlsx(rows: Iterable[DispatchRow], *, now: datetime) -> HttpResponse:
    """Figures are figures and days are days; the second sheet says what the file is."""
    raw = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(raw, options) as book:
        _write_list(book, rows)
        _write_notes(book, now)
    return attached(raw.getvalue(), XLSX, f"{_name(now)}.xlsx", "dispatches.xlsx")


def _write_list(book: Any, rows: Iterable[DispatchRow]) -> None:
    sheet = book.add_worksheet(_("交办单"))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, _titles(), head)
    sheet.freeze_panes(1, 2)
    for place, (code, _title, _read) in enumerate(_COLUMNS):
        sheet.set_column(place, place, _WIDTHS.get(code, 12))
    for line, cells in enumerate(_cells(rows), start=1):
        for place, cell in enumerate(cells):
            _write(sheet, line, place, cell, day)


def _write(sheet: Any, line: int, place: int, cell: Cell, day: Any) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(line, place, datetime(cell.year, cell.month, cell.day), day)
    elif isinstance(cell, int):
        sheet.write_number(line, place, cell)
    elif cell:
        sheet.write_string(line, place, harmless(str(cell)))


def _write_notes(book: Any, now: datetime) -> None:
    sheet = book.add_worksheet(_("说明"))
    sheet.set_column(0, 0, 90)
    for line, words in enumerate(
        (
            _("数据截至 %(moment)s") % {"moment": now.strftime("%Y-%m-%d %H:%M")},
            _("剩余按工作日历计算；“轮次”为第几轮办理，退回重办和重新打开各加一轮。"),
            _("一次最多导出 %(limit)s 行，超出的部分请筛选后分次导出。") % {"limit": f"{LIMIT:,}"},
        )
    ):
        sheet.write_string(line, 0, words)


def _titles() -> list[str]:
    return [str(title) for _code, title, _read in _COLUMNS]


def _cells(rows: Iterable[DispatchRow]) -> Iterator[Sequence[Cell]]:
    return ([read(row) for _code, _title, read in _COLUMNS] for row in rows)


def _assisting(row: DispatchRow) -> str:
    parts = [part for part in row.dispatch.parts.all() if part.is_in and not part.is_lead]
    return _("、").join(part.unit.label for part in parts)


def _colour(colour: str) -> str:
    return str(Colour(colour).label) if colour else ""


def _evidence(kinds: Sequence[str]) -> str:
    return _("、").join(str(EvidenceKind(kind).label) for kind in kinds)


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(CHINA).date() if moment else None


def _name(now: datetime) -> str:
    return _("交办单") + now.strftime("-%Y%m%d-%H%M")
