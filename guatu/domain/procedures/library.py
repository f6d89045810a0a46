"""The procedures of a library and what cannot be right about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

from guatu.domain.words import N_, Sentence, say


class Place(StrEnum):
    """Where a procedure stands to the construction works, in their order.

    ``SINCE_START`` has a term that runs from the start of the works and holds nothing up: it is no
    step of a plan, and is told with its day beside the steps (``hand_ins``).
    """

    BEFORE = "before"
    DURING = "during"
    SINCE_START = "since_start"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure (手续); ``days`` by law and as promised, calendar days if ``calendar_days``.

    ``after`` are the codes that it waits for. Procedures with the same ``alternative`` answer one
    question (立项方式), and a project takes one of them; one with a ``condition`` is taken where
    that is true of the project (新增建设用地). ``usual``: taken unless somebody says otherwise.
    ``deferrable`` (容缺): what comes next may begin while this is still being supplied.
    """

    code: str
    name: str
    days: int
    promised: int | None = None
    calendar_days: bool = False
    place: Place = Place.BEFORE
    after: tuple[str, ...] = ()
    alternative: str = ""
    condition: str = ""
    usual: bool = True
    deferrable: bool = False
    group: str = ""
    owner: str = ""

    @property
    def shortest(self) -> int:
        """The promised days, or those by law where nothing was promised."""
        return self.days if self.promised is None else self.promised


def fault_of(library: Sequence[Procedure]) -> Sentence | None:
    """The first thing that keeps a library from being planned with, in words; None if none does.

    A forerunner that is not in the library, one of a later place, and loops, named all round.
    """
    known = {one.code: one for one in library}
    for one in library:
        for code in one.after:
            if sentence := _wrong_forerunner(one, code, known):
                return sentence
    return _loop(known)


def notices_of(one: Procedure) -> list[Sentence]:
    """What is allowed and unusual all the same."""
    if one.promised is not None and one.promised > one.days:
        return [
            say(
                N_("“{name}”承诺 {promised} 天，长于法定的 {days} 天，请核对。"),
                name=one.name,
                promised=one.promised,
                days=one.days,
            )
        ]
    return []


_ORDER = {Place.BEFORE: 0, Place.DURING: 1, Place.SINCE_START: 1, Place.AFTER: 2}


def _wrong_forerunner(one: Procedure, code: str, known: Mapping[str, Procedure]) -> Sentence | None:
    if code == one.code:
        return say(N_("“{name}”不能以自己为前置手续，请去掉。"), name=one.name)
    if code not in known:
        sentence = N_("“{name}”的前置手续“{code}”不在手续库里，请去掉或先增加它。")
        return say(sentence, name=one.name, code=code)
    before = known[code]
    if before.place is Place.SINCE_START or _ORDER[before.place] > _ORDER[one.place]:
        sentence = N_("“{name}”不能等“{before}”：后者在它之后才办，请改前置手续或办理阶段。")
        return say(sentence, name=one.name, before=before.name)
    return None


def _loop(known: Mapping[str, Procedure]) -> Sentence | None:
    try:
        TopologicalSorter({code: one.after for code, one in known.items()}).prepare()
    except CycleError as error:
        loop = "→".join(f"“{known[code].name}”" for code in error.args[1])
        return say(N_("手续首尾相接成环：{loop}；请去掉其中一个前置手续。"), loop=loop)
    return None
