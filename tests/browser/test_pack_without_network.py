"""A pack on a machine without network: it opens, turns its pages, folds, and asks for nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.arriving import log_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
BEAMER, PHONE = (1920, 1080), (390, 844)


def test_taken_from_the_system_and_opened_without_network(
    page: Page, chromium: Browser, tmp_path: Path
) -> None:
    file = _downloaded(page, tmp_path)
    assert file.stat().st_size < 3 * 1024 * 1024
    for size in (BEAMER, PHONE):
        _opens(chromium, file, size)


def _downloaded(page: Page, folder: Path) -> Path:
    log_in(page, "demo-office")
    page.goto("/packs/")
    row = page.get_by_role("row", name="挂图作战总指挥部三月调度会")
    with page.expect_download() as coming:
        row.get_by_role("button", name="下载").click()
    file = folder / "pack.html"
    coming.value.save_as(file)
    return file


def _opens(chromium: Browser, file: Path, size: tuple[int, int]) -> None:
    width, height = size
    context = chromium.new_context(viewport={"width": width, "height": height}, offline=True)
    opened = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda said: faults.append(said.text))
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(file.as_uri())
    expect(opened.get_by_role("heading", level=1)).to_have_text("挂图作战总指挥部三月调度会")
    _turns_and_folds(opened)
    assert asked == [file.as_uri()]
    assert faults == []
    assert opened.evaluate("document.documentElement.scrollWidth") == width
    context.close()


def _turns_and_folds(opened: Page) -> None:
    opened.keyboard.press("ArrowRight")
    expect(opened.get_by_role("heading", name="目录")).to_be_in_viewport()
    for _ in range(2):
        opened.keyboard.press("ArrowRight")
    expect(opened.get_by_role("heading", name="各工作线")).to_be_in_viewport()
    opened.keyboard.press("ArrowLeft")
    expect(opened.get_by_role("heading", name="总体情况")).to_be_in_viewport()
    folded = opened.locator("article details[open]")
    assert folded.count() > 0
    opened.get_by_role("button", name="收起项目细节").click()
    expect(folded).to_have_count(0)
    opened.get_by_role("navigation").get_by_role("link", name="示例国省道大修工程").click()
    expect(opened.locator("article:target")).to_be_in_viewport()
