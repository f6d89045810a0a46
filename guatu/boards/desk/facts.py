"""What lies on a desk: rows on shelves, each with the place where it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from guatu.domain.desk import Duty, Pile, Shelf
from guatu.domain.words import Sentence


class Place(StrEnum):
    """Whose page shows a row; the address is made by whoever draws the desk."""

    DISPATCH = "dispatch"
    EXTENSION = "extension"
    NEED = "need"
    MILESTONE = "milestone"
    PROJECT = "project"
    COMMITMENT = "commitment"
    REVIEW = "review"
    DAY_ITEM = "day_item"
    DATE_CHANGE = "date_change"
    PAUSE = "pause"
    WORK_LIST = "work_list"


@dataclass(frozen=True, slots=True)
class Row:
    """One duty with what a person reads of it.

    ``id`` is the row that is acted on, ``page_id`` the one whose page shows it. ``source_id`` is
    the row by which the list of a day knows it. ``seen`` is the version that was read, for acts
    of one tap. ``carried`` counts the days that ended without it.
    """

    duty: Duty
    place: Place
    id: UUID
    page_id: UUID
    title: str
    about: str | Sentence = ""
    colour: str = ""
    helper: bool = False
    seen: int = 0
    source_ids: tuple[UUID, ...] = ()
    carried: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its words about time, as of the moment of the desk."""

    row: Row
    timing: Sentence
    late: bool


@dataclass(frozen=True, slots=True)
class Shelved:
    shelf: Shelf
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Desk:
    """All shelves in their order, empty ones left out."""

    at: datetime
    shelves: Sequence[Shelved]

    @property
    def count(self) -> int:
        return sum(len(shelf.lines) for shelf in self.shelves)

    @property
    def must(self) -> int:
        """今天必须: late, or due today."""
        return sum(len(s.lines) for s in self.shelves if s.shelf is Shelf.TODAY)

    @property
    def piles(self) -> list[tuple[Pile, int]]:
        """How many there are of each sort, those that there are."""
        counts = Counter(line.row.duty.pile for shelf in self.shelves for line in shelf.lines)
        return [(pile, counts[pile]) for pile in Pile if counts[pile]]
