"""An event as a table for a spreadsheet, and in the words that briefings use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from guatu.boards.starts import StartReading
from guatu.domain.starts import REALITY_WORDS, Sum
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import Cell

WIDTHS = (5, 34, 10, 16, 22, 14, 14, 14, 14, 10, 12, 30)
LIST_WIDTHS = (12, 30, 16, 26, 8, 14, 14, 14, 14, 14, 10, 10)


def titles() -> list[str]:
    return [
        _("序号"), _("项目名称"), _("项目类别"), _("所属产业"), _("开工地点"),
        _("总投资（万元）"), _("当年投资（万元）"), _("新增销售收入（万元）"),
        _("新增利税（万元）"), _("新增就业（人）"), _("是否实质开工"), _("依据"),
    ]  # fmt: skip


def file_rows(read: StartReading) -> Iterator[list[Cell]]:
    """The projects as announced, then the sum."""
    for n, one in enumerate(read.projects, start=1):
        row, now = one.row, one.now
        yield [
            n, row.project.name, row.kind, row.industry, row.site,
            row.total_investment, row.year_investment, row.sales, row.tax, row.jobs,
            _(REALITY_WORDS[now.reality]) if now else "", in_words(now.said) if now else "",
        ]  # fmt: skip
    sums = read.figures
    yield [
        "", _("合计"), "", "", "",
        sums.total.value, sums.year.value, sums.sales.value, sums.tax.value,
        int(sums.jobs.value), "", "",
    ]  # fmt: skip


def notes(read: StartReading) -> list[str]:
    said = {"day": read.day.isoformat(), "version": read.event.version}
    told = [_("数据截至 %(day)s（第 %(version)s 版）") % said]
    return [read.event.note, *told] if read.event.note else told


def list_titles() -> list[str]:
    return [
        _("日期"), _("名称"), _("批次"), _("主会场"), _("项目数"), _("总投资（万元）"),
        _("当年投资（万元）"), _("规模线以上"), _("新增销售收入（万元）"), _("新增利税（万元）"),
        _("新增就业（人）"), _("状态"),
    ]  # fmt: skip


def list_rows(readings: Iterable[StartReading]) -> Iterator[list[Cell]]:
    for read in readings:
        event, sums = read.event, read.figures
        yield [
            event.day, event.title, event.batch, event.site, sums.number, sums.total.value,
            sums.year.value, sums.above, sums.sales.value, sums.tax.value, int(sums.jobs.value),
            str(event.get_status_display()),
        ]  # fmt: skip


def gap_words(name: str, given: Sum) -> str:
    """Empty while every project has the figure."""
    if given.is_whole:
        return ""
    said = {"name": name, "known": given.known, "of": given.of}
    return _("%(name)s：%(of)s 个项目中 %(known)s 个有数") % said


def gaps(read: StartReading) -> list[str]:
    """Which figures are not of all projects, to be said beside them."""
    sums = read.figures
    named = (
        (_("总投资"), sums.total), (_("当年投资"), sums.year), (_("新增销售收入"), sums.sales),
        (_("新增利税"), sums.tax), (_("新增就业"), sums.jobs),
    )  # fmt: skip
    return [words for name, given in named if (words := gap_words(name, given))]
