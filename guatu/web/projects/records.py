"""What an edit of many projects has changed, for who looks at it afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import prefetch_related_objects

from guatu.journal.queries import latest
from guatu.org.models import User
from guatu.projects.actions.bulk import NOTHING_KEPT
from guatu.projects.actions.bulk_preview import POSTS, holders_now
from guatu.projects.actions.former import FormerValues
from guatu.projects.models import BulkEdit
from guatu.web.projects.bulk import Line, changes_of, visible_rows


def lines_of(user: User, edit: BulkEdit) -> tuple[list[Line], int]:
    """The projects that ``user`` may see, by number, and how many others there are."""
    held = FormerValues(edit.changes.values())
    _read_holders(held)
    lines = [
        Line(project.number, project.name, project.pk, changes_of(_told(edit, project.pk, held)))
        for project in visible_rows(user, map(UUID, edit.changes)).order_by("number", "id")
    ]
    return lines, len(edit.changes) - len(lines)


def kept_of(user: User, edit: BulkEdit, hidden: int) -> str:
    """What undoing an edit left as it was, and why, for who has undone it or sees all of its
    projects; empty where it left nothing."""
    event = latest(edit.pk, ["bulk.undone"])
    if event is None or (hidden and event.actor_id != user.pk):
        return ""
    kept = str(event.details["kept"])
    return "" if kept == NOTHING_KEPT else kept


def _told(edit: BulkEdit, pk: UUID, held: FormerValues) -> dict[str, list[object]]:
    changes: dict[str, Iterable[object]] = edit.changes[str(pk)]
    return {name: [held.value(name, one) for one in pair] for name, pair in changes.items()}


def _read_holders(held: FormerValues) -> None:
    posts = [post for name in POSTS for post in held.rows.get(name, {}).values()]
    prefetch_related_objects(posts, holders_now())
