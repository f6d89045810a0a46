"""The wall chart of 92 projects with 30 milestones each, drawn in Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request

from bench.figures import Figure, tell
from bench.house import browser, empty_house, fill
from bench.process import _free_port

LONGEST_S = 1
DRAWN = """() => new Promise(done => requestAnimationFrame(() => setTimeout(
    () => done(performance.now()), 0)))"""


def main() -> None:
    with empty_house():
        from tests.city import build_city

        city = build_city()
        fill(city, 92, milestones=30)
        cookie = browser(city).cookies["sessionid"].value
        port = _free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "guatu", "serve", "--listen", f"127.0.0.1:{port}"],
            env=os.environ,
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait(port)
            tell(Figure("wall chart 92 × 30, drawn", _drawn(port, cookie), "s", LONGEST_S))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


def _wait(port: int) -> None:
    for _ in range(400):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5):
                return
        except OSError:
            time.sleep(0.02)
    raise SystemExit("the server did not answer")


def _drawn(port: int, cookie: str) -> float:
    """Seconds from the click to the painted chart; the median of five visits."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        context = chromium.new_context(viewport={"width": 1920, "height": 1080})
        base = f"http://127.0.0.1:{port}"
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": base}])
        page = context.new_page()
        taken = []
        for _ in range(6):
            page.goto(f"{base}/wallchart/", wait_until="load")
            page.wait_for_selector("#wallchart svg")
            taken.append(page.evaluate(DRAWN) / 1000)
        chromium.close()
    return float(sorted(taken[1:])[2])


if __name__ == "__main__":
    main()
