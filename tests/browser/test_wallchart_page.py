"""What the wall chart and its board do in a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from guatu.config.settings import DEMO_PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SHOWN = "document.querySelectorAll('.wc-names .wc-row:not([hidden])').length"
BOARD = "[...document.querySelectorAll('[data-board-page]')].findIndex(page => !page.hidden)"


@pytest.fixture
def chart(page: Page) -> Page:
    page.goto("/accounts/login/?next=/wallchart/")
    page.fill("[name=login]", "demo-office")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("#wallchart .wallchart")
    return page


def test_the_legend_narrows_the_chart_and_the_address_keeps_it(chart: Page) -> None:
    all_rows = chart.evaluate(SHOWN)
    assert all_rows == 92
    reds = int(chart.inner_text("[data-light-filter=red] .num"))
    yellows = int(chart.inner_text("[data-light-filter=yellow] .num"))
    chart.click("[data-light-filter=red]")
    assert chart.evaluate(SHOWN) == reds
    chart.click("[data-light-filter=yellow]")
    assert chart.evaluate(SHOWN) == reds + yellows
    chart.reload()
    assert chart.evaluate(SHOWN) == reds + yellows
    chart.click("a:has-text('打印挂图')")
    chart.wait_for_url("**/print/?light=red,yellow")
    assert "灯：红、黄" in chart.inner_text(".sheet >> nth=0")


def test_what_is_shown_is_downloaded_to_be_printed(chart: Page) -> None:
    chart.click("a:has-text('打印挂图')")
    chart.click("a:has-text('A0')")
    with chart.expect_download() as waiting:
        chart.click("a:has-text('下载 PDF')")
    assert waiting.value.suggested_filename == "作战图 A0 2021-03-15.pdf"
    pages = pypdfium2.PdfDocument(waiting.value.path())
    assert [[round(side) for side in page.get_size()] for page in pages] == [[3370, 2384]]


def test_the_changes_since_a_print_are_found_by_its_time(chart: Page) -> None:
    chart.goto("/wallchart/print/")
    chart.click("a:has-text('打印后的变化')")
    chart.fill("#since", "2021-03-08T09:00")
    chart.click("button:has-text('看变化')")
    chart.wait_for_url(re.compile("since="))
    assert "个项目的灯、节点或日期有变" in chart.inner_text("#content")
    assert chart.locator("text=黑旗：").count()


def test_keys_and_a_click_open_a_project(chart: Page) -> None:
    for key in ("j", "j", "k", "Enter"):
        chart.keyboard.press(key)
    chart.wait_for_url(re.compile("/projects/.+/"))
    chart.goto("/wallchart/")
    row = chart.locator(".wc-plan .wc-row").nth(1)
    row.hover(position={"x": 300, "y": 10})
    assert chart.inner_text(".hover-card strong")
    row.click(position={"x": 300, "y": 10})
    chart.wait_for_url(re.compile("/projects/.+/"))


def test_a_board_turns_by_arrows_and_waits_by_space(chart: Page) -> None:
    chart.goto("/wallchart/board/")
    assert chart.evaluate(BOARD) == 0
    chart.keyboard.press("ArrowRight")
    assert chart.evaluate(BOARD) == 1
    chart.keyboard.press("Space")
    clock = chart.locator("[data-board-page]:not([hidden]) [data-board-clock]")
    assert clock.inner_text() == "已停住，按空格继续"
    chart.keyboard.press("ArrowLeft")
    chart.keyboard.press("ArrowLeft")
    assert chart.evaluate(BOARD) == chart.locator("[data-board-page]").count() - 1
