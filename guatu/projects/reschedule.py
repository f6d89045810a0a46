"""Very many plans computed anew from their blobs, and only what has moved judged.

After another calendar, a restore or a long stop. A round by the clock needs none of it: every
project knows the next day on which it can change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from guatu.domain.workcalendar import WorkCalendar
from guatu.kit.bulk import update_rows
from guatu.kit.memory import without_cycle_search
from guatu.projects.blobs import keep_blobs, packed
from guatu.projects.facts import rows_of
from guatu.projects.models import Project, ProjectNetwork
from guatu.projects.networks import Reach
from guatu.projects.reaching import reaches_of
from guatu.projects.standing import Standing
from guatu.workdays.queries import calendar_in_force

if TYPE_CHECKING:
    from guatu.projects.patrol import Progress

CHUNK = 10_000
MOVING = ["min_slack", "forecast_finish", "next_check"]
_READ = ("project_id", "blob", "project__min_slack", "project__forecast_finish")


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """How many plans were computed, and how many of them reach another day than was kept."""

    computed: int
    moved: int


class Row(NamedTuple):
    """A blob with what is kept of its project."""

    project: UUID
    blob: bytes
    slack: int | None
    finish: date | None


@dataclass(slots=True)
class Plan:
    """What is to be kept of a project."""

    id: UUID
    min_slack: int | None
    forecast_finish: date | None
    next_check: date | None

    @property
    def pk(self) -> UUID:
        return self.id


def reschedule(
    tenant_ids: Iterable[UUID], *, now: datetime, tell: Progress | None = None
) -> Rescheduled:
    """Slack and forecast of all open plans as of ``now``.

    Those that moved are due for the patrol at once, which judges them by the rules. Doing it twice
    changes nothing the second time.
    """
    _make_missing(tenant_ids := list(tenant_ids))
    kept = ProjectNetwork.objects.filter(project__tenant__in=tenant_ids)
    listed = kept.filter(project__withdrawn_at__isnull=True).order_by("project_id")
    whole, computed, moved, calendar = listed.count(), 0, 0, calendar_in_force()
    with without_cycle_search():
        for rows in _chunks(listed):
            plans = list(_moved(rows, now.date(), calendar))
            # An act meanwhile is not lost: what is due is judged by its facts, under a lock.
            update_rows(plans, MOVING, of=Project)
            moved += len(plans)
            computed += len(rows)
            if tell:
                tell(computed, whole)
    return Rescheduled(computed, moved)


def _chunks(kept: QuerySet[ProjectNetwork]) -> Iterator[list[Row]]:
    """By ranges of ids, so that no chunk reads the ones before it."""
    last: UUID | None = None
    while True:
        rest = kept.filter(project_id__gt=last) if last else kept
        rows = [Row(*row) for row in rest.values_list(*_READ)[:CHUNK]]
        if not rows:
            return
        yield rows
        last = rows[-1].project


def _moved(rows: Sequence[Row], today: date, calendar: WorkCalendar) -> Iterator[Plan]:
    found = reaches_of([bytes(row.blob) for row in rows], today, calendar)
    figures = zip(found.known.tolist(), found.slack.tolist(), found.finish.tolist(), strict=True)
    for row, (known, slack, finish) in zip(rows, figures, strict=True):
        reach = Reach(slack, date.fromordinal(finish)) if known else Reach()
        if (row.slack, row.finish) != (reach.slack, reach.finish):
            yield Plan(row.project, reach.slack, reach.finish, today)


def _make_missing(tenant_ids: Sequence[UUID]) -> None:
    """Blobs of projects with a plan that have none yet."""
    lacking = Project.objects.filter(tenant__in=tenant_ids, network__isnull=True).listed()
    ids = list(lacking.filter(baselines__isnull=False).distinct().values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK // 10):
        projects = list(Project.objects.filter(pk__in=ids[start : start + CHUNK // 10]))
        rows = rows_of(projects)
        blobs = {p.pk: packed(Standing.of(p, rows[p.pk])) for p in projects}
        with transaction.atomic():
            keep_blobs(blobs)
