"""What a dimension says of which values, drawn on an axis: colours, holes and overlaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, product

from django.utils.translation import gettext as _

from guatu.domain.lights import Dimension, Light
from guatu.domain.lights.boxes import Cell
from guatu.domain.lights.checking import Grid, grid_of
from guatu.domain.lights.cutting import Axis, Part
from guatu.domain.pace import plain

MOST_LINES = 12
POINT, STRETCH = 1, 3
"""How wide a single value and an interval are drawn, in parts of the axis."""


@dataclass(frozen=True, slots=True)
class Segment:
    """``x`` and ``width`` in percent of the axis; ``light`` None in a hole."""

    x: float
    width: float
    light: Light | None
    torn: bool
    title: str

    @property
    def centre(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One bar: the values of the other measures for which it holds, and its segments."""

    label: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class NumberLines:
    """``left_out`` further lines that are not drawn."""

    measure: str
    unit: str
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    left_out: int


def number_lines(dimension: Dimension) -> NumberLines | None:
    """None for a dimension without a number or with more cells than a check looks at."""
    grid = grid_of(dimension)
    axes = [axis for axis in grid.axes if not axis.measure.yes_no] if grid else []
    if grid is None or not axes:
        return None
    axis = max(axes, key=lambda one: len(one.parts))
    drawn = _Drawing(grid, axis)
    lines = list(drawn.lines())
    measure = axis.measure
    return NumberLines(
        _(measure.label),
        _(measure.unit) if measure.unit else "",
        tuple(_ticks(axis.parts, drawn.edges)),
        tuple(lines[:MOST_LINES]),
        max(0, len(lines) - MOST_LINES),
    )


class _Drawing:
    """The lines of a grid along one of its axes."""

    def __init__(self, grid: Grid, axis: Axis) -> None:
        self._grid, self._axis = grid, axis
        self._place = grid.axes.index(axis)
        self.edges = _edges(axis.parts)

    def lines(self) -> Iterator[Line]:
        """Those with equal segments are one line."""
        found: dict[tuple[Segment, ...], list[str]] = {}
        sizes = [range(len(one.parts)) for one in self._others]
        for rest in product(*sizes):
            if segments := tuple(self._segments(rest)):
                found.setdefault(segments, []).append(self._label(rest))
        for segments, labels in found.items():
            yield Line(_("；").join(labels[:3]) + ("…" if len(labels) > 3 else ""), segments)

    @property
    def _others(self) -> list[Axis]:
        return [one for one in self._grid.axes if one is not self._axis]

    def _segments(self, rest: tuple[int, ...]) -> Iterator[Segment]:
        """Neighbouring parts with one answer together; values that never occur are left free."""
        places = range(len(self._axis.parts))
        for answer, run in groupby(places, key=lambda place: self._answer(self._cell(rest, place))):
            if answer is None:
                continue
            held = list(run)
            left, right = self.edges[held[0]], self.edges[held[-1] + 1]
            light, torn, _rules = answer
            words = self._axis.words(held[0], held[-1]) or _(self._axis.measure.label)
            title = f"{words}：{_said(light)}" + (_("（几条规则说法不同）") if torn else "")
            yield Segment(left, right - left, light, torn, title)

    def _answer(self, cell: Cell) -> tuple[Light | None, bool, tuple[str, ...]] | None:
        if cell in self._grid.never:
            return None
        rules = self._grid.rules[cell]
        return self._grid.light_at(cell), self._grid.is_torn(cell), tuple(r.id for r in rules)

    def _cell(self, rest: tuple[int, ...], place: int) -> Cell:
        return (*rest[: self._place], place, *rest[self._place :])

    def _label(self, rest: tuple[int, ...]) -> str:
        words = (axis.words(at, at) for axis, at in zip(self._others, rest, strict=True))
        return _("、").join(word for word in words if word)


def _edges(parts: Sequence[Part]) -> list[float]:
    """Where each part begins, in percent, and the end of the last."""
    widths = [POINT if part.is_point else STRETCH for part in parts]
    whole, at, edges = sum(widths), 0, [0.0]
    for width in widths:
        at += width
        edges.append(round(100 * at / whole, 3))
    return edges


def _ticks(parts: Sequence[Part], edges: Sequence[float]) -> Iterator[Tick]:
    """A threshold stands at its own part, or between two where no value lies on it."""
    for place, part in enumerate(parts):
        if part.is_point and part.low is not None:
            yield Tick((edges[place] + edges[place + 1]) / 2, plain(part.low))
        elif part.high is not None:
            following = next(islice(parts, place + 1, None), None)
            if following is None or not following.is_point:
                yield Tick(edges[place + 1], plain(part.high))


def _said(light: Light | None) -> str:
    return _(light.word) if light else _("空档，没有颜色")
