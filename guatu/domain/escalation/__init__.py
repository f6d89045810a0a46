"""Escalation (提醒、催办、督办): the ladder of a place and which of its rungs are due.

The rules, every preset and worked examples are in ``docs/algorithms/escalation.md``.
"""

from __future__ import annotations

from guatu.domain.escalation.checking import check
from guatu.domain.escalation.climbing import (
    PATIENCE,
    Coming,
    Fire,
    Fired,
    Watch,
    due_rungs,
    next_at,
    next_rung,
    raised,
    standing,
)
from guatu.domain.escalation.colours import Colour
from guatu.domain.escalation.ladders import (
    Addressee,
    Cause,
    Consequence,
    Entry,
    Ladder,
    Manner,
    Rung,
    Trigger,
    When,
)
from guatu.domain.escalation.problems import LadderError, Problem, ProblemKind
from guatu.domain.escalation.reading import load_ladder
from guatu.domain.escalation.telling import Pressed, Telling, last_told, tellings, words_of

__all__ = [
    "PATIENCE",
    "Addressee",
    "Cause",
    "Colour",
    "Coming",
    "Consequence",
    "Entry",
    "Fire",
    "Fired",
    "Ladder",
    "LadderError",
    "Manner",
    "Pressed",
    "Problem",
    "ProblemKind",
    "Rung",
    "Telling",
    "Trigger",
    "Watch",
    "When",
    "check",
    "due_rungs",
    "last_told",
    "load_ladder",
    "next_at",
    "next_rung",
    "raised",
    "standing",
    "tellings",
    "words_of",
]
