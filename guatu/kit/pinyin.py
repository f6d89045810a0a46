"""Pinyin of names: for search by initials and for a sort order that needs no collation.

The dictionary is read when a name is first spelled: that takes 0.2 s, which a start need not wait.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_RUNS = re.compile("([\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇]+)")


@dataclass(frozen=True, slots=True)
class Pinyin:
    full: str
    initials: str


def pinyin_of(name: str) -> Pinyin:
    """``曲阜`` → ``qufu``, ``qf``; Latin letters and digits stay, the rest falls away."""
    words = list(_words(name))
    return Pinyin("".join(words)[:200], "".join(word[0] for word in words)[:80])


def _words(name: str) -> Iterator[str]:
    """Syllables, and runs of Latin letters and digits as one word each."""
    for place, run in enumerate(_RUNS.split(name)):
        yield from _latin(run) if place % 2 == 0 else _run(run)


@lru_cache(maxsize=16_384)
def _run(run: str) -> tuple[str, ...]:
    """The names of a ledger have whole runs in common, too."""
    from pypinyin.seg.mmseg import seg  # see above

    return tuple(syllable for phrase in seg.cut(run) for syllable in _syllables(phrase))


@lru_cache(maxsize=65_536)
def _syllables(phrase: str) -> tuple[str, ...]:
    """Names repeat their phrases; reading one anew costs five times as much as finding it."""
    from pypinyin import Style, lazy_pinyin  # see above

    return tuple(word for word in lazy_pinyin(phrase, style=Style.NORMAL, errors="ignore") if word)


def _latin(chunk: str) -> list[str]:
    kept = "".join(c for c in chunk.lower() if c.isascii() and c.isalnum())
    return [kept] if kept else []
