"""Places: equal figures share one, few are not ranked."""

from __future__ import annotations

import doctest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from guatu.domain import ranking
from guatu.domain.ranking import FEWEST, climbed, places
from tests.domain.lights.documents import rows_of

SHARES = st.dictionaries(st.integers(0, 40), st.none() | st.decimals(0, 300, places=2), max_size=40)


def test_the_examples_of_the_rule() -> None:
    assert doctest.testmod(ranking).failed == 0


def test_equal_places_skip_the_next() -> None:
    """临沂: 6, 6, 8."""
    figures = {n: Decimal(100 - n) for n in range(5)} | {5: Decimal(50), 6: Decimal(50)}
    found = places({**figures, 7: Decimal(40)})
    assert (found[5], found[6], found[7]) == (6, 6, 8)


def test_a_few_are_listed_without_places() -> None:
    assert places({n: Decimal(n) for n in range(FEWEST - 1)}) == {}
    assert len(places({n: Decimal(n) for n in range(FEWEST)})) == FEWEST


@given(SHARES)
def test_who_has_more_never_stands_behind(shares: dict[int, Decimal | None]) -> None:
    found = places(shares)
    for one, place in found.items():
        for other, behind in found.items():
            mine, theirs = shares[one], shares[other]
            assert mine is not None
            assert theirs is not None
            if place < behind:
                assert mine > theirs
        ahead = sum(1 for behind in found.values() if behind < place)
        assert place == ahead + 1


def test_places_won_are_positive() -> None:
    assert (climbed(5, 3), climbed(3, 5), climbed(4, 4), climbed(None, 2)) == (2, -2, 0, None)


def test_the_example_of_the_page_comes_out_as_printed() -> None:
    rows = rows_of("ranking.md", "change")
    before, now = (
        places({row["unit"]: _share(row[column]) for row in rows})
        for column in ("a week ago", "now")
    )
    for row in rows:
        unit = row["unit"]
        told = (before.get(unit), now.get(unit), climbed(before.get(unit), now.get(unit)))
        printed = (row["place a week ago"], row["place now"], row["change"])
        assert tuple("" if one is None else str(one) for one in told) == printed, unit


def _share(printed: str) -> Decimal | None:
    return Decimal(printed) if printed else None
