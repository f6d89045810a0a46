"""The next milestone of every line, unit or sponsor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber

from guatu.boards.overview.facts import NextMilestone
from guatu.boards.overview.seen import of_listed
from guatu.org.models import User
from guatu.projects.models import Milestone, Project

#: The soonest of all are read first; with them nearly every cut has its next one.
SOONEST = 120
#: A cut with more projects than this is searched along the days, a smaller one by its projects.
LARGE = 1000

Found = dict[UUID, NextMilestone]


def upcoming_by(
    user: User, column: str, sizes: Mapping[UUID, int], *, year: int, today: date
) -> Found:
    """By ``column`` of the project (``line_id`` …): the earliest open milestone from ``today``.

    ``sizes`` are the cuts with their numbers of projects. One read for nearly all of them, one
    for the small cuts whose next milestone lies further away, one for each such large cut.
    """
    if not sizes:
        return {}
    rows = _open(user, year, today)
    found = _first(rows, column, SOONEST)
    missing = sizes.keys() - found.keys()
    if small := [key for key in missing if sizes[key] <= LARGE]:
        found |= _first(_firsts_of(rows, column, small), column, len(small))
    for key in missing - set(small):
        own = Project.objects.filter(pk=OuterRef("project_id"), **{column: key})
        found |= _first(rows.filter(Exists(own)), column, 1)
    return found


def _open(user: User, year: int, today: date) -> QuerySet[Milestone]:
    rows = Milestone.objects.filter(actual_finish__isnull=True, planned_finish__gte=today)
    # by the day alone: that is the order of the index, and nothing has to be sorted
    return of_listed(rows, user, year).order_by("planned_finish")


def _firsts_of(rows: QuerySet[Milestone], column: str, keys: Iterable[UUID]) -> QuerySet[Milestone]:
    """The first of each cut, found among the projects of these cuts."""
    own = rows.filter(**{f"project__{column}__in": keys})
    order = ("planned_finish", "serial", "project_id")
    return own.annotate(place=Window(RowNumber(), f"project__{column}", order)).filter(place=1)


def _first(rows: QuerySet[Milestone], column: str, limit: int) -> Found:
    columns = ("planned_finish", "serial", "name", "project_id", "project__name")
    soonest = sorted(rows.values_list(f"project__{column}", *columns)[:limit], key=_by_day)
    found: Found = {}
    for key, day, _, name, project_id, project in soonest:
        if key and day and key not in found:
            found[key] = NextMilestone(name, project_id, project, day)
    return found


def _by_day(row: tuple[Any, ...]) -> tuple[date, int, UUID]:
    _, day, serial, _, project_id, _ = row
    return day, serial, project_id
