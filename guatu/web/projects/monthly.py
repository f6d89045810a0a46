"""月度必做 as a table and as a workbook: by what it is marked, and what stands in a month."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from guatu.domain.lights import Light, Mark
from guatu.projects.queries.monthly import MOST, CellRules, Duty, Month, MonthlyRow
from guatu.web.shared.narrowing import Segment, changed
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import XLSX, attached, harmless

#: Asked for in the address to have no marks at all.
PLAIN = "none"
#: Marked by these where nothing else was asked and the government has no rules of its own.
USUAL = "laixi"
_FILLS = {Light.RED: "#fae5e3", Light.YELLOW: "#fcf3d9", Light.GREEN: "#e6f3ec"}


def chosen_rules(values: QueryDict, known: Sequence[CellRules]) -> CellRules | None:
    """``?rules=ouhai``; those of the government itself come before ours."""
    asked = values.get("rules", "")
    if asked == PLAIN:
        return None
    by_code = {one.code: one for one in known}
    own = next((one for one in known if one.own), None)
    return by_code.get(asked) or own or by_code.get(USUAL)


def rule_segments(
    values: QueryDict, known: Sequence[CellRules], chosen: CellRules | None
) -> list[Segment]:
    """One for each set of rules, and one for no marks."""
    plain = Segment(_("不标色"), changed(values, rules=PLAIN), chosen is None)
    listed = [Segment(_(one.name), changed(values, rules=one.code), one == chosen) for one in known]
    return [*listed, plain]


def months_with_duties(months: Sequence[Month]) -> list[Month]:
    """Those in which something stands; empty for a project without a plan."""
    return [month for month in months if not month.is_empty]


def as_xlsx(
    rows: Iterable[MonthlyRow], year: int, rules: CellRules | None, *, now: datetime
) -> HttpResponse:
    """A month a column, tinted as it is marked; the second sheet says what the file is."""
    raw = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(raw, options) as book:
        _write_months(book, rows)
        _write_notes(book, rules, now)
    name = _("%(year)s年月度必做") % {"year": year} + now.strftime("-%Y%m%d-%H%M")
    return attached(raw.getvalue(), XLSX, f"{name}.xlsx", "monthly.xlsx")


def month_text(month: Month) -> str:
    """What stands in a month, a line for each."""
    lines = [_duty_text(one) for one in month.milestones]
    if month.planned is not None or month.invested is not None:
        lines.append(
            _("投资 计划 %(planned)s 完成 %(done)s")
            % {"planned": _amount(month.planned), "done": _amount(month.invested)}
        )
    lines += [_("要素 %(duty)s") % {"duty": _duty_text(one)} for one in month.needs]
    if word := mark_word(month.light, month.mark):
        lines.append(f"【{word}】")
    return "\n".join(lines)


def mark_word(light: Light, mark: Mark | None) -> str:
    """``红旗`` or ``黄``; nothing for a month without a colour."""
    if mark is not None:
        return _(mark.word)
    return "" if light is Light.NONE else _(light.word)


def _duty_text(duty: Duty) -> str:
    said = {"name": duty.name, "day": f"{duty.day:%m-%d}"}
    if duty.done is not None:
        return _("%(name)s %(day)s（%(done)s 完成）") % {**said, "done": f"{duty.done:%m-%d}"}
    if duty.late:
        return _("%(name)s %(day)s（逾期未完成）") % said
    return _("%(name)s %(day)s") % said


def _amount(amount: Any) -> str:
    return "—" if amount is None else f"{amount:,.0f}"


def _write_months(book: Any, rows: Iterable[MonthlyRow]) -> None:
    sheet = book.add_worksheet(_("月度必做"))
    look = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#e3e1dc"}
    head = book.add_format({**look, "bold": True})
    plain = book.add_format(look)
    tinted = {light: book.add_format({**look, "bg_color": fill}) for light, fill in _FILLS.items()}
    sheet.write_row(0, 0, [_("序号"), _("项目"), _("牵头单位"), *_month_titles()], head)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 2, 14)
    sheet.set_column(3, 14, 22)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for line, row in enumerate(rows, start=1):
        sheet.write_number(line, 0, row.number, plain)
        sheet.write_string(line, 1, harmless(row.name), plain)
        sheet.write_string(line, 2, harmless(row.unit), plain)
        for place, month in enumerate(row.months, start=3):
            form = tinted.get(month.light, plain)
            sheet.write_string(line, place, harmless(month_text(month)), form)


def _month_titles() -> list[str]:
    return [_("%(month)s月") % {"month": number} for number in range(1, 13)]


def _write_notes(book: Any, rules: CellRules | None, now: datetime) -> None:
    sheet = book.add_worksheet(_("说明"))
    sheet.set_column(0, 0, 90)
    marked = in_words(_(rules.name)) if rules else _("不标色")
    for line, words in enumerate(
        (
            _("数据截至 %(moment)s") % {"moment": now.strftime("%Y-%m-%d %H:%M")},
            _("标色规则：%(rules)s") % {"rules": marked},
            _("每月必做为当月到期的节点、当月计划投资和当月须到位的要素；金额单位为万元。"),
            _("一次最多导出 %(limit)s 个项目，超出的部分请筛选后分次导出。")
            % {"limit": f"{MOST:,}"},
        )
    ):
        sheet.write_string(line, 0, words)
