"""What the heads of a pasted block mean: the titles of the list, or the words offices use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils import translation

from guatu.domain.zh import money_unit
from guatu.intake.names import folded
from guatu.intake.reading.headers import single
from guatu.web.projects.bulk import field_words
from guatu.web.projects.columns import EVERY, NUMBER, Column, Kind

_UNIT = re.compile(r"[(（][^()（）]*[)）]$")
#: What the readings of ledgers call otherwise than a project does.
_SERIAL = "serial"


@dataclass(frozen=True, slots=True)
class Head:
    """``column`` is None for words that mean nothing here; ``worth`` is what one unit of a bare
    amount is in 万元."""

    place: int
    words: str
    column: Column | None
    worth: Decimal = Decimal(1)

    @property
    def sets(self) -> str:
        """The field that a cell below it sets; empty for what only shows or finds a project."""
        return self.column.field if self.column else ""


def heads_of(cells: Sequence[str]) -> list[Head]:
    """In their places; of two columns with one meaning the first counts."""
    found: list[Head] = []
    taken: set[str] = set()
    for place, words in enumerate(cells):
        column = column_named(words)
        if column is not None and column.code in taken:
            column = None
        if column is not None:
            taken.add(column.code)
        found.append(Head(place, words, column, _worth(words, column)))
    return found


def column_named(words: str) -> Column | None:
    """By a title of ours with or without its unit, else as heads of ledgers are read."""
    key = folded(words)
    bare = folded(_UNIT.sub("", words.strip()))
    titles = _titles(translation.get_language() or "")
    if column := titles.get(key) or titles.get(bare):
        return column
    guess = single(words)
    if guess is None or guess.field is None:
        return None
    return NUMBER if guess.field == _SERIAL else _by_field().get(str(guess.field))


@lru_cache(maxsize=8)
def _titles(_language: str) -> Mapping[str, Column]:
    """Chinese always, and the language that the list was copied in."""
    found = {folded(words): column for column in EVERY for words in _words(column)}
    with translation.override("zh-hans"):
        chinese = {folded(words): column for column in EVERY for words in _words(column)}
    return {**found, **chinese}


def _words(column: Column) -> Iterator[str]:
    """The shorter titles last: 形象进度 is first of all what the list calls so."""
    if column.field:
        yield field_words(column.field)
        yield _UNIT.sub("", field_words(column.field))
    yield column.whole_title
    yield str(column.full or column.title)
    yield str(column.title)


@lru_cache(maxsize=1)
def _by_field() -> Mapping[str, Column]:
    return {column.field: column for column in EVERY if column.field}


def _worth(words: str, column: Column | None) -> Decimal:
    if column is None or column.kind is not Kind.WAN:
        return Decimal(1)
    return money_unit(words) or Decimal(1)
