"""What stands in a pack; money in 万元, gaps in points, shares in percent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from guatu.boards.overview import Cut, Totals, Turned
from guatu.command.models import Blocker, Meeting
from guatu.command.queries.agenda import Entry
from guatu.commitments.models import Commitment
from guatu.dispatches.models import Dispatch
from guatu.domain.worklists.promises import Outcome, Score
from guatu.lines.models import WorkLine
from guatu.projects.models import Milestone, Project
from guatu.projects.queries.needs import NeedRow
from guatu.worklists.models import WorkRound
from guatu.worklists.queries.listing import Together
from guatu.worklists.queries.promises import Judged


@dataclass(frozen=True, slots=True)
class Promise:
    """What the last meeting decided, held against what is known; ``outcome`` is None for what
    nobody had to do, ``reason`` then says why."""

    words: str
    project: Project | None
    unit: str
    due_on: date | None
    number: str
    outcome: Outcome | None
    done_on: date | None
    days_late: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """Cumulative amounts at the end of months 1–12; ``done`` ends with the last report."""

    plan: tuple[Decimal, ...]
    pace: tuple[Decimal, ...]
    done: tuple[Decimal | None, ...]

    @property
    def top(self) -> Decimal:
        return max([*self.plan, *self.pace, *(one for one in self.done if one is not None)])


@dataclass(frozen=True, slots=True)
class Card:
    """A project; ``reason`` is the stored sentence of its light, counted on to the day."""

    project: Project
    sponsor: str
    reason: Mapping[str, Any]
    share: Decimal | None
    gap: Decimal | None
    curve: Curve
    milestones: Sequence[Milestone]
    needs: Sequence[NeedRow]
    dispatches: Sequence[Dispatch]
    blockers: Sequence[Blocker]
    commitments: Sequence[Commitment]
    promises: Sequence[Promise]

    @property
    def anchor(self) -> str:
        return anchor_of(self.project.pk)


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter of the agenda; without ``card`` the maker may not open its project, or there is
    none."""

    entry: Entry
    card: Card | None


@dataclass(frozen=True, slots=True)
class Group:
    """Cards under one heading; of the agenda there is one, without a title."""

    title: str
    cards: Sequence[Card]


@dataclass(frozen=True, slots=True)
class Weekly:
    """The round of the week, and what became of the promises of the round before."""

    round: WorkRound
    together: Together
    before: WorkRound | None
    score: Score
    broken: Sequence[Judged]
    more: int


@dataclass(frozen=True, slots=True)
class Pack:
    """``meeting`` or ``line`` is what it is of, neither: everything. ``last`` is the meeting whose
    decisions ``promises`` are; ``left_out`` counts projects that are in it without a card."""

    title: str
    totals: Totals
    cuts: Sequence[Cut]
    curve: Curve
    turned: Turned | None
    topics: Sequence[Topic]
    groups: Sequence[Group]
    last: Meeting | None
    promises: Sequence[Promise]
    weekly: Weekly | None
    only: frozenset[UUID] | None
    meeting: Meeting | None = None
    line: WorkLine | None = None
    left_out: int = 0

    @property
    def cards(self) -> list[Card]:
        return [card for group in self.groups for card in group.cards]


def anchor_of(project_id: UUID) -> str:
    """Its place in the file: nothing there tells the address of the system."""
    return f"p-{project_id.hex[-12:]}"
