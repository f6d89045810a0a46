"""Which procedures apply, as the plan of a project and the library ask it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from django.http import QueryDict

from guatu.domain.procedures import Procedure as Rule
from guatu.domain.procedures import adjusted, questions_of, usual
from guatu.procedures.choices import ProcedurePlace
from guatu.procedures.models import Procedure

PROMISED = "promised"


@dataclass(frozen=True, slots=True)
class Way:
    row: Procedure
    chosen: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """One of several (立项方式); ``name`` is that of the radio buttons."""

    words: str
    name: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """What may be true of a project, and the procedures that it brings."""

    words: str
    value: str
    brings: tuple[Procedure, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Picks:
    """``always`` are what every project needs, ``beside`` have a term from the start of the works
    and are no steps; ``there``: the draft has procedures already."""

    ways: tuple[Ways, ...]
    conditions: tuple[Condition, ...]
    always: tuple[Procedure, ...]
    beside: tuple[Procedure, ...]
    chosen: frozenset[str]
    promised: bool
    there: bool


def picks_of(
    library: Sequence[Procedure], typed: QueryDict, there: Set[str] = frozenset()
) -> Picks | None:
    """As answered, else as a plan has it ``there``, else as usual; None without a library."""
    if not library:
        return None
    rules = [row.as_domain() for row in library]
    rows = {row.code: row for row in library}
    chosen = chosen_of(rules, typed, there)
    questions = questions_of(rules)
    asked = {one.code for q in questions for one in (*q.one_of, *q.brings)}
    return Picks(
        ways=tuple(
            Ways(q.words, f"way-{n}", tuple(Way(rows[o.code], o.code in chosen) for o in q.one_of))
            for n, q in enumerate(questions)
            if q.one_of
        ),
        conditions=tuple(
            Condition(
                q.words,
                q.brings[0].code,
                tuple(rows[o.code] for o in q.brings),
                q.brings[0].code in chosen,
            )
            for q in questions
            if q.brings
        ),
        always=tuple(rows[code] for code in rows if code in chosen and code not in asked),
        beside=tuple(row for row in library if row.place == ProcedurePlace.SINCE_START),
        chosen=chosen,
        promised=is_promised(typed),
        there=bool(there),
    )


def chosen_of(rules: Sequence[Rule], typed: QueryDict, there: Set[str]) -> frozenset[str]:
    if "picking" in typed:
        return adjusted(rules, picked_from(typed))
    return adjusted(rules, there) if there else usual(rules)


def picked_from(typed: QueryDict) -> Set[str]:
    """The codes that were answered with."""
    ways = [typed.get(name, "") for name in typed if name.startswith("way-")]
    return {*typed.getlist("pick"), *ways}


def is_promised(typed: QueryDict) -> bool:
    """Promised days unless those by law were asked for."""
    return typed.get("days", PROMISED) == PROMISED
