"""The one table of a blocker (卡点堵点): states, verbs, who may, what must be given.

Whoever clears it never says that it is cleared: the unit that answers for it, and whoever raised
it, confirm (谁办谁不销号).
"""

from __future__ import annotations

from enum import StrEnum

from guatu.domain import statetables
from guatu.domain.statetables import Course
from guatu.domain.words import N_


class Status(StrEnum):
    """Where a blocker stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    SOLVING = "solving"
    SOLVED = "solved"
    CONFIRMED = "confirmed"
    PASSED_UP = "passed_up"


class Verb(StrEnum):
    """What can be done with it."""

    ACCEPT = "accept"
    GIVE = "give"
    START = "start"
    SOLVE = "solve"
    CONFIRM = "confirm"
    SEND_BACK = "send_back"
    ESCALATE = "escalate"
    REOPEN = "reopen"
    NOTE = "note"


class Party(StrEnum):
    """How a person stands to a blocker; a doer is never its owner or raiser."""

    RAISER = "raiser"
    OWNER = "owner"
    DOER = "doer"


class Ask(StrEnum):
    """What a verb demands besides the click."""

    UNIT = "unit"
    DAY = "day"
    WORDS = "words"
    REASON = "reason"


Step = statetables.Step[Status, Verb, Party, Ask]
"""A row of the table."""

#: Not out of the way yet; what is said to be solved counts until it is confirmed.
UNCLEARED = frozenset(Status) - {Status.CONFIRMED}
#: Somebody still has to do something about it.
STUCK = UNCLEARED - {Status.SOLVED}


_row = statetables.row
_JUDGES = (Party.RAISER, Party.OWNER)
TABLE: tuple[Step, ...] = (
    _row(Verb.ACCEPT, {Status.OPEN}, Status.ACCEPTED, {Party.OWNER}, Ask.UNIT, Ask.DAY),
    _row(Verb.GIVE, STUCK, Status.SOLVING, {Party.OWNER}, Ask.UNIT, Ask.DAY),
    _row(Verb.START, {Status.ACCEPTED}, Status.SOLVING, {Party.DOER}),
    _row(Verb.NOTE, UNCLEARED, None, list(Party), Ask.WORDS),
    _row(Verb.SOLVE, {Status.ACCEPTED, Status.SOLVING}, Status.SOLVED, {Party.DOER}, Ask.WORDS),
    _row(Verb.CONFIRM, {Status.SOLVED}, Status.CONFIRMED, _JUDGES),
    _row(Verb.CONFIRM, STUCK, Status.CONFIRMED, {Party.RAISER}, Ask.WORDS),
    _row(Verb.SEND_BACK, {Status.SOLVED}, Status.SOLVING, _JUDGES, Ask.REASON),
    _row(
        Verb.ESCALATE,
        STUCK - {Status.PASSED_UP},
        Status.PASSED_UP,
        {Party.OWNER, Party.DOER},
        Ask.REASON,
    ),
    _row(Verb.REOPEN, {Status.CONFIRMED}, Status.ACCEPTED, _JUDGES, Ask.REASON),
)

STATUS_WORDS: dict[Status, str] = {
    Status.OPEN: N_("已收到"),
    Status.ACCEPTED: N_("已受理"),
    Status.SOLVING: N_("正在解决"),
    Status.SOLVED: N_("已解决待确认"),
    Status.CONFIRMED: N_("已打通"),
    Status.PASSED_UP: N_("已提请上级"),
}
VERB_WORDS: dict[Verb, str] = {
    Verb.ACCEPT: N_("受理"),
    Verb.GIVE: N_("交办"),
    Verb.START: N_("开始解决"),
    Verb.SOLVE: N_("报已解决"),
    Verb.CONFIRM: N_("确认打通"),
    Verb.SEND_BACK: N_("还没有解决"),
    Verb.ESCALATE: N_("提请上级"),
    Verb.REOPEN: N_("又堵上了"),
    Verb.NOTE: N_("补充情况"),
}
PARTY_WORDS: dict[Party, str] = {
    Party.RAISER: N_("提出人"),
    Party.OWNER: N_("盯办单位"),
    Party.DOER: N_("解决单位"),
}
_COURSE = Course(
    TABLE,
    STATUS_WORDS,
    VERB_WORDS,
    N_("这个堵点现在是“{status}”，不能“{verb}”。请刷新页面，看现在可以做什么。"),
)
step, open_to, parties_of = _COURSE.step, _COURSE.open_to, _COURSE.parties_of
#: The four steps that whoever raised it sees, with the states in which each is under way.
PATH: tuple[tuple[str, frozenset[Status]], ...] = (
    (N_("收到"), frozenset({Status.OPEN})),
    (N_("受理定人"), frozenset({Status.ACCEPTED})),
    (N_("解决"), frozenset({Status.SOLVING, Status.PASSED_UP})),
    (N_("确认打通"), frozenset({Status.SOLVED, Status.CONFIRMED})),
)


def place_on_path(status: Status) -> int:
    """Which of the four steps is under way, from 1; 5 once all are behind."""
    if status is Status.CONFIRMED:
        return len(PATH) + 1
    return next(n for n, (_, states) in enumerate(PATH, start=1) if status in states)
