"""What the tenant remembers about columns, as far as it touches a ledger."""

from __future__ import annotations

from collections.abc import Iterable

from guatu.intake.queries import Header, Remembered, TableView, memory_of
from guatu.org.models import User


def all_remembered(user: User, tables: Iterable[TableView]) -> bool:
    """Every list of projects in the file has a shape that a person has taught before."""
    shapes = {table.shape for table in tables if table.is_projects}
    return bool(shapes) and shapes <= {known.shape for known in memory_of(user)}


def remembered(user: User, shape: str, header: Header) -> Remembered | None:
    """What was taught about this shape, unless this very file taught it."""
    known = next((one for one in memory_of(user) if one.shape == shape), None)
    if known is None:
        return None
    own = known.learnt_from == header.filename and known.learnt_at >= header.uploaded_at
    return None if own else known


def learnt_from(user: User, header: Header) -> str:
    """The file whose columns taught how this one was read; empty if none did."""
    shapes = (table.shape for table in header.tables if table.is_projects)
    found = (remembered(user, shape, header) for shape in shapes)
    return next((known.learnt_from for known in found if known), "")
