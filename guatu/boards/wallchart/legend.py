"""The signs of the chart with their words, as a drawing that stands above a printed sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from guatu.boards.wallchart.signs import rules, signs
from guatu.boards.wallchart.style import Style
from guatu.boards.wallchart.text import ems
from guatu.boards.wallchart.text import number as n

#: Lines of the chart by their class.
_LINES = {"progress": "wc-d", "pushed": "wc-x", "critical": "wc-k"}


@dataclass(frozen=True, slots=True)
class Entry:
    """``sign`` is a light, the state of a milestone, or one of the lines of the chart."""

    sign: str
    words: str


def legend(entries: Sequence[Entry], style: Style) -> str:
    """One line of signs and words, as wide as it needs to be."""
    size, slot = style.small, 20 * style.sign
    x, height, parts = 0.0, max(size * 1.8, 18 * style.sign), []
    for entry in entries:
        sign = _drawn(entry, style)
        parts.append(
            f'<g transform="translate({n(x + slot / 2)},{n(height / 2)})">{sign}</g>'
            f'<text class="wc-u" x="{n(x + slot + size * 0.3)}" y="{n(height / 2 + size * 0.36)}">'
            f"{escape(entry.words)}</text>"
        )
        x += slot + (ems(entry.words) + 1.9) * size
    return (
        f'<svg class="wc" xmlns="http://www.w3.org/2000/svg" width="{n(x)}" height="{n(height)}" '
        f'viewBox="0 0 {n(x)} {n(height)}"><style>{rules(style)}</style>{signs(style)}'
        f"{''.join(parts)}</svg>"
    )


def _drawn(entry: Entry, style: Style) -> str:
    """The sign around its middle; a flag is drawn from its pole, and a ring is around a light."""
    half = n(6.5 * style.sign)
    if kind := _LINES.get(entry.sign):
        return f'<line class="{kind}" x1="-{half}" x2="{half}"/>'
    if entry.sign == "need":
        side = n(13 * style.sign)
        return f'<rect class="wc-need" x="-{half}" y="-{half}" width="{side}" height="{side}"/>'
    light = '<use href="#wc-green"/>' if entry.sign == "replanned" else ""
    x = -4.5 * style.sign if entry.sign in ("done", "overdue") else 0
    return f'{light}<use href="#wc-{entry.sign}" x="{n(x)}"/>'
