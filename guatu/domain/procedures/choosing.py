"""Which procedures of a library apply to a project, and how those are linked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

from guatu.domain.procedures.library import Place, Procedure


@dataclass(frozen=True, slots=True)
class Question:
    """What must be known of a project: one of several ways, or whether a condition is true."""

    words: str
    one_of: tuple[Procedure, ...] = ()
    brings: tuple[Procedure, ...] = ()


def questions_of(library: Sequence[Procedure]) -> list[Question]:
    """In the order of the library, each asked once; alternatives first.

    A way of several may itself depend on no condition: its question has no third answer.
    """
    ways: dict[str, list[Procedure]] = {}
    conditions: dict[str, list[Procedure]] = {}
    for one in library:
        if one.place is Place.SINCE_START:
            continue
        if one.alternative:
            ways.setdefault(one.alternative, []).append(one)
        elif one.condition:
            conditions.setdefault(one.condition, []).append(one)
    return [
        *(Question(words, one_of=tuple(found)) for words, found in ways.items()),
        *(Question(words, brings=tuple(found)) for words, found in conditions.items()),
    ]


def usual(library: Sequence[Procedure]) -> frozenset[str]:
    """What a project takes if nothing else is said of it."""
    return adjusted(library, {one.code for one in library if one.usual})


def all_codes(library: Iterable[Procedure]) -> frozenset[str]:
    return frozenset(one.code for one in library)


def adjusted(library: Sequence[Procedure], picked: Collection[str]) -> frozenset[str]:
    """The chosen procedures: what every project needs, and of the rest what was ``picked``.

    Of several ways the first that was picked, else the usual one, else the first of all; a
    condition is true when one of the procedures that it brings was picked.
    """
    taken = {
        one.code
        for one in library
        if one.place is not Place.SINCE_START and not one.alternative and not one.condition
    }
    for question in questions_of(library):
        if question.one_of:
            taken.add(_way(question.one_of, picked).code)
        elif any(one.code in picked for one in question.brings):
            taken.update(one.code for one in question.brings)
    return frozenset(taken)


def links_among(library: Sequence[Procedure], chosen: Set[str]) -> list[tuple[str, str]]:
    """Pairs (before, after) of the chosen ones, in the order of the library.

    What waits for one that was not chosen waits for its forerunners instead; a link that follows
    from others is left out.
    """
    known = {one.code: one for one in library}

    @cache
    def forerunners(code: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for before in known[code].after:
            found.update(dict.fromkeys([before] if before in chosen else forerunners(before)))
        return tuple(found)

    direct = {one.code: forerunners(one.code) for one in library if one.code in chosen}
    return [
        (before, code)
        for code, found in direct.items()
        for before in found
        if not any(before in _behind(other, direct) for other in found if other != before)
    ]


def _way(ways: Sequence[Procedure], picked: Collection[str]) -> Procedure:
    for told in (
        [one for one in ways if one.code in picked],
        [one for one in ways if one.usual],
    ):
        if told:
            return told[0]
    return ways[0]


def _behind(code: str, direct: Mapping[str, Sequence[str]]) -> set[str]:
    """All that ``code`` waits for, directly or not."""
    found: set[str] = set()
    waiting = list(direct[code])
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += direct[one]
    return found
