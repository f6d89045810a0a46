"""The list at work: keys, choosing rows, a bulk edit and its undo, columns, copying."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.arriving import log_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

REMARK = "示例批量备注"


def test_keys_choosing_a_bulk_edit_and_its_undo(page: Page) -> None:
    log_in(page, "demo-office")
    _go_by_keys(page)
    _choose_rows(page)
    _change_them(page)
    _take_it_back(page)


def test_columns_are_chosen_and_copied_as_they_are_shown(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    log_in(page, "demo-office")
    page.goto("/projects/?view=all")
    _choose_columns(page)
    page.locator("summary", has_text="导出").click()
    page.get_by_role("button", name="复制到剪贴板").click()
    expect(page.locator("#messages")).to_contain_text("已复制全部")
    text = page.evaluate("navigator.clipboard.readText()")
    head, first = text.split("\n")[:2]
    assert head.split("\t") == ["序号", "项目名称", "总投资（万元）", "备注"]
    assert re.fullmatch(r"\d+(\.\d+)?", first.split("\t")[2])
    _copy_two_rows(page)


def _go_by_keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="按键")).to_contain_text("去“作战图”")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="按键")).to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", name="项目", exact=True)).to_be_visible()
    page.locator("input[name=q]").first.fill("g p x ?")  # typed, not commands
    expect(page.locator("input[name=q]").first).to_have_value("g p x ?")
    page.goto("/projects/?view=all")


def _choose_rows(page: Page) -> None:
    boxes = page.locator("input.pick[name=id]")
    boxes.nth(0).check()
    boxes.nth(3).click(modifiers=["Shift"])
    expect(page.locator("[data-picked]")).to_contain_text("已选 4 个")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-picked]")).to_contain_text("已选 3 个")
    expect(boxes.nth(0)).not_to_be_checked()


def _change_them(page: Page) -> None:
    page.get_by_role("button", name="批量修改").click()
    expect(page.get_by_text("3 个项目")).to_be_visible()
    expect(page.locator("[name=remark]")).to_be_hidden()
    page.get_by_label("备注", exact=True).first.check()
    page.locator("[name=remark]").fill(REMARK)
    page.get_by_role("button", name="预览").click()
    expect(page.locator("#preview")).to_contain_text("将修改 3 个项目")
    page.get_by_role("button", name="修改 3 个项目").click()
    expect(page.get_by_role("heading", name="批量修改：备注")).to_be_visible()
    expect(page.locator("table")).to_contain_text(REMARK)


def _take_it_back(page: Page) -> None:
    page.get_by_role("button", name="撤销这次修改").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销").click()
    expect(page.locator("#messages")).to_contain_text("已撤销，恢复 3 个项目")
    page.goto("/projects/?view=all&cols=remark")
    expect(page.locator("table")).not_to_contain_text(REMARK)


def _choose_columns(page: Page) -> None:
    page.locator("summary", has_text=re.compile("^列$")).click()
    panel = page.locator("[data-column-order]")
    expect(panel).to_be_visible()
    for box in panel.locator(".columns-chosen input:not([value=total])").all():
        box.uncheck()
    panel.get_by_label("备注").check()
    panel.get_by_role("button", name="显示这些列").click()
    expect(page.locator("thead th")).to_have_count(3)


def _copy_two_rows(page: Page) -> None:
    boxes = page.locator("input.pick[name=id]")
    boxes.nth(1).check()
    boxes.nth(2).check()
    page.get_by_role("button", name="复制所选到剪贴板").click()
    expect(page.locator("#messages")).to_contain_text("已复制所选 2 行")
    assert len(page.evaluate("navigator.clipboard.readText()").split("\n")) == 3
