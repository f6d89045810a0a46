"""What a person chose to change in many projects, and how the preview of it reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _

from guatu.org.models import User
from guatu.projects.actions.bulk import Asked
from guatu.projects.actions.bulk_preview import RowPreview
from guatu.projects.choices import Nature
from guatu.projects.models import Project
from guatu.web.shared.asking import row_id, whole_number
from guatu.web.shared.sentences import in_words
from guatu.web.templatetags.guatu import day, wan

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a project before and after, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """A project in a preview or in the record of an edit."""

    number: int
    name: str
    pk: UUID
    changes: Sequence[Change]
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What will be done, what is refused and why, and how many stay as they are.

    ``seen`` goes with the form: the rows that will change, with the version that was seen.
    """

    lines: Sequence[Line]
    more: int
    refused: Sequence[Line]
    same: int
    count: int
    seen: str


def preview_of(rows: Sequence[RowPreview]) -> Preview:
    refused = [row for row in rows if row.refusal and row.changes]
    moved = [row for row in rows if row.changes and not row.refusal]
    return Preview(
        lines=[_line(row) for row in moved[:SHOWN]],
        more=max(0, len(moved) - SHOWN),
        refused=[_line(row) for row in refused],
        same=len(rows) - len(moved) - len(refused),
        count=len(moved),
        seen=" ".join(f"{row.project.pk}:{row.project.version}" for row in moved),
    )


def still_as_seen(rows: Sequence[RowPreview], seen: str) -> list[Asked]:
    """Of these rows those that the person saw in the preview, at the version of then."""
    versions = _versions(seen)
    return [
        Asked(row.project.pk, versions[row.project.pk], row.values)
        for row in rows
        if row.project.pk in versions
    ]


def field_words(name: str) -> str:
    """The word of the model for a field of a project."""
    return str(Project._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def value_words(name: str, value: Any) -> str:
    """A value of a field as people read it."""
    if value in (None, "", []):
        return _("空")
    if name == "nature":
        return str(Nature(value).label)
    if isinstance(value, Decimal):
        return wan(value)
    if isinstance(value, date):
        return day(value)
    return "、".join(map(str, value)) if isinstance(value, list) else _row_words(value)


def visible_rows(user: User, ids: Iterable[UUID]) -> models.QuerySet[Project]:
    return Project.objects.visible_to(user).filter(pk__in=list(ids))


def ids_in(values: QueryDict) -> list[UUID]:
    """The rows chosen in the list, each once."""
    found = (row_id(text) for text in values.getlist("id"))
    return list(dict.fromkeys(pk for pk in found if pk))


def changes_of(pairs: Mapping[str, Sequence[Any]]) -> list[Change]:
    return [
        Change(field_words(name), value_words(name, before), value_words(name, after))
        for name, (before, after) in pairs.items()
    ]


def _line(row: RowPreview) -> Line:
    project = row.project
    refusal = in_words(row.refusal) if row.refusal else ""
    return Line(project.number, project.name, project.pk, changes_of(row.changes), refusal)


def _row_words(value: Any) -> str:
    label = getattr(value, "holder_label", None) or getattr(value, "label", None)
    return str(label or value)


def _versions(seen: str) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for piece in seen.split():
        text, _colon, number = piece.partition(":")
        pk, version = row_id(text), whole_number(number)
        if pk and version:
            found[pk] = version
    return found
