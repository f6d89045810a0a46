"""A long chart cut into sheets."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guatu.boards.wallchart import Band, ChartRow, Style, WallChart
from guatu.domain.lights.colours import Light
from guatu.web.wallchart.paging import pages_of
from guatu.web.wallchart.papers import PAPERS, style_on

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


def test_the_whole_wall_has_the_shape_of_an_a0_sheet() -> None:
    paper = PAPERS["a0"]
    wall = chart(*[9] * 9, 11)
    style = style_on(paper, wall)
    assert [page.rows for page in pages_of(wall, style, paper.rows, str)] == [wall.rows]
    rows = sum(style.band if isinstance(row, Band) else style.row for row in wall.rows)
    shape = (style.left_width + style.plan_width) / (style.head + rows)
    assert abs(shape - paper.width / paper.height) < 0.01


def test_a_wall_of_two_a0_sheets_fills_both() -> None:
    paper = PAPERS["a0"]
    wall = chart(*[12] * 10)
    style = style_on(paper, wall)
    pages = pages_of(wall, style, paper.rows, str)
    assert len(pages) == 2
    filled = (style.head + max(height(page, style) for page in pages)) / (
        (style.left_width + style.plan_width) * paper.height / paper.width
    )
    assert 0.9 < filled <= 1.02
