"""What a project has many of: units that assist it, further lines that list it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model

from guatu.projects.actions.fields import MANY
from guatu.projects.models import Project

Given = Sequence[tuple[Project, Mapping[str, Any]]]
Changes = dict[str, list[Any]]


def join(given: Given) -> None:
    """Write what is named for new projects: one statement for each kind of rows."""
    for name in MANY:
        _insert(name, [(p, row) for p, values in given for row in values.get(name) or ()])


def rejoin(given: Given) -> dict[UUID, Changes]:
    """Replace what is named; returns ``{field: [names before, names after]}`` by project."""
    changes: dict[UUID, Changes] = defaultdict(dict)
    for name in MANY:
        asked = [(project, list(values[name] or ())) for project, values in given if name in values]
        before = _joined(name, [project for project, _ in asked])
        moved = [(p, rows) for p, rows in asked if _ids(before[p.pk]) != _ids(rows)]
        for project, rows in moved:
            changes[project.pk][name] = [_names(before[project.pk]), _names(rows)]
        _replace(name, moved)
    return changes


def _replace(name: str, moved: Sequence[tuple[Project, list[Model]]]) -> None:
    if moved:
        _through(name).filter(project__in=[p.pk for p, _ in moved]).delete()
        _insert(name, [(p, row) for p, rows in moved for row in rows])


def _insert(name: str, pairs: Iterable[tuple[Project, Model]]) -> None:
    model, column = _through(name).model, _column(name)
    unique = {(p.pk, row.pk) for p, row in pairs}
    rows = [model(**{"project_id": own, column: other}) for own, other in sorted(unique, key=str)]
    model._default_manager.bulk_create(rows)


def _joined(name: str, projects: Sequence[Project]) -> Mapping[UUID, list[Model]]:
    found: dict[UUID, list[Model]] = defaultdict(list)
    if projects:
        other = _column(name).removesuffix("_id")
        rows = _through(name).filter(project__in=[p.pk for p in projects]).select_related(other)
        for row in rows.order_by("pk"):
            found[row.project_id].append(getattr(row, other))
    return found


def _through(name: str) -> Any:
    return getattr(Project, name).through._default_manager.all()


def _column(name: str) -> str:
    field: Any = Project._meta.get_field(name)
    return f"{field.m2m_reverse_field_name()}_id"


def _ids(rows: Iterable[Model]) -> set[Any]:
    return {row.pk for row in rows}


def _names(rows: Iterable[Model]) -> list[str]:
    return [str(row) for row in rows]
