"""Sheets of the chart: all projects on as few as hold them, or one sheet each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from guatu.boards.wallchart import Band, ChartMilestone, ChartRow, ChartWords, Style, draw
from guatu.boards.wallchart.legend import legend
from guatu.boards.wallchart.printing import FAMILY, Sheet
from guatu.boards.wallchart.reading import Wall
from guatu.web.shared.chart_words import chart_words
from guatu.web.wallchart.around import (
    foot_of,
    legend_entries,
    notes_of,
    project_code,
    since_code,
    title_of,
)
from guatu.web.wallchart.orders import Order
from guatu.web.wallchart.papers import laid_out

#: The axis alone, with large signs.
_ALONE = Style(
    in_pieces=False, family=FAMILY, row=80, font=20, small=20, sign=2.3, head=68, plan_width=1500,
    light_width=0, name_width=0, unit_width=0, sponsor_width=0, total_width=0,
)  # fmt: skip


def whole_sheets(order: Order, wall: Wall) -> Iterator[Sheet]:
    coded = replace(wall.chart, rows=tuple(map(_coded, wall.chart.rows)))
    printed = replace(order.paper.style, family=FAMILY)
    laid = laid_out(order.paper, coded, order.view.scale, drawn_by=printed)
    words = chart_words()
    alike = _alike(order, title_of(order, wall), *notes_of(order))
    alike = replace(alike, legend=legend(legend_entries(order, wall), laid.style))
    for number, page in enumerate(laid.pages, start=1):
        foot = foot_of(order, wall, number, len(laid.pages))
        yield replace(alike, chart=draw(page, style=laid.style, words=words), foot=foot)


def _alike(order: Order, title: str, *notes: str) -> Sheet:
    """What all sheets of a print have in common."""
    code = since_code(order)
    return Sheet(title=title, notes=notes, code=code, code_words=_("扫码看打印后的变化"))


def _coded(row: Band | ChartRow) -> Band | ChartRow:
    return row if isinstance(row, Band) else replace(row, code=project_code(row))


def single_sheets(order: Order, wall: Wall) -> Iterator[Sheet]:
    rows = [row for row in wall.chart.rows if isinstance(row, ChartRow)]
    style, words = replace(_ALONE, scale=order.view.scale), chart_words()
    signs = [entry for entry in legend_entries(order, wall) if entry.sign not in wall.counts]
    alike = _alike(order, "", title_of(order, wall), *notes_of(order))
    alike = replace(alike, kind="single", legend=legend(signs, style))
    for number, row in enumerate(rows, start=1):
        chart = draw(replace(wall.chart, rows=(row,)), style=style, words=words)
        foot = foot_of(order, wall, number, len(rows))
        yield replace(_single(alike, row, words), chart=chart, foot=foot)


def _single(alike: Sheet, row: ChartRow, words: ChartWords) -> Sheet:
    own = project_code(row)
    return replace(
        alike,
        title=row.name,
        light=row.light,
        own=own.svg() if own else "",
        own_words=_("扫码打开项目"),
        facts=list(_facts(row, words)),
        steps_head=("", _("节点"), _("计划"), _("状态")),
        steps=[_step(milestone, words) for milestone in row.milestones],
    )


def _facts(row: ChartRow, words: ChartWords) -> Iterator[tuple[str, str]]:
    light = dict(words.lights)[row.light]
    yield _("灯"), f"{light}　{row.reason}" if row.reason else light
    yield words.unit, row.unit or "—"
    yield words.sponsor, row.sponsor or "—"
    if row.total_wan is not None:
        yield words.total, words.yi.format(f"{row.total_wan / 10_000:,.1f}")
    days = (
        (words.finish_required, row.finish),
        (words.finish_original, row.original),
        (words.finish_forecast, row.forecast),
    )
    yield words.finish, "　".join(said.format(day) for said, day in days if day) or "—"
    if row.needs:
        needs = (
            _("%(name)s（%(day)s 前）") % {"name": need.name, "day": need.needed_by}
            for need in row.needs
        )
        yield words.need, "；".join(needs)


def _step(milestone: ChartMilestone, words: ChartWords) -> tuple[str, str, str, str]:
    said = {
        "planned": words.planned,
        "done": f"{words.done} {milestone.actual}",
        "overdue": words.overdue,
    }
    return milestone.state, milestone.name, f"{milestone.planned}", said[milestone.state]
