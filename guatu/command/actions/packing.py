"""A pack leaves the system on a stick: the journal knows who took out what, and as of when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from guatu.command.models import Meeting
from guatu.journal import actions as journal
from guatu.kit.clock import CHINA
from guatu.lines.models import WorkLine
from guatu.org.access import require
from guatu.org.models import Tenant, User


@dataclass(frozen=True, slots=True)
class Taken:
    """What is in the file: how many projects, its length in bytes, its SHA-256 in hex."""

    projects: int
    size: int
    digest: str


@transaction.atomic
def note_pack(of: Meeting | WorkLine | Tenant, taken: Taken, *, by: User, now: datetime) -> None:
    """``of`` a meeting, a line, or the whole government."""
    require(by, "pack.make", of)
    journal.record(
        "meeting_pack.made", of, by=by, at=now,
        projects=taken.projects, size=-(-taken.size // 1024), digest=taken.digest[:16],
        moment=f"{now.astimezone(CHINA):%Y-%m-%d %H:%M}",
    )  # fmt: skip
