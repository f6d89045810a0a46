"""The order of an agenda: what needs a decision first, each item with the sentence why.

An item stands where its strongest finding puts it; of two with the same one, the one that is
further gone stands first. The order depends on nothing but the items: however they are listed,
and whatever else is on the agenda, two of them always stand the same way round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from guatu.domain.words import N_, Sentence, say


class Cause(StrEnum):
    """Why something stands on an agenda; the first is discussed first."""

    RED = "red"
    DISPUTED = "disputed"
    NEED = "need"
    DISPATCH = "dispatch"
    BLOCKER = "blocker"
    FOLLOW_UP = "follow_up"
    PUT_OFF = "put_off"
    ADDED = "added"


CAUSE_WORDS: dict[Cause, str] = {
    Cause.RED: N_("亮红灯"),
    Cause.DISPUTED: N_("灯与业主判断不一"),
    Cause.NEED: N_("要素迟滞"),
    Cause.DISPATCH: N_("交办逾期"),
    Cause.BLOCKER: N_("堵点未通"),
    Cause.FOLLOW_UP: N_("上月交办未结"),
    Cause.PUT_OFF: N_("上次缓议"),
    Cause.ADDED: N_("临时提出"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason. ``amount`` says how far gone it is, in the measure of its cause: days that a
    light has been red, steps between two views, days late, days open, times put off. ``name`` is
    what it is about: a need, a dispatch, a blocker."""

    cause: Cause
    amount: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be discussed; ``key`` tells it from all others, ``number`` is that of its
    project in the list (0 for none)."""

    key: str
    number: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def ranked(self) -> tuple[Finding, ...]:
        """The strongest finding first."""
        return tuple(sorted(self.findings, key=_weight))

    @property
    def cause(self) -> Cause:
        """What puts it where it stands."""
        return self.ranked[0].cause if self.findings else Cause.ADDED


def in_order(items: Iterable[Item]) -> list[Item]:
    """The items as they are discussed.

    A project that has been red for 3 days and has a need 20 days late stands after one that has
    been red for 12 days, and before one whose views differ and whose needs are 90 days late.
    """
    return sorted(items, key=_place)


def reasons(item: Item) -> list[Sentence]:
    """Why it stands there, the strongest reason first."""
    return [_sentence(finding) for finding in item.ranked]


def _place(item: Item) -> tuple[tuple[tuple[int, int, str], ...], int, str]:
    """More findings never put an item further down: those that are missing count as the last."""
    return (*map(_weight, item.ranked), _NOTHING), item.number, item.key


def _weight(finding: Finding) -> tuple[int, int, str]:
    return _RANKS[finding.cause], -finding.amount, finding.name


_RANKS: Mapping[Cause, int] = {cause: rank for rank, cause in enumerate(Cause)}
_NOTHING = (len(Cause), 0, "")


def _sentence(finding: Finding) -> Sentence:
    template = _WITHOUT[finding.cause] if _is_bare(finding) else _WITH[finding.cause]
    return say(template, n=finding.amount, name=finding.name)


def _is_bare(finding: Finding) -> bool:
    return finding.amount <= 0 and finding.cause in _WITHOUT


_WITH: Mapping[Cause, str] = {
    Cause.RED: N_("亮红灯已 {n} 天，须定下由谁、用什么办法、哪天转好。"),
    Cause.DISPUTED: N_("灯与业主判断相差 {n} 档，须当面核实以哪个为准。"),
    Cause.NEED: N_("“{name}”迟了 {n} 天还没有落实，须定下哪天到位。"),
    Cause.DISPATCH: N_("{name}逾期 {n} 天，须说明卡在哪里。"),
    Cause.BLOCKER: N_("堵点“{name}”提出 {n} 天还没有解决。"),
    Cause.FOLLOW_UP: N_("上月交办的 {name} 还没有办结，接着会办。"),
    Cause.PUT_OFF: N_("前几次会议缓议 {n} 次，这次应当议定。"),
    Cause.ADDED: N_("临时提出，由会议决定议不议。"),
}
_WITHOUT: Mapping[Cause, str] = {
    Cause.RED: N_("今天转为红灯，须定下由谁、用什么办法、哪天转好。"),
    Cause.NEED: N_("“{name}”今天应当落实，还没有落实。"),
    Cause.DISPATCH: N_("{name}今天到期，还没有办。"),
    Cause.BLOCKER: N_("堵点“{name}”今天提出，还没有解决。"),
}
