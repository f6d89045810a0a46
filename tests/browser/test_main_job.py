"""The main job in one walk: a real ledger goes in, a living chart comes out, and back again."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import xlsxwriter
from playwright.sync_api import expect

from tests.browser.arriving import log_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NAME = "示例城东智能制造园项目"
LEDGER = (
    ("", "示例城东片区2021年重点项目台账"),
    ("", "单位：万元"),
    ("序号", "项目名称", "盘子", "年度计划投资", "实际开工", "计划竣工", "牵头单位", "入库时间"),
    (1, NAME, 36000, 12000, date(2021, 1, 10), "2021年12月底前", "市工信局", date(2021, 2, 5)),
    (2, "示例城东仓储中心项目", 8000, 3000, date(2021, 2, 20), "2022年6月", "市工信局"),
    (3, "示例城东道路工程", "9.6千万", 4000, date(2021, 2, 1), "2021.12", "市住建局"),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Its head 盘子 for the whole investment is one that nobody can guess."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("台账")
        for number, row in enumerate(LEDGER):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value)
                elif value:
                    sheet.write(number, column, value)
    path = tmp_path / "城东片区台账.xlsx"
    path.write_bytes(target.getvalue())
    return path


def test_from_a_ledger_to_a_light_and_back(page: Page, ledger: Path) -> None:
    log_in(page, "demo-office")
    _upload(page, ledger)
    _correct_the_mapping(page)
    _enter(page)
    address = _open_the_new_project(page)
    _plan_backward(page)
    _report_progress(page)
    _see_it_on_the_chart(page, address)
    _undo(page)
    _see_that_it_is_off_the_chart(page, address)


def _upload(page: Page, ledger: Path) -> None:
    page.get_by_role("link", name="导入", exact=True).click()
    page.locator("input[type=file]").set_input_files(ledger)
    page.get_by_label("归入工作线").select_option(label="工业立市")
    page.get_by_role("button", name="上传并读取").click()
    expect(page.locator("#columns")).to_be_visible()


def _correct_the_mapping(page: Page) -> None:
    chooser = page.get_by_label("“盘子”认作")
    expect(chooser).to_have_value("")
    chooser.select_option(label="总投资")
    page.get_by_role("button", name="按所选重新读取").click()
    expect(page.get_by_label("“盘子”认作")).to_have_value("total_investment")
    page.get_by_role("button", name="去核对").click()
    expect(page.locator("[aria-current=step]")).to_contain_text("核对")


def _enter(page: Page) -> None:
    page.get_by_role("link", name="看差异").first.click()
    expect(page.get_by_text(NAME)).to_be_visible()
    page.get_by_role("link", name="去入账").click()
    page.get_by_role("button", name="入账", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="入账").click()
    expect(page.get_by_role("button", name="撤销入账")).to_be_visible()


def _open_the_new_project(page: Page) -> str:
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.locator("#light")).to_contain_text("绿")
    return urlsplit(page.url).path


def _plan_backward(page: Page) -> None:
    page.get_by_role("link", name="倒排工期").first.click()
    page.locator("#template").select_option(value="plant")
    page.get_by_role("button", name="用这个模板").click()
    expect(page.locator("[name=step_name]").first).to_have_value("基础完工")
    expect(page.locator("#plan-result")).to_contain_text("最迟完成")
    page.get_by_role("button", name="采用计划").click()
    sure = page.get_by_role("dialog").get_by_role("button").last
    if sure.is_visible():
        sure.click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.locator("[data-gantt]")).to_contain_text("基础完工")


def _report_progress(page: Page) -> None:
    before = page.locator("#light").inner_text()
    page.get_by_role("link", name="报进度").first.click()
    page.locator("[name=invested]").fill("100")
    page.locator("[name=physical_words]").fill("基础施工完成八成")
    page.get_by_role("button", name="报送").click()
    expect(page.get_by_role("status").or_(page.locator(".messages")).first).to_contain_text(
        "灯由绿转黄：低于序时"
    )
    after = page.locator("#light").inner_text()
    assert before.splitlines()[0] != after.splitlines()[0]
    expect(page.locator("#history")).to_contain_text("由绿转黄")


def _see_it_on_the_chart(page: Page, address: str) -> None:
    page.get_by_role("link", name="作战图").first.click()
    row = page.locator(f'#wallchart a[href="{address}"]').first
    expect(row).to_be_visible()
    expect(row).to_have_attribute("aria-label", re.compile(f"^{NAME}，黄"))


def _undo(page: Page) -> None:
    page.get_by_role("link", name="导入", exact=True).click()
    page.get_by_role("link", name="看结果").first.click()
    page.get_by_role("button", name="撤销入账").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销").click()
    expect(page.get_by_text("已撤销").first).to_be_visible()


def _see_that_it_is_off_the_chart(page: Page, address: str) -> None:
    page.get_by_role("link", name="作战图").first.click()
    expect(page.locator("#wallchart a").first).to_be_visible()
    expect(page.locator(f'#wallchart a[href="{address}"]')).to_have_count(0)
