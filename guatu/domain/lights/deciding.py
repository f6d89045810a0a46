"""Which colour a dimension and a whole project have on a day: the part without words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from guatu.domain.lights.colours import Light
from guatu.domain.lights.facts import Excuse, ProjectFacts
from guatu.domain.lights.measures import Case, Measure, Value
from guatu.domain.lights.measures.kinds import later
from guatu.domain.lights.packs import Dimension, Merge, Rule

_SUSPENDABLE = (Light.RED, Light.YELLOW)


class Finding(NamedTuple):
    """What a dimension came to: the values of its measures and the rule that decided, if any.

    ``light`` is before any accepted reason; ``NONE`` without a rule and without ``otherwise``.
    """

    light: Light
    rule: Rule | None
    values: tuple[Value | None, ...]


def find(dimension: Dimension, case: Case) -> Finding:
    """Apply the rules of ``dimension``; a rule with a missing measure does not hold.

    ``otherwise`` applies where nothing is missing (see ``missing``).
    """
    values = tuple([measure.read(case) for measure in dimension.used])
    rule = _deciding(dimension, values)
    if rule is not None:
        return Finding(rule.light, rule, values)
    if dimension.otherwise is not None and missing(dimension, values) is None:
        return Finding(dimension.otherwise.light, None, values)
    return Finding(Light.NONE, None, values)


def missing(dimension: Dimension, values: Sequence[Value | None]) -> Measure | None:
    """The first measure without a value, None when nothing is missing.

    Of the measures that nobody owes (``absent``) one with a value is enough.
    """
    if None not in values:
        return None
    measured = list(zip(dimension.used, values, strict=True))
    some_given = any(measure.absent and value is not None for measure, value in measured)
    for measure, value in measured:
        if value is None and not (measure.absent and some_given):
            return measure
    return None


def excuse_for(dimension: Dimension, light: Light, case: Case) -> Excuse | None:
    """The accepted reason that suspends ``light``: yellow and red can be, green need not.

    With the last day that the terms of the dimension let it have.
    """
    if light in _SUSPENDABLE:
        for excuse in excuses_of(dimension, case):
            if excuse.holds_on(case.day):
                return excuse
    return None


def excuses_of(dimension: Dimension, case: Case) -> Iterator[Excuse]:
    """The accepted reasons for ``dimension`` as its terms let them stand, on whatever day."""
    for excuse in case.facts.excuses:
        if excuse.dimension == dimension.code:
            heeded = dimension.excuse.heeded(excuse)
            if heeded is not None:
                yield heeded


def shown_light(dimension: Dimension, case: Case) -> Light:
    """The light of ``dimension`` with accepted reasons heeded."""
    light = find(dimension, case).light
    return Light.PAUSED if excuse_for(dimension, light, case) else light


def standing(facts: ProjectFacts, day: date) -> Light | None:
    """``NONE`` for a withdrawn or a reserve project, ``PAUSED`` for a halted one, else None.

    What is shown of a halted project is told by ``light_of``.
    """
    if facts.is_reserve or withdrawn(facts, day):
        return Light.NONE
    return Light.PAUSED if _halted(facts, day) else None


def light_of(found: Light, facts: ProjectFacts, day: date) -> Light:
    """The light of a project whose dimensions come to ``found``.

    A halted one is ``PAUSED`` instead of green or nothing, never instead of yellow or red: what
    the pause does not excuse goes on counting.
    """
    whole = standing(facts, day)
    if whole is None or (whole is Light.PAUSED and found in _SUSPENDABLE):
        return found
    return whole


def standing_turns(facts: ProjectFacts, day: date) -> list[date]:
    """The days after ``day`` on which the project may be halted, resumed or withdrawn."""
    if facts.is_reserve or withdrawn(facts, day):
        return []
    days = [facts.withdrawn_on, facts.paused_on]
    if facts.paused_until is not None:
        days.append(later(facts.paused_until, 1))
    return [turn for turn in days if turn is not None and turn > day]


def withdrawn(facts: ProjectFacts, day: date) -> bool:
    return facts.withdrawn_on is not None and facts.withdrawn_on <= day


def _halted(facts: ProjectFacts, day: date) -> bool:
    if facts.paused_on is None or day < facts.paused_on:
        return False
    return facts.paused_until is None or day <= facts.paused_until


def holding(dimension: Dimension, values: Sequence[Value | None]) -> list[Rule]:
    """Every rule that holds, in their order."""
    known = dict(zip(dimension.measures, values, strict=False))
    return [rule for rule in dimension.rules if _holds(rule, known)]


def _deciding(dimension: Dimension, values: Sequence[Value | None]) -> Rule | None:
    """The first rule that holds, or of all that hold the first with the worst light."""
    known = dict(zip(dimension.measures, values, strict=False))
    best: Rule | None = None
    for rule in dimension.rules:
        if best is not None and best.rank <= rule.rank:
            continue
        if _holds(rule, known):
            if dimension.merge is Merge.FIRST:
                return rule
            best = rule
    return best


def _holds(rule: Rule, known: dict[str, Value | None]) -> bool:
    any_of = rule.any_of
    for comparison in rule.comparisons:
        value = known[comparison.measure]
        holds = value is not None and comparison.test(value, comparison.value, comparison.high)
        if holds is any_of:
            return any_of
    return not any_of
