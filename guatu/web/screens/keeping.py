"""One picture of a board for all screens that show it.

A screen asks twice a minute. What it costs to answer does not depend on how many ask: a board is
composed once and kept until the journal has moved on, somebody has changed the board or a new day
has begun, and at most once in ``PAUSE_S`` however fast the journal moves. Meanwhile, and while a
new picture is being made, screens get the one that there is. A picture is named after its
content, so that one that came out the same again is not sent again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import get_language

from guatu.boards.screens import read_board
from guatu.journal.queries import position
from guatu.screens.models import Board

#: Busy journals: so seldom a board is composed anew.
PAUSE_S = 15.0
#: What only time changes (a deadline passed at 17:30) is on the screen this much later at most.
LONGEST_S = 300.0
#: A city has a handful of boards; more than this are forgotten all at once.
MOST = 200

Key = tuple[UUID, str]
Compose = Callable[[Board, datetime], str]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a picture depends on."""

    version: int
    day: date
    seq: int


@dataclass(frozen=True, slots=True)
class Picture:
    """``at`` is when the figures in it were read, ``made`` the same on a clock that never jumps."""

    html: str
    etag: str
    at: datetime
    made: float
    stamp: Stamp

    def serves(self, stamp: Stamp, clock: float, pause: float) -> bool:
        """Whether it may be shown without looking again."""
        age = clock - self.made
        own = (self.stamp.version, self.stamp.day)
        if own != (stamp.version, stamp.day) or age >= LONGEST_S:
            return False
        return self.stamp.seq == stamp.seq or age < pause


def compose(board: Board, now: datetime) -> str:
    """All pages of a board, one after another."""
    context = {"board": board, "pages": read_board(board, now), "now": now}
    return render_to_string("screens/_pages.html", context)


@dataclass
class Pictures:
    """The pictures of this process."""

    compose: Compose = compose
    pause: float = PAUSE_S
    _kept: dict[Key, Picture] = field(default_factory=dict)
    _making: dict[Key, Lock] = field(default_factory=dict)
    _door: Lock = field(default_factory=Lock)

    def of(self, board: Board, now: datetime) -> Picture:
        key = (board.pk, get_language() or "")
        stamp = Stamp(board.version, now.date(), position(board.tenant_id))
        kept = self._kept.get(key)
        if kept and kept.serves(stamp, time.monotonic(), self.pause):
            return kept
        making = self._lock(key)
        if not making.acquire(blocking=not self._will_do(kept, stamp)):
            assert kept is not None, "only who has a picture does not wait"
            return kept
        try:
            return self._make(key, board, stamp, now)
        finally:
            making.release()

    def _make(self, key: Key, board: Board, stamp: Stamp, now: datetime) -> Picture:
        """Unless somebody else made it while we waited."""
        kept = self._kept.get(key)
        if kept and kept.serves(stamp, time.monotonic(), self.pause):
            return kept
        html = self.compose(board, now)
        etag = hashlib.sha256(html.encode()).hexdigest()[:32]
        self._kept[key] = Picture(html, f'"{etag}"', now, time.monotonic(), stamp)
        return self._kept[key]

    def _will_do(self, kept: Picture | None, stamp: Stamp) -> bool:
        """Figures of a moment ago are shown while new ones are read; an old composition is not."""
        return kept is not None and kept.stamp.version == stamp.version

    def _lock(self, key: Key) -> Lock:
        with self._door:
            if len(self._kept) > MOST:
                self._kept.clear()
            return self._making.setdefault(key, Lock())


PICTURES = Pictures()
