"""The search for a better levelling as a job; a page asks how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from guatu.capacity.actions.searching import begin_search, search
from guatu.capacity.models import Levelling
from guatu.kit.jobs import HUEY
from guatu.org.models import User

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Told:
    """Seconds searched so far, and the total slip of the best order found."""

    seconds: int
    slip: int


def search_later(proposal: Levelling, *, by: User, now: datetime) -> None:
    """Refused where the solver is not installed, and while a search is under way."""
    begin_search(proposal, by=by, now=now)
    _search(proposal.pk)


def told(proposal: Levelling) -> Told | None:
    found = HUEY.get(_key(proposal.pk), peek=True)
    return Told(*found) if found else None


@HUEY.task(name="levelling-search")  # type: ignore[untyped-decorator]
def _search(levelling_id: UUID) -> None:
    def tell(seconds: float, slip: int) -> None:
        HUEY.put(_key(levelling_id), (round(seconds), slip))

    try:
        search(Levelling.objects.get(pk=levelling_id), seconds=SECONDS, tell=tell)
    finally:
        HUEY.get(_key(levelling_id))


def _key(levelling_id: UUID) -> str:
    return f"levelling-{levelling_id}"
