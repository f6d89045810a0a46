"""What tables of states have in common: a row for each verb, read by guards and buttons alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from guatu.domain.words import Sentence

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


def verbs_open(
    table: Iterable[Step[Status, Verb, Party, Ask]], status: Status, parties: Collection[Party]
) -> list[Verb]:
    """What somebody who stands so to it may do now, in the order of the table."""
    held = frozenset(parties)
    found = [row.verb for row in table if status in row.sources and row.parties & held]
    return list(dict.fromkeys(found))


def allowed(table: Iterable[Step[Status, Verb, Party, Ask]], verb: Verb) -> frozenset[Party]:
    """Whoever may do it in any state."""
    return frozenset(party for row in table if row.verb is verb for party in row.parties)
