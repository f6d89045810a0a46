"""Which colour a dimension and a whole project have on a day: the part without words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from guatu.domain.lights.colours import Light
from guatu.domain.lights.facts import Excuse, ProjectFacts
from guatu.domain.lights.measures import Case, Value
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
    """Apply the rules of ``dimension``; a rule with a missing measure does not hold."""
    values = tuple([measure.read(case) for measure in dimension.used])
    rule = _deciding(dimension, values)
    if rule is not None:
        return Finding(rule.light, rule, values)
    if dimension.otherwise is not None and None not in values:
        return Finding(dimension.otherwise.light, None, values)
    return Finding(Light.NONE, None, values)


def excuse_for(dimension: str, light: Light, case: Case) -> Excuse | None:
    """The accepted reason that suspends ``light``: yellow and red can be, green need not."""
    if light in _SUSPENDABLE:
        for excuse in case.facts.excuses:
            if excuse.dimension == dimension and excuse.holds_on(case.day):
                return excuse
    return None


def shown_light(dimension: Dimension, case: Case) -> Light:
    """The light of ``dimension`` with accepted reasons heeded."""
    light = find(dimension, case).light
    return Light.PAUSED if excuse_for(dimension.code, light, case) else light


def standing(facts: ProjectFacts, day: date) -> Light | None:
    """``NONE`` for a withdrawn project, ``PAUSED`` for one that is halted, else None."""
    if facts.withdrawn_on is not None and facts.withdrawn_on <= day:
        return Light.NONE
    return Light.PAUSED if _halted(facts, day) else None


def standing_turns(facts: ProjectFacts, day: date) -> list[date]:
    """The days after ``day`` on which the project may be halted, resumed or withdrawn."""
    days = [facts.withdrawn_on, facts.paused_on]
    if facts.paused_until is not None:
        days.append(later(facts.paused_until, 1))
    return [turn for turn in days if turn is not None and turn > day]


def _halted(facts: ProjectFacts, day: date) -> bool:
    if facts.paused_on is None or day < facts.paused_on:
        return False
    return facts.paused_until is None or day <= facts.paused_until


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
        if comparison.holds(known[comparison.measure]) is any_of:
            return any_of
    return not any_of
