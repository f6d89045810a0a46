"""The same question at every door: who is let in."""

from __future__ import annotations

from collections.abc import Mapping

from django.test import Client

from tests.city import City

UNSEEN = 404
FORBIDDEN = 403


def answers(
    city: City, method: str, url: str, typed: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Status for a colleague of another department, a reader, and another city's office."""
    people = {
        "stranger": city.client(city.other_liaison),
        "reader": city.client(city.reader),
        "outsider": city.client(city.outsider),
    }
    return {name: _status(browser, method, url, typed) for name, browser in people.items()}


ACT = {"stranger": UNSEEN, "reader": FORBIDDEN, "outsider": UNSEEN}
READ = {"stranger": UNSEEN, "reader": 200, "outsider": UNSEEN}


def _status(browser: Client, method: str, url: str, typed: Mapping[str, str] | None) -> int:
    return int(getattr(browser, method)(url, typed or {}).status_code)
