"""催办: each minute, whatever rung of a ladder has come due, once and in order.

What is due is found by the index of ``Clock.next_at`` alone, so a minute in which nothing is due
costs nothing, however many dispatches are open. Each portion is a transaction of its own; a rung
that another scheduler has taken meanwhile is seen as fired, and the unique key of ``Fire`` is the
last word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from guatu.dispatches.actions.holding import Held
from guatu.dispatches.actions.timing import RANK, Timing
from guatu.dispatches.choices import ClockStatus, Colour, Leg
from guatu.dispatches.models import Clock, Dispatch, Part
from guatu.dispatches.models import Fire as FireRow
from guatu.domain.clocks import CHINA
from guatu.domain.escalation import (
    Addressee,
    Cause,
    Fire,
    Manner,
    due_rungs,
    last_told,
    raised,
)
from guatu.domain.workcalendar import CalendarOutOfRange
from guatu.journal import actions as journal
from guatu.journal.actions import Note
from guatu.kit.bulk import Maker, insert_rows, update_rows
from guatu.kit.memory import without_cycle_search
from guatu.org.models import Tenant

AT_A_TIME = 500
LADDER = journal.SystemActor("催办")


@dataclass(frozen=True, slots=True)
class Pressing:
    """What one round did."""

    clocks: int
    rungs: int


@dataclass(slots=True)
class _Taken:
    """What a portion comes to, before it is written."""

    now: datetime
    fires: list[FireRow] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    coloured: dict[UUID, Dispatch] = field(default_factory=dict)
    parts: dict[UUID, Part] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def press_due(
    now: datetime, limit: int = 50_000, *, tenant: Tenant | None = None, running: bool = False
) -> Pressing:
    """Fire every rung that is due by ``now``, at most ``limit`` clocks in one round.

    Of all governments, of one, or of those whose calendar is ``running``.
    """
    of: dict[str, Any] = {"dispatch__tenant": tenant} if tenant else {}
    if running:
        of["dispatch__tenant__stopped_on__isnull"] = True
    clocks = rungs = 0
    while clocks < limit:
        with without_cycle_search():
            taken = _press_some(now, min(AT_A_TIME, limit - clocks), of)
        clocks, rungs = clocks + taken.clocks, rungs + taken.rungs
        if taken.clocks == 0:
            break
    return Pressing(clocks, rungs)


def press_for(clock: Clock, cause: Cause, held: Held, now: datetime) -> None:
    """The rung that ``cause`` brings about at once, where the ladder names it: 三明's blue slip
    for what was judged poor. Inside the act that found it."""
    timing = Timing(held.dispatch, now)
    watch = timing.watch_of(clock)
    try:
        fire = raised(timing.ladder, watch, cause, now, timing.calendar, timing.hours)
    except CalendarOutOfRange:
        return
    if fire is None:
        return
    taken = _Taken(now)
    clock.dispatch = held.dispatch
    _take(clock, [fire], timing.next_of_watch(watch.after([fire], now)), taken)
    held.set(colour=held.dispatch.colour, colour_rank=held.dispatch.colour_rank)
    taken.coloured.clear()
    _write(taken)


@transaction.atomic
def _press_some(now: datetime, count: int, of: Mapping[str, Any]) -> Pressing:
    """The earliest that nobody else holds; governments in one order, as every act takes them."""
    ids = list(
        Clock.objects.filter(next_at__lte=now, **of)
        .order_by("next_at")
        .values_list("dispatch_id")[:count]
    )
    held = _held({pk for (pk,) in ids})
    rows = _due_clocks(held, now)
    taken, timings = _Taken(now), _Timings(now)
    for clock in rows:
        _press(clock, timings.of(clock.dispatch), taken)
    _write(taken)
    return Pressing(len(rows), len(taken.fires))


def _held(ids: set[UUID]) -> set[UUID]:
    """The dispatches are locked, not the clocks: an act on one of them waits, or is waited for."""
    skip = connection.features.has_select_for_update_skip_locked
    rows = Dispatch.objects.select_for_update(of=("self",), no_key=True, skip_locked=skip)
    return set(rows.filter(pk__in=ids).order_by("id").values_list("pk", flat=True))


def _due_clocks(held: set[UUID], now: datetime) -> list[Clock]:
    rows = Clock.objects.filter(
        dispatch__in=held, next_at__lte=now, status=ClockStatus.RUNNING
    ).select_related("dispatch__issuer_unit", "part__unit")
    found = list(rows.prefetch_related("fires"))
    return sorted(found, key=lambda clock: (clock.dispatch.tenant_id, clock.next_at, clock.pk))


class _Timings:
    """One ``Timing`` a government: its terms and its ladder are read once a portion."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._by_tenant: dict[UUID, Timing] = {}

    def of(self, dispatch: Dispatch) -> Timing:
        timing = self._by_tenant.setdefault(dispatch.tenant_id, Timing(dispatch, self._now))
        timing.dispatch = dispatch
        return timing


