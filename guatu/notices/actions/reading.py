"""Read and unread: the reader's own mark, which nobody else sees and no journal keeps."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from guatu.notices.models import Notice
from guatu.org.models import User


def mark_read(notice: Notice, *, by: User, now: datetime) -> None:
    Notice.objects.visible_to(by).unread().filter(pk=notice.pk).update(read_at=now)


def mark_unread(notice: Notice, *, by: User) -> None:
    Notice.objects.visible_to(by).filter(pk=notice.pk).update(read_at=None)


def mark_all_read(user: User, *, until: UUID | None, kind: str = "", now: datetime) -> int:
    """Mark what stood on the page: not what has come since ``until``, the newest notice there."""
    rows = Notice.objects.visible_to(user).unread()
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(pk__lte=until).update(read_at=now) if until else 0
