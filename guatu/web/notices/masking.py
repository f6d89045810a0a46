"""Addresses of robots hold a key: what is shown of them is where they lead, not the key."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

SHOWN = 4


def masked(url: str) -> str:
    """``https://host/path?key=…1a2b``: of every value of the query the last four characters."""
    parts = urlsplit(url)
    query = "&".join(f"{name}={_end(value)}" for name, value in parse_qsl(parts.query))
    return f"{parts.scheme}://{parts.netloc}{parts.path}" + (f"?{query}" if query else "")


def _end(value: str) -> str:
    return f"…{value[-SHOWN:]}" if len(value) > 3 * SHOWN else "…"
