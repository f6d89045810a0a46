"""Weeks as bars: one measure, what is above the cap on top of its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from guatu.domain.burden.counting import Count, Measure, amount

WIDE, HIGH, BAR, HEAD = 64, 96, 32, 16
"""Of a week, of the bars, of one bar, and of the figure above it, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A week: what is ``within`` the cap and ``over`` it, with where each begins from the top."""

    monday: date
    x: int
    middle: int
    value: int
    top: float
    within_y: float
    within: float
    over: float
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Picture:
    """``limit`` is where the line of the cap lies from the top; None without a cap."""

    bars: Sequence[Bar]
    limit: float | None
    cap: int | None
    name: str

    @property
    def width(self) -> int:
        return max(len(self.bars), 1) * WIDE

    @property
    def height(self) -> int:
        return HEAD + HIGH + HEAD

    @property
    def foot(self) -> int:
        return HEAD + HIGH

    @property
    def is_empty(self) -> bool:
        return not any(bar.value for bar in self.bars)


def picture(
    weeks: Sequence[tuple[date, Count]], measure: Measure, cap: int | None, name: str
) -> Picture:
    """On one scale: the highest week, or the cap, takes the height."""
    values = [(monday, amount(count, measure)) for monday, count in weeks]
    scale = HIGH / max([value for _monday, value in values] + [cap or 1])
    bars = [_bar(n, monday, value, cap, scale) for n, (monday, value) in enumerate(values)]
    return Picture(bars, None if cap is None else _down(cap * scale), cap, name)


def _bar(n: int, monday: date, value: int, cap: int | None, scale: float) -> Bar:
    over = max(value - cap, 0) if cap is not None else 0
    within = value - over
    said = {"day": monday.isoformat(), "n": value, "over": over}
    title = _("%(day)s 一周：%(n)s") % said
    if over:
        title = _("%(day)s 一周：%(n)s，超出上限 %(over)s") % said
    x = n * WIDE
    return Bar(
        monday=monday,
        x=x + (WIDE - BAR) // 2,
        middle=x + WIDE // 2,
        value=value,
        top=_down(value * scale),
        within_y=_down(within * scale),
        within=round(within * scale, 1),
        over=round(over * scale, 1),
        label=f"{monday:%m-%d}",
        title=title,
    )


def _down(height: float) -> float:
    return round(HEAD + HIGH - height, 1)
