"""Cells told as few boxes: none is left out, and no box holds a cell that it should not."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.lights.boxes import Box, Cell, boxes_over

SIZES = (4, 2, 3)
EVERY = list(product(*map(range, SIZES)))


def _cells(box: Box) -> set[Cell]:
    return set(product(*(range(first, last + 1) for first, last in box)))


@given(st.sets(st.sampled_from(EVERY)), st.sets(st.sampled_from(EVERY)))
def test_boxes_hold_every_wanted_cell_and_beside_those_only_idle_ones(
    wanted: set[Cell], idle: set[Cell]
) -> None:
    held = set().union(*map(_cells, boxes_over(wanted, idle, SIZES)))
    assert wanted <= held <= wanted | idle


@given(st.tuples(*(st.lists(st.integers(0, n - 1), min_size=1) for n in SIZES)))
def test_one_block_is_one_box(spread: tuple[list[int], ...]) -> None:
    block: Box = tuple((min(places), max(places)) for places in spread)
    assert boxes_over(_cells(block), (), SIZES) == [block]


def test_idle_cells_join_what_they_lie_between() -> None:
    wanted = [(0, 0, 0), (2, 0, 0)]
    assert len(boxes_over(wanted, (), SIZES)) == 2
    assert boxes_over(wanted, {(1, 0, 0)}, SIZES) == [((0, 2), (0, 0), (0, 0))]
