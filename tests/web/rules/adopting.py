"""Adopting a pack as a person does: from the page of its back-test."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client


def token_of(browser: Client, key: str) -> str:
    """What the page of the back-test gives to whoever has looked at it."""
    html = browser.get(f"/rules/{key}/trial/").content.decode()
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def adopting(browser: Client, key: str, **sent: Any) -> Any:
    """The answer to the form below the picture, redirects followed."""
    given = {"token": token_of(browser, key), **sent}
    return browser.post(f"/rules/{key}/adoption/", given, follow=True)
