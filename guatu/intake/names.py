"""Names as they are compared: what is written differently but means the same is made equal."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_APART = re.compile(r"[\s·•“”\"'‘’《》〈〉【】\[\]<>,。.:;、_-]+")
_SUFFIX = re.compile(r"(?:建设)?(?:项目|工程)+$")
_IN_BRACKETS = re.compile(r"\((?:项目|工程|建设项目|建设工程)\)$")
SHORTEST = 4
"""A name this short keeps its suffix: 安置工程 and 安置项目 say too little without it."""


def folded(text: str) -> str:
    """Full-width as half-width, without blanks and marks; brackets stay and are half-width."""
    return _APART.sub("", unicodedata.normalize("NFKC", text)).casefold()


def project_key(name: str) -> str:
    """``示例 园区（二期）项目`` and ``示例园区(二期)工程`` are equal, ``(一期)`` is another."""
    key = _IN_BRACKETS.sub("", folded(name))
    bare = _SUFFIX.sub("", key)
    return bare if len(bare) >= SHORTEST else key


def line_key(title: str) -> str:
    return re.sub(r"(工作)?线$", "", folded(title))


@dataclass(slots=True)
class Likeness:
    """Finds names that share most of their pairs of characters (Dice's coefficient).

    Pairs that more than ``COMMON`` names have say nothing and are passed over, so that a look-up
    costs the same in a long list.
    """

    keys: Sequence[str]
    posting: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    COMMON = 60
    ENOUGH = 60

    def __post_init__(self) -> None:
        for place, key in enumerate(self.keys):
            for pair in _pairs(key):
                self.posting[pair].append(place)

    def nearest(self, key: str, limit: int = 3) -> list[tuple[int, int]]:
        """Up to ``limit`` places in ``keys`` with their likeness in percent, best first."""
        own = _pairs(key)
        shared = Counter(
            place
            for pair in own
            if len(found := self.posting.get(pair, ())) <= self.COMMON
            for place in found
        )
        most = (place for place, _ in shared.most_common(12))
        near = ((place, _percent(own, _pairs(self.keys[place]))) for place in most)
        good = [(place, percent) for place, percent in near if percent >= self.ENOUGH]
        return sorted(good, key=lambda one: -one[1])[:limit]


def _pairs(key: str) -> frozenset[str]:
    return frozenset(key[i : i + 2] for i in range(len(key) - 1))


def _percent(one: Iterable[str], other: Iterable[str]) -> int:
    first, second = set(one), set(other)
    whole = len(first) + len(second)
    return round(200 * len(first & second) / whole) if whole else 0
