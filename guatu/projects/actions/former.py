"""Values of a project as they are kept to be put back, and back again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from guatu.projects.actions.fields import OF_THE_TENANT
from guatu.projects.models import Project

Changes = Mapping[str, Sequence[Any]]


def kept(project: Project, name: str) -> Any:
    """The field as JSON holds it: rows by id, figures and days as texts."""
    return plain(getattr(project, f"{name}_id" if name in OF_THE_TENANT else name))


def plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


class FormerValues:
    """What was kept of many projects, ``{field: [before, after]}`` of each, as fields hold it;
    one query for each kind of rows that they refer to."""

    def __init__(self, listed: Iterable[Changes]) -> None:
        wanted: dict[str, set[str]] = {}
        for changes in listed:
            for name, values in changes.items():
                if name in OF_THE_TENANT:
                    wanted.setdefault(name, set()).update(filter(None, values))
        self.rows = {
            name: _model(name)._default_manager.in_bulk(ids) for name, ids in wanted.items()
        }

    def is_gone(self, name: str, stored: Any) -> bool:
        """Whether the row that was referred to is there no more."""
        return bool(stored) and name in OF_THE_TENANT and self.value(name, stored) is None

    def value(self, name: str, stored: Any) -> Any:
        """None, too, for a row that is gone."""
        if stored is None:
            return None
        if name in OF_THE_TENANT:
            return self.rows[name].get(UUID(stored))
        column = Project._meta.get_field(name)
        if isinstance(column, models.DateField):
            return date.fromisoformat(stored)
        return Decimal(stored) if isinstance(column, models.DecimalField) else stored


def _model(name: str) -> type[models.Model]:
    model = Project._meta.get_field(name).related_model
    assert isinstance(model, type)
    return model
