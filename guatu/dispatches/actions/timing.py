"""Starting, stopping, pausing and moving the clocks of a dispatch at one moment.

Limits, calendar, office hours and ladder are read once for an act; ``Timing`` writes the clocks
and keeps the next due moment on the dispatch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol

from django.db.models import Q

from guatu.dispatches.choices import ClockStatus, Colour, Leg
from guatu.dispatches.models import Clock, Dispatch, Part, Terms
from guatu.dispatches.models import Fire as FireRow
from guatu.dispatches.terms import ladder_of, limits_of, terms_of
from guatu.domain.clocks import OfficeHours, Span, SpanUnit, closing, due, is_late, pause
from guatu.domain.escalation import Fired, Ladder, Watch, next_at
from guatu.domain.limits import UrgencyClass
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.workdays.queries import calendar_in_force

COLOURS = [str(colour) for colour in Colour.values]
RANK = {colour: rank for rank, colour in enumerate(COLOURS)}


class Sets(Protocol):
    """Takes columns of a dispatch that will be written."""

    def set(self, **values: Any) -> None: ...


@dataclass
class Timing:
    """The clocks of ``dispatch`` as of ``now``."""

    dispatch: Dispatch
    now: datetime

    @cached_property
    def terms(self) -> Terms:
        return terms_of(self.dispatch.tenant_id)

    @cached_property
    def calendar(self) -> WorkCalendar:
        return calendar_in_force()

    @cached_property
    def hours(self) -> OfficeHours:
        return OfficeHours(self.terms.opens, self.terms.closes)

    @cached_property
    def ladder(self) -> Ladder:
        return ladder_of(self.terms)

    @cached_property
    def urgency(self) -> UrgencyClass:
        return limits_of(self.terms).of(self.dispatch.urgency)

    def due_of(self, leg: Leg) -> datetime | None:
        """When ``leg`` would run out if it began now; None when it has no limit.

        The day asked for stands above the limit of the urgency class as long as it is to come.
        """
        if leg == Leg.FINISH and self.dispatch.due_on is not None:
            asked = closing(self.dispatch.due_on, self.calendar, self.hours)
            if asked > self.now:
                return asked
        span = self.urgency.span_of(str(leg))
        return None if span is None else due(self.now, span, self.calendar, self.hours)

    def start(self, leg: Leg, part: Part | None = None, *, by: datetime | None = None) -> None:
        """Let the clock of ``leg`` run unless it does; ``by`` is a due moment of its own."""
        due_at = by or self.due_of(leg)
        if due_at is None or self._running(leg, part):
            return
        span = self.urgency.span_of(str(leg))
        clock = Clock(
            dispatch=self.dispatch,
            part=part,
            leg=leg,
            round=self.dispatch.round,
            started_at=self.now,
            due_at=due_at,
            first_due_at=due_at,
            span=span.as_json() if span else {},
            calendar=self.calendar.version,
        )
        clock.next_at = self.next_of(clock)
        clock.save(force_insert=True)

    def restart(self, leg: Leg, part: Part, due_at: datetime) -> Clock:
        """Let a clock that has stopped run on to ``due_at``, a new edition: its rungs go on from
        where they were. What was late before stands in the course of the dispatch."""
        rows = Clock.objects.filter(dispatch=self.dispatch, part=part, leg=leg)
        clock = rows.order_by("-started_at").first()
        if clock is None:
            self.start(leg, part, by=due_at)
            return rows.get()
        clock.due_at, clock.moved_at = due_at, self.now
        clock.edition, clock.round = clock.edition + 1, self.dispatch.round
        clock.status, clock.stopped_at, clock.late = ClockStatus.RUNNING, None, False
        clock.next_at = self.next_of(clock)
        clock.save()
        return clock

    def stop(self, leg: Leg | None = None, part: Part | None = None) -> None:
        """Stop these clocks; whether they were late is decided here, once."""
        rows = Clock.objects.filter(dispatch=self.dispatch).exclude(status=ClockStatus.STOPPED)
        if leg is not None:
            rows = rows.filter(leg=leg)
        if part is not None:
            rows = rows.filter(part=part)
        for clock in rows:
            at = clock.stopped_at if clock.status == ClockStatus.PAUSED else self.now
            clock.late = is_late(at or self.now, clock.due_at)
            clock.status, clock.stopped_at, clock.next_at = ClockStatus.STOPPED, self.now, None
            clock.save(update_fields=["late", "status", "stopped_at", "next_at"])

    def pause(self) -> None:
        """Halt what the lead unit has to do; ``stopped_at`` holds since when."""
        for clock in self._of_lead(ClockStatus.RUNNING):
            clock.status, clock.stopped_at, clock.next_at = ClockStatus.PAUSED, self.now, None
            clock.save(update_fields=["status", "stopped_at", "next_at"])

    def resume(self) -> None:
        """Let them run on, due later by what the pause took."""
        for clock in self._of_lead(ClockStatus.PAUSED):
            clock.due_at = self._given_back(clock, clock.stopped_at or self.now)
            clock.status, clock.stopped_at, clock.moved_at = ClockStatus.RUNNING, None, self.now
            clock.next_at = self.next_of(clock)
            clock.save(update_fields=["due_at", "status", "stopped_at", "moved_at", "next_at"])

    def move(self, clock: Clock, until: date) -> None:
        """A new last day, as an extension grants it: a new edition."""
        clock.due_at = closing(until, self.calendar, self.hours)
        clock.edition, clock.moved_at = clock.edition + 1, self.now
        clock.next_at = self.next_of(clock)
        clock.save(update_fields=["due_at", "edition", "moved_at", "next_at"])

    def lateness(self, leg: Leg, part: Part) -> dict[str, object]:
        """When this leg was due and whether now is late, to be kept with what was said."""
        rows = Clock.objects.filter(dispatch=self.dispatch, part=part, leg=leg)
        clock = rows.exclude(status=ClockStatus.STOPPED).first()
        if clock is None:
            return {}
        at = clock.stopped_at if clock.status == ClockStatus.PAUSED else self.now
        return {"due": clock.due_at, "late": is_late(at or self.now, clock.due_at)}

    def settle(self, held: Sets) -> None:
        """Put on the row of the dispatch what comes first and how it is pressed.

        Both follow the lead and the reviewer: a helper's lateness stands at the helper's part. A
        colour goes when its clock has stopped, except the one with which it was opened again.
        """
        rows = Clock.objects.filter(dispatch=self.dispatch).exclude(status=ClockStatus.STOPPED)
        open_clocks = list(
            rows.filter(Q(part__isnull=True) | Q(part__is_lead=True)).prefetch_related("fires")
        )
        running = [c.due_at for c in open_clocks if c.status == ClockStatus.RUNNING]
        ranks = [
            RANK[fire.colour]
            for clock in open_clocks
            for fire in clock.fires.all()
            if fire.edition == clock.edition
        ]
        rank = max([*ranks, RANK[self.dispatch.floor], RANK[str(self.ladder.colour or "")]])
        if not open_clocks:
            rank = 0
        held.set(next_due=min(running, default=None))
        held.set(colour=COLOURS[rank], colour_rank=rank)

    def lead_due(self) -> datetime | None:
        """When the lead has to have finished; None while that clock does not run."""
        running = [clock for clock in self._of_lead(ClockStatus.RUNNING) if clock.leg == Leg.FINISH]
        return running[0].due_at if running else None

    def next_of(self, clock: Clock) -> datetime | None:
        """The moment of its next rung."""
        return self.next_of_watch(self.watch_of(clock))

    def next_of_watch(self, watch: Watch) -> datetime | None:
        """None where nothing comes by itself and where the calendar ends before it."""
        try:
            return next_at(self.ladder, watch, self.calendar, self.hours)
        except CalendarOutOfRange:
            return None

    def watch_of(self, clock: Clock, fires: Iterable[FireRow] | None = None) -> Watch:
        """``clock`` as the ladder sees it; ``fires`` where they are read already."""
        if fires is None:
            fires = [] if clock._state.adding else clock.fires.all()
        return Watch(
            started=clock.started_at,
            due=clock.due_at,
            moved=clock.moved_at,
            first_due=clock.first_due_at,
            edition=clock.edition,
            weight=self.dispatch.weight,
            running=clock.status == ClockStatus.RUNNING,
            fired=tuple(Fired(fire.rung, fire.edition, fire.fired_at) for fire in fires),
        )

    def _given_back(self, clock: Clock, since: datetime) -> datetime:
        span = Span.from_json(clock.span) if clock.span else Span(0, SpanUnit.WORKDAYS)
        return pause(clock.due_at, since, self.now, span, self.calendar, self.hours)

    def _of_lead(self, status: ClockStatus) -> Sequence[Clock]:
        legs = (Leg.FIRST_REPLY, Leg.FINISH)
        rows = Clock.objects.filter(dispatch=self.dispatch, status=status, leg__in=legs)
        return list(rows.filter(part__is_lead=True))

    def _running(self, leg: Leg, part: Part | None) -> bool:
        rows = Clock.objects.filter(dispatch=self.dispatch, leg=leg, part=part)
        return rows.exclude(status=ClockStatus.STOPPED).exists()
