"""Lights that turned, worse ones first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Q, QuerySet

from guatu.boards.overview.facts import LIGHTS, Turn, Turned
from guatu.boards.overview.seen import of_listed
from guatu.domain.words import Sentence
from guatu.org.models import User
from guatu.projects.choices import LightColour
from guatu.projects.models import Verdict

#: A change of rules may turn a whole list in one night; nobody reads more than this.
COUNT_LIMIT = 200


class _Row(NamedTuple):
    pk: UUID
    project_id: UUID
    before: str
    light: str


def turns_since(user: User, since: date, *, year: int, limit: int = COUNT_LIMIT) -> Turned:
    """Those that turned for the worse first, red before yellow, then the newest.

    Each project counts once, with its newest turn. That a project lost its colour is no news
    once it has one again: leaving the list is a turn, coming back is not.
    """
    rows = of_listed(Verdict.objects.filter(day__gte=since), user, year)
    rows = rows.filter(~Q(light=LightColour.NONE) | Q(project__light=LightColour.NONE))
    return turned_of(rows, limit)


def turned_of(verdicts: QuerySet[Verdict], limit: int) -> Turned:
    """The same of any verdicts."""
    rows = verdicts.exclude(before="").exclude(before=F("light")).order_by("-day", "-at")
    found = [_Row(*row) for row in rows.values_list(*_Row._fields)[: COUNT_LIMIT + 1]]
    newest: dict[UUID, _Row] = {}
    for row in found[:COUNT_LIMIT]:
        newest.setdefault(row.project_id, row)
    ordered = sorted(newest.values(), key=_gravity)[:limit]
    return Turned(len(newest), len(found) > COUNT_LIMIT, _with_reasons(ordered))


def _gravity(row: _Row) -> tuple[bool, int]:
    return not _is_worse(row), LIGHTS.index(row.light)


def _is_worse(row: _Row) -> bool:
    """Into red or yellow from something better; the first data of a project are no decline."""
    bad = row.light in (LightColour.RED, LightColour.YELLOW)
    return bad and LIGHTS.index(row.light) < LIGHTS.index(row.before)


def _with_reasons(ordered: Iterable[_Row]) -> list[Turn]:
    ids = [row.pk for row in ordered]
    told = {row["pk"]: _turn(row) for row in Verdict.objects.filter(pk__in=ids).values(*_TOLD)}
    return [told[pk] for pk in ids]


_TOLD = (
    "pk", "project_id", "project__name", "project__lead_unit__short_name",
    "project__lead_unit__name", "before", "light", "day", "body",
)  # fmt: skip


def _turn(row: Mapping[str, Any]) -> Turn:
    return Turn(
        project_id=row["project_id"],
        project=row["project__name"],
        unit=row["project__lead_unit__short_name"] or row["project__lead_unit__name"] or "",
        before=row["before"],
        light=row["light"],
        day=row["day"],
        reason=Sentence.from_json(row["body"]["reasons"][0]["sentence"]),
    )
