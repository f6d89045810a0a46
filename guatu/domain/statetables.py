"""What tables of states have in common: a row for each verb, read by guards and buttons alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from guatu.domain.words import Sentence, say

Status = TypeVar("Status", bound=StrEnum)
Verb = TypeVar("Verb", bound=StrEnum)
Party = TypeVar("Party", bound=StrEnum)
Ask = TypeVar("Ask", bound=StrEnum)


class NotNow(Exception):
    """The verb does not belong to the state or the day; ``sentence`` says what can be done."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Step(Generic[Status, Verb, Party, Ask]):
    """A row of a table: in which states, by whom, what it asks for besides the click.

    Without ``target`` the state stays.
    """

    verb: Verb
    sources: frozenset[Status]
    target: Status | None
    parties: frozenset[Party] = frozenset()
    asks: tuple[Ask, ...] = ()

    def leads_to(self, status: Status) -> Status:
        return self.target or status


def row(
    verb: Verb,
    sources: Collection[Status],
    target: Status | None,
    parties: Collection[Party],
    *asks: Ask,
) -> Step[Status, Verb, Party, Ask]:
    return Step(verb, frozenset(sources), target, frozenset(parties), asks)


class Course(Generic[Status, Verb, Party, Ask]):
    """A table with the words of its states and verbs, and the sentence for what is not the time.

    In each state a verb has one row at most. ``not_now`` has places for {status} and {verb}: a
    dispatch that is 待签收 cannot be signed off, “这件交办单现在是“待签收”，不能“销号”。…”
    """

    def __init__(
        self,
        rows: Sequence[Step[Status, Verb, Party, Ask]],
        status_words: Mapping[Status, str],
        verb_words: Mapping[Verb, str],
        not_now: str,
    ) -> None:
        self._rows = rows
        self._by_place = {(row.verb, source): row for row in rows for source in row.sources}
        self._status_words, self._verb_words = status_words, verb_words
        self._not_now = not_now

    def step(self, status: Status, verb: Verb) -> Step[Status, Verb, Party, Ask]:
        """The row of ``verb`` in ``status``; raises ``NotNow`` when there is none."""
        if row := self._by_place.get((verb, status)):
            return row
        words = {"status": self._status_words[status], "verb": self._verb_words[verb]}
        raise NotNow(say(self._not_now, **words))

    def open_in(self, status: Status) -> list[Verb]:
        """What belongs to ``status``, whoever does it, in the order of the table."""
        return [row.verb for row in self._rows if status in row.sources]

    def open_to(self, status: Status, parties: Collection[Party]) -> list[Verb]:
        """What somebody who stands so to it may do now, in the order of the table."""
        held = frozenset(parties)
        return [row.verb for row in self._rows if status in row.sources and row.parties & held]

    def parties_of(self, verb: Verb) -> frozenset[Party]:
        """Whoever may do it in any state."""
        return frozenset(party for row in self._rows if row.verb is verb for party in row.parties)