def _press(clock: Clock, timing: Timing, taken: _Taken) -> None:
    known = list(clock.fires.all())
    watch = timing.watch_of(clock, known)
    try:
        fires = due_rungs(timing.ladder, watch, taken.now, timing.calendar, timing.hours)
    except CalendarOutOfRange:
        fires = []
    _take(clock, fires, timing.next_of_watch(watch.after(fires, taken.now)), taken)


def _take(clock: Clock, fires: Sequence[Fire], next_at: datetime | None, taken: _Taken) -> None:
    clock.next_at = next_at
    taken.fires += [_row(clock, fire, taken.now) for fire in fires]
    taken.clocks.append(clock)
    for fire, addressees in last_told(fires):
        _colour(clock, fire, taken)
        taken.notes.append(_note(clock, fire, addressees))


def _row(clock: Clock, fire: Fire, now: datetime) -> FireRow:
    return _NEW_FIRE(
        {
            "clock_id": clock.pk,
            "edition": clock.edition,
            "rung": fire.rung.code,
            "name": fire.rung.name,
            "colour": str(fire.rung.colour or ""),
            "planned_at": fire.planned_at,
            "fired_at": now,
            "deadline": fire.deadline,
            "made_up": fire.late,
        }
    )


_NEW_FIRE = Maker(FireRow)


def _colour(clock: Clock, fire: Fire, taken: _Taken) -> None:
    """A dispatch shows the gravest colour of its lead and its reviewer, a helper its own."""
    colour = str(fire.rung.colour or "")
    if clock.part is not None and not clock.part.is_lead:
        if RANK[colour] > RANK[clock.part.colour]:
            clock.part.colour = colour
            taken.parts[clock.part.pk] = clock.part
        return
    dispatch = taken.coloured.get(clock.dispatch_id, clock.dispatch)
    if RANK[colour] > dispatch.colour_rank:
        dispatch.colour, dispatch.colour_rank = colour, RANK[colour]
        taken.coloured[dispatch.pk] = dispatch


def _note(clock: Clock, fire: Fire, addressees: Sequence[Addressee]) -> Note:
    colour = Colour(str(fire.rung.colour or ""))
    details: dict[str, Any] = {
        "label": str(clock.dispatch),
        "leg": str(Leg(clock.leg).label),
        "rung": f"{fire.rung.name}（{colour.label}）" if colour else fire.rung.name,
        "planned": f"{fire.planned_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
        "clock": str(clock.pk),
        "edition": clock.edition,
        "code": fire.rung.code,
        "addressees": [str(who) for who in addressees],
        "pressing": fire.rung.manner is not Manner.REMIND,
        "unit": str(clock.part.unit if clock.part else clock.dispatch.issuer_unit),
        "made_up": fire.late,
    }
    return Note("dispatch.pressed", clock.dispatch, details)


def _write(taken: _Taken) -> None:
    insert_rows(taken.fires)
    update_rows(taken.clocks, ["next_at"])
    update_rows(list(taken.coloured.values()), ["colour", "colour_rank"])
    update_rows(list(taken.parts.values()), ["colour"])
    for notes in _by_tenant(taken.notes):
        journal.record_many(notes, by=LADDER, at=taken.now)


def _by_tenant(notes: Sequence[Note]) -> Iterator[list[Note]]:
    tenant = attrgetter("of.tenant_id")
    for _, own in groupby(sorted(notes, key=tenant), key=tenant):
        yield list(own)
