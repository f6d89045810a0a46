from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from guatu.web.shared import assets

MANIFEST = {
    "_on.js": {"file": "assets/on-1.js", "css": ["assets/on-1.css"]},
    "_json.js": {"file": "assets/json-1.js", "imports": ["_on.js"]},
    "src/app.js": {
        "file": "assets/app-1.js",
        "css": ["assets/app-1.css"],
        "imports": ["_on.js", "_json.js"],
    },
    "src/wallchart.js": {"file": "assets/wallchart-1.js"},
}


def written(folder: Path, chunks: object) -> Path:
    manifest = folder / ".vite" / "manifest.json"
    manifest.parent.mkdir(exist_ok=True)
    manifest.write_text(json.dumps(chunks), encoding="utf-8")
    return manifest


def test_an_entry_brings_its_style_and_that_of_what_it_imports_once(tmp_path: Path) -> None:
    written(tmp_path, MANIFEST)
    assert assets.tags("src/app.js", tmp_path).split("\n") == [
        '<link rel="stylesheet" href="/static/dist/assets/on-1.css">',
        '<link rel="stylesheet" href="/static/dist/assets/app-1.css">',
        '<script type="module" src="/static/dist/assets/app-1.js"></script>',
    ]


def test_a_new_build_is_seen_without_a_restart(tmp_path: Path) -> None:
    manifest = written(tmp_path, MANIFEST)
    assert "wallchart-1.js" in assets.tags("src/wallchart.js", tmp_path)
    written(tmp_path, {"src/wallchart.js": {"file": "assets/wallchart-2.js"}})
    later = manifest.stat().st_mtime_ns + 1_000_000_000
    os.utime(manifest, ns=(later, later))
    assert "wallchart-2.js" in assets.tags("src/wallchart.js", tmp_path)


def test_while_a_new_build_is_written_the_last_one_serves(tmp_path: Path) -> None:
    manifest = written(tmp_path, MANIFEST)
    before = assets.tags("src/app.js", tmp_path)
    manifest.write_text('{"src/app.js": {"fi', encoding="utf-8")
    assert assets.tags("src/app.js", tmp_path) == before
    manifest.unlink()
    assert assets.tags("src/app.js", tmp_path) == before


def test_a_missing_build_says_how_to_build(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"hatch_build\.py"):
        assets.tags("src/app.js", tmp_path)


def test_an_unknown_entry_is_named(tmp_path: Path) -> None:
    written(tmp_path, MANIFEST)
    with pytest.raises(ImproperlyConfigured, match=r"src/none\.js"):
        assets.tags("src/none.js", tmp_path)


@pytest.mark.parametrize("name", ["app", "chart", "gantt", "wallchart"])
def test_every_entry_that_pages_name_is_built(name: str) -> None:
    assert f"/static/dist/assets/{name}-" in assets.tags(f"src/{name}.js")
