"""The numbers beside entries of the rail: counted when the rail asks, never for other answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from guatu.boards.desk import badge_of
from guatu.notices.queries import unread_count
from guatu.org.models import User


class Badges:
    """``request.badges``: read like a mapping from the code of an entry to a number."""

    def __init__(self, user: User, now: datetime) -> None:
        self._user, self._now = user, now
        self._known: dict[str, int] = {}

    def get(self, code: str, default: int = 0) -> int:
        if (count := _COUNTED.get(code)) is None:
            return default
        if code not in self._known:
            self._known[code] = count(self._user, self._now)
        return self._known[code]


_COUNTED: dict[str, Callable[[User, datetime], int]] = {
    "desk": lambda user, now: badge_of(user.access, now),
    "notices": lambda user, _now: unread_count(user.pk),
}
