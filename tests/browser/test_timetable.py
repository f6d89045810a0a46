"""The timetable that cannot be moved quietly: a plan backward, a date that is locked, a pause.

One project: planned backward and short, mended by one suggestion, adopted; in its last days
another date is refused, and what it waits for is put on the desk of the unit that owes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.arriving import DESK, PHONE, Enter

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.moving_clock import City

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PROJECT = "示例智能传感器封装测试项目"
DUE, LATER = date(2021, 4, 9), date(2021, 5, 21)
#: Two workdays before ``DUE``: the window of three is closed since the 6th.
INSIDE = date(2021, 4, 7)
EXPECTED = date(2021, 4, 23)
WAITED_FOR = "示例规划条件"
SHORT = re.compile(r"差 (\d+) 个工作日")


@dataclass(frozen=True, slots=True)
class People:
    office: Page
    liaison: Page
    supplier: Page


@pytest.fixture
def people(enter: Enter) -> People:
    return People(
        office=enter("demo-office", DESK),
        liaison=enter("demo-liaison", DESK),
        supplier=enter("demo-supplier", PHONE),
    )


def test_a_date_is_planned_refused_in_its_last_days_and_paused(
    people: People, own_city: City
) -> None:
    address = _open(people.liaison)
    _see_that_it_is_short_and_compress(people.liaison, address)
    _adopt(people.liaison)
    _see_what_another_date_does(people.liaison, address)
    own_city.turn_to(INSIDE)
    _be_refused_in_the_window(people.liaison, address)
    _pause(people.liaison)
    _see_the_duty(people.supplier)
    _approve(people.office)
    _see_it_rest(people.liaison, address)


def _open(page: Page) -> str:
    page.goto(f"/projects/?view=all&q={PROJECT}")
    page.locator(".project-table").get_by_role("link", name=PROJECT).click()
    expect(page.get_by_role("heading", name=PROJECT)).to_be_visible()
    return page.url


def _see_that_it_is_short_and_compress(page: Page, address: str) -> None:
    page.goto(f"{address}plan/")
    page.get_by_label("要求完成").fill(DUE.isoformat())
    page.get_by_label("要求完成").press("Tab")
    verdict = page.locator("#plan-result .plan-verdict")
    expect(verdict).to_contain_text(SHORT)
    before = _short_by(verdict.inner_text())
    verdict.get_by_role("button", name="采用").first.click()
    expect(verdict).not_to_contain_text(f"差 {before} 个工作日")
    assert _short_by(verdict.inner_text()) < before


def _short_by(text: str) -> int:
    found = SHORT.search(text)
    return int(found[1]) if found else 0


def _adopt(page: Page) -> None:
    page.get_by_role("button", name="采用计划").click()
    page.get_by_role("dialog").get_by_role("button", name="采用计划").click()
    expect(page.locator("#messages")).to_contain_text("作为原计划存档")
    expect(page.locator("#date-changes")).to_contain_text("承诺日期没有改过")


def _see_what_another_date_does(page: Page, address: str) -> None:
    """Looking costs nothing: the consequence is there before anything is sent."""
    page.goto(address)
    page.locator("#date-changes").get_by_role("link", name="申请改期").click()
    _choose(page)
    effect = page.locator("#change-effect")
    expect(effect).to_contain_text("审批")
    expect(effect.locator("tbody tr").filter(has_text="要求完成")).to_contain_text(str(LATER))
    expect(effect).to_contain_text("批准后的灯")


def _be_refused_in_the_window(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#date-changes").get_by_role("link", name="申请改期").click()
    _choose(page)
    effect = page.locator("#change-effect")
    expect(effect).to_contain_text("按规则不能申请")
    expect(effect).to_contain_text("到期前 3 个工作日内不再受理改期")
    page.get_by_label("说明").fill("示例：规划条件未出")
    page.get_by_label("依据", exact=True).fill("示例〔2021〕7号")
    page.get_by_role("group", name="谁同意").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="送审批").click()
    expect(page.locator("form.form").first).to_contain_text("最迟应在 2021-04-")
    expect(page.get_by_label("说明")).to_have_value("示例：规划条件未出")
    page.locator("#change-effect").get_by_role("link", name="暂停等待").click()


def _choose(page: Page) -> None:
    page.get_by_label("改哪个日期").select_option(label=f"要求完成（{DUE}）")
    page.get_by_label("改到").fill(LATER.isoformat())
    page.get_by_label("原因", exact=True).select_option(label="设计变更（主观）")


def _pause(page: Page) -> None:
    expect(page.get_by_role("heading", name="暂停等待")).to_be_visible()
    unit = page.get_by_role("combobox", name="等待的单位")
    unit.fill("自然资源")
    page.get_by_role("option", name="市自然资源和规划局").first.click()
    page.get_by_label("等什么").fill(WAITED_FOR)
    page.get_by_label("说明").fill("示例：规划条件未出，设计停下等待")
    page.get_by_label("预计到").fill(EXPECTED.isoformat())
    page.get_by_role("button", name="送审批").click()
    expect(page.locator("#messages")).to_contain_text("已收到要落实的事项")
    expect(page.locator("#pause")).to_contain_text("待审批")


def _see_the_duty(page: Page) -> None:
    page.goto("/desk/")
    for rest in page.locator("details.desk-rest:not([open]) > summary").all():
        rest.click()
    expect(page.locator(".duty", has_text=WAITED_FOR)).to_have_count(1)


def _approve(page: Page) -> None:
    page.goto("/desk/")
    for rest in page.locator("details.desk-rest:not([open]) > summary").all():
        rest.click()
    page.locator(".duty", has_text=WAITED_FOR).get_by_role("link").last.click()
    page.get_by_role("link", name="同意暂停").click()
    page.get_by_role("button", name="同意暂停").click()
    expect(page.locator("#messages")).to_contain_text("不计色")
    expect(page.locator("#pause")).to_contain_text("暂停中")


def _see_it_rest(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#light")).to_contain_text("暂停")
    expect(page.locator("#date-changes")).to_contain_text(WAITED_FOR)
