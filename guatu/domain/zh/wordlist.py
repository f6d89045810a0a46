"""Word lists written as running text."""

from __future__ import annotations


def wordlist(text: str) -> frozenset[str]:
    """The words of ``text``, parted by blanks and line ends."""
    return frozenset(text.split())
