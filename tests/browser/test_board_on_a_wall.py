"""A screen on the wall: opens without a click, turns its pages, survives, and is told to stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from guatu.ops.demo.screens import DEMO_TOKEN
from tests.browser.arriving import DESK, Enter

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

    from tests.browser.moving_clock import City

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: However often it was in vain, a screen asks again within a minute.
LONGEST_WAIT_MS = 61_000
WALL = {"width": 1920, "height": 1080}
SHOWN = "[data-screen-page]:not([hidden])"


@pytest.fixture
def screen(chromium: Browser, own_city: City) -> Iterator[Page]:
    """A browser that nobody has logged in, and whose clock the test moves. What it says of a
    request that was cut off is no fault here."""
    context = chromium.new_context(base_url=own_city.address, viewport=WALL, locale="zh-CN")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.clock.install()
    page.goto(f"/screens/show/{DEMO_TOKEN}/")
    yield page
    context.close()
    assert faults == []


def test_pages_turn_by_themselves_and_nothing_is_cut_off(screen: Page) -> None:
    pages = screen.locator("[data-screen-page]")
    titles = []
    for _ in range(pages.count()):
        shown = screen.locator(SHOWN)
        expect(shown).to_have_count(1)
        titles.append(shown.get_attribute("data-title"))
        expect(screen.locator("[data-screen-title]")).to_have_text(titles[-1] or "")
        assert shown.evaluate(_TOO_LARGE) == []
        screen.clock.run_for(20_000)
    assert len(set(titles)) == len(titles) >= 4
    expect(screen.locator(SHOWN)).to_have_attribute("data-title", titles[0] or "")
    assert screen.context.cookies() == []


def test_a_lost_connection_is_said_and_mended(screen: Page) -> None:
    lost = screen.locator("[data-screen-lost]")
    title = screen.locator(SHOWN).get_attribute("data-title") or ""
    screen.route("**/now/", lambda route: route.abort())
    screen.keyboard.press("Space")
    _ask_in_vain(screen)
    expect(lost).to_have_text(re.compile(r"^连接中断，\d\d:\d\d 起没有新数据，正在重连$"))
    since = lost.text_content() or ""
    for _ in range(5):
        _ask_in_vain(screen)
    expect(lost).to_have_text(since)
    expect(screen.locator(SHOWN)).to_have_attribute("data-title", title)
    screen.unroute("**/now/")
    with screen.expect_response("**/now/") as answer:
        screen.clock.run_for(LONGEST_WAIT_MS)
    assert answer.value.status in (200, 304)
    expect(lost).to_be_hidden()


def _ask_in_vain(screen: Page) -> None:
    """Until the screen has asked once more, and has taken in that nobody answered."""
    with screen.expect_event("requestfailed"):
        screen.clock.run_for(LONGEST_WAIT_MS)
    screen.evaluate("() => new Promise(done => queueMicrotask(done))")


def test_fresh_figures_come_without_leaving_the_page(screen: Page) -> None:
    screen.keyboard.press("ArrowRight")
    screen.keyboard.press("Space")
    title = screen.locator(SHOWN).get_attribute("data-title") or ""

    def change(route: Route) -> None:
        answer = route.fetch(headers={**route.request.headers, "if-none-match": '"old"'})
        route.fulfill(response=answer, body=answer.text().replace("市工信局", "示例换名局"))

    screen.route("**/now/", change)
    screen.clock.run_for(31_000)
    expect(screen.locator(SHOWN).get_by_text("示例换名局").first).to_be_visible()
    expect(screen.locator(SHOWN)).to_have_attribute("data-title", title)


def test_a_revoked_address_stops_the_screen(screen: Page, enter: Enter) -> None:
    office = enter("demo-office", DESK)
    office.goto("/screens/")
    office.get_by_role("link", name="指挥大厅展板").click()
    place = office.locator(".board-addresses li", has_text="指挥大厅东墙大屏")
    expect(place).to_contain_text("最近取数")
    place.get_by_role("button", name="撤销").click()
    office.locator("dialog").get_by_role("button", name="撤销").click()
    expect(place).not_to_contain_text("最近取数")
    screen.clock.run_for(31_000)
    expect(screen.get_by_text(re.compile("这个展板地址已于 .* 撤销"))).to_be_visible()
    expect(screen.locator("[data-screen-page]")).to_have_count(0)
    assert screen.goto(f"/screens/show/{DEMO_TOKEN}/") is not None
    expect(screen.get_by_text(re.compile("这个展板地址已于 .* 撤销"))).to_be_visible()


def test_the_office_composes_a_page_and_sees_it(enter: Enter) -> None:
    office = enter("demo-office", DESK)
    office.goto("/screens/new/")
    office.get_by_label("展板名称").fill("示例走廊展板")
    office.get_by_label("从空白开始").check()
    office.get_by_role("button", name="新建展板").click()
    office.get_by_role("link", name="增加一页").first.click()
    office.get_by_label("页标题").fill("示例两块")
    first, second = (office.locator(".board-slots .card").nth(n) for n in (0, 1))
    expect(office.locator(".board-slots .card").nth(2)).to_be_hidden()
    first.get_by_label("内容").select_option("units")
    second.get_by_label("内容").select_option("flags")
    expect(second.get_by_text("哪条工作线")).to_be_hidden()
    office.get_by_role("button", name="保存").click()
    office.get_by_role("link", name="全屏预览").click()
    expect(office.get_by_role("heading", name=re.compile("单位排名"))).to_be_visible()
    expect(office.get_by_role("heading", name=re.compile("红旗黑旗"))).to_be_visible()
    office.get_by_role("link", name="离开预览").click()
    expect(office.get_by_role("heading", name="示例走廊展板")).to_be_visible()


_TOO_LARGE = """page => [...page.querySelectorAll('.screen-panel')]
  .filter(one => one.scrollHeight > one.clientHeight + 1).map(one => one.className)"""
