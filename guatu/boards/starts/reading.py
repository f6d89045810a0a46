"""One event with its figures, its projects, and whether each really began."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from guatu.domain.starts import (
    Check,
    Figures,
    Reality,
    Rules,
    checks_of,
    figures_of,
    standing,
)
from guatu.org.models import User
from guatu.projects.models import Project
from guatu.starts.models import StartEvent, StartProject
from guatu.starts.queries import events_of, evidence_of
from guatu.starts.terms import rules_in_force


@dataclass(frozen=True, slots=True)
class StartRow:
    """A project of an event; ``now`` and ``checks`` are None and empty for who may not see the
    project itself, or before the event was held."""

    row: StartProject
    visible: bool
    now: Check | None = None
    checks: tuple[Check, ...] = ()

    @property
    def project(self) -> Project:
        return self.row.project

    @property
    def is_unproven(self) -> bool:
        return self.now is not None and self.now.reality is Reality.UNPROVEN


@dataclass(frozen=True, slots=True)
class StartReading:
    """An event, what its briefing says, and its projects; ``unproven`` those named because they
    have not really begun at a look of the rules."""

    event: StartEvent
    figures: Figures
    projects: tuple[StartRow, ...]
    rules: Rules
    day: date

    @property
    def unproven(self) -> tuple[StartRow, ...]:
        return tuple(one for one in self.projects if one.is_unproven)

    @property
    def started(self) -> int:
        return sum(
            one.now is not None and one.now.reality is Reality.STARTED for one in self.projects
        )


def read_event(user: User, event: StartEvent, today: date) -> StartReading:
    """An event that ``user`` may see, on ``today``; a handful of queries."""
    rows = list(event.projects.select_related("project").all())
    return _reading(event, rows, rules_in_force(event.tenant_id), today, _seen(user, rows))


def read_events(user: User, today: date, *, year: int | None = None) -> list[StartReading]:
    """All events of a year or of all years, the newest first."""
    events = events_of(user)
    chosen = list(events if year is None else events.filter(day__year=year))
    rules = rules_in_force(user.tenant_id)
    rows = [row for event in chosen for row in event.projects.all()]
    seen = _seen(user, rows)
    return [_reading(event, list(event.projects.all()), rules, today, seen) for event in chosen]


def latest_reading(user: User, today: date) -> StartReading | None:
    """The last event that was held by ``today``, for boards and briefings."""
    event = events_of(user).held().filter(day__lte=today).first()
    return read_event(user, event, today) if event else None


def together(readings: Iterable[StartReading]) -> Figures | None:
    """Figures over all events that were held; no project is in two of them."""
    held = [one for one in readings if one.event.is_held]
    if not held:
        return None
    announced = [row.row.announced for one in held for row in one.projects]
    return figures_of(announced, held[0].rules.line, held[0].rules.kinds)


def _reading(
    event: StartEvent,
    rows: Sequence[StartProject],
    rules: Rules,
    today: date,
    seen: frozenset[UUID],
) -> StartReading:
    figures = figures_of([row.announced for row in rows], rules.line, rules.kinds)
    return StartReading(event, figures, _rows(event, rows, rules, today, seen), rules, today)


def _rows(
    event: StartEvent,
    rows: Sequence[StartProject],
    rules: Rules,
    today: date,
    seen: frozenset[UUID],
) -> tuple[StartRow, ...]:
    if not event.is_held:
        return tuple(StartRow(row, row.project_id in seen) for row in rows)
    evidence = evidence_of(rows, event.day)
    return tuple(
        StartRow(
            row,
            True,
            standing(event.day, evidence[row.pk], rules, today),
            checks_of(event.day, evidence[row.pk], rules, today),
        )
        if row.project_id in seen
        else StartRow(row, False)
        for row in rows
    )


def _seen(user: User, rows: Sequence[StartProject]) -> frozenset[UUID]:
    ids = [row.project_id for row in rows]
    found = Project.objects.visible_to(user).filter(pk__in=ids)
    return frozenset(found.values_list("pk", flat=True))
