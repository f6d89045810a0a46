"""What the overview says; money in 万元, gaps in points (百分点), shares in percent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from guatu.domain import pace
from guatu.domain.words import Sentence
from guatu.projects.choices import Expectation, LightColour

ZERO = Decimal(0)
LIGHTS = tuple(LightColour.values)
KEPT = (*Expectation.values, "green_by_replanning")


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures of one cut of the list; ``gap`` is None without a plan of the year.

    ``original`` to ``late`` count by which promise the finish keeps (``Expectation``).
    """

    projects: int = 0
    red: int = 0
    yellow: int = 0
    green: int = 0
    paused: int = 0
    none: int = 0
    started: int = 0
    start_due: int = 0
    due_started: int = 0
    original: int = 0
    replanned: int = 0
    late: int = 0
    green_by_replanning: int = 0
    total_investment: Decimal = ZERO
    year_plan: Decimal = ZERO
    year_done: Decimal = ZERO
    gap: Decimal | None = None

    @property
    def share(self) -> Decimal | None:
        """Done of the year's plan in percent; None without a plan."""
        return pace.rate(self.year_done, self.year_plan)

    @property
    def start_rate(self) -> Decimal | None:
        """Begun of all that is planned for the year, in percent."""
        return pace.rate(Decimal(self.started), Decimal(self.projects))

    @property
    def due_start_rate(self) -> Decimal | None:
        """Begun of those that were to begin by now, in percent."""
        return pace.rate(Decimal(self.due_started), Decimal(self.start_due))


@dataclass(frozen=True, slots=True)
class NextMilestone:
    name: str
    project_id: UUID
    project: str
    day: date


@dataclass(frozen=True, slots=True)
class Cut:
    """A line, a unit or a sponsor with its totals.

    ``key`` is ``NOBODY`` and ``title`` empty for the projects that have none. ``lead`` and
    ``leader`` are the lead unit and leader of a line, the unit and the post of a sponsor.
    """

    key: UUID
    title: str
    lead: str
    leader: str
    totals: Totals
    next: NextMilestone | None = None


@dataclass(frozen=True, slots=True)
class CutTable:
    """``whole`` is of distinct projects; ``repeated`` is what the rows of ``cuts`` count more
    than once, so that rows − repeated = whole whatever they are put together by."""

    whole: Totals
    cuts: Sequence[Cut]
    repeated: Totals


@dataclass(frozen=True, slots=True)
class Turn:
    """A light that turned on ``day``, and why."""

    project_id: UUID
    project: str
    unit: str
    before: str
    light: str
    day: date
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Turned:
    """The worst of what turned; ``more`` says that counting stopped at ``count``."""

    count: int
    more: bool
    rows: Sequence[Turn]


@dataclass(frozen=True, slots=True)
class Curve:
    """Cumulative amounts at the end of months 1–12.

    ``done`` is None after the last complete month, ``forecast`` before it: the year goes on at
    the speed so far.
    """

    pace: tuple[Decimal, ...]
    done: tuple[Decimal | None, ...]
    forecast: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Milestones planned for the week from ``monday``; ``more``: counting stopped there."""

    monday: date
    sunday: date
    planned: int
    done: int
    late: int
    more: bool


@dataclass(frozen=True, slots=True)
class WeekRow:
    name: str
    project_id: UUID
    project: str
    unit: str
    light: str
    planned: date
    actual: date | None
    critical: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Overview:
    expected: pace.Share
    turned: Turned
    curve: Curve
    table: CutTable
    week: Week

    @property
    def totals(self) -> Totals:
        return self.table.whole

    @property
    def cuts(self) -> Sequence[Cut]:
        return self.table.cuts

    @property
    def repeated(self) -> Totals:
        return self.table.repeated
