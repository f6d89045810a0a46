"""A long chart cut into sheets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guatu.boards.wallchart import Band, ChartRow, Style, WallChart
from guatu.domain.lights.colours import Light
from guatu.kit.qr import QUIET, qr_code
from guatu.web.wallchart.paging import pages_of
from guatu.web.wallchart.papers import PAPERS, LaidOut, Paper, laid_out

STYLE = Style.sheet()


def chart(*sizes: int) -> WallChart:
    """Bands of so many rows."""
    rows: list[Band | ChartRow] = []
    for band, size in enumerate(sizes):
        rows.append(Band(f"线{band}", size))
        rows += [ChartRow(f"{band}-{n}", "/", f"项目{n}", Light.GREEN) for n in range(size)]
    return WallChart(2021, date(2021, 1, 1), date(2021, 12, 31), date(2021, 3, 15), tuple(rows))


def cut(whole: WallChart, room: float) -> list[WallChart]:
    return pages_of(whole, STYLE, room, lambda title: f"{title}（续）")


def height(page: WallChart, style: Style = STYLE) -> float:
    return sum(style.band if isinstance(row, Band) else style.row for row in page.rows)


def test_a_chart_that_fits_stays_whole() -> None:
    assert cut(chart(3, 2), 1000) == [chart(3, 2)]


def test_an_empty_chart_is_one_page() -> None:
    assert [page.rows for page in cut(chart(), 1000)] == [()]


def test_a_band_that_goes_on_is_named_again() -> None:
    first, second = cut(chart(4), STYLE.band + STYLE.row * 3)
    assert [getattr(row, "title", "row") for row in first.rows] == ["线0", "row", "row"]
    assert [getattr(row, "title", "row") for row in second.rows] == ["线0（续）", "row", "row"]


def test_pages_are_of_about_one_length() -> None:
    """40 projects, 34 to a sheet: not a last sheet with six of them."""
    pages = cut(chart(8, 8, 8, 8, 8), 970)
    assert len(pages) == 2
    assert min(map(height, pages)) > max(map(height, pages)) * 0.6


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.integers(1, 25), max_size=12), st.integers(120, 1000))
def test_nothing_is_lost_and_every_page_has_room(sizes: list[int], room: int) -> None:
    whole = chart(*sizes)
    pages = cut(whole, room)
    kept = [row for page in pages for row in page.rows if isinstance(row, ChartRow)]
    assert kept == [row for row in whole.rows if isinstance(row, ChartRow)]
    assert all(height(page) <= room for page in pages)
    assert not any(page.rows and isinstance(page.rows[-1], Band) for page in pages)


def filled(paper: Paper, laid: LaidOut) -> float:
    """Which share of the height the fullest sheet fills, drawn as wide as the paper."""
    style = laid.style
    tall = style.head + max(height(page, style) for page in laid.pages) + style.below
    return tall * paper.on.chart_width / style.width / paper.on.chart_height


@pytest.mark.parametrize(("code", "sheets"), [("a0", 1), ("a1", 1), ("a2", 2), ("a3", 3)])
def test_the_whole_wall_fills_its_sheets(code: str, sheets: int) -> None:
    paper = PAPERS[code]
    laid = laid_out(paper, chart(*[9] * 9, 11), "month")
    assert len(laid.pages) == sheets
    assert 0.97 < filled(paper, laid) <= 1.0001


def row_mm(paper: Paper, laid: LaidOut) -> float:
    return laid.style.row * paper.on.chart_width / laid.style.width


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(PAPERS)), st.lists(st.integers(1, 40), min_size=1, max_size=10))
def test_rows_can_be_read_and_sheets_never_overflow(code: str, sizes: list[int]) -> None:
    paper = PAPERS[code]
    laid = laid_out(paper, chart(*sizes), "month")
    assert paper.least <= row_mm(paper, laid) * 1.0001
    assert row_mm(paper, laid) <= paper.most * 1.0001
    assert filled(paper, laid) <= 1.0001


@pytest.mark.parametrize("code", PAPERS)
@pytest.mark.parametrize("sizes", [(2,), (9,) * 10, (30,) * 8])
def test_codes_can_be_read_from_paper(code: str, sizes: tuple[int, ...]) -> None:
    """A module is 0.38 mm at least, on A0 0.4 mm, and the white between two codes four modules."""
    qr = qr_code("HTTPS://GUATU.EXAMPLE.GOV.CN/P/AGRBOMGNUVYABOLA5YTAWQ4USA")
    wall = chart(*sizes)
    coded = [row if isinstance(row, Band) else replace(row, code=qr) for row in wall.rows]
    paper = PAPERS[code]
    laid = laid_out(paper, replace(wall, rows=tuple(coded)), "month")
    style, mm = laid.style, paper.on.chart_width / laid.style.width
    module = style.code / qr.side
    assert module * mm >= (0.4 if code == "a0" else 0.375)
    assert style.row * style.code_columns - style.code >= module * QUIET * 0.999
    assert filled(paper, laid) <= 1.0001


def test_a_wall_without_projects_has_one_sheet() -> None:
    assert len(laid_out(PAPERS["a0"], chart(), "month").pages) == 1
