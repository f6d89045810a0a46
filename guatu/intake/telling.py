"""How far long work has come, told while its transaction is still open.

A row written inside the transaction would be seen only at its end, and SQLite lets nobody
else write meanwhile; so it stands in the store of the job library, which is a file of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from guatu.kit.jobs import HUEY

Tell = Callable[[int, int, str], None]
"""``tell(done, whole, stage)``; the stage is a Chinese word or two."""


@dataclass(frozen=True, slots=True)
class Progress:
    percent: int
    words: str


def teller(intake_id: UUID) -> Tell:
    """A ``tell`` that ``told`` reads back, from any process on this machine."""

    def tell(done: int, whole: int, stage: str) -> None:
        percent = min(100, 100 * done // whole) if whole else 100
        HUEY.put(_key(intake_id), (percent, stage))

    return tell


def told(intake_id: UUID) -> Progress | None:
    """The last word about this intake; None when nothing is under way."""
    found = HUEY.get(_key(intake_id), peek=True)
    return Progress(*found) if found else None


def forget(intake_id: UUID) -> None:
    HUEY.get(_key(intake_id))


def _key(intake_id: UUID) -> str:
    return f"intake-{intake_id}"
