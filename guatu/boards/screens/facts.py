"""What the panels of a board say; money in 万元, gaps in points (百分点), shares in percent.

Units, lines and posts are named, persons never.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from guatu.boards.overview import Totals
from guatu.domain.pace import Share
from guatu.domain.starts import Figures
from guatu.domain.words import Sentence
from guatu.domain.worklists.promises import Score
from guatu.lines.models import WorkLine
from guatu.org.models import Post, Tenant, User


@dataclass(frozen=True, slots=True)
class Asked:
    """What a panel is read with. ``viewer`` stands for whoever passes the screen; ``rows`` is how
    many there is room for."""

    tenant: Tenant
    viewer: User
    now: datetime
    rows: int
    line: WorkLine | None = None
    post: Post | None = None
    shows_money: bool = True
    shows_reasons: bool = True

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def year(self) -> int:
        return self.tenant.year


@dataclass(frozen=True, slots=True)
class Month:
    """Milestones planned for a month; ``more``: counting stopped there."""

    first: date
    last: date
    planned: int
    done: int
    late: int
    more: bool

    @property
    def still_open(self) -> int:
        return self.planned - self.done


@dataclass(frozen=True, slots=True)
class OverviewFacts:
    """``invested`` is what the last complete month added, None before the first."""

    totals: Totals
    expected: Share
    month: Month
    invested: Decimal | None
    invested_month: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A line or a unit with its place, None where there is none, and by how many places it rose;
    ``length`` of its bar in percent of the longest."""

    key: UUID
    title: str
    totals: Totals
    place: int | None
    climbed: int | None
    length: int


@dataclass(frozen=True, slots=True)
class RankingFacts:
    """``compared_on`` is the day whose places are compared with, None when nothing is ranked."""

    rows: Sequence[Ranked]
    more: int
    compared_on: date | None
    ranked: bool


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project on a list; ``reason`` is empty where it may not be shown."""

    name: str
    unit: str
    light: str
    reason: Mapping[str, Any] | Sentence | str
    step: str
    due: date | None
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class ProjectsFacts:
    """Projects with the worst light first. Without ``title`` no line or post is chosen any more."""

    title: str
    lead: str
    totals: Totals
    rows: Sequence[ProjectLine]
    more: int


@dataclass(frozen=True, slots=True)
class SponsorsFacts:
    """Posts with their projects, those with the most red lights first."""

    rows: Sequence[Ranked]
    more: int


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone: what, whose, by when; ``days`` until then, negative when it is late."""

    name: str
    project: str
    unit: str
    light: str
    planned: date
    actual: date | None
    critical: bool
    days: int

    @property
    def late(self) -> bool:
        return self.actual is None and self.days < 0

    @property
    def days_late(self) -> int:
        return -self.days


@dataclass(frozen=True, slots=True)
class FlagsFacts:
    """Red flags of this month's milestones that are done, black ones of all that are overdue."""

    month: Month
    done: Sequence[Step]
    late: Sequence[Step]
    n_late: int
    more_late: bool


@dataclass(frozen=True, slots=True)
class BattlesFacts:
    """What this month still has to see done, overdue first."""

    month: Month
    rows: Sequence[Step]
    more: int


@dataclass(frozen=True, slots=True)
class Names:
    """As many as there is room for, and how many more there are."""

    shown: Sequence[str] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class ListsFacts:
    """The week's lists: who has not filed, who was late, and what became of last week's promises.

    ``label`` is empty when no list was ever asked for, ``score`` None without a week before.
    """

    label: Sentence | str = ""
    due_at: datetime | None = None
    is_due: bool = False
    filed: int = 0
    units: int = 0
    missing: Names = field(default_factory=Names)
    late: Names = field(default_factory=Names)
    before: Sentence | str = ""
    score: Score | None = None


@dataclass(frozen=True, slots=True)
class StartsFacts:
    """A concentrated start; ``title`` is empty while none was held. ``started``: how many of its
    projects are proven to have begun."""

    title: str = ""
    day: date | None = None
    site: str = ""
    figures: Figures | None = None
    started: int = 0
    projects: Sequence[str] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class TargetLine:
    """An indicator of the city, or of ``line``; no figures where amounts may not be shown."""

    name: str
    unit: str
    line: str
    light: str
    target: Decimal | None
    done: Decimal | None
    percent: Decimal | None
    words: Sentence


@dataclass(frozen=True, slots=True)
class TargetsFacts:
    """A quarter: ``done`` ``of`` the targets of the lines are reached, ``behind`` are those
    furthest behind pace."""

    quarter: Sentence
    expected: Decimal
    days_left: int
    city: Sequence[TargetLine]
    behind: Sequence[TargetLine]
    more: int
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """A panel as it is shown: what ``said`` is follows from its kind."""

    slot: int
    kind: str
    title: str
    said: Any


@dataclass(frozen=True, slots=True)
class PageFacts:
    pk: UUID
    title: str
    layout: str
    seconds: int
    panels: Sequence[PanelFacts]
