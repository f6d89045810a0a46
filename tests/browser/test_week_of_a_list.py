"""The week of a list: prepared, corrected on a phone, approved at a desk, frozen by the timer."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.arriving import DESK, PHONE, Enter

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.moving_clock import City

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HELP = "示例：请分管领导出面协调"
OWN = "示例：走访重点企业"
RIGHT = "示例：已与企业约定 3月20日 前报来"
AFTER_THE_FREEZE = date(2021, 3, 17)


def test_prepared_corrected_approved_frozen(enter: Enter, own_city: City) -> None:
    liaison, head = enter("demo-liaison", PHONE), enter("demo-head", DESK)
    address = _correct_and_file(liaison)
    _approve(head)
    own_city.turn_to(AFTER_THE_FREEZE)
    _see_it_frozen_and_amend(liaison, address)
    _see_it_among_all(enter("demo-office", DESK))


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
    page.get_by_role("button", name="报送").click()
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


def _see_it_among_all(page: Page) -> None:
    page.goto("/worklists/all/?day=2021-03-15")
    expect(page.get_by_text("未报单位")).to_be_visible()
    expect(page.get_by_text("系统预填事项")).to_be_visible()
