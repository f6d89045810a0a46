"""Telling a database that let somebody else go first from one that is broken."""

from __future__ import annotations

from django.db import OperationalError

#: Serialization failure, deadlock, lock not available.
_STATES = ("40001", "40P01", "55P03")


def is_busy(error: BaseException) -> bool:
    """Whether nothing was written because others were writing, and the same may go through again.

    On SQLite who waited its time for the one writer, on PostgreSQL the loser of a deadlock.
    """
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    if getattr(cause, "sqlstate", None) in _STATES:
        return True
    return str(getattr(cause, "sqlite_errorname", "")).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
