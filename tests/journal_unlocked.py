"""Lifting the database's protection of the journal, for what only tests must do to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace

from django.db import connection

_protection = import_module("guatu.journal.migrations.0002_append_only")


@contextmanager
def journal_unlocked() -> Iterator[None]:
    """Events can be changed and removed inside; afterwards they are protected again."""
    editor = SimpleNamespace(connection=connection)
    _settle()
    _protection.lift(None, editor)
    try:
        yield
    finally:
        _settle()
        _protection.protect(None, editor)


def _settle() -> None:
    """PostgreSQL alters no table with checks of foreign keys still to come."""
    connection.check_constraints()
