"""The table of the overview as an Excel file; text cells are never run as formulas."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from guatu.boards.overview import Cut, Overview
from guatu.projects.choices import Expectation, LightColour, TallyBy
from guatu.projects.tallies import NOBODY
from guatu.web.overview.cuts import HEADS
from guatu.web.shared.spreadsheets import XLSX, Cell, attached


def as_xlsx(by: TallyBy, read: Overview, *, now: datetime) -> HttpResponse:
    """Figures are figures; below the rows stand what they count twice and the distinct total,
    and the last row says of what moment they are."""
    cuts = [
        *read.cuts,
        Cut(NOBODY, _("重复计入（应减）"), "", "", read.repeated),
        Cut(NOBODY, _("合计（不重复）"), "", "", read.totals),
    ]
    raw = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(raw, options) as book:
        sheet = book.add_worksheet(str(HEADS[by].title))
        sheet.set_column(0, 2, 18)
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, _titles(by), book.add_format({"bold": True, "bottom": 1}))
        for line, cut in enumerate(cuts, start=1):
            sheet.write_row(line, 0, _cells(by, cut))
        sheet.write_string(len(cuts) + 2, 0, _data_time(now))
    name = _("重点项目总览") + now.strftime("-%Y%m%d-%H%M")
    return attached(raw.getvalue(), XLSX, f"{name}.xlsx", "overview.xlsx")


def _titles(by: TallyBy) -> list[str]:
    heads = HEADS[by]
    return [
        *(str(words) for words in (heads.title, heads.lead, heads.leader) if words),
        _("项目"),
        *(str(colour.label) for colour in LightColour),
        _("已开工"), _("应开工"), _("应开工中已开工"),
        *(str(kept.label) for kept in Expectation), _("调整后绿"),
        _("总投资（万元）"), _("年度计划投资（万元）"), _("年初累计完成（万元）"),
        _("完成率（%）"), _("差（百分点）"), _("下一节点"), _("节点日期"),
    ]  # fmt: skip


def _cells(by: TallyBy, cut: Cut) -> list[Cell]:
    heads, totals = HEADS[by], cut.totals
    beside = [cut.lead] * bool(heads.lead) + [cut.leader] * bool(heads.leader)
    return [
        cut.title or str(heads.nobody), *beside,
        totals.projects,
        *(getattr(totals, colour) for colour in LightColour.values),
        totals.started, totals.start_due, totals.due_started,
        *(getattr(totals, kept) for kept in Expectation.values), totals.green_by_replanning,
        totals.total_investment, totals.year_plan, totals.year_done, totals.share, totals.gap,
        cut.next.name if cut.next else "",
        cut.next.day.isoformat() if cut.next else "",
    ]  # fmt: skip


def _data_time(now: datetime) -> str:
    return _("数据截至 %(moment)s") % {"moment": now.strftime("%Y-%m-%d %H:%M")}
