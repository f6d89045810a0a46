"""The wall chart (作战图): one drawing for the page, the board and the printed sheet.

``draw`` turns frozen facts into SVG and asks nothing: no database, no clock, no language. On a
page the drawing is four SVGs in one grid, so that the names and the months stay in sight while
it scrolls; board and print get one SVG. Places on the time axis are percentages of its width, so
the chart fills any window without being drawn again and its signs never stretch.

Signs: a thick line is progress, a pale line the plan; a hollow diamond is a planned milestone, a
red flag a done one, a black flag an overdue one (the practice of 莱西); a dashed box is a need
that is not met, and a dashed red line ending in a notch leads to where the works end because of it;
a thin dark line inside the plan leads to a milestone on the critical path.
"""

from __future__ import annotations

from guatu.boards.wallchart.drawing import Drawing
from guatu.boards.wallchart.facts import (
    Band,
    ChartBreak,
    ChartMilestone,
    ChartNeed,
    ChartRow,
    ChartWords,
    WallChart,
)
from guatu.boards.wallchart.style import DARK, Palette, Scale, Style

__all__ = [
    "DARK",
    "Band",
    "ChartBreak",
    "ChartMilestone",
    "ChartNeed",
    "ChartRow",
    "ChartWords",
    "Palette",
    "Scale",
    "Style",
    "WallChart",
    "draw",
]


def draw(chart: WallChart, *, style: Style, words: ChartWords | None = None) -> str:
    """The chart as markup with everything escaped: a grid of SVGs, or one SVG."""
    drawing = Drawing(chart, style, words or ChartWords())
    return drawing.pieces() if style.in_pieces else drawing.whole()
