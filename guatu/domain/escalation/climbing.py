"""Which rungs of a ladder are due for a clock: each once for a due date, and in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from guatu.domain.clocks import CHINA, OfficeHours, due
from guatu.domain.escalation.ladders import Cause, Ladder, Rung, Trigger, When
from guatu.domain.escalation.moments import moment_of
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar

#: A rung that is sent so much after its time is marked 补发; the scan comes every minute.
PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Fired:
    """A rung that was reached ``at``, while the due date of ``edition`` held."""

    code: str
    edition: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Watch:
    """A clock as a ladder sees it.

    ``edition`` counts the due dates that were agreed: an extension makes a new one, a pause moves
    ``due`` within it. ``moved`` is when that happened last, ``first_due`` what held at the start.
    ``fired`` holds the rungs of all editions. A clock that stands or has stopped is not
    ``running``.
    """

    started: datetime
    due: datetime
    moved: datetime | None = None
    first_due: datetime | None = None
    edition: int = 1
    weight: int = 0
    running: bool = True
    fired: tuple[Fired, ...] = ()

    @property
    def since(self) -> datetime:
        """From when on the present due date holds."""
        return self.moved or self.started

    def after(self, fires: list[Fire], now: datetime) -> Watch:
        """The watch once ``fires`` have been recorded."""
        new = tuple(Fired(fire.rung.code, self.edition, now) for fire in fires)
        return replace(self, fired=self.fired + new)


@dataclass(frozen=True, slots=True)
class Fire:
    """A rung to be recorded and sent now. ``deadline``: by when its slip asks to be done."""

    rung: Rung
    planned_at: datetime
    late: bool
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """The rung that comes next by itself, and when."""

    rung: Rung
    at: datetime


def due_rungs(
    ladder: Ladder,
    watch: Watch,
    now: datetime,
    calendar: WorkCalendar,
    hours: OfficeHours,
    patience: timedelta = PATIENCE,
) -> list[Fire]:
    """What is to be sent at ``now``, in order; nothing for a clock that does not run.

    After downtime all that was missed comes at once, marked late. A slip that is sent late
    leaves its whole deadline: the rung after it waits for that, and so do those behind it.
    Record them with ``Fired(code, edition, now)``. Raises CalendarOutOfRange when the first of
    them lies beyond the calendar.
    """
    climb = _Climb(ladder, watch, calendar, hours)
    fires: list[Fire] = []
    try:
        for step in climb.steps():
            if step.state is _State.COMING:
                if step.at is None or step.at > now:
                    break
                fires.append(climb.fire(step.rung, step.at, now, patience))
    except CalendarOutOfRange:
        # A rung beyond the calendar does not hold up those that have come.
        if not fires:
            raise
    return fires


def next_rung(
    ladder: Ladder, watch: Watch, calendar: WorkCalendar, hours: OfficeHours
) -> Coming | None:
    """The first rung that has not been sent yet; its time is past when it is due now.

    None when no further rung comes by itself, or the clock does not run.
    """
    for step in _Climb(ladder, watch, calendar, hours).steps():
        if step.state is _State.COMING and step.at is not None:
            return Coming(step.rung, step.at)
    return None


def next_at(
    ladder: Ladder, watch: Watch, calendar: WorkCalendar, hours: OfficeHours
) -> datetime | None:
    """When ``due_rungs`` has something next; the indexed row that the scan looks for."""
    coming = next_rung(ladder, watch, calendar, hours)
    return coming.at if coming else None


def raised(
    ladder: Ladder,
    watch: Watch,
    cause: Cause,
    now: datetime,
    calendar: WorkCalendar,
    hours: OfficeHours,
) -> Fire | None:
    """The rung that ``cause`` brings about at ``now``: the next one that names it.

    三明: what was judged poor gets the blue slip, judged poor again the orange one, also when a new
    date was agreed meanwhile. Rungs below it are passed over from then on.
    """
    climb = _Climb(ladder, watch, calendar, hours)
    ahead = [step.rung for step in climb.steps() if step.state is not _State.PAST]
    named = [rung for rung in ahead if cause in rung.causes]
    if not named:
        return None
    sent = {fired.code for fired in watch.fired}
    unsent = (rung for rung in named if rung.code not in sent)
    return climb.fire(next(unsent, named[-1]), now, now, PATIENCE)


def standing(
    ladder: Ladder, watch: Watch, calendar: WorkCalendar, hours: OfficeHours
) -> Rung | None:
    """The rung at which a clock stands, running or not; None while none was sent.

    A granted extension begins anew, so that nothing stands until the new date comes near.
    """
    steps = _Climb(ladder, replace(watch, running=True), calendar, hours).steps()
    sent = {fired.code for fired in watch.fired}
    reached = [step.rung for step in steps if step.state is _State.PAST and step.rung.code in sent]
    return reached[-1] if reached else None


class _State(Enum):
    PAST = auto()
    """sent, or not to be sent any more"""
    COMING = auto()
    """by itself; without a time it waits for the rung before it"""
    WAITS_FOR_CAUSE = auto()


@dataclass(frozen=True, slots=True)
class _Step:
    rung: Rung
    state: _State
    at: datetime | None = None


class _Climb:
    """The rungs of one clock from the first on; a time is worked out when it is come to."""

    def __init__(
        self, ladder: Ladder, watch: Watch, calendar: WorkCalendar, hours: OfficeHours
    ) -> None:
        self._ladder, self._watch = ladder, watch
        self._calendar, self._hours = calendar, hours
        self._sent = {f.code: f.at for f in watch.fired if f.edition == watch.edition}
        self._ever = {f.code for f in watch.fired}
        self._entry = self._entry_index()
        sent = [place for place, rung in enumerate(ladder.rungs) if rung.code in self._sent]
        self._floor = max([*sent, self._entry or 0])

    def steps(self) -> Iterator[_Step]:
        """Times never fall: a rung whose own time is before that of the one below waits for it."""
        if not self._watch.running:
            return
        below: _Step | None = None
        latest: datetime | None = None
        for place, rung in enumerate(self._ladder.rungs):
            below = self._step(place, rung, below)
            if below.state is _State.COMING and below.at is not None:
                latest = max(below.at, latest or below.at)
                below = replace(below, at=latest)
            yield below

    def fire(self, rung: Rung, planned_at: datetime, now: datetime, patience: timedelta) -> Fire:
        is_late = now - planned_at > patience
        return Fire(rung, planned_at.astimezone(CHINA), is_late, self._deadline(rung, now))

    def _step(self, place: int, rung: Rung, below: _Step | None) -> _Step:
        if rung.code in self._sent or place < self._floor:
            return _Step(rung, _State.PAST)
        if place == self._entry and rung.code not in self._ever:
            return _Step(rung, _State.COMING, self._watch.started)
        if rung.trigger is None:
            return _Step(rung, _State.WAITS_FOR_CAUSE)
        if rung.trigger.when is When.LAPSED:
            return self._lapsed(rung, below)
        at = moment_of(rung.trigger, self._watch.due, self._calendar, self._hours)
        is_over = self._is_over(rung, rung.trigger, at)
        return _Step(rung, _State.PAST if is_over else _State.COMING, at)

    def _is_over(self, rung: Rung, trigger: Trigger, at: datetime) -> bool:
        """Whether its time had come before the present due date was set, and it is not owed.

        Owed is what should have been sent for an earlier date and was not.
        """
        watch = self._watch
        if watch.started < at <= watch.since:
            if rung.code in self._ever:
                return True
            at = moment_of(trigger, watch.first_due or watch.due, self._calendar, self._hours)
        return at <= watch.started

    def _lapsed(self, rung: Rung, below: _Step | None) -> _Step:
        """After the deadline of the rung ``below``, which counts anew when the due date moved."""
        if below is None or below.rung.deadline is None:
            return _Step(rung, _State.WAITS_FOR_CAUSE)
        if below.state is not _State.PAST:
            return _Step(rung, below.state)
        sent = self._sent.get(below.rung.code)
        if sent is None and rung.code in self._ever:
            return _Step(rung, _State.PAST)
        since = self._watch.since
        return _Step(rung, _State.COMING, self._deadline(below.rung, max(sent or since, since)))

    def _entry_index(self) -> int | None:
        """Where a matter of this weight enters; the heaviest entry that it reaches counts."""
        watch = self._watch
        for entry in sorted(self._ladder.entries, key=lambda entry: -entry.weight):
            if entry.weight <= watch.weight:
                if entry.within is None:
                    return self._ladder.index(entry.rung)
                longest = due(watch.started, entry.within, self._calendar, self._hours)
                if watch.due <= longest:
                    return self._ladder.index(entry.rung)
        return None

    def _deadline(self, rung: Rung, sent: datetime) -> datetime | None:
        """By when a slip asks to be done: never before the matter itself is due."""
        if rung.deadline is None:
            return None
        return max(due(sent, rung.deadline, self._calendar, self._hours), self._watch.due)
