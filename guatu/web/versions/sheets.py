"""Versions and comparisons as files for spreadsheets."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from guatu.domain.annuallist import Comparison, Entry
from guatu.projects.models import ListVersion
from guatu.projects.queries.versions import VersionRow
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import XLSX, Cell, asked_file, attached, csv_file, harmless
from guatu.web.templatetags.lists import change_words, kind_words, nature_words
from guatu.web.versions.rows import Line, sum_lines


def version_csv(version: ListVersion, lines: Sequence[Line]) -> HttpResponse:
    return csv_file(_name(version), "list", _titles(), map(_cells, lines))


def version_xlsx(version: ListVersion, lines: Sequence[Line], *, now: datetime) -> HttpResponse:
    """The list, and on the second sheet what paper it is and when the file was made."""
    raw = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(raw, options) as book:
        sheet = book.add_worksheet(_("清单"))
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
        figure = book.add_format({"num_format": "#,##0.##"})
        sheet.write_row(0, 0, _titles(), head)
        sheet.freeze_panes(1, 2)
        sheet.set_column(1, 1, 44)
        sheet.set_column(2, 5, 16)
        for number, line in enumerate(lines, start=1):
            for column, cell in enumerate(_cells(line)):
                if isinstance(cell, Decimal):
                    sheet.write_number(number, column, float(cell), figure)
                elif isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif isinstance(cell, str) and cell:
                    sheet.write_string(number, column, harmless(cell))
        notes = book.add_worksheet(_("说明"))
        notes.set_column(0, 0, 90)
        for number, words in enumerate(_notes(version, now)):
            notes.write_string(number, 0, harmless(words))
    return attached(raw.getvalue(), XLSX, f"{_name(version)}.xlsx", "list.xlsx")


def versions_file(request: Request, name: str, versions: Iterable[VersionRow]) -> HttpResponse:
    """The versions of a year, a row each; money in 万元."""
    titles = [
        _("版次"), _("名称"), _("批准日期"), _("批准机关"), _("批准文号"), _("项目"), _("拆分后"),
        _("总投资（万元）"), _("年度计划投资（万元）"), _("储备"), _("比上一版"),
    ]  # fmt: skip
    rows: Iterator[Sequence[Cell]] = (
        [
            row.version.number, row.version.title, row.version.approved_on, row.version.approver,
            row.version.document, row.figures.items, row.figures.split_items, row.figures.total,
            row.figures.plan, row.figures.reserve, _compared(row),
        ]
        for row in versions
    )  # fmt: skip
    widths = (6, 36, 12, 20, 24, 8, 8, 14, 14, 8, 36)
    return asked_file(request, name, "versions", titles, rows, widths=widths)


def _compared(row: VersionRow) -> str:
    said = _("、").join(f"{one.label} {one.sums.changes}" for one in sum_lines(row.sums))
    return said or _("首版")


def comparison_file(
    request: Request, names: tuple[str, str], held: Comparison, reasons: Mapping[UUID, str]
) -> HttpResponse:
    titles = [
        _("变动"), _("序号"), _("项目名称"), _("前：总投资（万元）"), _("后：总投资（万元）"),
        _("计入合计的增减（万元）"), _("计入个数的增减"), _("变更内容"), _("理由"),
    ]  # fmt: skip
    rows: Iterator[Sequence[Cell]] = (
        [
            kind_words(one.kind), one.entry.number, one.entry.name,
            one.before.total if one.before else None, one.after.total if one.after else None,
            one.money, one.items, change_words(one), reasons.get(one.entry.project, ""),
        ]
        for one in held.changes
    )  # fmt: skip
    return asked_file(request, "-".join(names), "comparison", titles, rows, usual="csv")


def _titles() -> list[str]:
    return [
        _("序号"), _("项目名称"), _("列入方式"), _("建设性质"), _("工作线"), _("牵头单位"),
        _("总投资（万元）"), _("年度计划投资（万元）"),
    ]  # fmt: skip


def _cells(line: Line) -> list[Cell]:
    entry: Entry = line.entry
    return [
        entry.number, entry.name, _way(line), nature_words(entry.nature), entry.line, entry.unit,
        entry.total, entry.plan,
    ]  # fmt: skip


def _way(line: Line) -> str:
    if line.entry.is_part:
        return _("子项（不重复计）")
    if line.entry.in_reserve:
        return _("储备（不计）")
    return _("打包项目") if line.parts else _("项目")


def _notes(version: ListVersion, now: datetime) -> list[str]:
    said = {
        "title": version.title,
        "number": version.number,
        "day": version.approved_on.isoformat(),
        "approver": version.approver or _("未填"),
        "document": version.document or _("未填"),
    }
    return [
        _("%(title)s，第 %(number)s 版") % said,
        _("批准日期 %(day)s，批准机关 %(approver)s，批准文号 %(document)s") % said,
        _("打包项目计一个，子项和储备项目不计入个数和金额。"),
        _("导出时间 %(moment)s") % {"moment": now.strftime("%Y-%m-%d %H:%M")},
    ]


def _name(version: ListVersion) -> str:
    return _("%(title)s-第%(n)s版") % {"title": version.title, "n": version.number}
