"""A chart too long for one page, cut into charts that fit: printed sheets and boards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest

from guatu.boards.wallchart import Band, ChartRow, Style, WallChart

Line = Band | ChartRow


def pages_of(
    chart: WallChart, style: Style, room: float, continued: Callable[[str], str]
) -> list[WallChart]:
    """As few charts as possible, of about one length, each with ``room`` px of rows at most.

    A band that goes on is named again at the top of the page by ``continued``, and no band
    stands at the foot without a row below it. No rows give one empty chart.
    """
    pages = _filled_up(chart, style, room, continued)
    even = room
    while even > room / 2 and len(shorter := _filled_up(chart, style, even, continued)) == len(
        pages
    ):
        pages, even = shorter, even - style.row
    return [replace(chart, rows=tuple(rows)) for rows in pages]


def _filled_up(
    chart: WallChart, style: Style, room: float, continued: Callable[[str], str]
) -> list[list[Line]]:
    pages: list[list[Line]] = [[]]
    band: Band | None = None
    for line, following in zip_longest(chart.rows, chart.rows[1:]):
        band = line if isinstance(line, Band) else band
        needed = _height(line, style) + (_height(following, style) if _heads(line) else 0)
        if pages[-1] and _total(pages[-1], style) + needed > room:
            carried = isinstance(line, ChartRow) and band is not None
            pages.append([_again(band, continued)] if carried and band else [])
        pages[-1].append(line)
    return pages


def _heads(line: Line) -> bool:
    return isinstance(line, Band)


def _again(band: Band, continued: Callable[[str], str]) -> Band:
    return replace(band, title=continued(band.title))


def _total(lines: Sequence[Line], style: Style) -> float:
    return sum(_height(line, style) for line in lines)


def _height(line: Line | None, style: Style) -> float:
    if line is None:
        return 0
    return style.band if isinstance(line, Band) else style.row
