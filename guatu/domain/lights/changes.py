"""On which day a light will turn by itself.

Between the days that the measures name as possible turns nothing can change, so it is enough to
decide the dimensions concerned on those days, earliest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from guatu.domain.lights.aspects import Aspect, Turn
from guatu.domain.lights.colours import Light, worst
from guatu.domain.lights.deciding import light_of, standing, standing_turns
from guatu.domain.lights.facts import ProjectFacts

_WHOLE_PROJECT = -1


def next_change(
    aspects: Sequence[Aspect], facts: ProjectFacts, day: date, now: Light
) -> date | None:
    """The first day after ``day`` with a light other than ``now``, that of ``day``.

    ``aspects`` are those of the dimensions in the order of the pack.
    """
    if now is Light.RED:
        return _end_of_red(aspects, facts, day)
    turns = [turn for aspect in aspects for turn in aspect.turns]
    turns += _whole_turns(facts, day)
    return _first_turn(aspects, facts, [aspect.light for aspect in aspects], now, turns)


def _end_of_red(aspects: Sequence[Aspect], facts: ProjectFacts, day: date) -> date | None:
    """Nothing is worse than red: follow one red dimension to its end, then see what is still red.

    The days on which the project is halted or withdrawn are looked at with each of them; a halt
    ends no red.
    """
    lights = [aspect.light for aspect in aspects]
    while Light.RED in lights:
        number = lights.index(Light.RED)
        alone = [Light.NONE] * len(lights)
        alone[number] = Light.RED
        turns = [turn for turn in aspects[number].turns if turn[0] > day]
        turns += _whole_turns(facts, day)
        end = _first_turn(aspects, facts, alone, Light.RED, turns)
        if end is None:
            return None
        day = end
        if standing(facts, day) is Light.NONE:
            return day
        lights = [aspect.light_on(day) for aspect in aspects]
    return day


def _first_turn(
    aspects: Sequence[Aspect],
    facts: ProjectFacts,
    lights: list[Light],
    now: Light,
    turns: list[Turn],
) -> date | None:
    """Go through the possible turns and decide what each concerns; ``lights`` is kept up."""
    turns.sort()
    for place, (day, number) in enumerate(turns):
        if number != _WHOLE_PROJECT:
            lights[number] = aspects[number].light_on(day)
        if place + 1 < len(turns) and turns[place + 1][0] == day:
            continue
        if light_of(worst(lights), facts, day) is not now:
            return day
    return None


def _whole_turns(facts: ProjectFacts, day: date) -> list[Turn]:
    return [(turn, _WHOLE_PROJECT) for turn in standing_turns(facts, day)]
