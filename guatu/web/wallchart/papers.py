"""Paper for the printed chart: how large, how it is cut, what is drawn on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil

from guatu.boards.wallchart import Band, Style, WallChart


@dataclass(frozen=True, slots=True)
class Paper:
    """Landscape paper; ``width`` and ``height`` are what a chart may fill of it, in mm.

    ``rows`` is how many px of rows go on one sheet at most.
    """

    code: str
    name: str
    width: float
    height: float
    rows: float


#: On A3 a row of 28 px is 7 mm high, on A0 with 92 projects as well.
PAPERS: Mapping[str, Paper] = {
    "a3": Paper("a3", "A3", 400, 252, 970),
    "a0": Paper("a0", "A0", 1149, 722, 3400),
}
_STYLES: Mapping[str, Style] = {
    "a3": replace(Style.sheet(), name_width=264, plan_width=1100),
    # read from two metres: larger type in rows of the same height
    "a0": replace(
        Style.sheet(), font=17, small=15, sign=1.3, head=56, band=30, light_width=46,
        name_width=380, unit_width=150, sponsor_width=96, total_width=92, plan_width=1100,
    ),
}  # fmt: skip


def paper_of(code: str) -> Paper:
    return PAPERS.get(code, PAPERS["a3"])


def style_on(paper: Paper, chart: WallChart) -> Style:
    """Sheets of A3 are all alike; on A0 the width follows from the rows of a sheet, so that the
    chart has the shape of the paper."""
    style = _STYLES[paper.code]
    if paper.code == "a3":
        return style
    rows = sum(style.band if isinstance(row, Band) else style.row for row in chart.rows)
    sheets = max(1, ceil(rows / paper.rows))
    height = style.head + rows / sheets + (style.band if sheets > 1 else 0)  # a band goes on
    width = height * paper.width / paper.height
    return replace(style, plan_width=max(style.plan_width, width - style.left_width))
