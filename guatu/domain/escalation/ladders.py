"""A ladder (催办梯级): who is reminded, urged or supervised when, as a place has it.

Its rungs are climbed from the first to the last. All of it is data of a place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from guatu.domain.clocks import Span
from guatu.domain.escalation.colours import Colour
from guatu.domain.lights.packs import Origin
from guatu.domain.words import N_

#: What the words of a rung may be filled with.
FIELDS = ("number", "title", "unit", "leg", "due", "deadline")


class When(StrEnum):
    """What the moment of a rung is counted from."""

    BEFORE = "before"
    """a span ahead of the due date: in the morning of that day, hours to the minute"""
    ON = "on"
    """in the morning of the day on which it is due"""
    AT = "at"
    """when the time has run out"""
    AFTER = "after"
    """a span past the due date: in the morning of that day, hours to the minute"""
    LAPSED = "lapsed"
    """when the deadline that the rung before set has run out as well"""


class Cause(StrEnum):
    """What may bring a rung about before its time; somebody says so, no clock does."""

    POOR = "poor"
    BEHIND = "behind"
    SUPERVISED = "supervised"

    @property
    def word(self) -> str:
        return _CAUSES[self]


class Manner(StrEnum):
    """How strongly a rung speaks."""

    REMIND = "remind"
    URGE = "urge"
    SUPERVISE = "supervise"

    @property
    def word(self) -> str:
        return _MANNERS[self]


class Addressee(StrEnum):
    """Who is told, by their place in the matter; declared from the doer upwards."""

    DOER = "doer"
    LEAD = "lead"
    UNIT_HEAD = "unit_head"
    SUPERIOR = "superior"
    ISSUER = "issuer"
    SPONSOR = "sponsor"
    HEADQUARTERS = "headquarters"

    @property
    def word(self) -> str:
        return _ADDRESSEES[self]


class Consequence(StrEnum):
    """What a place does besides sending the slip; the product shows it, people do it."""

    FILED = "filed"
    LEDGER = "ledger"
    REASON = "reason"
    BULLETIN = "bulletin"
    CRITICISM = "criticism"
    TALK = "talk"
    YEAR_COUNT = "year_count"

    @property
    def word(self) -> str:
        return _CONSEQUENCES[self]


@dataclass(frozen=True, slots=True)
class Trigger:
    """``span`` belongs to BEFORE and AFTER only."""

    when: When
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """One step; with a ``deadline`` it is a slip of its own kind (催办单) by which to be done.

    Without a ``trigger`` only a cause brings it about. ``notice`` says what of it is ours and not
    the place's.
    """

    code: str
    name: str
    manner: Manner
    addressees: tuple[Addressee, ...]
    words: str
    trigger: Trigger | None = None
    causes: tuple[Cause, ...] = ()
    colour: Colour | None = None
    deadline: Span | None = None
    consequences: tuple[Consequence, ...] = ()
    origin: Origin = Origin.PUBLISHED
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A matter of that ``weight`` or more begins at ``rung``, at once.

    ``within``: only when its whole time is not longer than that (时限短).
    """

    weight: int
    rung: str
    within: Span | None = None
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """``slip`` and ``colour`` are what the dispatch itself is called there (白色交办单).

    ``weight`` of a matter: 0 plain, 1 fairly important, 2 urgent or marked by a leader, 3 special,
    as for the lights of slips.
    """

    code: str
    version: str
    name: str
    place: str
    source: str
    rungs: tuple[Rung, ...]
    entries: tuple[Entry, ...] = ()
    slip: str = "交办单"
    colour: Colour | None = None

    def index(self, code: str) -> int:
        """Where a rung stands, from 0; ``KeyError`` if there is none."""
        for place, rung in enumerate(self.rungs):
            if rung.code == code:
                return place
        raise KeyError(code)

    def rung(self, code: str) -> Rung:
        return self.rungs[self.index(code)]


HEAVIEST = 3

_CAUSES = {
    Cause.POOR: N_("质量不符合要求"),
    Cause.BEHIND: N_("进度低于序时"),
    Cause.SUPERVISED: N_("被上级督办"),
}
_MANNERS = {
    Manner.REMIND: N_("提醒"),
    Manner.URGE: N_("催办"),
    Manner.SUPERVISE: N_("督办"),
}
_ADDRESSEES = {
    Addressee.DOER: N_("责任人"),
    Addressee.LEAD: N_("牵头单位"),
    Addressee.UNIT_HEAD: N_("单位主要负责人"),
    Addressee.SUPERIOR: N_("上级主管"),
    Addressee.ISSUER: N_("交办方"),
    Addressee.SPONSOR: N_("包保领导"),
    Addressee.HEADQUARTERS: N_("总指挥部"),
}
_CONSEQUENCES = {
    Consequence.FILED: N_("备案"),
    Consequence.LEDGER: N_("纳入专项台账"),
    Consequence.REASON: N_("写明延期理由"),
    Consequence.BULLETIN: N_("通报"),
    Consequence.CRITICISM: N_("书面通报批评"),
    Consequence.TALK: N_("约谈"),
    Consequence.YEAR_COUNT: N_("年终统计"),
}
