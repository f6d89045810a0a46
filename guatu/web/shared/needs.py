"""Needs as lines of a table, with what the reader may do with each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from guatu.org.models import User
from guatu.projects.models import Project
from guatu.projects.queries.needs import NeedRow


@dataclass(frozen=True, slots=True)
class NeedLine:
    """``sees_project`` is False for suppliers who know the project only by what they owe it."""

    row: NeedRow
    promise: bool
    deliver: bool
    edit: bool
    sees_project: bool

    @property
    def acts(self) -> bool:
        return self.promise or self.deliver or self.edit


def need_lines(rows: Iterable[NeedRow], user: User, *, acts: bool = True) -> list[NeedLine]:
    """One more query for those who do not see every project; without ``acts`` only to read."""
    listed = list(rows)
    seen = _seen({row.need.project_id for row in listed}, user)
    if not acts:
        return [NeedLine(row, False, False, False, row.need.project_id in seen) for row in listed]
    return [_line(row, user, row.need.project_id in seen) for row in listed]


def _line(row: NeedRow, user: User, sees_project: bool) -> NeedLine:
    need, can = row.need, user.access.can
    listed = need.project.is_listed
    return NeedLine(
        row,
        promise=listed and can("need.promise", need),
        deliver=listed and can("need.deliver", need),
        edit=listed and can("need.edit", need.project),
        sees_project=sees_project,
    )


def _seen(ids: set[UUID], user: User) -> set[UUID]:
    if user.access.sees_all:
        return ids
    rows = Project.objects.visible_to(user).filter(pk__in=ids).order_by()
    return set(rows.values_list("pk", flat=True))
