"""Writing thousands of rows at once, in the caller's transaction; ``save`` is never called."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, Generic, TypeVar, cast

from django.db import connections, models, router

Held = Callable[[Any], Any]
Made = TypeVar("Made", bound=models.Model)
AT_A_TIME = 2000


class Maker(Generic[Made]):
    """Makes new rows of one model from columns by name (``line_id``, not ``line``).

    As calling the model, which asks each of its fields by name: four times as fast on wide rows.
    """

    def __init__(self, model: type[Made]) -> None:
        self._model = model
        fields = model._meta.concrete_fields
        self._defaults = [(field.attname, field.get_default) for field in fields]
        self._known = {field.attname for field in fields}
        self._constant = {
            field.attname: field.get_default()
            for field in fields
            if not (field.has_default() and callable(field.default))  # a list is made anew
        }

    def __call__(self, columns: Mapping[str, Any]) -> Made:
        if not self._known.issuperset(columns):
            raise ValueError(f"not columns: {sorted(set(columns) - self._known)}")
        given = {**self._constant, **columns}
        return self._model(
            *[given[name] if name in given else default() for name, default in self._defaults]
        )


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model.

    As ``bulk_create``, but one prepared statement and a converter per column instead of a
    compiled expression per value: three times as fast on wide rows.
    """
    if not rows:
        return
    model = type(rows[0])
    columns = list(model._meta.concrete_fields)
    marks = ", ".join(["%s"] * len(columns))
    names = ", ".join(_quoted(model, column.column) for column in columns)
    table = _quoted(model, model._meta.db_table)
    _execute(model, f"INSERT INTO {table} ({names}) VALUES ({marks})", columns, rows)  # noqa: S608
    for row in rows:
        row._state.adding = False
        row._state.db = router.db_for_write(model)


def update_rows(
    rows: Sequence[Any], fields: Sequence[str], *, of: type[models.Model] | None = None
) -> None:
    """Write ``fields`` of saved rows of one model; anything with their columns will do when
    the model is given as ``of``.

    One prepared statement for all rows: for thousands of rows some ten times as fast as
    ``bulk_update``, whose CASE grows with rows times fields.
    """
    if not rows or not fields:
        return
    model = of or type(rows[0])
    key = cast("Any", model._meta.pk)
    columns = [*(cast("Any", model._meta.get_field(name)) for name in fields), key]
    sets = ", ".join(f"{_quoted(model, column.column)} = %s" for column in columns[:-1])
    table, where = _quoted(model, model._meta.db_table), _quoted(model, key.column)
    _execute(model, f"UPDATE {table} SET {sets} WHERE {where} = %s", columns, rows)  # noqa: S608


def _execute(
    model: type[models.Model], statement: str, columns: Sequence[Any], rows: Sequence[Any]
) -> None:
    connection = connections[router.db_for_write(model)]
    read = attrgetter(*(column.attname for column in columns))
    held = [(place, to) for place, c in enumerate(columns) if (to := _held(c, connection))]
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_A_TIME):
            values = zip(*map(read, rows[start : start + AT_A_TIME]), strict=True)
            cursor.executemany(statement, list(_converted(values, held)))


def _converted(
    columns: Iterator[tuple[Any, ...]], held: Sequence[tuple[int, Held]]
) -> Iterator[tuple[Any, ...]]:
    """The rows of these columns, each value as the database takes it."""
    listed: list[Sequence[Any]] = list(columns)
    for place, to in held:
        listed[place] = [None if value is None else to(value) for value in listed[place]]
    return zip(*listed, strict=True)


def _quoted(model: type[models.Model], name: str | None) -> str:
    return connections[router.db_for_write(model)].ops.quote_name(name or "")


def _held(column: Any, connection: Any) -> Held | None:
    """How the database takes a value of ``column`` that is not None; None: as it is."""
    target = column.target_field if column.is_relation else column
    if isinstance(target, models.UUIDField) and not connection.features.has_native_uuid_field:
        return _hex
    if isinstance(target, models.JSONField) and connection.vendor == "sqlite":
        return _json
    if isinstance(target, models.DecimalField):
        digits, places = target.max_digits, target.decimal_places
        return lru_cache(AT_A_TIME)(
            lambda value: connection.ops.adapt_decimalfield_value(value, digits, places)
        )
    if isinstance(target, models.DateField):  # a time, too: rows written together share days
        return lru_cache(AT_A_TIME)(lambda value: target.get_db_prep_save(value, connection))
    if isinstance(target, models.CharField | models.TextField):
        return str if target.choices else None  # a member of TextChoices, stored as its text
    if isinstance(target, models.IntegerField):
        return None
    return lambda value: target.get_db_prep_save(value, connection)


def _json(value: Any) -> str:
    if not value and isinstance(value, list | dict):
        return "{}" if isinstance(value, dict) else "[]"
    return _JSON.encode(value)


_hex = attrgetter("hex")
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
