"""What must not be in the repository: traces of one machine, and what others wrote or built."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conventions.sources import below_root, own_files

TRACE = re.compile(
    r"(?<![\w.:/~-])/(?:work|root|home|Users|opt/pypi)/[\w.-]+/"
    r"|\b[A-Z]:\\\\?Users\\"
    r"|\bregistry\.[a-z0-9-]+\.[a-z]{2,}"
    r"|\bfiles\.python"
    r"hosted\.org"
    r"|--(?:extra-)?index-url|--find-links|--trusted-host",
)
BINARIES = {
    ".dll", ".eot", ".exe", ".mo", ".otf", ".pyc", ".pyd", ".so", ".tar", ".ttc", ".ttf",
    ".whl", ".woff", ".woff2",
}  # fmt: skip
LARGEST = 300 * 1024
# put together here, so that this file holds no trace of the kind it looks for
ROOT, HOME, REGISTRY = "/{}/".format("root"), "/{}/".format("home"), "registry"

GOOD = (
    "docs at /srv/guatu/files and /opt/guatu/.venv/bin",
    'path("projects/home/list/", view)',
    f"https://guatu.example{ROOT}of/trust/",
    "omit-lockfile-registry-resolved=true",
)
BAD = (
    f"cd {ROOT}guatu/src",
    f'DATA = "{HOME}someone/guatu/var"',
    f'"resolved": "https://{REGISTRY}.example.org/alpinejs"',
    "--index-url https://mirror.example/simple",
    "C:\\Users\\someone",
)


@pytest.mark.parametrize("sample", GOOD)
def test_good_samples_pass(sample: str) -> None:
    assert TRACE.search(sample) is None


@pytest.mark.parametrize("sample", BAD)
def test_bad_samples_are_found(sample: str) -> None:
    assert TRACE.search(sample)


def test_nothing_tells_on_which_machine_it_was_written() -> None:
    found = {
        (below_root(path), found.group())
        for path in own_files()
        if path.name != "test_repository.py"
        and (text := _text(path)) is not None
        and (found := TRACE.search(text))
    }
    assert found == set()


def test_no_fonts_programs_or_built_files() -> None:
    assert {below_root(path) for path in own_files() if path.suffix.lower() in BINARIES} == set()


def test_no_large_files() -> None:
    """Pictures are compressed, ledgers are samples; locks and words are as long as they are."""
    found = {
        below_root(path): path.stat().st_size
        for path in own_files()
        if path.suffix not in {".lock", ".po"} and path.stat().st_size > LARGEST
    }
    assert found == {}


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
