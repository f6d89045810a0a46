"""People who come to the demonstration with a browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

DESK, PHONE = (1280, 800), (390, 844)

Enter = Callable[[str, tuple[int, int]], Page]


def log_in(page: Page, username: str) -> None:
    """By one click on the log-in page of a demonstration; until the first page is there."""
    page.goto("/accounts/login/")
    page.locator(f"button[data-username={username}]").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
