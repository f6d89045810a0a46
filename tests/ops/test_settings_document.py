"""docs/operations/settings.md describes every variable and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
VARIABLE = re.compile(r"\bGUATU_[A-Z_]+[A-Z]\b")


def test_every_variable_is_described() -> None:
    documented = set(re.findall(r"^\| `(GUATU_\w+)`", _text("docs/operations/settings.md"), re.M))
    assert documented == _read_by("guatu/config/settings.py", "guatu/ops/installation.py")


def test_the_guides_name_only_variables_that_exist() -> None:
    """``NAME_FILE`` stands for every variable, so the guides may write it out."""
    known = _read_by("guatu/config/settings.py", "guatu/ops/installation.py")
    for guide in (ROOT / "docs" / "operations").glob("*.md"):
        named = set(VARIABLE.findall(guide.read_text(encoding="utf-8")))
        assert {name.removesuffix("_FILE") for name in named} <= known, guide.name


def _read_by(*paths: str) -> set[str]:
    return {name for path in paths for name in VARIABLE.findall(_text(path))}


def _text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
