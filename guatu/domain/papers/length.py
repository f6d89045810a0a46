"""How long a paper is, and how long it may be (基层减负).

Limits are data: ``limits.json`` of ``guatu.papers.presets``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Length:
    """``characters`` without blanks, of at most ``limit``."""

    characters: int
    limit: int

    @property
    def over(self) -> int:
        return max(0, self.characters - self.limit)


def characters(texts: Iterable[str]) -> int:
    """Characters without blanks; punctuation counts, a number counts digit by digit."""
    return sum(not one.isspace() for text in texts for one in text)
