"""Many neighbouring cells of a grid as few boxes, so that a check answers in short sentences."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import product
from math import prod

Cell = tuple[int, ...]
"""A place on each axis."""
Box = tuple[tuple[int, int], ...]
"""The first and the last place on each axis, both included."""


def boxes_over(wanted: Iterable[Cell], idle: Container[Cell], sizes: Sequence[int]) -> list[Box]:
    """Boxes that together hold every wanted cell, and beside those only idle ones.

    They may overlap, and none of them can be made larger. ``sizes`` is the length of each axis.
    """
    cells = set(wanted)
    left, found = dict.fromkeys(sorted(cells)), []
    while left:
        seed = next(iter(left))
        orders = range(len(sizes)), range(len(sizes) - 1, -1, -1)
        box = max((_grown(seed, order, cells, idle, sizes) for order in orders), key=_volume)
        found.append(box)
        for cell in _cells(box):
            left.pop(cell, None)
    return found


def _grown(
    seed: Cell, order: Iterable[int], wanted: set[Cell], idle: Container[Cell], sizes: Sequence[int]
) -> Box:
    """The box around ``seed``, made as long as can be on one axis after the other."""
    box = [(place, place) for place in seed]
    for axis in order:
        for step in (1, -1):
            while (layer := _next_layer(box, axis, step, sizes)) is not None:
                if not all(cell in wanted or cell in idle for cell in _cells(layer)):
                    break
                first, last = box[axis]
                box[axis] = (min(first, layer[axis][0]), max(last, layer[axis][1]))
    return tuple(box)


def _next_layer(
    box: Sequence[tuple[int, int]], axis: int, step: int, sizes: Sequence[int]
) -> list[tuple[int, int]] | None:
    place = box[axis][1] + 1 if step > 0 else box[axis][0] - 1
    if not 0 <= place < sizes[axis]:
        return None
    layer = list(box)
    layer[axis] = (place, place)
    return layer


def _cells(box: Iterable[tuple[int, int]]) -> Iterator[Cell]:
    return product(*(range(first, last + 1) for first, last in box))


def _volume(box: Box) -> int:
    return prod(last - first + 1 for first, last in box)
