"""``judge``: a light is never typed in, it is what the rules say of the facts on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import cast

from guatu.domain.lights.aspects import Aspect, Aspects
from guatu.domain.lights.changes import next_change
from guatu.domain.lights.colours import Light, worst
from guatu.domain.lights.deciding import light_of, standing, standing_turns
from guatu.domain.lights.facts import ProjectFacts
from guatu.domain.lights.measures import Case
from guatu.domain.lights.packs import RulePack
from guatu.domain.lights.reasons import standing_reason
from guatu.domain.lights.subjects import SUBJECT_OF, ItemFacts, Subject
from guatu.domain.lights.verdicts import Reason, Verdict
from guatu.domain.lights.workdays import MONDAY_TO_FRIDAY, Workdays

MOST_KEPT = 5_000


def judge(
    pack: RulePack, facts: ProjectFacts, day: date, workdays: Workdays = MONDAY_TO_FRIDAY
) -> Verdict:
    """The light of a project as at the end of ``day``, with a reason for every dimension.

    Total: for any facts there is exactly one light and at least one reason. The worst dimension
    decides; an accepted reason suspends the yellow or red of its dimension, the others still
    count. A halted project is paused where it would be green or without a colour. With 银川's
    rules, plan 10,000 and done 1,260 by 2021-03-31: yellow, “低于序时 12.4 个百分点”.
    """
    return Judge(pack, day, workdays).verdict(facts)


def judge_item(
    pack: RulePack, facts: ItemFacts, day: date, workdays: Workdays = MONDAY_TO_FRIDAY
) -> Verdict:
    """What ``judge`` is for projects, for a slip, a cell of the chart or an indicator.

    Raises ValueError for a pack about something else. With 宿迁's rules, a slip due on 10 March
    and still open on the 11th: red, until it is closed.
    """
    if pack.subject is not SUBJECT_OF[type(facts)]:
        raise ValueError(f"{pack.code} is about a {pack.subject.value}")
    # The measures of the subject narrow the facts again; nothing else looks into them.
    case = Case.of(cast(ProjectFacts, facts), pack.terms, workdays, day)
    aspects = [Aspect(n, dimension, case) for n, dimension in enumerate(pack.dimensions)]
    return _weighed(pack, aspects, _STANDS, day).verdict


class Glance:
    """What a judgement comes to, put in words only when they are asked for."""

    def __init__(
        self,
        pack: RulePack,
        day: date,
        light: Light,
        aspects: Sequence[Aspect],
        whole: Reason | None,
        next_change: date | None,
    ) -> None:
        self.light, self.next_change = light, next_change
        self._pack, self._day, self._aspects, self._whole = pack, day, aspects, whole

    @cached_property
    def decided(self) -> tuple[object, ...]:
        """Which rule decided each dimension: equal when nothing but figures is said anew."""
        rules = tuple([aspect.decided for aspect in self._aspects])
        whole = self._whole.rule_id if self._whole else ""
        return self._pack.code, self._pack.version, self.light, whole, rules

    @property
    def headline(self) -> Reason:
        """The worst reason."""
        if self._whole is not None and self._before_whole == 0:
            return self._whole
        return self._aspects[0].reason

    @cached_property
    def verdict(self) -> Verdict:
        reasons = [aspect.reason for aspect in self._aspects]
        if self._whole is not None:
            reasons.insert(self._before_whole, self._whole)
        pack = self._pack
        return Verdict(
            self.light, tuple(reasons), pack.code, pack.version, self._day, self.next_change
        )

    @property
    def _before_whole(self) -> int:
        """How many dimensions have a colour that what is said of the whole does not hide."""
        if self._whole is None or self.light is self._whole.light:
            return 0
        return sum(aspect.light.rank < Light.GREEN.rank for aspect in self._aspects)


class Judge:
    """Judges any number of projects on one day by one pack, each as ``judge`` does alone.

    A dimension is worked out once for all projects that agree in the facts that it looks at,
    and projects that agree in everything get the same ``Verdict`` object. Raises ValueError for
    a pack that is not about projects.
    """

    def __init__(self, pack: RulePack, day: date, workdays: Workdays = MONDAY_TO_FRIDAY) -> None:
        if pack.subject is not Subject.PROJECT:
            raise ValueError(f"{pack.code} is about a {pack.subject.value}")
        self.pack, self.day, self.workdays = pack, day, workdays
        self._dimensions = [Aspects(n, dimension) for n, dimension in enumerate(pack.dimensions)]
        self._glances: dict[tuple[Aspect, ...], Glance] = {}

    def verdict(self, facts: ProjectFacts) -> Verdict:
        """See ``judge``."""
        return self.glance(facts).verdict

    def glance(self, facts: ProjectFacts) -> Glance:
        """The same without the words of reasons that nobody reads."""
        case = Case.of(facts, self.pack.terms, self.workdays, self.day)
        aspects = tuple([dimension.of(case) for dimension in self._dimensions])
        if standing(facts, self.day) is not None or standing_turns(facts, self.day):
            return _weighed(self.pack, aspects, facts, self.day)
        held = self._glances.get(aspects)
        if held is None:
            if len(self._glances) >= MOST_KEPT:
                self._glances.clear()
            held = _weighed(self.pack, aspects, facts, self.day)
            self._glances[aspects] = held
        return held


_STANDS = ProjectFacts(2000)
"""Items are neither halted nor withdrawn as a whole."""


def _weighed(pack: RulePack, aspects: Sequence[Aspect], facts: ProjectFacts, day: date) -> Glance:
    """Of the facts only those are looked at that say whether the project stands."""
    light = light_of(worst(aspect.light for aspect in aspects), facts, day)
    turn = next_change(aspects, facts, day, light)
    reason = None if standing(facts, day) is None else standing_reason(facts, day)
    return Glance(pack, day, light, sorted(aspects, key=_weight), reason, turn)


_weight = attrgetter("weight")
