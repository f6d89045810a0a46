"""The files of the repository, as the rules read them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "guatu"
TEMPLATES = sorted(PACKAGE.glob("**/templates/**/*.html"))


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the product: its path below the repository and its tree."""

    path: str
    tree: ast.Module


@lru_cache(maxsize=1)
def modules() -> tuple[Module, ...]:
    """Every module of the product except migrations, which are made by a machine."""
    paths = (p for p in sorted(PACKAGE.rglob("*.py")) if "migrations" not in p.parts)
    return tuple(Module(below_root(p), ast.parse(p.read_text(encoding="utf-8"))) for p in paths)


def below_root(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def own_files() -> Iterator[Path]:
    """What is tracked or about to be: all files that git does not ignore."""
    git = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(git, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):  # an archive instead of a clone
        return _without_git()
    return (ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def _without_git() -> Iterator[Path]:
    ignored = {line.strip("/\n") for line in (ROOT / ".gitignore").read_text().splitlines()}
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        inner = not ignored.isdisjoint(parts) or "dist" in parts or path.suffix in {".mo", ".pyc"}
        if path.is_file() and not inner and not parts[0].endswith(".egg-info"):
            yield path
