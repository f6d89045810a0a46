"""Three views of a project: the computed light, the owner's view, an independent review.

Opinions are steps from 1 (很有把握) to 5 (难以完成). A light stands on the same scale: green at 1,
yellow at 3, red at 5; a light that is no colour stands nowhere. How far two views lie apart is
counted in steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from guatu.domain.lights.colours import Light

#: Where a light stands among the steps.
PLACES: Mapping[Light, int] = {Light.GREEN: 1, Light.YELLOW: 3, Light.RED: 5}
#: From so many steps on a light and an opinion disagree: a light is coarse, yellow never does.
LIGHT_APART = 3
#: From so many steps on two opinions disagree.
OPINIONS_APART = 2
#: Days after which an opinion is old: the project has moved on since.
FRESH_DAYS = 60


class Pair(StrEnum):
    """Two of the three views."""

    LIGHT_REVIEW = "light_review"
    LIGHT_OWNER = "light_owner"
    OWNER_REVIEW = "owner_review"


class Alone(StrEnum):
    """Whose view stands against the others; ``NOBODY`` where only two are known or all differ."""

    NOBODY = ""
    LIGHT = "light"
    OWNER = "owner"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class View:
    """An opinion and the day it was given on."""

    step: int
    on: date

    def is_old(self, today: date) -> bool:
        """Given more than ``FRESH_DAYS`` days ago: on 1 January, so from 3 March on."""
        return today - self.on > timedelta(FRESH_DAYS)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """``steps`` is how far the two farthest of ``pairs`` lie apart; ``old`` when an opinion that
    it rests on is."""

    pairs: frozenset[Pair]
    steps: int
    old: bool

    @property
    def alone(self) -> Alone:
        return _ALONE.get(self.pairs, Alone.NOBODY)


def disagreement(
    light: Light, owner: View | None, review: View | None, today: date
) -> Disagreement | None:
    """What parts the three views; None when nothing does.

    Green with a review of 4: 3 steps. Red with an owner at 1: 4 steps. An owner at 2 and a
    reviewer at 4: 2 steps. Yellow with anything: nothing; green with a 3: nothing.
    """
    apart = dict(_apart(light, owner, review))
    if not apart:
        return None
    steps = max(apart.values())
    rests_on = [
        view
        for view, pairs in ((owner, _WITH_OWNER), (review, _WITH_REVIEW))
        if view is not None and pairs & apart.keys()
    ]
    return Disagreement(frozenset(apart), steps, any(view.is_old(today) for view in rests_on))


def _apart(light: Light, owner: View | None, review: View | None) -> Iterator[tuple[Pair, int]]:
    place = PLACES.get(light)
    for pair, one, other, least in (
        (Pair.LIGHT_REVIEW, place, _step(review), LIGHT_APART),
        (Pair.LIGHT_OWNER, place, _step(owner), LIGHT_APART),
        (Pair.OWNER_REVIEW, _step(owner), _step(review), OPINIONS_APART),
    ):
        if one is not None and other is not None and (steps := abs(one - other)) >= least:
            yield pair, steps


def _step(view: View | None) -> int | None:
    return None if view is None else view.step


_WITH_OWNER = frozenset({Pair.LIGHT_OWNER, Pair.OWNER_REVIEW})
_WITH_REVIEW = frozenset({Pair.LIGHT_REVIEW, Pair.OWNER_REVIEW})
_ALONE = {
    frozenset({Pair.LIGHT_REVIEW, Pair.LIGHT_OWNER}): Alone.LIGHT,
    _WITH_OWNER: Alone.OWNER,
    _WITH_REVIEW: Alone.REVIEW,
}
