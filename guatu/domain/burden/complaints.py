"""The one table of a complaint or suggestion: states, verbs, who may.

Whoever wrote it sees the answer, and can say once more that it does not help. Nobody answers for
the unit that it is about.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from guatu.domain import statetables
from guatu.domain.statetables import NotNow, verbs_open
from guatu.domain.words import N_, say


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
_BY_PLACE = {(row.verb, source): row for row in TABLE for source in row.sources}
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


def step(status: Status, verb: Verb) -> Step:
    """The row of ``verb`` in ``status``; raises ``NotNow`` when there is none."""
    row = _BY_PLACE.get((verb, status))
    if row is not None:
        return row
    raise NotNow(
        say(
            N_("这条意见现在是“{status}”，不能“{verb}”。请刷新页面，看最新情况。"),
            status=STATUS_WORDS[status],
            verb=VERB_WORDS[verb],
        )
    )


def open_to(status: Status, parties: Collection[Party]) -> list[Verb]:
    """What somebody who stands so to it may do now."""
    return verbs_open(TABLE, status, parties)
