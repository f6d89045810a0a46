"""The progress charts in a browser: drag to try, and scrolling through very many projects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.arriving import log_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OPEN_BAR = ".gantt_task_line:not(.is-done):not(.gantt_milestone)"
STARTS = "[...document.querySelectorAll('.gantt_task_line')].map(bar => bar.style.left)"
DRAWN = "document.querySelectorAll('.tt-row').length"


@pytest.fixture
def chart(page: Page) -> Page:
    """The progress chart of the first red project."""
    log_in(page, "demo-office")
    page.goto("/projects/?light=red")
    page.click(".project-table tbody a[href^='/projects/'] >> nth=0")
    page.wait_for_selector(OPEN_BAR)
    return page


def drag(page: Page, by: int) -> None:
    bar = page.locator(OPEN_BAR).last
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by, y, steps=6)
    page.mouse.up()


def test_a_bar_that_is_dragged_shows_what_would_follow_and_goes_back(chart: Page) -> None:
    before = chart.evaluate(STARTS)
    drag(chart, 150)
    chart.wait_for_selector("[data-trial] .trial-facts")
    said = chart.inner_text("[data-trial]")
    assert "只是试算" in said
    assert "工作日" in said
    chart.wait_for_selector(".gantt-thin.is-tried")
    chart.click("[data-trial-reset]")
    assert chart.evaluate(STARTS) == before
    assert chart.locator(".gantt-thin.is-tried").count() == 0
    assert not chart.is_visible("[data-trial]")
    chart.reload()
    chart.wait_for_selector(OPEN_BAR)
    assert chart.evaluate(STARTS) == before


def test_a_trial_goes_on_to_the_plan_page_with_its_days(chart: Page) -> None:
    drag(chart, 150)
    chart.click("[data-trial] button:has-text('照此改计划')")
    chart.wait_for_url(re.compile("/plan/draft/"))
    assert chart.input_value("[name=required_finish]")
    assert "个工作日" in chart.inner_text("main") or "来得及" in chart.inner_text("main")


def test_keys_move_a_step_by_days_and_escape_gives_up(chart: Page) -> None:
    steps = chart.locator(".gantt_task_line").count()
    chart.focus("[data-gantt]")
    for key in ["ArrowDown"] * steps + ["ArrowRight"] * 90:
        chart.keyboard.press(key)
    chart.wait_for_selector(".gantt-thin.is-tried")
    chart.keyboard.press("Escape")
    assert not chart.is_visible("[data-trial]")


def test_the_legend_hides_a_layer_until_it_is_shown_again(chart: Page) -> None:
    chart.click("[data-gantt-layer=baseline]")
    assert not chart.is_visible(".gantt-thin.is-baseline >> nth=0")
    chart.reload()
    chart.wait_for_selector(OPEN_BAR)
    assert chart.get_attribute("[data-gantt-layer=baseline]", "aria-pressed") == "false"
    chart.click("[data-gantt-layer=baseline]")
    assert chart.is_visible(".gantt-thin.is-baseline >> nth=0")


def test_only_rows_in_sight_are_drawn_and_the_last_one_can_be_reached(page: Page) -> None:
    log_in(page, "demo-office")
    page.goto("/projects/timetable/")
    page.wait_for_selector("[data-drawn] .tt-row.is-row")
    assert page.evaluate(DRAWN) < 70
    page.evaluate("document.querySelector('[data-timetable]').scrollTop = 1e6")
    last = page.evaluate("JSON.parse(document.getElementById('timetable-data').textContent)")
    page.wait_for_selector(f".tt-name:has-text('{last['start'][-1][2]}')")
    assert page.evaluate(DRAWN) < 70


def test_keys_walk_unfold_and_open_and_the_address_keeps_the_row(page: Page) -> None:
    log_in(page, "demo-office")
    page.goto("/projects/timetable/?by=unit")
    page.wait_for_selector("[data-drawn] .tt-row.is-row")
    for key in "jj":
        page.keyboard.press(key)
    name = page.inner_text(".tt-row.is-current .tt-name")
    page.keyboard.press("o")
    page.wait_for_selector(".tt-row.is-step")
    page.reload()
    page.wait_for_selector(".tt-row.is-current")
    assert page.inner_text(".tt-row.is-current .tt-name") == name
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/projects/[0-9a-f-]{36}/"))
    assert name in page.inner_text("h1")


def test_on_a_phone_each_project_has_its_name_above_a_small_bar(phone: Page) -> None:
    log_in(phone, "demo-office")
    phone.goto("/projects/timetable/")
    phone.wait_for_selector("[data-drawn] .tt-row.is-row .tt-plan")
    name = phone.locator(".tt-row.is-row .tt-name").first.bounding_box()
    bar = phone.locator(".tt-row.is-row .tt-plan").first.bounding_box()
    assert name
    assert bar
    assert name["y"] + name["height"] <= bar["y"] + 6
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
