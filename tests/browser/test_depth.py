"""The chart in depth: a late need and its delivery, a package in parts, a rule tried and adopted.

The walks share one city with the other browser tests, so each takes back what it did.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.arriving import log_in

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WAITING = "示例新能源电池壳体项目"
PACKAGE = "示例工程机械底盘件智能工厂项目"
PARTS = {"示例底盘件一期厂房": "30,000 10,000", "示例底盘件二期产线": "45,000 16,000"}
SHIPPED, OWN = "通用红黄绿灯", "通用红黄绿灯（本地）"
TOTALS = (
    ("/", ".figures.is-overview"),
    ("/", "#cuts .is-total"),
    ("/projects/?view=all", ".project-table tr.is-total"),
)


def test_a_late_need_breaks_the_chart_until_its_supplier_delivers(page: Page, phone: Page) -> None:
    log_in(page, "demo-office")
    address = _open_project(page, WAITING)
    _see_the_break_on_the_page(page)
    _see_the_break_on_the_chart(page, address)
    need = _deliver(phone)
    _see_that_it_is_mended(page, address)
    _take_the_delivery_back(phone, need)
    _see_the_break_on_the_chart(page, address)


def test_a_package_is_split_and_no_total_moves(page: Page) -> None:
    log_in(page, "demo-office")
    before = _totals(page)
    address = _open_project(page, PACKAGE)
    _split(page)
    assert _totals(page) == before
    _see_the_parts_in_the_list(page)
    _put_together(page, address)
    assert _totals(page) == before


def test_a_rule_is_changed_tried_and_adopted(page: Page) -> None:
    log_in(page, "demo-office")
    _copy_the_rules(page)
    _move_a_threshold(page)
    project = _try_them(page)
    _adopt(page, OWN)
    _see_which_rules_judge(page, project)
    _return_to_the_shipped_rules(page)


def _open_project(page: Page, name: str) -> str:
    page.goto(f"/projects/?view=all&q={name}")
    page.locator(".project-table").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    return urlsplit(page.url).path


def _see_the_break_on_the_page(page: Page) -> None:
    expect(page.locator("#light")).to_contain_text("红")
    land = page.locator("#needs .need-more", has_text="供地")
    expect(land).to_contain_text("将使“打桩”推迟 17 个工作日、竣工推迟 17 个工作日")
    expect(page.locator("[data-gantt]")).to_contain_text("因供地推迟 17 个工作日")


def _see_the_break_on_the_chart(page: Page, address: str) -> None:
    row = _row_of_chart(page, address)
    expect(row).to_have_attribute("aria-label", re.compile(f"^{WAITING}，红"))
    expect(row).to_have_attribute("aria-label", re.compile("打桩 因供地推后 17 个工作日"))


def _row_of_chart(page: Page, address: str) -> Locator:
    page.goto("/wallchart/")
    return page.locator(f'#wallchart a[href="{address}"]').first


def _deliver(phone: Page) -> str:
    log_in(phone, "demo-supplier")
    expect(phone.get_by_role("heading", name="我的待办")).to_be_visible()
    bar = phone.get_by_role("navigation")
    bar.locator("summary", has_text="我的").click()
    bar.get_by_role("link", name="保障", exact=True).click()
    land = phone.locator(".need-table tr", has_text=WAITING)
    land.get_by_role("link", name="供地", exact=True).click()
    expect(phone.get_by_role("heading", name="承诺晚于需要")).to_be_visible()
    phone.get_by_role("button", name="登记落实").click()
    expect(phone.locator("#messages")).to_contain_text("“供地”已登记 2021-03-15 落实")
    expect(phone.get_by_role("heading", name="已落实")).to_be_visible()
    return urlsplit(phone.url).path


def _see_that_it_is_mended(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#light")).to_contain_text("绿")
    expect(page.locator("#history")).to_contain_text("由红转绿")
    expect(page.locator("#needs")).not_to_contain_text("推迟")
    gantt = page.locator("[data-gantt]")
    expect(gantt).to_contain_text("打桩")
    expect(gantt).not_to_contain_text("推迟")
    row = _row_of_chart(page, address)
    expect(row).to_have_attribute("aria-label", re.compile(f"^{WAITING}，绿"))
    expect(row).not_to_have_attribute("aria-label", re.compile("推后"))


def _take_the_delivery_back(phone: Page, need: str) -> None:
    phone.goto(need)
    phone.locator("summary", has_text="更多").click()
    phone.get_by_role("link", name="恢复为未落实").click()
    phone.get_by_label("理由").fill("示例：登记早了")
    phone.get_by_role("button", name="恢复为未落实").click()
    expect(phone.get_by_role("heading", name="承诺晚于需要")).to_be_visible()
    phone.get_by_label("卡在哪里").fill("剩余 38 亩勘测定界未完，用地组卷待上报")
    phone.get_by_role("button", name="登记卡点堵点").click()
    expect(phone.locator("#messages")).to_contain_text("卡点堵点")


def _totals(page: Page) -> list[str]:
    """What the overview and the list give as totals."""
    found = []
    for address, part in TOTALS:
        page.goto(address)
        found.append(page.locator(part).inner_text())
    return found


def _split(page: Page) -> None:
    page.locator("summary", has_text="更多").click()
    page.get_by_role("link", name="拆分为子项").click()
    lines = "\n".join(f"{name} {figures}" for name, figures in PARTS.items())
    page.get_by_label("子项").fill(lines)
    page.get_by_role("button", name="拆分").click()
    expect(page.locator("#messages")).to_contain_text("已拆出 2 个子项")
    expect(page.locator("#parts tr", has_text="子项合计").first).to_contain_text("75,000")


def _see_the_parts_in_the_list(page: Page) -> None:
    page.goto("/projects/?view=all&q=示例底盘件")
    for name in PARTS:
        expect(page.locator(".project-table").get_by_role("link", name=name)).to_be_visible()


def _put_together(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="撤销拆分").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销拆分").click()
    expect(page.locator("#messages")).to_contain_text("的拆分")
    expect(page.locator("#parts")).to_have_count(0)


def _copy_the_rules(page: Page) -> None:
    page.get_by_role("link", name="规则", exact=True).click()
    in_force = page.locator(".card.is-brand")
    expect(in_force).to_contain_text(SHIPPED)
    in_force.get_by_role("button", name="照此起草").click()
    expect(page.get_by_role("heading", name=f"修改“{OWN}”")).to_be_visible()
    expect(page.get_by_text("没有空档、重叠")).to_be_visible()


def _move_a_threshold(page: Page) -> None:
    """Red from 12 points behind on; what was yellow until 20 has to give way."""
    _red_of_progress(page).fill("12")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#messages")).to_contain_text("已保存")
    expect(_red_of_progress(page)).to_have_value("12")
    expect(page.locator(".problem", has_text="规则本身有疑问")).to_contain_text("投资进度")
    yellow = page.locator("#d-progress [data-rule='progress-10-20']")
    yellow.locator(".is-threshold").last.fill("12")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("没有空档、重叠")).to_be_visible()


def _red_of_progress(page: Page) -> Locator:
    row = page.locator("#d-progress [data-rule='progress-over-20']")
    return row.locator(".is-threshold")


def _try_them(page: Page) -> str:
    """The address of a project whose light the change would turn."""
    page.get_by_role("link", name="试算").first.click()
    expect(page.get_by_role("heading", name=f"试算“{OWN}”")).to_be_visible()
    expect(page.locator("#picture .spot.is-differs").first).to_be_visible()
    turned = page.locator("#turned [data-href]").first
    expect(turned).to_contain_text("低于序时")
    return str(turned.get_attribute("data-href"))


def _adopt(page: Page, name: str) -> None:
    page.get_by_role("button", name="采用这套规则").click()
    page.get_by_role("dialog").get_by_role("button", name="采用").click()
    expect(page.locator("#messages")).to_contain_text(f"已采用“{name}”")


def _see_which_rules_judge(page: Page, project: str) -> None:
    page.goto(f"{project}light/")
    judged_by = page.locator("main").get_by_role("link", name=re.compile(f"^{SHIPPED}"))
    expect(judged_by).to_have_text(OWN)
    expect(page.get_by_text("与项目页上亮的一致")).to_be_visible()
    page.get_by_role("link", name="前一天").click()
    expect(page.get_by_text("与当时亮的一致")).to_be_visible()
    expect(judged_by).to_have_text(SHIPPED)


def _return_to_the_shipped_rules(page: Page) -> None:
    page.goto("/rules/default/")
    page.get_by_role("link", name="试算后采用").click()
    _adopt(page, SHIPPED)
