"""Kept files: by content, complete before they are named, never outside their folder."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from guatu.kit import files
from tests.journal.test_recording import in_threads


@pytest.fixture
def folder(settings: object) -> Path:
    return Path(settings.FILES_DIR)


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_kept_comes_back(folder: Path) -> None:
    raw = "示例台账".encode() * 1000
    digest = files.keep(raw)
    assert digest == sha256(raw).hexdigest()
    assert files.fetch(digest) == raw
    assert kept(folder) == [folder / digest[:2] / digest]


def test_the_same_content_is_kept_once(folder: Path) -> None:
    assert files.keep(b"x") == files.keep(b"x")
    assert len(kept(folder)) == 1


def test_an_empty_file_is_a_file() -> None:
    assert files.fetch(files.keep(b"")) == b""


def test_what_a_crash_left_half_written_is_not_taken_for_the_file(folder: Path) -> None:
    digest = sha256(b"whole").hexdigest()
    half = folder / digest[:2] / f"{digest}.1.part"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"who")
    with pytest.raises(FileNotFoundError):
        files.fetch(digest)
    assert files.fetch(files.keep(b"whole")) == b"whole"


@pytest.mark.parametrize(
    "name", ["", "0" * 63, "A" * 64, "../" * 21 + "x", "/etc/passwd", "0" * 65, "0" * 63 + "\n"]
)
def test_only_a_digest_is_looked_for(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        files.fetch(name)


def test_who_keeps_the_same_file_at_the_same_time_does_not_disturb() -> None:
    raws = [bytes([n]) * 100_000 for n in range(30)]
    assert in_threads(8, lambda worker: [files.keep(raw) for raw in raws]) == []
    for raw in raws:
        assert files.fetch(files.keep(raw)) == raw
