"""A board, read panel by panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from guatu.boards.overview.totals import figures_of, months_of
from guatu.boards.screens.campaigns import starts_of, targets_of
from guatu.boards.screens.facts import Asked, OverviewFacts, PageFacts, PanelFacts
from guatu.boards.screens.lists import lists_of
from guatu.boards.screens.projects import line_of, post_of, reds_of
from guatu.boards.screens.ranking import lines_of, sponsors_of, units_of
from guatu.boards.screens.room import room_for
from guatu.boards.screens.steps import battles_of, flags_of, month_of
from guatu.boards.screens.viewer import passer_by
from guatu.domain import pace
from guatu.projects.choices import TallyBy
from guatu.screens.choices import PageLayout, PanelKind
from guatu.screens.models import Board, BoardPage, BoardPanel
from guatu.screens.queries.composing import pages_of

Reading = Callable[[Asked], Any]


def read_board(board: Board, now: datetime) -> list[PageFacts]:
    """The pages in their order; a board without pages has none."""
    asked = Asked(
        tenant=board.tenant,
        viewer=passer_by(board.tenant),
        now=now,
        rows=0,
        shows_money=board.shows_money,
        shows_reasons=board.shows_reasons,
    )
    return [_page(page, asked) for page in pages_of(board)]


def _page(page: BoardPage, asked: Asked) -> PageFacts:
    layout = PageLayout(page.layout)
    panels = {panel.slot: panel for panel in page.panels.all()}
    read = [_panel(panels[slot], layout, asked) for slot in sorted(panels)]
    return PageFacts(page.pk, page.title, page.layout, page.seconds, read)


def _panel(panel: BoardPanel, layout: PageLayout, asked: Asked) -> PanelFacts:
    kind = PanelKind(panel.kind)
    of_post = kind is PanelKind.SPONSORS and panel.post is not None
    room = room_for(kind, layout, panel.slot, of_post=of_post)
    rows = min(panel.rows or room, room)
    read = post_of if of_post else READINGS[kind]
    said = read(replace(asked, rows=rows, line=panel.line, post=panel.post))
    return PanelFacts(panel.slot, panel.kind, str(kind.label), said)


def overview_of(asked: Asked) -> OverviewFacts:
    """Whole city: running totals, this month's milestones, what the last month added."""
    expected = pace.expected_by_months(asked.today, asked.year)
    whole = figures_of(asked.viewer, TallyBy.CITY, asked.year).whole
    totals = replace(whole, gap=pace.gap(whole.year_done, whole.year_plan, expected))
    through = pace.months_elapsed(asked.today, asked.year)
    done = (Decimal(0), *months_of(asked.viewer, asked.year))
    added = done[through] - done[through - 1] if through else None
    return OverviewFacts(totals, expected, month_of(asked), added, through)


READINGS: Mapping[PanelKind, Reading] = {
    PanelKind.OVERVIEW: overview_of,
    PanelKind.LINES: lines_of,
    PanelKind.LINE: line_of,
    PanelKind.UNITS: units_of,
    PanelKind.SPONSORS: sponsors_of,
    PanelKind.REDS: reds_of,
    PanelKind.FLAGS: flags_of,
    PanelKind.BATTLES: battles_of,
    PanelKind.LISTS: lists_of,
    PanelKind.STARTS: starts_of,
    PanelKind.TARGETS: targets_of,
}
