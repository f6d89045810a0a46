"""Printed sheets: the drawing, what stands around it, and flag stickers, as one PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from guatu.boards.wallchart.signs import signs
from guatu.boards.wallchart.style import Style
from guatu.kit import typesetting

FONTS = ("Noto Sans SC", "Noto Serif SC")
#: Of the drawing on paper: a PDF has no fonts but ours.
FAMILY = "'Noto Sans SC','Noto Serif SC'"
_SOURCE = Path(__file__).with_name("sheets.typ")
FLAGS = ("done", "overdue")
#: Milestones with their flags on a page.
STICKERS = 38


@dataclass(frozen=True, slots=True)
class Format:
    """A page in mm; ``size`` is that of the text around the chart, ``head`` the height of what
    stands above it, a QR code among it."""

    width: float
    height: float
    margin: float
    size: float
    head: float

    @property
    def gap(self) -> float:
        return self.size * 0.8

    @property
    def foot(self) -> float:
        return self.size * 1.7

    @property
    def chart_width(self) -> float:
        return self.width - 2 * self.margin

    @property
    def chart_height(self) -> float:
        return self.height - 2 * (self.margin + self.gap) - self.head - self.foot


@dataclass(frozen=True, slots=True)
class Sticker:
    """A milestone with its flags, of which one will be stuck on the chart."""

    project: str
    step: str
    day: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page; drawings are SVG. ``own`` is the code of its only project, ``code`` that of the
    sheet; ``light`` is that of the only project; ``steps`` are rows of sign, name, planned day
    and state."""

    title: str
    notes: Sequence[str] = ()
    chart: str = ""
    legend: str = ""
    foot: Sequence[str] = ()
    code: str = ""
    code_words: str = ""
    kind: Literal["whole", "single", "stickers"] = "whole"
    own: str = ""
    own_words: str = ""
    facts: Sequence[tuple[str, str]] = ()
    steps_head: Sequence[str] = ()
    steps: Sequence[tuple[str, str, str, str]] = ()
    stickers: Sequence[Sticker] = ()
    light: str = ""


@dataclass(slots=True)
class _Files:
    """Drawings by name, each kept once."""

    names: dict[str, str] = field(default_factory=dict)

    def name(self, svg: str) -> str:
        return self.names.setdefault(svg, f"{len(self.names)}.svg") if svg else ""

    def raw(self) -> Mapping[str, bytes]:
        return {name: svg.encode() for svg, name in self.names.items()}


A4 = Format(210, 297, 12, 3.2, 14)


def pdf_of(sheets: Sequence[Sheet], on: Format) -> bytes:
    files = _Files()
    told = {
        **asdict(on),
        "gap": on.gap,
        "foot": on.foot,
        "fonts": FONTS,
        "sheets": [_told(sheet, files) for sheet in sheets],
    }
    return typesetting.compile(
        _SOURCE.read_text(encoding="utf-8"),
        {"print": json.dumps(told, ensure_ascii=False)},
        files.raw(),
    )


def _told(sheet: Sheet, files: _Files) -> dict[str, Any]:
    told = asdict(sheet)
    for drawing in ("chart", "legend", "code", "own"):
        told[drawing] = files.name(told[drawing])
    told["steps"] = [(files.name(sign_alone(sign)), *rest) for sign, *rest in sheet.steps]
    told["light"] = files.name(sign_alone(sheet.light)) if sheet.light else ""
    if sheet.kind == "stickers":
        told["flags"] = [files.name(sign_alone(flag)) for flag in FLAGS]
    return told


def sign_alone(sign: str) -> str:
    """A light or the state of a milestone by itself, in a square."""
    box = "-4 -9 18 18" if sign in FLAGS else "-8 -8 16 16"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="18" height="18" viewBox="{box}">'
        f'{signs(Style.sheet())}<use href="#wc-{sign}"/></svg>'
    )
