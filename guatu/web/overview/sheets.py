"""The table of the overview and the lists behind it as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guatu.boards.overview import Cut, Overview, Turn, WeekRow
from guatu.projects.choices import Expectation, LightColour, TallyBy
from guatu.projects.tallies import NOBODY
from guatu.web.overview.cuts import HEADS, shown
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import Cell, asked_file


def table_file(request: Request, by: TallyBy, read: Overview) -> HttpResponse:
    """The rows of the page; below them what they count twice and the distinct total."""
    cuts = [
        *shown(read.cuts, own=not request.access.sees_all),
        Cut(NOBODY, _("重复计入（应减）"), "", "", read.repeated),
        Cut(NOBODY, _("合计（不重复）"), "", "", read.totals),
    ]
    rows = (_cells(by, cut) for cut in cuts)
    return _file(request, _("重点项目总览"), "overview", _titles(by), rows)


def week_file(request: Request, found: Iterable[WeekRow]) -> HttpResponse:
    titles = [
        _("项目"), _("灯"), _("节点"), _("关键线路"), _("计划完成"), _("实际完成"), _("牵头单位"),
    ]  # fmt: skip
    rows: Iterator[list[Cell]] = (
        [
            row.project, _light(row.light), row.name, _("是") if row.critical else "",
            row.planned, row.actual, row.unit,
        ]
        for row in found
    )  # fmt: skip
    return _file(request, _("本周节点"), "week", titles, rows)


def turns_file(request: Request, found: Iterable[Turn]) -> HttpResponse:
    titles = [_("项目"), _("牵头单位"), _("原来的灯"), _("现在的灯"), _("变灯日期"), _("原因")]
    rows: Iterator[list[Cell]] = (
        [
            row.project, row.unit, _light(row.before), _light(row.light), row.day,
            in_words(row.reason),
        ]
        for row in found
    )  # fmt: skip
    return _file(request, _("变灯的项目"), "turns", titles, rows)


def _file(
    request: Request, name: str, fallback: str, titles: list[str], rows: Iterator[list[Cell]]
) -> HttpResponse:
    """Of the day that the page shows, and says so."""
    moment = request.as_of or request.now
    name += moment.strftime("-%Y%m%d-%H%M")
    return asked_file(request, name, fallback, titles, rows, moment=moment)


def _light(colour: str) -> str:
    return str(LightColour(colour).label) if colour else ""


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
        cut.next.day if cut.next else None,
    ]  # fmt: skip
