"""进度总图 of 3,000 projects in Chromium: how soon it is drawn, and the longest frame of a scroll.

The baseline is what a Gantt page without windows does: every row of the same list is made an
element at once. It is the same script with all lines taken to be in sight.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from bench.chart import DRAWN, _wait
from bench.figures import Figure, tell
from bench.house import browser, empty_house, fill
from bench.process import _free_port

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROJECTS = 3_000
LONGEST_S = 1
LONGEST_FRAME_MS = 100
SCROLL = """() => new Promise(done => {
    const box = document.querySelector('[data-timetable]');
    const frames = [];
    let last = performance.now();
    const step = now => {
        frames.push(now - last);
        last = now;
        box.scrollTop += 900;
        if (box.scrollTop + box.clientHeight < box.scrollHeight - 2) requestAnimationFrame(step);
        else done([Math.max(...frames.slice(1)), frames.length]);
    };
    requestAnimationFrame(step);
})"""
#: All rows of all windows as elements, as the script makes those in sight.
ALL_AT_ONCE = """async () => {
    const box = document.querySelector('[data-timetable]');
    const begin = performance.now();
    box.style.contain = 'none';
    box.style.flex = 'none';
    box.style.height = box.scrollHeight + 'px';
    const wanted = JSON.parse(document.getElementById('timetable-data').textContent).rows;
    const rows = () => document.querySelectorAll('.tt-row.is-row .tt-name').length;
    while (rows() < wanted) await new Promise(next => setTimeout(next, 5));
    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
    return performance.now() - begin;
}"""


def main() -> None:
    with empty_house():
        from tests.city import build_city

        city = build_city()
        fill(city, PROJECTS, milestones=30)
        cookie = browser(city).cookies["sessionid"].value
        port = _free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "guatu", "serve", "--listen", f"127.0.0.1:{port}"],
            env=os.environ,
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait(port)
            _measure(port, cookie)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


def _measure(port: int, cookie: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        context = chromium.new_context(viewport={"width": 1920, "height": 1080})
        base = f"http://127.0.0.1:{port}"
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": base}])
        page = context.new_page()
        taken, frames = [], []
        for _ in range(6):
            taken.append(_opened(page, base))
            frames.append(float(page.evaluate(SCROLL)[0]))
        drawn, frame = sorted(taken[1:])[2], sorted(frames[1:])[2]
        tell(Figure(f"timetable {PROJECTS:,} × 30, drawn", drawn / 1000, "s", LONGEST_S))
        tell(Figure("timetable, longest frame of a scroll", frame, "ms", LONGEST_FRAME_MS))
        _opened(page, base)
        whole = float(page.evaluate(ALL_AT_ONCE))
        tell(Figure("timetable, all rows at once against drawn", whole / drawn, "×", at_least=3))
        chromium.close()


def _opened(page: Page, base: str) -> float:
    """Milliseconds from the click to the painted chart."""
    page.goto(f"{base}/projects/timetable/", wait_until="load")
    page.wait_for_selector("[data-drawn] .tt-row.is-row")
    return float(page.evaluate(DRAWN))


if __name__ == "__main__":
    main()
