"""Trying rules out on the past: what every light would have been, beside what was shown.

Projects are judged as they were known to stand at the end of each day. For days before anything
was kept, the first known standing is taken: facts carry their own days, and what happened later
is not yet known on an earlier day (``ProjectFacts``). Such cells say that they are assumed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from guatu.domain.lights import RulePack as Rules
from guatu.domain.periods import month_end
from guatu.domain.words import Sentence
from guatu.kit.clock import CHINA
from guatu.org.models import Tenant
from guatu.projects.choices import Nature
from guatu.projects.models import ProjectState
from guatu.projects.standards import Standard
from guatu.projects.standing import Standing
from guatu.projects.states import known_at
from guatu.workdays.queries import calendar_at

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One project on one day: the light of the tried rules and, None when unknown, what was shown.

    ``assumed``: judged from what became known only later.
    """

    light: str
    shown: str | None
    reason: Sentence
    assumed: bool

    @property
    def differs(self) -> bool:
        return self.shown is not None and self.shown != self.light


@dataclass(frozen=True, slots=True)
class TriedRow:
    """A project through the days; None on days on which it was not on the list.

    ``counted``: not a part of a package, nor in reserve, which figures of the list leave out.
    """

    project_id: UUID
    number: int
    name: str
    counted: bool
    cells: tuple[Cell | None, ...]

    @property
    def stood(self) -> bool:
        """Whether it was known to be on the list at the end of one of the days."""
        return any(cell is not None and not cell.assumed for cell in self.cells)


@dataclass(frozen=True, slots=True)
class BackTest:
    """``rows`` of all that stood on one of ``days``, by number.

    The others are counts by light, a mapping for each of ``days``.
    """

    days: tuple[date, ...]
    rows: tuple[TriedRow, ...]

    @property
    def counts(self) -> list[Mapping[str, int]]:
        return [Counter(cell.light for cell in cells) for cells in self._columns()]

    @property
    def shown(self) -> list[Mapping[str, int]]:
        return [Counter(cell.shown for cell in cells if cell.shown) for cells in self._columns()]

    @property
    def changed(self) -> list[TriedRow]:
        """The projects whose light would be another on the last day on which they stood."""
        return [row for row in self.rows if (last := _last(row)) is not None and last.differs]

    def _columns(self) -> list[list[Cell]]:
        return [
            [cell for row in self.rows if (cell := row.cells[place]) is not None]
            for place in range(len(self.days))
        ]


def month_days(today: date, months: int = MONTHS) -> tuple[date, ...]:
    """The ends of the ``months`` months before that of ``today``, and ``today``."""
    ends = [today]
    for _ in range(months):
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    return tuple(reversed(ends))


def back_test(
    tenant: Tenant, rules: Rules, days: Sequence[date], only: Sequence[UUID] | None = None
) -> BackTest:
    """Two queries for all projects of the tenant that are or were on a list, or ``only`` some.

    What stood at the end of none of ``days`` is left out: there is nothing to compare.
    """
    moments = [datetime.combine(day, time(23, 59, 59), CHINA) for day in days]
    standards = [Standard.by(rules, moment, calendar_at(moment)) for moment in moments]
    states = ProjectState.objects.filter(tenant=tenant, since__lte=moments[-1])
    if only is not None:
        states = states.filter(project__in=only)
    rows = [
        _row(list(own), standards)
        for _, own in groupby(states.order_by("project", "since", "id"), key=_project)
    ]
    stood = [row for row in rows if row.stood]
    return BackTest(tuple(days), tuple(sorted(stood, key=lambda row: (row.number, row.name))))


def _project(state: ProjectState) -> UUID:
    return state.project_id


def _row(states: Sequence[ProjectState], standards: Sequence[Standard]) -> TriedRow:
    known = {state.pk: Standing.from_json(state.facts) for state in states}
    cells = tuple(_cell(states, known, standard) for standard in standards)
    newest = states[-1]
    counted = newest.parent_id is None and newest.nature != Nature.RESERVE
    return TriedRow(newest.project_id, newest.number, newest.name, counted, cells)


def _cell(
    states: Sequence[ProjectState], known: Mapping[UUID, Standing], standard: Standard
) -> Cell | None:
    there = known_at(states, standard.now)
    state = there or states[0]
    standing = known[state.pk]
    if not state.listed or (there is None and _listed_later(standing, standard)):
        return None
    glance = standard.judged(standing, state.project_id).glance
    shown = str(there.light) if there else None
    return Cell(str(glance.light), shown, glance.headline.sentence, there is None)


def _listed_later(standing: Standing, standard: Standard) -> bool:
    """Whether the project belongs to a year that had not begun by then."""
    return month_end(standard.today) < date(standing.facts.year, 1, 1)


def _last(row: TriedRow) -> Cell | None:
    return next((cell for cell in reversed(row.cells) if cell is not None), None)
