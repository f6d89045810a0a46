"""The wall chart of 92 projects with 30 milestones each, printed.

The baseline is what was done before: the page with the same drawing, printed to PDF by a Chromium
that runs already; the making of the page is not counted.
"""

from __future__ import annotations

import os
import shutil
from time import perf_counter
from typing import TYPE_CHECKING

from bench.figures import Figure, median_ms, tell
from bench.house import browser, empty_house, fill

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page

A0_MS = 300.0
PDF = "/wallchart/print/pdf/"


def main() -> None:
    os.environ["GUATU_SITE_URL"] = "https://guatu.example.gov.cn"  # with its codes
    with empty_house():
        from tests.city import build_city

        city = build_city()
        fill(city, 92, milestones=30)
        client = browser(city)
        begin = perf_counter()
        _print(client, f"{PDF}?paper=a0")
        tell(Figure("first print of a process", (perf_counter() - begin) * 1000, "ms"))
        tell(Figure("A0 sheet of 92 × 30, warm", _warm(client, "?paper=a0"), "ms", A0_MS))
        tell(Figure("baseline: its page printed by Chromium", _by_chromium(client), "ms"))
        tell(Figure("three sheets of A3, warm", _warm(client, "?paper=a3"), "ms"))
        tell(Figure("92 sheets, one a project, warm", _warm(client, "?paper=a3&each=1"), "ms"))


def _warm(client: Client, query: str) -> float:
    return median_ms(lambda: _print(client, PDF + query), 7)


def _by_chromium(client: Client) -> float:
    from playwright.sync_api import sync_playwright

    html = client.get("/wallchart/print/?paper=a0").content.decode()

    def printed(page: Page) -> None:
        page.set_content(html)
        page.pdf(width="1189mm", height="841mm")

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = chromium.new_page()
        spent = median_ms(lambda: printed(page), 5)
        chromium.close()
    return spent


def _print(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"


if __name__ == "__main__":
    main()
