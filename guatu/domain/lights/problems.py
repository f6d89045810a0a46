"""What is wrong with a rule pack, each in a sentence that names the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from guatu.domain.words import N_, Sentence, say


class ProblemKind(StrEnum):
    INVALID = "invalid"
    """cannot be read as a rule pack"""
    HOLE = "hole"
    """values for which no rule gives a colour"""
    OVERLAP = "overlap"
    """values for which rules of different colours hold"""
    UNREACHABLE = "unreachable"
    """a rule that can never decide"""
    NOT_CHECKED = "not_checked"
    """too many measures at once for an exact answer"""


@dataclass(frozen=True, slots=True)
class PackProblem:
    """``dimension`` and ``rules`` are codes; ``values`` says for which values, as text."""

    kind: ProblemKind
    dimension: str
    rules: tuple[str, ...]
    sentence: Sentence
    values: str = ""


class PackError(ValueError):
    """A rule pack that cannot be loaded; ``problems`` names every fault, not only the first."""

    def __init__(self, problems: Sequence[PackProblem]) -> None:
        super().__init__("；".join(str(problem.sentence) for problem in problems))
        self.problems = tuple(problems)


def place_of(dimension: str, rule: str) -> Sentence:
    """Where a fault lies; both empty for the pack itself."""
    if rule:
        return say(N_("维度“{dimension}”的规则“{rule}”"), dimension=dimension, rule=rule)
    if dimension:
        return say(N_("维度“{dimension}”"), dimension=dimension)
    return say(N_("规则包"))
