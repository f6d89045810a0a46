"""Caps on what is asked in a week, and what one more demand would do to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from guatu.domain.burden.counting import (
    MEASURE_WORDS,
    NOTHING,
    Count,
    Measure,
    amount,
)
from guatu.domain.words import N_, Sentence, say

MOST = 99_999
Who = TypeVar("Who")


class Scope(StrEnum):
    """Whose week is capped."""

    UNIT = "unit"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Cap:
    """At most ``limit`` of a measure in a week. ``hard``: what goes beyond it is refused; else it
    is only said. ``source`` is the document that sets it."""

    measure: Measure
    scope: Scope
    limit: int
    hard: bool
    source: str


@dataclass(frozen=True, slots=True)
class Strain(Generic[Who]):
    """A cap that a demand reaches or breaks for somebody."""

    who: Who
    cap: Cap
    before: int
    after: int

    @property
    def is_over(self) -> bool:
        return self.after > self.cap.limit


def load_caps(stored: Sequence[Mapping[str, Any]]) -> list[Cap]:
    """From ``[{"measure": "forms", "scope": "unit", "limit": 6, "hard": true, "source": "…"}]``; a
    row without a limit sets none."""
    return [
        Cap(
            Measure(row["measure"]),
            Scope(row["scope"]),
            int(row["limit"]),
            bool(row["hard"]),
            str(row["source"]),
        )
        for row in stored
        if row["limit"] is not None
    ]


def faults(caps: Iterable[Cap]) -> Iterator[tuple[Cap, str, Sentence]]:
    """What is wrong with caps: which, at which part of it, in words."""
    for cap in caps:
        name = MEASURE_WORDS[cap.measure]
        if not 1 <= cap.limit <= MOST:
            yield cap, "limit", say(N_("{name}上限应是 1 到 {most} 的整数。"), name=name, most=MOST)
        elif not cap.source.strip():
            yield cap, "source", say(N_("请写明{name}上限依据哪个文件。"), name=name)
        elif cap.hard and cap.measure is Measure.REMINDERS:
            words = N_("提醒由催办梯级定时发出，上限只能提示；要少发，请改催办梯级。")
            yield cap, "hard", say(words)


def strains(
    caps: Iterable[Cap], scope: Scope, before: Mapping[Who, Count], asked: Mapping[Who, Count]
) -> list[Strain[Who]]:
    """The caps of ``scope`` that what is asked brings to their limit or beyond it.

    A unit with 9 slips of at most 10 that is asked for one more has reached its cap (10), with two
    more it is over it. A cap that the demand does not touch is not named.
    """
    found = []
    for cap in (cap for cap in caps if cap.scope is scope):
        for who, count in asked.items():
            more = amount(count, cap.measure)
            had = amount(before.get(who, NOTHING), cap.measure)
            if more > 0 and had + more >= cap.limit:
                found.append(Strain(who, cap, had, had + more))
    return found


def refused(
    found: Iterable[Strain[Who]], lifted: Collection[tuple[Who, Measure]]
) -> list[Strain[Who]]:
    """Those that may not be: over a hard cap that nobody has lifted for this week."""
    return [
        one
        for one in found
        if one.is_over and one.cap.hard and (one.who, one.cap.measure) not in lifted
    ]


def cost_parts(whole: Count) -> list[Sentence]:
    """What an act costs, part by part: “5 项填报”, “3 张表”, “2 张派单”."""
    numbers = (
        (N_("{n} 项填报"), whole.typed),
        (N_("{n} 项系统预填"), whole.prefilled),
        (N_("{n} 张表"), whole.forms),
        (N_("{n} 张派单"), whole.slips),
        (N_("{n} 个单位次会议"), whole.meetings),
        (N_("{n} 人分钟"), whole.minutes),
        (N_("{n} 次提醒"), whole.reminders),
    )
    return [say(words, n=number) for words, number in numbers if number]


def strain_words(name: str, one: Strain[Any]) -> Sentence:
    """“示例工信局本周派单 11，上限 10（依据 …）”."""
    words = N_("{name}当周{measure} {after}，上限 {limit}（{source}）")
    return say(
        words,
        name=name,
        measure=MEASURE_WORDS[one.cap.measure],
        after=one.after,
        limit=one.cap.limit,
        source=one.cap.source,
    )


SCOPE_WORDS: dict[Scope, str] = {Scope.UNIT: N_("每个单位"), Scope.PERSON: N_("每人")}
