"""The one table of a complaint or suggestion: states, verbs, who may.

Whoever wrote it sees the answer, and can say once more that it does not help. Nobody answers for
the unit that it is about.
"""

from __future__ import annotations

from enum import StrEnum

from guatu.domain import statetables
from guatu.domain.statetables import Course
from guatu.domain.words import N_


class Status(StrEnum):
    """Where it stands."""

    OPEN = "open"
    ANSWERED = "answered"
    SETTLED = "settled"


class Verb(StrEnum):
    """What can be done with it."""

    ANSWER = "answer"
    ASK_AGAIN = "ask_again"
    SETTLE = "settle"


class Party(StrEnum):
    """How a person stands to it."""

    WRITER = "writer"
    ANSWERER = "answerer"


class Ask(StrEnum):
    """What a verb demands besides the click."""

    WORDS = "words"


Step = statetables.Step[Status, Verb, Party, Ask]
"""A row of the table."""

_row = statetables.row
TABLE: tuple[Step, ...] = (
    _row(Verb.ANSWER, {Status.OPEN}, Status.ANSWERED, {Party.ANSWERER}, Ask.WORDS),
    _row(Verb.ASK_AGAIN, {Status.ANSWERED}, Status.OPEN, {Party.WRITER}, Ask.WORDS),
    _row(Verb.SETTLE, {Status.ANSWERED}, Status.SETTLED, {Party.WRITER}),
)
STATUS_WORDS: dict[Status, str] = {
    Status.OPEN: N_("待答复"),
    Status.ANSWERED: N_("已答复"),
    Status.SETTLED: N_("已了结"),
}
VERB_WORDS: dict[Verb, str] = {
    Verb.ANSWER: N_("答复"),
    Verb.ASK_AGAIN: N_("继续反映"),
    Verb.SETTLE: N_("了结"),
}
_COURSE = Course(
    TABLE,
    STATUS_WORDS,
    VERB_WORDS,
    N_("这条意见现在是“{status}”，不能“{verb}”。请刷新页面，看最新情况。"),
)
step, open_to = _COURSE.step, _COURSE.open_to
