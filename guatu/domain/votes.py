"""People's votes on how a unit or a leader kept promises (评诺, 民主测评): one verdict, exact.

The rule of 镇海: 满意 when at least half of ALL members vote 满意; else 基本满意 when 满意 and
基本满意 together are more than half of them; else 不满意. Whoever stayed away counts as one who
did not agree: half of 29 members is 14.5 however many came. Only whole votes are compared, so
nothing is rounded. Fewer than five voters could be told apart, so their votes are not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from guatu.domain.words import N_, Sentence, say

#: With fewer voters a result says who voted how.
FEWEST_VOTERS = 5
#: A people's congress of a county has some hundreds; beyond it a number is mistyped.
MOST_MEMBERS = 5000


class Mark(StrEnum):
    SATISFIED = "satisfied"
    BASICALLY = "basically"
    DISSATISFIED = "dissatisfied"


MARK_WORDS: dict[Mark, str] = {
    Mark.SATISFIED: N_("满意"),
    Mark.BASICALLY: N_("基本满意"),
    Mark.DISSATISFIED: N_("不满意"),
}


class BadVotes(ValueError):
    """Votes that cannot have been cast; ``sentences`` belong to the fields of that name."""

    def __init__(self, sentences: Mapping[str, Sentence]) -> None:
        first = next(iter(sentences.values()))
        super().__init__(str(first))
        self.sentence = first
        self.sentences = dict(sentences)


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes as counted in the meeting; ``members`` are all who have a vote, present or not."""

    members: int
    satisfied: int
    basically: int
    dissatisfied: int

    @property
    def cast(self) -> int:
        return self.satisfied + self.basically + self.dissatisfied

    @property
    def not_cast(self) -> int:
        return self.members - self.cast

    @property
    def may_be_shown(self) -> bool:
        return self.cast >= FEWEST_VOTERS


def result(votes: Votes) -> Mark:
    """The verdict of the meeting; raises ``BadVotes``.

    Of 29 members 15 votes of 满意 are half and more, 14 are not: with 1 of 基本满意 beside them
    more than half agree, and the verdict is 基本满意.
    """
    if faults := dict(_faults(votes)):
        raise BadVotes(faults)
    if votes.satisfied >= at_least_half(votes.members):
        return Mark.SATISFIED
    if votes.satisfied + votes.basically >= more_than_half(votes.members):
        return Mark.BASICALLY
    return Mark.DISSATISFIED


def shown(votes: Votes) -> Mark | None:
    """The verdict as others than the counters may read it; None when too few voted."""
    found = result(votes)
    return found if votes.may_be_shown else None


def at_least_half(members: int) -> int:
    """The fewest votes that are half or more: 15 of 29, 15 of 30."""
    return (members + 1) // 2


def more_than_half(members: int) -> int:
    """The fewest votes that are more than half: 15 of 29, 16 of 30."""
    return members // 2 + 1


def why(votes: Votes) -> Sentence:
    """The verdict with the arithmetic that leads to it; raises ``BadVotes``."""
    return say(
        _WHY[result(votes)],
        members=votes.members,
        satisfied=votes.satisfied,
        agreed=votes.satisfied + votes.basically,
        half=at_least_half(votes.members),
        over=more_than_half(votes.members),
    )


def why_not_shown(votes: Votes) -> Sentence:
    return say(
        N_("只有 {cast} 人投票，不足 {fewest} 人，为免看出谁投了什么票，结果不公布。"),
        cast=votes.cast,
        fewest=FEWEST_VOTERS,
    )


_WHY: dict[Mark, str] = {
    Mark.SATISFIED: N_(
        "全体 {members} 人中满意 {satisfied} 票，达到半数（不少于 {half} 票），结果为满意。"
    ),
    Mark.BASICALLY: N_(
        "全体 {members} 人中满意 {satisfied} 票，不到半数（{half} 票）；"
        "满意和基本满意共 {agreed} 票，超过半数（不少于 {over} 票），结果为基本满意。"
    ),
    Mark.DISSATISFIED: N_(
        "全体 {members} 人中满意 {satisfied} 票，不到半数（{half} 票）；"
        "满意和基本满意共 {agreed} 票，没有超过半数（{over} 票），结果为不满意。"
    ),
}


def _faults(votes: Votes) -> Iterator[tuple[str, Sentence]]:
    if not 1 <= votes.members <= MOST_MEMBERS:
        yield "members", say(N_("全体人数应在 1 到 {most} 之间，请核对。"), most=MOST_MEMBERS)
    counts = {mark: getattr(votes, mark.value) for mark in Mark}
    for mark, count in counts.items():
        if count < 0:
            yield mark.value, say(N_("票数不能小于零，请核对。"))
    if votes.cast > votes.members >= 1 and min(counts.values()) >= 0:
        yield (
            "members",
            say(
                N_("三种票共 {cast} 张，多于全体 {members} 人；请核对票数，或改正全体人数。"),
                cast=votes.cast,
                members=votes.members,
            ),
        )
