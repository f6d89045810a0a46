"""Reading the parts of a bundle: lines of JSON, and values that are nothing else than they say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from guatu.domain.bundles.manifest import BadBundle
from guatu.domain.words import say

#: Characters of any text of a bundle.
WORDS = 300


def read_lines(raw: bytes, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Each line with its number from 1; raises ``BadBundle`` naming the first that is none."""
    for row, line in enumerate(raw.splitlines(), start=1):
        try:
            said = json.loads(line.decode())
        except (ValueError, RecursionError) as error:
            raise unreadable(name, row) from error
        if not isinstance(said, dict):
            raise unreadable(name, row)
        yield row, said


def unreadable(name: str, row: int) -> BadBundle:
    return BadBundle(say("数据包的“{part}”第 {row} 行读不懂，整包不接收。", part=name, row=row))


def text(value: object) -> str:
    if not isinstance(value, str) or len(value) > WORDS or "\0" in value:
        raise TypeError(value)
    return value


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10**9:
        raise TypeError(value)
    return value


def moment(value: object) -> datetime:
    """With its zone; raises ``TypeError`` or ``ValueError``."""
    found = datetime.fromisoformat(text(value))
    if found.tzinfo is None:
        raise ValueError(value)
    return found
