"""Flags to be stuck on a printed chart by hand until the next print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from guatu.boards.wallchart import ChartRow, WallChart
from guatu.boards.wallchart.printing import STICKERS, Sheet, Sticker
from guatu.boards.wallchart.reading import Wall
from guatu.domain.lights.colours import Light
from guatu.web.wallchart.around import foot_of
from guatu.web.wallchart.orders import Order

#: How far ahead flags are printed for.
DAYS = 31


def sticker_sheets(order: Order, wall: Wall) -> Iterator[Sheet]:
    """A red and a black flag for each milestone due soon, and for each that is overdue."""
    found = list(_due(wall.chart, order.day + timedelta(DAYS)))
    pages = [found[at : at + STICKERS] for at in range(0, len(found), STICKERS)] or [[]]
    for number, page in enumerate(pages, start=1):
        yield Sheet(
            kind="stickers",
            title=_title(order.day, bool(found)),
            notes=[_("红旗：已完成"), _("黑旗：已逾期")],
            foot=foot_of(order, wall, number, len(pages)),
            stickers=page,
        )


def _title(day: date, any_due: bool) -> str:
    span = {"first": day, "last": day + timedelta(DAYS)}
    if any_due:
        return _("旗贴：%(first)s 至 %(last)s 到期的节点和已逾期的节点") % span
    return _("%(first)s 至 %(last)s 没有到期的节点，也没有逾期的节点") % span


def _due(chart: WallChart, last: date) -> Iterator[Sticker]:
    """Earliest first; work that is paused needs no flags."""
    found = (
        (milestone.planned, row.name, milestone.name)
        for row in chart.rows
        if isinstance(row, ChartRow) and row.light is not Light.PAUSED
        for milestone in row.milestones
        if milestone.state != "done" and milestone.planned <= last
    )
    for day, project, step in sorted(found):
        yield Sticker(project, step, f"{day}")
