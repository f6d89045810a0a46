"""A real Chromium against a real server process on the demonstration city."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.arriving import DESK, PHONE, Enter, log_in
from tests.browser.moving_clock import City
from tools.screenshots import DEMO, ROOT, serving, with_data

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

PATIENCE_MS = 15_000
#: What a browser says itself of a form that comes back with its sentences: no fault.
FORM_AGAIN = "status of 422"


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, loaded from nothing once; never served itself, only copies of it."""
    _need_chromium()
    folder = tmp_path_factory.mktemp("demo") / "data"
    folder.mkdir()
    subprocess.run([*DEMO, "--no-serve"], cwd=ROOT, env=with_data(folder), check=True)
    return folder


@pytest.fixture(scope="session")
def demo_city(demo_data: Path) -> Iterator[str]:
    """The address of the demonstration that all walks share, served by one process."""
    with _served_copy(demo_data, "shared") as city:
        yield city.address


@pytest.fixture
def own_city(demo_data: Path, tmp_path: Path) -> Iterator[City]:
    """A demonstration for one test alone, which may move its calendar."""
    with _served_copy(demo_data, tmp_path.name) as city:
        yield city


@contextmanager
def _served_copy(data: Path, name: str) -> Iterator[City]:
    folder = data.with_name(name)
    shutil.copytree(data, folder)
    with serving(folder) as address:
        yield City(address.rstrip("/"), folder)


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
    with _watched(chromium, demo_city, DESK) as opened:
        yield opened


@pytest.fixture
def phone(chromium: Browser, demo_city: str) -> Iterator[Page]:
    """Somebody else beside ``page``, with a phone; as strict."""
    with _watched(chromium, demo_city, PHONE) as opened:
        yield opened


@pytest.fixture
def enter(chromium: Browser, own_city: City) -> Iterator[Enter]:
    """Lets somebody into ``own_city``, each in a browser context of his own; as strict."""
    with ExitStack() as stack:

        def come_in(username: str, size: tuple[int, int]) -> Page:
            opened = stack.enter_context(_watched(chromium, own_city.address, size))
            log_in(opened, username)
            return opened

        yield come_in


@contextmanager
def _watched(browser: Browser, address: str, size: tuple[int, int]) -> Iterator[Page]:
    context = browser.new_context(
        base_url=address, viewport={"width": size[0], "height": size[1]}, locale="zh-CN"
    )
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.extend(_fault(said)))
    yield opened
    context.close()
    assert faults == []


def _fault(said: ConsoleMessage) -> list[str]:
    return [said.text] if said.type == "error" and FORM_AGAIN not in said.text else []


def _need_chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path:
        return path
    if os.environ.get("GUATU_BROWSER_REQUIRED"):
        pytest.fail("no chromium: install the Debian packages chromium and fonts-noto-cjk")
    pytest.skip("BROWSER TESTS NOT RUN: no chromium on PATH (Debian: chromium fonts-noto-cjk)")
