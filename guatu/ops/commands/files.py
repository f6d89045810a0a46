"""Files that commands read and write; what cannot be is refused in words."""

from __future__ import annotations

from pathlib import Path

from guatu.domain.words import say
from guatu.kit.refusals import Refusal


def write_file(path: Path, raw: bytes) -> None:
    try:
        path.write_bytes(raw)
    except OSError as error:
        raise Refusal(
            say("写不了文件“{name}”：{fault}。", name=str(path), fault=error.strerror or "")
        ) from error


def read_file(path: Path, limit: int) -> bytes:
    """Never more than one byte above ``limit``: the act says what is too long."""
    try:
        with path.open("rb") as source:
            return source.read(limit + 1)
    except OSError as error:
        raise Refusal(
            say("读不了文件“{name}”：{fault}。", name=str(path), fault=error.strerror or "")
        ) from error
