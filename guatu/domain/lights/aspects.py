"""A dimension held against the facts that it looks at, and kept for all who share them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from operator import attrgetter

from guatu.domain.lights.colours import MARK_RANKS, Light
from guatu.domain.lights.deciding import excuse_for, excuses_of, find, shown_light
from guatu.domain.lights.measures import Case
from guatu.domain.lights.measures.kinds import later
from guatu.domain.lights.packs import Dimension
from guatu.domain.lights.reasons import reason_of
from guatu.domain.lights.verdicts import Reason

MOST_KEPT = 2_000
Turn = tuple[date, int]
"""A day, and the place in the pack of the dimension that may turn on it."""
Decided = tuple[str, Light, str, Light | None]
"""Dimension, light, rule, and the colour that an accepted reason suspends."""


class Aspect:
    """What one dimension says on the day of judging and on any later day.

    ``case`` may be that of another project: it agrees in all that the dimension looks at.
    """

    def __init__(self, number: int, dimension: Dimension, case: Case) -> None:
        self.number, self._dimension, self._case = number, dimension, case
        self._finding = finding = find(dimension, case)
        rule, suspended = finding.rule, excuse_for(dimension, finding.light, case) is not None
        self.light = Light.PAUSED if suspended else finding.light
        self.decided: Decided = (
            dimension.code,
            self.light,
            rule.id if rule else "",
            finding.light if suspended else None,
        )
        mark = rule.mark if rule and not suspended else None
        noted = suspended or (rule is not None and bool(rule.notice))
        self.weight = self.light.rank, MARK_RANKS[mark], not noted
        self._lights = {case.day: self.light}

    @cached_property
    def reason(self) -> Reason:
        """In words, which take longer to find than the light."""
        return reason_of(self._dimension, self._finding, self._case)

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
        for excuse in excuses_of(dimension, case):
            yield excuse.since
            if excuse.until is not None:
                yield later(excuse.until, 1)


class Aspects:
    """The aspects of one dimension on one day, by the facts that its measures look at."""

    def __init__(self, number: int, dimension: Dimension) -> None:
        self._number, self._dimension = number, dimension
        looked_at = sorted({name for measure in dimension.used for name in measure.looks_at})
        self._facts = attrgetter("excuses", *looked_at)
        self._kept: dict[object, list[Aspect]] = {}

    def of(self, case: Case) -> Aspect:
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        # One look-up that also makes the place: to hash dozens of milestones is slow.
        place = self._kept.setdefault(self._facts(case.facts), [])
        if not place:
            place.append(Aspect(self._number, self._dimension, case))
        return place[0]
