"""``judge``: a light is never typed in, it is what the rules say of the facts on a day."""

from __future__ import annotations

from datetime import date

from guatu.domain.lights.aspects import Aspect, Aspects
from guatu.domain.lights.changes import next_change
from guatu.domain.lights.colours import worst
from guatu.domain.lights.deciding import standing, standing_turns
from guatu.domain.lights.facts import ProjectFacts
from guatu.domain.lights.measures import Case
from guatu.domain.lights.packs import RulePack
from guatu.domain.lights.reasons import standing_reason
from guatu.domain.lights.verdicts import Reason, Verdict
from guatu.domain.lights.workdays import MONDAY_TO_FRIDAY, Workdays

MOST_KEPT = 5_000


def judge(
    pack: RulePack, facts: ProjectFacts, day: date, workdays: Workdays = MONDAY_TO_FRIDAY
) -> Verdict:
    """The light of a project as at the end of ``day``, with a reason for every dimension.

    Total: for any facts there is exactly one light and at least one reason. The worst dimension
    decides; an accepted reason suspends the yellow or red of its dimension, the others still
    count. With 银川's rules, plan 10,000 and done 1,260 by 2021-03-31: yellow, “低于序时 12.4
    个百分点”.
    """
    return Judge(pack, day, workdays).verdict(facts)


class Judge:
    """Judges any number of projects on one day by one pack, each as ``judge`` does alone.

    A dimension is worked out once for all projects that agree in the facts that it looks at,
    and projects that agree in everything get the same ``Verdict`` object.
    """

    def __init__(self, pack: RulePack, day: date, workdays: Workdays = MONDAY_TO_FRIDAY) -> None:
        self.pack, self.day, self.workdays = pack, day, workdays
        self._dimensions = [Aspects(n, dimension) for n, dimension in enumerate(pack.dimensions)]
        self._verdicts: dict[tuple[Aspect, ...], Verdict] = {}

    def verdict(self, facts: ProjectFacts) -> Verdict:
        """See ``judge``."""
        case = Case.of(facts, self.pack.terms, self.workdays, self.day)
        aspects = tuple([dimension.of(case) for dimension in self._dimensions])
        if standing(facts, self.day) is not None or standing_turns(facts, self.day):
            return self._weighed(aspects, facts)
        held = self._verdicts.get(aspects)
        if held is None:
            if len(self._verdicts) >= MOST_KEPT:
                self._verdicts.clear()
            held = self._verdicts[aspects] = self._weighed(aspects, facts)
        return held

    def _weighed(self, aspects: tuple[Aspect, ...], facts: ProjectFacts) -> Verdict:
        """Of the facts only those are looked at that say whether the project stands."""
        reasons = sorted([aspect.reason for aspect in aspects], key=_weight)
        light, whole = worst(aspect.light for aspect in aspects), standing(facts, self.day)
        if whole is not None:
            reasons.insert(0, standing_reason(whole, facts))
            light = whole
        turn = next_change(aspects, facts, self.day, light)
        return Verdict(light, tuple(reasons), self.pack.code, self.pack.version, self.day, turn)


def _weight(reason: Reason) -> tuple[int, bool]:
    return reason.light.rank, reason.notice is None
