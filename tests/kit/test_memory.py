"""The search for cycles pauses while very many objects are built, and always comes back."""

from __future__ import annotations

import gc

import pytest

from guatu.kit.memory import without_cycle_search


def test_the_search_pauses_and_comes_back() -> None:
    assert gc.isenabled()
    with without_cycle_search():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_comes_back_after_a_failure_too() -> None:
    with pytest.raises(ValueError, match="示例"), without_cycle_search():
        raise ValueError("示例")
    assert gc.isenabled()


def test_inside_another_pause_it_leaves_the_end_to_the_outer_one() -> None:
    with without_cycle_search():
        with without_cycle_search():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
