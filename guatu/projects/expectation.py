"""Which promise the finish of a project keeps: the original one, that in force, or neither."""

from __future__ import annotations

from datetime import date

from guatu.domain.lights import ProjectFacts
from guatu.projects.choices import Expectation
from guatu.projects.networks import Reach


def expectation_of(facts: ProjectFacts, reach: Reach, today: date) -> str:
    """A value of ``Expectation``; empty where nothing is promised or the finish is not known.

    What is open is late as soon as its slack is below zero, so that a promise for a day off is
    kept on the workday before it.
    """
    required = facts.required_finish
    if required is None or facts.is_reserve or facts.withdrawn_on is not None:
        return ""
    finished = is_finished(facts, today)
    finish = facts.actual_finish if finished else reach.finish
    if finish is None:
        return str(Expectation.LATE) if today > required else ""
    if finish > required if finished else (reach.slack or 0) < 0:
        return str(Expectation.LATE)
    original = facts.original_finish
    kept = original is None or finish <= original
    return str(Expectation.ORIGINAL if kept else Expectation.REPLANNED)


def is_finished(facts: ProjectFacts, today: date) -> bool:
    return facts.actual_finish is not None and facts.actual_finish <= today
