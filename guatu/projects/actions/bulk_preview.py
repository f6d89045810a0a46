"""What an edit of many projects would do, row by row, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from guatu.domain.words import Sentence, say
from guatu.kit.refusals import Refusal
from guatu.org.access import can
from guatu.org.models import Holding, User
from guatu.projects.actions.bulk import Asked, refuse_unready, with_plan
from guatu.projects.actions.fields import OF_THE_TENANT, refuse_bad
from guatu.projects.actions.former import kept, plain
from guatu.projects.models import Project

POSTS = ("sponsor", "owner_post")


@dataclass(frozen=True, slots=True)
class RowPreview:
    """``changes`` are ``{field: (before, after)}``; with a refusal nothing of it is done."""

    project: Project
    changes: Mapping[str, tuple[Any, Any]]
    values: Mapping[str, Any]
    refusal: Sentence | None = None

    @property
    def asked(self) -> Asked:
        return Asked(self.project.pk, self.project.version, self.values)


def preview(
    wanted: Sequence[tuple[Project, Mapping[str, Any]]], *, by: User, today: date
) -> list[RowPreview]:
    """Projects with all that they refer to, as ``with_all`` reads them, and their new values."""
    planned = with_plan(project.pk for project, _ in wanted)
    return [_row(project, values, by, project.pk in planned, today) for project, values in wanted]


def with_all(rows: Any) -> Any:
    """With the rows that a project refers to, and who holds its posts, as a preview shows them."""
    referred = (name for name in OF_THE_TENANT if name != "parent")
    held = (holders_now(f"{post}__holdings") for post in POSTS)
    return rows.select_related("tenant", *referred).prefetch_related(*held)


def holders_now(path: str = "holdings") -> Any:
    """Who holds posts now, to be read for all of them at once."""
    return Prefetch(path, Holding.objects.current().select_related("user"))


def _row(
    project: Project, values: Mapping[str, Any], by: User, has_plan: bool, today: date
) -> RowPreview:
    moved = {n: v for n, v in values.items() if plain(v) != kept(project, n)}
    changes = {name: (getattr(project, name), value) for name, value in moved.items()}
    return RowPreview(project, changes, moved, _refusal(project, moved, by, has_plan, today))


def _refusal(
    project: Project, values: Mapping[str, Any], by: User, has_plan: bool, today: date
) -> Sentence | None:
    if not can(by, "project.edit", project):
        return say("您的岗位不能修改这个项目。")
    changed = copy(project)
    for name, value in values.items():
        setattr(changed, name, value)
    try:
        refuse_unready(project, values, has_plan=has_plan, today=today)
        refuse_bad(changed, values)
    except Refusal as refusal:
        return next(iter(refusal.fields.values()), refusal.sentence)
    return None
