"""Lines, their chains and the plan of one, for a spreadsheet; money in 万元."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from guatu.boards.overview import Totals
from guatu.lines.queries import RoadRow
from guatu.projects.choices import LightColour
from guatu.projects.queries.chain import ChainCounts
from guatu.web.lines.figures import LineRow, LineTable
from guatu.web.lines.orphans import TITLES, gap_counts
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import Cell

WIDTHS = (6, 32, 10, 18, 24, *(8,) * 6, 14, 14, 10, 10, 24, 12, 8)
PLAN_WIDTHS = (6, 16, 44, 18, 24, 24, 12, 16, 16, 24, 24, 24, 24, 36)
CHAIN_WIDTHS = (6, 36, *(10,) * 10, 8)


def table_titles() -> list[str]:
    return [
        _("序号"), _("工作线"), _("状态"), _("牵头单位"), _("牵头领导"), _("项目"),
        *(str(colour.label) for colour in LightColour),
        _("年度计划投资（万元）"), _("年初累计完成（万元）"), _("完成率（%）"), _("差（百分点）"),
        _("下一节点"), _("节点日期"), _("缺口"),
    ]  # fmt: skip


def table_rows(table: LineTable, *, past: bool) -> Iterator[list[Cell]]:
    """Lines in order; below them what they count twice, and the total of distinct projects.

    Of a ``past`` day nobody knows how the lines themselves stood.
    """
    for row in table.rows:
        yield _line(row, "" if past else str(row.line.get_status_display()))
    if table.unlined:
        yield _sum(_("未列入工作线"), table.unlined)
    if table.repeated.projects:
        yield _sum(_("重复计入（应减）"), table.repeated)
    yield _sum(_("合计（不重复）"), table.whole)


def chain_titles() -> list[str]:
    return [
        _("序号"), _("工作线"), _("目标"), _("项目"), _("责任岗位"), _("考核事项"),
        *(str(title) for title in TITLES.values()), _("缺口"),
    ]  # fmt: skip


def chain_rows(
    lines: Iterable[tuple[int, str, ChainCounts]], whole: ChainCounts
) -> Iterator[list[Cell]]:
    for number, title, counts in lines:
        yield [number, title, *_counts(counts)]
    yield [None, _("合计（岗位不重复计）"), *_counts(whole)]


def plan_titles() -> list[str]:
    return [
        _("序号"), _("主题"), _("任务"), _("牵头单位"), _("配合单位"), _("牵头领导"), _("完成时限"),
        _("时限原文"), _("状态"), _("一季度"), _("二季度"), _("三季度"), _("四季度"), _("进展"),
    ]  # fmt: skip


def plan_rows(road: Iterable[RoadRow]) -> Iterator[list[Cell]]:
    """Both views of a plan in one: the order of the road map, the goals of the timetable."""
    for row in road:
        task = row.task
        yield [
            task.serial,
            task.topic,
            task.task,
            task.lead_unit.label if task.lead_unit else "",
            task.assist_words,
            task.leader.holder_label if task.leader else "",
            row.deadline,
            task.due_words,
            in_words(row.words),
            *[*task.quarter_goals, *[""] * 4][:4],
            task.progress,
        ]


def _line(row: LineRow, status: str) -> list[Cell]:
    line, after = row.line, row.next
    return [
        line.number,
        line.title,
        status,
        line.lead_unit.label if line.lead_unit else "",
        line.sponsor.holder_label if line.sponsor else "",
        *_figures(row.figures),
        after.name if after else "",
        after.day if after else None,
        row.orphans,
    ]


def _sum(title: str, figures: Totals) -> list[Cell]:
    return [None, title, "", "", "", *_figures(figures), "", None, None]


def _figures(figures: Totals) -> list[Cell]:
    return [
        figures.projects,
        *(getattr(figures, colour) for colour in LightColour.values),
        figures.year_plan,
        figures.year_done,
        figures.share,
        figures.gap,
    ]


def _counts(counts: ChainCounts) -> list[Cell]:
    return [
        counts.targets,
        counts.projects,
        len(counts.posts),
        counts.items,
        *(gap.number for gap in gap_counts(counts)),
        counts.orphans,
    ]
