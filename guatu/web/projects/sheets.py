"""The list as a file: CSV or Excel, safe to open."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from guatu.org.models import User
from guatu.projects.choices import LightColour, Nature
from guatu.projects.queries.listing import ListRow, iterate
from guatu.web.projects.asking import Asked
from guatu.web.shared.spreadsheets import XLSX, Cell, attached, csv_file, harmless
from guatu.web.templatetags.guatu import sentence

LIMIT = 20_000


def as_csv(user: User, asked: Asked, *, now: datetime) -> HttpResponse:
    return csv_file(_name(now), "projects", _titles(), _rows(user, asked, now))


def as_xlsx(user: User, asked: Asked, *, now: datetime) -> HttpResponse:
    """Figures are figures and days are days; the second sheet says what the file is."""
    raw = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(raw, options) as book:
        _write_list(book, _rows(user, asked, now))
        _write_notes(book, now)
    return attached(raw.getvalue(), XLSX, f"{_name(now)}.xlsx", "projects.xlsx")


def _titles() -> list[str]:
    return [
        _("序号"), _("项目名称"), _("项目代码"), _("建设性质"), _("项目类别"), _("工作线"),
        _("牵头单位"), _("包保领导"), _("灯"), _("原因"), _("总投资（万元）"),
        _("年度计划投资（万元）"), _("年初累计完成（万元）"), _("完成率（%）"), _("差（百分点）"),
        _("形象进度（%）"), _("形象进度"), _("下一节点"), _("节点日期"), _("要求完成"),
    ]  # fmt: skip


def _cells(row: ListRow) -> list[Cell]:
    return [
        row.number, row.name, row.code, str(Nature(row.nature).label) if row.nature else "",
        row.category, row.line, row.unit, row.sponsor, str(LightColour(row.light).label),
        sentence(row.light_reason) if row.light_reason else "", row.total_investment,
        row.year_plan, row.year_done, row.share, row.gap, row.physical_percent,
        row.physical_words, row.next.name if row.next else "",
        row.next.day if row.next else None, row.required_finish,
    ]  # fmt: skip


def _rows(user: User, asked: Asked, now: datetime) -> Iterator[Sequence[Cell]]:
    listed = iterate(
        user,
        asked.wanted,
        today=now.date(),
        order=asked.order,
        descending=asked.descending,
        limit=LIMIT,
    )
    return (_cells(row) for row in listed)


def _write_list(book: Any, rows: Iterator[Sequence[Cell]]) -> None:
    sheet = book.add_worksheet(_("项目"))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    figure = book.add_format({"num_format": "#,##0.##"})
    sheet.write_row(0, 0, _titles(), head)
    sheet.freeze_panes(1, 2)
    for column, width in ((0, 6), (1, 36), (2, 26), (9, 40)):
        sheet.set_column(column, column, width)
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write(sheet, line, column, cell, day, figure)


def _write(sheet: Any, line: int, column: int, cell: Cell, day: Any, figure: Any) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(line, column, datetime(cell.year, cell.month, cell.day), day)
    elif isinstance(cell, Decimal):
        sheet.write_number(line, column, float(cell), figure)
    elif isinstance(cell, int):
        sheet.write_number(line, column, cell)
    elif cell:
        sheet.write_string(line, column, harmless(cell))


def _write_notes(book: Any, now: datetime) -> None:
    sheet = book.add_worksheet(_("说明"))
    sheet.set_column(0, 0, 90)
    for line, words in enumerate(
        (
            _("数据截至 %(moment)s") % {"moment": now.strftime("%Y-%m-%d %H:%M")},
            _("金额单位为万元；差为完成率减序时进度，序时按已过完的整月除以 12 计。"),
            _("一次最多导出 %(limit)s 行，超出的部分请筛选后分次导出。") % {"limit": f"{LIMIT:,}"},
        )
    ):
        sheet.write_string(line, 0, words)


def _name(now: datetime) -> str:
    return _("重点项目") + now.strftime("-%Y%m%d-%H%M")
