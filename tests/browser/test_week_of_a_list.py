"""The week of a list: prepared, corrected on a phone, approved at a desk, frozen by the timer, on
the board that hangs on the wall, and in the bulletin of the week."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from guatu.ops.demo.screens import DEMO_TOKEN
from tests.browser.arriving import DESK, PHONE, Enter

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.moving_clock import City

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HELP = "示例：请分管领导出面协调"
OWN = "示例：走访重点企业"
RIGHT = "示例：已与企业约定 3月20日 前报来"
#: The demonstration keeps the hour of the day on which the test runs.
IN_TIME_OR_LATE = re.compile("^(报送|补报)$")
AFTER_THE_FREEZE = date(2021, 3, 17)


def test_prepared_corrected_approved_frozen_shown_and_written_of(
    enter: Enter, own_city: City, chromium: Browser
) -> None:
    liaison, head = enter("demo-liaison", PHONE), enter("demo-head", DESK)
    address = _correct_and_file(liaison)
    _approve(head)
    own_city.turn_to(AFTER_THE_FREEZE)
    _see_it_frozen_and_amend(liaison, address)
    office = enter("demo-office", DESK)
    missing = _see_it_among_all(office)
    _see_it_on_the_wall(chromium, own_city, missing)
    _read_it_in_the_bulletin(office, missing)


def _correct_and_file(page: Page) -> str:
    page.goto("/worklists/")
    address = page.url
    expect(page.locator(".list-table tbody tr").first).to_be_visible()
    page.get_by_role("link", name="更正").first.click()
    page.get_by_label("需协调").fill(HELP)
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".list-words", has_text=HELP)).to_be_visible()
    expect(page.get_by_text("手填").first).to_be_visible()
    page.get_by_role("link", name="自列事项").click()
    page.get_by_label("事项").fill(OWN)
    page.get_by_role("button", name="列入清单").click()
    expect(page.get_by_role("rowheader", name=re.compile(OWN))).to_be_visible()
    page.get_by_role("button", name=IN_TIME_OR_LATE).click()
    page.locator("dialog").get_by_role("button", name="报送").click()
    expect(page.get_by_text("待审定").first).to_be_visible()
    return address


def _approve(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name="审定清单").first.click()
    expect(page.locator(".list-words", has_text=HELP)).to_be_visible()
    page.get_by_role("link", name="审定", exact=True).click()
    page.get_by_role("button", name="审定").click()
    expect(page.get_by_text("已审定").first).to_be_visible()


def _see_it_frozen_and_amend(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_text("已冻结").first).to_be_visible()
    expect(page.get_by_role("button", name="报送")).to_have_count(0)
    page.get_by_role("link", name="更正", exact=True).first.click()
    page.get_by_label("更正哪一栏").select_option("plan")
    page.get_by_label("更正为").fill(RIGHT)
    page.get_by_label("更正原因和依据").fill("示例：会后商定")
    page.get_by_role("button", name="更正").click()
    expect(page.locator(".list-right", has_text=RIGHT)).to_be_visible()
    page.get_by_role("link", name="只看冻结时").click()
    expect(page.get_by_text(RIGHT)).to_have_count(0)


def _see_it_among_all(page: Page) -> list[str]:
    """The units that did not file."""
    page.goto("/worklists/all/?day=2021-03-15")
    expect(page.get_by_text("系统预填事项")).to_be_visible()
    card = page.locator(".card", has_text="未报单位")
    missing = card.locator(".list-names a").all_inner_texts()
    assert "市水务局" in missing
    return missing


def _see_it_on_the_wall(chromium: Browser, city: City, missing: list[str]) -> None:
    """Without a log-in; the panel has room for some names and says how many more there are."""
    with chromium.new_context(base_url=city.address, locale="zh-CN") as context:
        page = context.new_page()
        page.goto(f"/screens/show/{DEMO_TOKEN}/")
        panel = page.locator(".screen-panel", has_text="周清单报送")
        expect(panel).to_contain_text(missing[0])
        expect(panel).to_contain_text("3月15日至3月21日")


def _read_it_in_the_bulletin(page: Page, missing: list[str]) -> None:
    page.goto("/papers/new/?kind=bulletin")
    page.get_by_role("button", name="按数据拟稿").click()
    text = page.locator(".paper-page")
    expect(text).to_contain_text("市水务局（周清单未报")
    assert (text.text_content() or "").count("周清单未报") >= len(missing)
