"""The table of docs/algorithms/views.md, read from the page and run, and what always holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.domain.lights.colours import Light
from guatu.domain.views import FRESH_DAYS, Alone, Disagreement, Pair, View, disagreement
from tests.domain.lights.documents import rows_of

TODAY = date(2021, 3, 15)
VIEWS = st.none() | st.builds(View, st.integers(1, 5), st.dates(date(2020, 1, 1), TODAY))


def view(step: str, day: str) -> View | None:
    return View(int(step), date.fromisoformat(day)) if step else None


@pytest.mark.parametrize("row", rows_of("views.md", "case"), ids=lambda row: row["case"])
def test_cases_of_the_page(row: dict[str, str]) -> None:
    found = disagreement(
        Light(row["light"]),
        view(row["owner"], row["given"]),
        view(row["review"], row["given on"]),
        TODAY,
    )
    if not row["pairs"]:
        assert found is None
        return
    assert found == Disagreement(
        frozenset(map(Pair, row["pairs"].split())), int(row["steps"]), row["old"] == "是"
    )
    assert found.alone is Alone(row["alone"])


@given(st.sampled_from(Light), VIEWS, VIEWS)
def test_a_view_that_nobody_holds_parts_from_nothing(
    light: Light, owner: View | None, review: View | None
) -> None:
    found = disagreement(light, owner, review, TODAY)
    if found is None:
        return
    assert owner is not None or not found.pairs & {Pair.LIGHT_OWNER, Pair.OWNER_REVIEW}
    assert review is not None or not found.pairs & {Pair.LIGHT_REVIEW, Pair.OWNER_REVIEW}
    assert 2 <= found.steps <= 4


@given(st.sampled_from([Light.RED, Light.GREEN]), VIEWS, VIEWS)
def test_not_everybody_can_stand_alone(
    light: Light, owner: View | None, review: View | None
) -> None:
    """On a line one of three lies between the others, so that all three never part."""
    found = disagreement(light, owner, review, TODAY)
    assert found is None or len(found.pairs) < 3


def test_an_opinion_grows_old_with_the_days() -> None:
    given_on = View(2, TODAY)
    assert not given_on.is_old(TODAY + timedelta(FRESH_DAYS))
    assert given_on.is_old(TODAY + timedelta(FRESH_DAYS + 1))
