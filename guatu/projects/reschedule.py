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

from guatu.domain.workcalendar import WorkCalendar
from guatu.kit.bulk import update_rows
from guatu.kit.memory import without_cycle_search
from guatu.projects.blobs import NOTHING, keep_blobs, packed
from guatu.projects.facts import rows_of
from guatu.projects.models import Project, ProjectNetwork
from guatu.projects.networks import Reach
from guatu.projects.reaching import reaches_of
from guatu.projects.standing import Standing
from guatu.workdays.queries import calendar_in_force

if TYPE_CHECKING:
    from guatu.projects.patrol import Progress

CHUNK, MADE_AT_A_TIME = 10_000, 1_000
MOVING = ["min_slack", "forecast_finish", "next_check"]


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """How many plans were computed, and how many of them reach another day than was kept."""

    computed: int
    moved: int


class Kept(NamedTuple):
    """What is kept of a project."""

    project: UUID
    slack: int | None
    finish: date | None


@dataclass(slots=True)
class Plan:
    """What is to be kept of it."""

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
    listed = Project.objects.listed().filter(tenant__in=tenant_ids, network__isnull=False)
    rows = listed.order_by("id").values_list("pk", "min_slack", "forecast_finish")
    whole = [Kept(*row) for row in rows]
    computed, moved, calendar = 0, 0, calendar_in_force()
    with without_cycle_search():
        for start in range(0, len(whole), CHUNK):
            kept = whole[start : start + CHUNK]
            moved += _write(list(_moved(kept, now.date(), calendar)))
            computed += len(kept)
            if tell:
                tell(computed, len(whole))
    return Rescheduled(computed, moved)


def _moved(kept: Sequence[Kept], today: date, calendar: WorkCalendar) -> Iterator[Plan]:
    found = reaches_of(_blobs([one.project for one in kept]), today, calendar)
    figures = zip(found.known.tolist(), found.slack.tolist(), found.finish.tolist(), strict=True)
    for one, (known, slack, finish) in zip(kept, figures, strict=True):
        reach = Reach(slack, date.fromordinal(finish)) if known else Reach()
        if (one.slack, one.finish) != (reach.slack, reach.finish):
            yield Plan(one.project, reach.slack, reach.finish, today)


def _blobs(ids: Sequence[UUID]) -> list[bytes]:
    """Asked by id and nothing else: with a join, databases go through a whole table a chunk."""
    found = dict(ProjectNetwork.objects.filter(pk__in=ids).values_list("pk", "blob"))
    return [bytes(found.get(pk, NOTHING)) for pk in ids]


def _write(plans: Sequence[Plan]) -> int:
    """An act since the plans were read is not lost: what is due is judged by its facts."""
    if not plans:
        return 0
    with transaction.atomic():
        # Locked in id order, as by the patrol; what was withdrawn meanwhile stays as it is.
        rows = Project.objects.select_for_update(no_key=True).listed().order_by("id")
        held = set(rows.filter(pk__in=[p.id for p in plans]).values_list("pk", flat=True))
        taken = [plan for plan in plans if plan.id in held]
        update_rows(taken, MOVING, of=Project)
    return len(taken)


def _make_missing(tenant_ids: Sequence[UUID]) -> None:
    """Blobs of projects with a plan that have none yet."""
    lacking = Project.objects.filter(tenant__in=tenant_ids, network__isnull=True).listed()
    ids = list(lacking.filter(baselines__isnull=False).distinct().values_list("pk", flat=True))
    for start in range(0, len(ids), MADE_AT_A_TIME):
        projects = list(Project.objects.filter(pk__in=ids[start : start + MADE_AT_A_TIME]))
        rows = rows_of(projects)
        blobs = {p.pk: packed(Standing.of(p, rows[p.pk])) for p in projects}
        with transaction.atomic():
            keep_blobs(blobs)
