"""A dimension held against the facts that it looks at, and kept for all who share them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from operator import attrgetter

from guatu.domain.lights.colours import Light
from guatu.domain.lights.deciding import find, shown_light
from guatu.domain.lights.measures import Case
from guatu.domain.lights.measures.kinds import later
from guatu.domain.lights.packs import Dimension
from guatu.domain.lights.reasons import reason_of
from guatu.domain.lights.verdicts import Reason

MOST_KEPT = 2_000
Turn = tuple[date, int]
"""A day, and the place in the pack of the dimension that may turn on it."""


class Aspect:
    """What one dimension says on the day of judging and on any later day.

    ``case`` may be that of another project: it agrees in all that the dimension looks at.
    """

    def __init__(self, number: int, dimension: Dimension, case: Case) -> None:
        self.number, self._dimension, self._case = number, dimension, case
        self.reason: Reason = reason_of(dimension, find(dimension, case), case)
        self.light: Light = self.reason.light
        self._lights = {case.day: self.light}

    def light_on(self, day: date) -> Light:
        """The light shown on ``day`` if no fact changes."""
        light = self._lights.get(day)
        if light is None:
            light = self._lights[day] = shown_light(self._dimension, self._case.on(day))
        return light

    @cached_property
    def turns(self) -> list[Turn]:
        """Later days among which are all on which the light differs from the day before."""
        days = {day for day in self._possible_turns() if day > self._case.day}
        return [(day, self.number) for day in sorted(days)]

    def _possible_turns(self) -> Iterable[date]:
        dimension, case = self._dimension, self._case
        for measure, levels in zip(dimension.used, dimension.levels, strict=True):
            yield from measure.turns(case, levels)
        for excuse in case.facts.excuses:
            if excuse.dimension == dimension.code:
                yield excuse.since
                if excuse.until is not None:
                    yield later(excuse.until, 1)


class Aspects:
    """The aspects of one dimension on one day, by the facts that its measures look at."""

    def __init__(self, number: int, dimension: Dimension) -> None:
        self._number, self._dimension = number, dimension
        looked_at = sorted({name for measure in dimension.used for name in measure.looks_at})
        self._facts = attrgetter("excuses", *looked_at)
        self._kept: dict[object, Aspect] = {}

    def of(self, case: Case) -> Aspect:
        key = self._facts(case.facts)
        aspect = self._kept.get(key)
        if aspect is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            aspect = self._kept[key] = Aspect(self._number, self._dimension, case)
        return aspect
