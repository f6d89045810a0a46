"""Text and numbers for SVG without a font at hand: CJK is 1 em wide, Latin 0.55 em."""

from __future__ import annotations

import unicodedata


def shortened(text: str, width: float, size: float) -> str:
    """``text`` cut with … to ``width`` px at font ``size``."""
    room = width / size
    if ems(text) <= room:
        return text
    room -= 1  # the …
    kept = 0
    for character in text:
        room -= _em(character)
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def ems(text: str) -> float:
    """Width of ``text`` in em: ``供电110千伏`` → 4 + 3 × 0.55 + … = 5.65."""
    if text.isascii():
        return len(text) * 0.55
    return sum(map(_em, text))


def number(value: float) -> str:
    """A length in px, short: 12.50 → ``12.5``."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def percent(value: float) -> str:
    """A place on the axis, exact to a tenth of a px on a 4K board."""
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"


def _em(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.55
