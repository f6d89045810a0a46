"""Figures over the dispatches that somebody sees: from issue to sign-off, and what came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from guatu.dispatches.models import Dispatch, DispatchQuerySet
from guatu.dispatches.queries.listing import Show, shown_as, with_parts
from guatu.domain.lifecycle import Status
from guatu.org.models import User

LONG_LISTS = 10


@dataclass(frozen=True, slots=True)
class Stage:
    """How many have come as far as this; ``waiting`` of them stand here now."""

    statuses: tuple[Status, ...]
    reached: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Figures:
    """``shown`` counts the parts of the list. ``replied`` were replied to at least once,
    ``returned`` of them were sent back, ``reopened`` opened again after the sign-off."""

    shown: dict[Show, int]
    funnel: tuple[Stage, ...]
    replied: int
    returned: int
    reopened: int

    @property
    def return_rate(self) -> float | None:
        """A share of one; None before anything was replied to."""
        return self.returned / self.replied if self.replied else None


#: From issue to sign-off; who stands where. A dispatch is counted up to where it stands now.
STAGES: tuple[tuple[Status, ...], ...] = (
    (Status.ISSUED, Status.DECLINED),
    (Status.RECEIVED, Status.SENT_BACK),
    (Status.REPLIED,),
    (Status.COMPLETED,),
    (Status.SIGNED_OFF,),
)


def figures(user: User, now: datetime) -> Figures:
    """Two queries."""
    rows = Dispatch.objects.visible_to(user).order_by()
    counted = rows.aggregate(
        **{f"in_{show}": _count(shown_as(show, user.access, now)) for show in Show},
        was_replied=_count(Q(replied_at__isnull=False)),
        was_returned=_count(Q(round__gt=F("reopened") + 1)),
        was_reopened=_count(Q(reopened__gt=0)),
    )
    by_status = dict(rows.values_list("status").annotate(n=Count("pk")))
    return Figures(
        {show: counted[f"in_{show}"] for show in Show},
        _funnel(by_status),
        counted["was_replied"],
        counted["was_returned"],
        counted["was_reopened"],
    )


def oldest_open(user: User, now: datetime) -> Sequence[Dispatch]:
    """The ten that were issued first and are open still."""
    rows = Dispatch.objects.visible_to(user).filter(shown_as(Show.OPEN, user.access, now))
    return _listed(rows.filter(issued_at__isnull=False).order_by("issued_at", "id"))


def opened_again(user: User) -> Sequence[Dispatch]:
    """The ten that were opened again and changed last."""
    rows = Dispatch.objects.visible_to(user).filter(reopened__gt=0)
    return _listed(rows.order_by("-changed_at", "-id"))


def _listed(rows: DispatchQuerySet) -> Sequence[Dispatch]:
    return list(with_parts(rows)[:LONG_LISTS])


def _count(rows: Q) -> Count:
    return Count("pk", filter=rows)


def _funnel(by_status: dict[str, int]) -> tuple[Stage, ...]:
    here = [sum(by_status.get(str(status), 0) for status in stage) for stage in STAGES]
    return tuple(Stage(stage, sum(here[place:]), here[place]) for place, stage in enumerate(STAGES))
