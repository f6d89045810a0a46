"""Sizes and colours of the wall chart on a page, on a board and on a printed sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Scale = Literal["month", "quarter"]


@dataclass(frozen=True, slots=True)
class Palette:
    ink: str = "#1c2530"
    ink_2: str = "#566270"
    hint: str = "#616d79"
    sheet: str = "#ffffff"
    band: str = "#efeeea"
    line: str = "#e9e7e2"
    line_2: str = "#cfccc4"
    brand: str = "#27496d"
    on_brand: str = "#ffffff"
    plan: str = "#c9d3e0"
    red: str = "#c8352b"
    red_tint: str = "#fae5e3"
    red_ink: str = "#a92b22"
    yellow: str = "#e0a100"
    green: str = "#2e8b57"
    none: str = "#8a94a0"
    overdue: str = "#1c2530"


DARK = Palette(
    ink="#e8ecf1",
    ink_2="#b3bdc8",
    hint="#a9b4c0",
    sheet="#18212b",
    band="#212d39",
    line="#253039",
    line_2="#3a4654",
    brand="#9db9d6",
    on_brand="#10161d",
    plan="#3a4857",
    red="#e0503f",
    red_tint="#3a2327",
    red_ink="#ff9d90",
    yellow="#eab022",
    green="#3fa56b",
    none="#7d8896",
    overdue="#f4f1ea",
)


@dataclass(frozen=True, slots=True)
class Style:
    """Sizes in px. ``unit_width`` and the like are columns at the left, 0 leaves a column out.

    ``plan_width`` is the width of the time axis in one piece and its least width on a page;
    ``narrow_name`` is the width of the names on phones, where they stand alone with the light.
    Codes stand right of the axis: ``code`` is the side of one in px, 0 leaves them out, and
    neighbours stand side by side in ``code_columns``, so that they can be higher than a row.
    """

    scale: Scale = "month"
    in_pieces: bool = True
    row: float = 28
    band: float = 24
    head: float = 44
    font: float = 13
    small: float = 12
    sign: float = 1.0
    light_width: float = 38
    number_width: float = 0
    name_width: float = 196
    narrow_name: float = 112
    unit_width: float = 96
    sponsor_width: float = 76
    total_width: float = 70
    plan_width: float = 600
    code: float = 0
    code_columns: int = 1
    palette: Palette = field(default_factory=Palette)
    family: str = "'PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC',sans-serif"

    @classmethod
    def page(cls, scale: Scale = "month") -> Style:
        return cls(scale=scale)

    @classmethod
    def board(cls, scale: Scale = "month", rows: int = 28) -> Style:
        """Dark, for 1920 × 1080; fewer ``rows`` a page make them larger, never below 24 px type."""
        height = max(34.0, min(48.0, 920 / max(rows, 1)))
        return cls(
            scale=scale,
            in_pieces=False,
            row=height,
            band=36,
            head=68,
            font=24,
            small=21,
            sign=1.5,
            light_width=56,
            name_width=400,
            unit_width=190,
            sponsor_width=120,
            total_width=0,
            plan_width=1058,
            palette=DARK,
        )

    @classmethod
    def sheet(cls, scale: Scale = "month", plan_width: float = 1180) -> Style:
        """One sheet to print."""
        return cls(scale=scale, in_pieces=False, plan_width=plan_width)

    @property
    def left_width(self) -> float:
        columns = (self.name_width, self.unit_width, self.sponsor_width, self.total_width)
        return self.name_x + sum(columns)

    @property
    def name_x(self) -> float:
        return self.light_width + self.number_width

    @property
    def code_column(self) -> float:
        """A code with its number and the white that it needs."""
        return self.code * 1.14 + self.small * 2.4

    @property
    def below(self) -> float:
        """How far the code of the last row reaches below it."""
        return max(0, (self.code - self.row) / 2)

    @property
    def width(self) -> float:
        """Of the drawing in one piece."""
        codes = self.code_column * self.code_columns if self.code else 0
        return self.left_width + self.plan_width + codes

    @property
    def narrow_width(self) -> float:
        return self.light_width + self.narrow_name
