"""What a meeting asks: told before it is called, counted from its row after."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from guatu.domain.burden.counting import Demand, of_meeting
from guatu.kit.clock import CHINA

#: A post and its unit.
Seat = tuple[UUID, UUID]


def demands_of(starts_at: datetime, minutes: int, seats: Iterable[Seat]) -> list[Demand]:
    """One demand a unit, in the order of the seats; a post that has two seats sits once."""
    day: date = starts_at.astimezone(CHINA).date()
    units: dict[UUID, set[UUID]] = {}
    for post, unit in seats:
        units.setdefault(unit, set()).add(post)
    return [
        Demand(unit, frozenset(posts), day, of_meeting(len(posts), minutes))
        for unit, posts in units.items()
    ]
