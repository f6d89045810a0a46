"""What a dispatch asks of its units: told before it is issued, counted from its clocks after.

A clock that starts is a demand: of receiving a slip, of first replying a form, of finishing a form
with the evidence asked for. What is sent back runs on the clock that it has and asks nothing anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from guatu.dispatches.choices import Leg
from guatu.dispatches.models import Dispatch, Part
from guatu.dispatches.terms import limits_of, terms_of
from guatu.domain.burden.counting import (
    NOTHING,
    Count,
    Demand,
    of_first_reply,
    of_receipt,
    of_reply,
)
from guatu.org.demands import answering_posts

#: Legs in which the unit has something to do.
ASKING = (Leg.RECEIVE, Leg.FIRST_REPLY, Leg.FINISH)


@dataclass(frozen=True, slots=True)
class Share:
    """A unit's part before it is one."""

    unit: UUID
    post: UUID | None = None
    lead: bool = False

    @classmethod
    def of(cls, part: Part) -> Share:
        return cls(part.unit_id, part.post_id, part.is_lead)


def demands_of(dispatch: Dispatch, shares: Iterable[Share], day: date) -> list[Demand]:
    """What giving out these shares on ``day`` asks; the dispatch need not be saved."""
    answering = answering_posts(dispatch.tenant_id)
    return [
        Demand(
            share.unit, posts_of(share.unit, share.post, answering), day, _count(dispatch, share)
        )
        for share in shares
    ]


def posts_of(
    unit: UUID, post: UUID | None, answering: Mapping[UUID, frozenset[UUID]]
) -> frozenset[UUID]:
    """The post that was named; else who answers for the unit."""
    return frozenset({post}) if post else answering.get(unit, frozenset())


def count_of(leg: str, *, lead: bool, evidence: int) -> Count:
    """What the clock of one leg asks."""
    if leg == Leg.RECEIVE:
        return of_receipt()
    if leg == Leg.FIRST_REPLY:
        return of_first_reply()
    return of_reply(lead=lead, evidence=evidence) if leg == Leg.FINISH else NOTHING


def _count(dispatch: Dispatch, share: Share) -> Count:
    kinds = len(dispatch.evidence)
    legs = (count_of(leg, lead=share.lead, evidence=kinds) for leg in _legs(dispatch, share))
    return sum(legs, NOTHING)


def _legs(dispatch: Dispatch, share: Share) -> Iterator[Leg]:
    """Those that begin with the issue and have a limit; helpers give no first reply."""
    urgency = limits_of(terms_of(dispatch.tenant_id)).of(dispatch.urgency)
    for leg in ASKING:
        timed = urgency.span_of(str(leg)) is not None
        if leg == Leg.FINISH and dispatch.due_on is not None:
            timed = True
        if timed and (share.lead or leg != Leg.FIRST_REPLY):
            yield leg
