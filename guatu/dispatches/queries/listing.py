"""The list of dispatches: what it is narrowed to, its order, its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import F, OrderBy, Prefetch, Q

from guatu.dispatches.choices import ClockStatus, DispatchStatus
from guatu.dispatches.models import Clock, Dispatch, DispatchQuerySet, Part
from guatu.dispatches.queries.mine import (
    to_decide,
    to_deliver,
    to_receive,
    to_reply,
    to_review,
)
from guatu.dispatches.queries.remaining import Reckoning
from guatu.domain.clocks import Left
from guatu.domain.lifecycle import CLOSED
from guatu.org.access import Access
from guatu.org.models import User
from guatu.projects.models import Project


class Show(StrEnum):
    """The parts of the list; the first five are what waits for the reader."""

    RECEIVE = "receive"
    REPLY = "reply"
    REVIEW = "review"
    DECIDE = "decide"
    DELIVER = "deliver"
    OPEN = "open"
    LATE = "late"
    WAITING = "waiting"
    REOPENED = "reopened"
    DRAFTS = "drafts"
    CLOSED = "closed"
    ALL = "all"


_DRAFTS = (DispatchStatus.DRAFT, DispatchStatus.APPROVING)
_CLOSED = tuple(str(status) for status in CLOSED)


@dataclass(frozen=True, slots=True)
class DispatchFilter:
    """What a list is narrowed to; empty values do not narrow. ``unit`` leads or assists."""

    show: Show = Show.OPEN
    status: str = ""
    unit: UUID | None = None
    source: str = ""
    urgency: str = ""
    project: UUID | None = None
    colour: str = ""

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names of what narrows it besides ``show``, in the order of the fields."""
        return tuple(f.name for f in fields(self) if f.name != "show" and getattr(self, f.name))


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """``clock`` is the one that runs out next, ``left`` what is left of it; None: none runs."""

    dispatch: Dispatch
    lead: Part
    assisting: int
    clock: Clock | None
    left: Left | None

    @property
    def is_late(self) -> bool:
        return self.left is not None and self.left.late


ORDERS: dict[str, tuple[str, ...]] = {
    "due": ("next_due",),
    "number": ("year", "serial"),
    "issued": ("issued_at",),
    "colour": ("colour_rank",),
}


def shown_as(show: Show, access: Access, now: datetime) -> Q:
    """The dispatches of one part of the list."""
    return _PARTS[show](access, now)


def statuses_in(show: Show) -> frozenset[str]:
    """The states that a dispatch of this part of the list may have."""
    if show in (Show.OPEN, Show.LATE, Show.WAITING):
        return frozenset(DispatchStatus.values) - {*_CLOSED, *_DRAFTS}
    if show is Show.DRAFTS:
        return frozenset(_DRAFTS)
    return frozenset(_CLOSED if show is Show.CLOSED else DispatchStatus.values)


def found(user: User, wanted: DispatchFilter, now: datetime) -> DispatchQuerySet:
    """Those that ``user`` sees and that ``wanted`` leaves, in no order."""
    rows = Dispatch.objects.visible_to(user).filter(shown_as(wanted.show, user.access, now))
    exact = {
        "status": wanted.status,
        "source": wanted.source,
        "urgency": wanted.urgency,
        "project": wanted.project,
        "colour": wanted.colour,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    return rows.filter(_with_unit(wanted.unit)) if wanted.unit else rows


def in_order(rows: DispatchQuerySet, order: str, *, descending: bool) -> DispatchQuerySet:
    """By a key of ``ORDERS``, what has none of it at the end, newest first among equals."""
    keys = [OrderBy(F(name), descending=descending, nulls_last=True) for name in ORDERS[order]]
    return rows.order_by(*keys, "-id")


def with_parts(rows: DispatchQuerySet) -> DispatchQuerySet:
    """With everything that a row tells."""
    parts = Part.objects.select_related("unit", "post")
    return rows.select_related("project", "issuer_unit", "issuer_post").prefetch_related(
        Prefetch("parts", parts)
    )


def rows_of(dispatches: Iterable[Dispatch], reckoning: Reckoning) -> list[DispatchRow]:
    """One more query for the clocks of all of them."""
    listed = list(dispatches)
    first = _first_clocks([dispatch.pk for dispatch in listed])
    return [_row(dispatch, first.get(dispatch.pk), reckoning) for dispatch in listed]


def _row(dispatch: Dispatch, clock: Clock | None, reckoning: Reckoning) -> DispatchRow:
    in_it = [part for part in dispatch.parts.all() if part.is_in]
    lead = next(part for part in in_it if part.is_lead)
    return DispatchRow(
        dispatch, lead, len(in_it) - 1, clock, reckoning.left(clock) if clock else None
    )


def _first_clocks(ids: list[UUID]) -> dict[UUID, Clock]:
    """Of the lead and the reviewer, as ``Dispatch.next_due``."""
    running = Clock.objects.filter(
        Q(part__isnull=True) | Q(part__is_lead=True), dispatch__in=ids, status=ClockStatus.RUNNING
    )
    found: dict[UUID, Clock] = {}
    for clock in running.select_related("part__unit").order_by("due_at", "id"):
        found.setdefault(clock.dispatch_id, clock)
    return found


def _with_unit(unit: UUID) -> Q:
    parts = Part.objects.filter(unit=unit).exclude(status="released").order_by()
    return Q(pk__in=parts.values("dispatch"))


def _open(access: Access, now: datetime) -> Q:
    return ~Q(status__in=(*_CLOSED, *_DRAFTS))


_PARTS: dict[Show, Callable[[Access, datetime], Q]] = {
    Show.RECEIVE: lambda access, now: to_receive(access),
    Show.REPLY: lambda access, now: to_reply(access),
    Show.REVIEW: lambda access, now: to_review(access),
    Show.DECIDE: lambda access, now: to_decide(access),
    Show.DELIVER: lambda access, now: to_deliver(access),
    Show.OPEN: _open,
    Show.LATE: lambda access, now: _open(access, now) & Q(next_due__lt=now),
    Show.WAITING: lambda access, now: _open(access, now) & Q(waiting=True),
    Show.REOPENED: lambda access, now: Q(reopened__gt=0),
    Show.DRAFTS: lambda access, now: Q(status__in=_DRAFTS),
    Show.CLOSED: lambda access, now: Q(status__in=_CLOSED),
    Show.ALL: lambda access, now: Q(),
}


def issued_for(project: Project, user: User) -> DispatchQuerySet:
    """The dispatches about a project that ``user`` may see, the newest first."""
    rows = Dispatch.objects.visible_to(user).filter(project=project, issued_at__isnull=False)
    parts = Prefetch("parts", Part.objects.select_related("unit"))
    return rows.prefetch_related(parts).order_by("-issued_at", "-id")
