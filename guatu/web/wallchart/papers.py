"""Paper for the printed chart: how large, how it is cut, what is drawn on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil

from django.utils.translation import gettext as _

from guatu.boards.wallchart import Band, ChartRow, Scale, Style, WallChart
from guatu.boards.wallchart.printing import Format
from guatu.domain.words import say
from guatu.kit.qr import QUIET
from guatu.kit.refusals import Refusal
from guatu.web.wallchart.paging import pages_of


@dataclass(frozen=True, slots=True)
class Paper:
    """Landscape paper; a row is ``least`` to ``most`` mm high."""

    code: str
    name: str
    on: Format
    style: Style
    least: float
    most: float


#: The smallest module of a code, in mm, that phones of all ages read, and one large enough.
MODULE, LARGE_MODULE = 0.38, 0.5
_NEAR = replace(
    Style.sheet(), font=14, small=12.5, light_width=34, number_width=30, name_width=270,
    unit_width=102, sponsor_width=80, total_width=74,
)  # fmt: skip
#: Read from two metres: larger type in rows of the same height.
_FAR = replace(
    Style.sheet(), font=19, small=17, sign=1.35, head=60, band=30, light_width=46,
    number_width=44, name_width=440, unit_width=176, sponsor_width=110, total_width=112,
)  # fmt: skip
#: All of a city's 92 fit on one sheet of A1 or A0; on A3 a row is never lower than 5.6 mm.
PAPERS: Mapping[str, Paper] = {
    "a3": Paper("a3", "A3", Format(420, 297, 10, 3.2, 20), _NEAR, 5.6, 9),
    "a2": Paper("a2", "A2", Format(594, 420, 12, 4, 25), _NEAR, 5.6, 11),
    "a1": Paper("a1", "A1", Format(841, 594, 16, 5, 29), _FAR, 4.6, 14),
    "a0": Paper("a0", "A0", Format(1189, 841, 20, 6.8, 38), _FAR, 6.4, 18),
}


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A chart cut into sheets that are drawn alike."""

    style: Style
    pages: list[WallChart]


def paper_of(code: str) -> Paper:
    return PAPERS.get(code, PAPERS["a3"])


def paper_named(code: str) -> Paper:
    """Raises ``Refusal`` for paper that is not printed on."""
    found = PAPERS.get(code.strip().lower())
    if found is None:
        known = "、".join(paper.name for paper in PAPERS.values())
        raise Refusal(say("没有“{code}”这种纸；可用的是 {known}。", code=code, known=known))
    return found


def laid_out(
    paper: Paper, chart: WallChart, scale: Scale, *, drawn_by: Style | None = None
) -> LaidOut:
    """As few sheets as rows of the least height allow, with rows as high as the fullest allows;
    the axis is as long as the paper is wide."""
    style = replace(drawn_by or paper.style, scale=scale)
    room = paper.on.chart_height * style.row / paper.least - style.head
    pages = pages_of(chart, style, room, lambda title: _("%(band)s（续）") % {"band": title})
    fullest = style.head + max(_rows(page, style) for page in pages)
    px = min(paper.on.chart_height / fullest, paper.most / style.row)  # mm
    style = _with_codes(style, chart, px)
    px = min(px, paper.on.chart_height / (fullest + style.below))
    left = style.width - style.plan_width
    return LaidOut(replace(style, plan_width=paper.on.chart_width / px - left), pages)


def _rows(page: WallChart, style: Style) -> float:
    """Their height in px; a chart without rows has room for a sentence."""
    heights = (style.band if isinstance(row, Band) else style.row for row in page.rows)
    return sum(heights) or style.row * 3


def _with_codes(style: Style, chart: WallChart, px: float) -> Style:
    """Codes of ``MODULE`` at least: so many columns of them that those below each other have
    their quiet zone. ``px`` is one in mm."""
    coded = (row.code for row in chart.rows if isinstance(row, ChartRow) and row.code)
    side = max((code.side for code in coded), default=0)
    if not side:
        return style
    columns = ceil((side + QUIET) * MODULE / (style.row * px))
    module = min(columns * style.row / (side + QUIET), LARGE_MODULE / px)
    return replace(style, code=side * module, code_columns=columns)
