"""A real Chromium against a real server process on the demonstration city."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_MS = 15_000


@pytest.fixture(scope="session")
def demo_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demonstration, loaded from nothing and served by one process."""
    _need_chromium()
    folder = tmp_path_factory.mktemp("demo")
    env = {**os.environ, "GUATU_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": ""}
    for name in ("GUATU_DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        env.pop(name, None)
    guatu = [sys.executable, "-m", "guatu", "demo"]
    subprocess.run([*guatu, "--no-serve"], env=env, cwd=ROOT, check=True)
    port = _free_port()
    server = subprocess.Popen([*guatu, "--listen", f"127.0.0.1:{port}"], env=env, cwd=ROOT)
    try:
        yield _answering(f"http://127.0.0.1:{port}")
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


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
    """A page that fails the test when a script fails or the content policy is broken."""
    context = chromium.new_context(
        base_url=demo_city, viewport={"width": 1280, "height": 800}, locale="zh-CN"
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answering(address: str) -> str:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}/accounts/login/", timeout=5):
                return address
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the demonstration did not answer")
