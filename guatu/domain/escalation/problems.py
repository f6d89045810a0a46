"""What is wrong with a ladder, each in a sentence that names the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from guatu.domain.words import N_, Sentence, say


class ProblemKind(StrEnum):
    FAULT = "fault"
    """the ladder cannot be used"""
    DOUBT = "doubt"
    """it can, but somebody should look at it"""


@dataclass(frozen=True, slots=True)
class Problem:
    """``rung`` is a code, "" for the ladder itself."""

    kind: ProblemKind
    rung: str
    sentence: Sentence


class LadderError(ValueError):
    """A ladder that cannot be loaded; ``problems`` names every fault, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("；".join(str(problem.sentence) for problem in problems))
        self.problems = tuple(problems)


def fault(template: str, rung: str = "", /, **params: str | int) -> Problem:
    return _problem(ProblemKind.FAULT, template, rung, params)


def doubt(template: str, rung: str = "", /, **params: str | int) -> Problem:
    return _problem(ProblemKind.DOUBT, template, rung, params)


def _problem(kind: ProblemKind, template: str, rung: str, params: dict[str, str | int]) -> Problem:
    place = say(N_("梯级“{rung}”"), rung=rung) if rung else say(N_("催办方案"))
    return Problem(kind, rung, Sentence(template, {"place": str(place), **params}))
