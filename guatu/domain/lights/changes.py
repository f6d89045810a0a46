"""On which day a light will turn by itself.

Between the days that the measures name as possible turns nothing can change, so it is enough to
decide the dimensions concerned on those days, earliest first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from guatu.domain.lights.colours import Light, worst
from guatu.domain.lights.deciding import shown_light, standing
from guatu.domain.lights.measures import Case
from guatu.domain.lights.measures.kinds import later
from guatu.domain.lights.packs import Dimension, RulePack

_WHOLE_PROJECT = -1


def next_change(pack: RulePack, case: Case, lights: list[Light], now: Light) -> date | None:
    """The first day after ``case.day`` with a light other than ``now``.

    ``lights`` are those of the dimensions on ``case.day``, in the order of the pack.
    """
    if now is Light.RED:
        return _end_of_red(pack, case, lights)
    numbers = range(len(pack.dimensions))
    turns = [turn for number in numbers for turn in _turns_of(pack, case, number)]
    return _first_turn(pack, case, list(lights), now, turns + _whole_turns(case))


def _end_of_red(pack: RulePack, case: Case, lights: list[Light]) -> date | None:
    """Nothing is worse than red: follow one red dimension to its end, then see what is still red.

    The days on which the project is halted or withdrawn are looked at with each of them.
    """
    whole = _whole_turns(case)
    while Light.RED in lights:
        number = lights.index(Light.RED)
        alone = [Light.NONE] * len(lights)
        alone[number] = Light.RED
        turns = _turns_of(pack, case, number) + [turn for turn in whole if turn[0] > case.day]
        day = _first_turn(pack, case, alone, Light.RED, turns)
        if day is None:
            return None
        case = case.on(day)
        if standing(case) is not None:
            return day
        lights = [shown_light(dimension, case) for dimension in pack.dimensions]
    return case.day


def _first_turn(
    pack: RulePack, case: Case, lights: list[Light], now: Light, turns: list[tuple[date, int]]
) -> date | None:
    """Go through the possible turns and decide what each concerns; ``lights`` is kept up."""
    turns.sort()
    for place, (day, number) in enumerate(turns):
        then = case.on(day)
        if number != _WHOLE_PROJECT:
            lights[number] = shown_light(pack.dimensions[number], then)
        if place + 1 < len(turns) and turns[place + 1][0] == day:
            continue
        if _light(then, lights) is not now:
            return day
    return None


def _light(case: Case, lights: list[Light]) -> Light:
    whole = standing(case)
    return worst(lights) if whole is None else whole


def _whole_turns(case: Case) -> list[tuple[date, int]]:
    """When the project may be halted, resumed or withdrawn."""
    facts = case.facts
    days = [facts.withdrawn_on, facts.paused_on]
    if facts.paused_until is not None:
        days.append(later(facts.paused_until, 1))
    return [(day, _WHOLE_PROJECT) for day in days if day is not None and day > case.day]


def _turns_of(pack: RulePack, case: Case, number: int) -> list[tuple[date, int]]:
    days = set(_possible_turns(pack.dimensions[number], case))
    return [(day, number) for day in days if day > case.day]


def _possible_turns(dimension: Dimension, case: Case) -> Iterable[date]:
    for measure, levels in zip(dimension.used, dimension.levels, strict=True):
        yield from measure.turns(case, levels)
    for excuse in case.facts.excuses:
        if excuse.dimension == dimension.code:
            yield excuse.since
            if excuse.until is not None:
                yield later(excuse.until, 1)
