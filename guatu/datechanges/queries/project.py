"""What the page of a project shows of its date changes: two queries, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from guatu.datechanges.access import verbs_of
from guatu.datechanges.choices import ChangeStatus
from guatu.datechanges.models import ChangeQuerySet, DateChange, PlanPause
from guatu.datechanges.queries.listing import Tally, pauses_of
from guatu.domain.datechanges import Verb
from guatu.org.models import User
from guatu.projects.models import Project

MOST = 5


@dataclass(frozen=True, slots=True)
class MovedIn:
    """The newest changes and pauses; ``mine`` are ids of those that wait for the reader."""

    tally: Tally
    rows: Sequence[DateChange]
    pauses: Sequence[PlanPause]
    mine: frozenset[UUID]
    more: bool


def moved_in(project: Project, user: User) -> MovedIn:
    rows, pauses = list(_changes_of(project)), list(pauses_of(project))
    asked: list[DateChange | PlanPause] = [*rows, *pauses]
    for one in asked:
        one.project = project
    waiting = [one for one in asked if one.is_open]
    mine = frozenset(one.pk for one in waiting if Verb.APPROVE in verbs_of(user, one))
    return MovedIn(_tally(rows, pauses), rows[:MOST], pauses[:MOST], mine, len(rows) > MOST)


def _changes_of(project: Project) -> ChangeQuerySet:
    rows = DateChange.objects.filter(project=project).select_related("asked_by", "decided_by")
    return rows.order_by("-number")


def _tally(rows: Sequence[DateChange], pauses: Sequence[PlanPause]) -> Tally:
    counted = [row for row in rows if row.counted and row.status == ChangeStatus.APPROVED]
    return Tally(
        len(counted), sum(row.days for row in counted), sum(one.days or 0 for one in pauses)
    )
