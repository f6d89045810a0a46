"""What a rule pack can judge beside projects: a slip, a cell of the chart, an indicator.

As with projects, facts dated later than the day of judging are not yet known on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from guatu.domain.lights.facts import Excuse
from guatu.domain.words import N_


class Subject(StrEnum):
    """What the rules of a pack are about; a measure belongs to one of them."""

    PROJECT = "project"
    SLIP = "slip"
    CELL = "cell"
    INDICATOR = "indicator"

    @property
    def word(self) -> str:
        """The message id of its Chinese word."""
        return _WORDS[self]


_WORDS = {
    Subject.PROJECT: N_("项目"),
    Subject.SLIP: N_("交办单"),
    Subject.CELL: N_("月份或节点"),
    Subject.INDICATOR: N_("量化事项"),
}

PLAIN, IMPORTANT, URGENT, SPECIAL = range(4)
"""How much a slip matters: plain, fairly important, urgent or marked by a leader, special."""


@dataclass(frozen=True, slots=True)
class WarningFact:
    """A warning about a slip that was given (催办, 督办): the ``rung`` of the ladder, from 1.

    ``due`` is the limit that it set. ``poor``: what was delivered on it was judged poor.
    """

    rung: int
    given: date
    due: date
    poor: bool = False


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """One slip (交办单); ``progress`` is the percent done by its last reply.

    ``importance`` is ``PLAIN`` to ``SPECIAL``. ``supervised``: a higher level pressed for it.
    ``replies_late`` and ``reminders`` count what has happened so far. Raises ValueError for an
    importance or a rung that there is not.
    """

    issued: date
    due: date | None = None
    closed_on: date | None = None
    progress: Decimal | None = None
    poor: bool = False
    importance: int = PLAIN
    supervised: bool = False
    replies_late: int = 0
    reminders: int = 0
    warnings: tuple[WarningFact, ...] = ()
    excuses: tuple[Excuse, ...] = ()

    def __post_init__(self) -> None:
        if not PLAIN <= self.importance <= SPECIAL:
            raise ValueError(f"no importance {self.importance}")
        if any(warning.rung < 1 for warning in self.warnings):
            raise ValueError("rungs count from 1")


@dataclass(frozen=True, slots=True)
class CellFacts:
    """One cell of the chart: the duty of a month, or a milestone.

    No ``due``: there is no duty, and so no colour. ``done_on`` is the day on which the duty was
    met, however late: what a cell was before follows from these two days alone.
    ``awaits_report``: the month is not reported yet, so it may count against the project only
    after the reporting day of the pack.
    """

    name: str
    due: date | None = None
    done_on: date | None = None
    awaits_report: bool = False
    excuses: tuple[Excuse, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """One quantified item of a place for one period; figures as of ``as_of``.

    ``growth``, ``plan`` and ``mean`` (of the city) are percent. ``rank`` 1 is the best of
    ``count``; ``rank_before`` of ``count_before`` is that of the period before. ``leading`` and
    ``trailing`` are what the place itself calls 先进 and 后进. A batch of special bonds
    (专项债券) was issued on ``bond_issued`` and fully spent on ``bond_spent``. Raises ValueError
    for a rank outside its count.
    """

    name: str
    as_of: date | None = None
    growth: Decimal | None = None
    plan: Decimal | None = None
    mean: Decimal | None = None
    rank: int | None = None
    count: int | None = None
    rank_before: int | None = None
    count_before: int | None = None
    leading: bool | None = None
    trailing: bool | None = None
    bond_issued: date | None = None
    bond_spent: date | None = None
    excuses: tuple[Excuse, ...] = ()

    def __post_init__(self) -> None:
        pairs = (self.rank, self.count), (self.rank_before, self.count_before)
        for rank, count in pairs:
            if rank is not None and not 1 <= rank <= (rank if count is None else count):
                raise ValueError(f"no rank {rank} of {count}")


ItemFacts = SlipFacts | CellFacts | IndicatorFacts

SUBJECT_OF: dict[type, Subject] = {
    SlipFacts: Subject.SLIP,
    CellFacts: Subject.CELL,
    IndicatorFacts: Subject.INDICATOR,
}
