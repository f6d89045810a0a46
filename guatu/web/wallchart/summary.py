"""The first page of a board: figures, lines by what they have done, what is red and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from guatu.boards.overview import Cut, Overview, Totals
from guatu.boards.wallchart import ChartRow
from guatu.boards.wallchart.reading import Wall
from guatu.domain.lights.colours import Light

#: What can be read from five metres.
LINES = 10
REDS = 4


@dataclass(frozen=True, slots=True)
class Ranked:
    """A line with its place and the length of its bar, in percent of the longest."""

    place: int
    cut: Cut
    length: int


@dataclass(frozen=True, slots=True)
class Summary:
    totals: Totals
    lines: Sequence[Ranked]
    reds: Sequence[ChartRow]
    more_reds: int


def board_summary(wall: Wall, read: Overview) -> Summary:
    red = [r for r in wall.chart.rows if isinstance(r, ChartRow) and r.light is Light.RED]
    return Summary(read.totals, _ranked(read.cuts), red[:REDS], max(0, len(red) - REDS))


def _ranked(cuts: Sequence[Cut]) -> list[Ranked]:
    """By the share of the year's plan that is done; without a plan last."""
    own = [cut for cut in cuts if cut.title and cut.totals.projects]
    own.sort(key=lambda cut: cut.totals.share or Decimal(-1), reverse=True)
    longest = max((cut.totals.projects for cut in own), default=1)
    return [
        Ranked(place, cut, round(cut.totals.projects / longest * 100))
        for place, cut in enumerate(own[:LINES], start=1)
    ]
