"""A real Chromium against a real server process on the demonstration city."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tools.screenshots import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENCE_MS = 15_000


@pytest.fixture(scope="session")
def demo_city() -> Iterator[str]:
    """The address of the demonstration, loaded from nothing and served by one process."""
    _need_chromium()
    with served() as address:
        yield address.rstrip("/")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = _need_chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, demo_city: str) -> Iterator[Page]:
    """A desk: the test fails when a script fails or the content policy is broken."""
    with _watched(chromium, demo_city, (1280, 800)) as opened:
        yield opened


@pytest.fixture
def phone(chromium: Browser, demo_city: str) -> Iterator[Page]:
    """Somebody else beside ``page``, with a phone; as strict."""
    with _watched(chromium, demo_city, (390, 844)) as opened:
        yield opened


@contextmanager
def _watched(browser: Browser, address: str, size: tuple[int, int]) -> Iterator[Page]:
    context = browser.new_context(
        base_url=address, viewport={"width": size[0], "height": size[1]}, locale="zh-CN"
    )
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert faults == []


def _need_chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path:
        return path
    if os.environ.get("GUATU_BROWSER_REQUIRED"):
        pytest.fail("no chromium: install the Debian packages chromium and fonts-noto-cjk")
    pytest.skip("BROWSER TESTS NOT RUN: no chromium on PATH (Debian: chromium fonts-noto-cjk)")
