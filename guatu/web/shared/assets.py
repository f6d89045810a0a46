"""Addresses of the built front end, read from the manifest that vite writes."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

DIST = Path(__file__).resolve().parent.parent / "static" / "dist"


def tags(entry: str, dist: Path = DIST) -> SafeString:
    """``<link>`` and ``<script>`` of ``entry``; raises ImproperlyConfigured if it is not built.

    While a new build is being written the pages go on with the last one.
    """
    chunks = _manifest(dist)
    if entry not in chunks:
        raise ImproperlyConfigured(f"前端没有入口“{entry}”。请运行 python hatch_build.py。")
    links = format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((_url(css),) for css in _styles(chunks, entry))
    )
    script = format_html('<script type="module" src="{}"></script>', _url(chunks[entry]["file"]))
    return format_html("{}\n{}", links, script)


def build_name(entry: str, dist: Path = DIST) -> str:
    """Another one as soon as script or style of ``entry`` has changed."""
    chunks = _manifest(dist)
    files = [*_styles(chunks, entry), chunks[entry]["file"]]
    return hashlib.sha256(" ".join(files).encode()).hexdigest()[:16]


def _manifest(dist: Path) -> dict[str, Any]:
    path = dist / ".vite" / "manifest.json"
    try:
        _LAST[path] = _read(path, path.stat().st_mtime_ns)
    except (FileNotFoundError, ValueError) as missing:  # a manifest half written is no JSON
        if path not in _LAST:
            raise ImproperlyConfigured("前端尚未构建。请运行 python hatch_build.py。") from missing
    return _LAST[path]


_LAST: dict[Path, dict[str, Any]] = {}


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> dict[str, Any]:
    chunks: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return chunks


def _styles(chunks: dict[str, Any], entry: str) -> list[str]:
    """Style sheets of ``entry`` and of what it imports, each once, imports first."""
    found: dict[str, None] = {}
    waiting, seen = [entry], set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        found = dict.fromkeys([*chunks[name].get("css", []), *found])
        waiting.extend(chunks[name].get("imports", []))
    return list(found)


def _url(file: str) -> str:
    return static(f"dist/{file}")
