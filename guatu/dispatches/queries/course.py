"""One dispatch as its page tells it: with its parts and clocks, and its course round by round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Prefetch

from guatu.dispatches.choices import ClockStatus, EntryKind, ExtensionStatus, Leg
from guatu.dispatches.models import (
    Clock,
    Dispatch,
    DispatchQuerySet,
    Entry,
    Evidence,
    Extension,
    Fire,
    Part,
    Pause,
)
from guatu.dispatches.queries.remaining import Reckoning
from guatu.domain.clocks import Left


class Step(StrEnum):
    """What a line of the course tells besides the kinds of entries."""

    ISSUED = "issued"
    RECEIVED = "received"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_GRANTED = "extension_granted"
    EXTENSION_REFUSED = "extension_refused"
    EXTENSION_LAPSED = "extension_lapsed"
    PRESSED = "pressed"


@dataclass(frozen=True, slots=True)
class Line:
    """Who did or said what, when; ``until`` a new day that came with it.

    Of a rung (``fire``) the units that it was sent about, and the leg as ``words``.
    """

    at: datetime
    kind: EntryKind | Step
    who: str = ""
    unit: str = ""
    words: str = ""
    until: date | None = None
    evidence: Sequence[Evidence] = ()
    fire: Fire | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """From the issue, or from the last sending back, to the next; ``lines`` newest first."""

    number: int
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that has not stopped, with what is left of it; a paused one has nothing to tell."""

    clock: Clock
    left: Left | None


@dataclass(frozen=True, slots=True)
class Share:
    """The part of one unit with its clocks, and the request for more time that is open."""

    part: Part
    running: Sequence[Running]
    stopped: Sequence[Clock]
    asked: Extension | None

    @property
    def late(self) -> list[Clock]:
        """What ran out before it was done."""
        return [clock for clock in self.stopped if clock.late]


def whole(rows: DispatchQuerySet) -> DispatchQuerySet:
    """With all that the page of one dispatch, its acts and their guards read."""
    parts = Part.objects.select_related("unit", "post__unit").prefetch_related(
        "post__holdings__user"
    )
    clocks = Clock.objects.select_related("part__unit").prefetch_related("fires")
    return rows.select_related(
        "tenant", "issuer_unit", "issuer_post", "drafted_by", "project", "milestone", "need"
    ).prefetch_related(
        Prefetch("parts", parts),
        Prefetch("pauses", Pause.objects.select_related("unit")),
        Prefetch("extensions", Extension.objects.select_related("part__unit")),
        Prefetch("clocks", clocks),
        Prefetch("entries", Entry.objects.select_related("part").prefetch_related("evidence")),
    )


def shares(dispatch: Dispatch, reckoning: Reckoning) -> list[Share]:
    """The lead first, then who assists; who was released last."""
    parts = sorted(dispatch.parts.all(), key=lambda part: (not part.is_in, not part.is_lead))
    return [_share(dispatch, part, reckoning) for part in parts]


def running(dispatch: Dispatch, reckoning: Reckoning) -> list[Running]:
    """All clocks that have not stopped, the next to run out first."""
    clocks = [c for c in dispatch.clocks.all() if c.status != ClockStatus.STOPPED]
    return [Running(c, reckoning.left(c)) for c in sorted(clocks, key=lambda c: c.due_at)]


def rounds(dispatch: Dispatch) -> list[Round]:
    """The course, newest round first."""
    lines = sorted(_lines(dispatch), key=lambda line: line.at)
    ends = [line.at for line in lines if line.kind in _ENDS_ROUND]
    told: dict[int, list[Line]] = {}
    for line in lines:
        told.setdefault(1 + sum(end < line.at for end in ends), []).append(line)
    return [Round(number, told[number][::-1]) for number in sorted(told, reverse=True)]


def evidence_given(dispatch: Dispatch) -> list[Evidence]:
    """The files of this round, in the order in which they came."""
    entries = [entry for entry in dispatch.entries.all() if entry.round == dispatch.round]
    return [file for entry in entries for file in entry.evidence.all()]


def open_pause(dispatch: Dispatch) -> Pause | None:
    return next((pause for pause in dispatch.pauses.all() if pause.until is None), None)


def asked_extensions(dispatch: Dispatch) -> list[Extension]:
    return [one for one in dispatch.extensions.all() if one.status == ExtensionStatus.ASKED]


def finish_clock(dispatch: Dispatch, part: Part | None = None) -> Clock | None:
    """The newest clock of finishing that ``part`` has or had; of the lead where none is named."""
    own = (part or dispatch.lead).pk
    clocks = [c for c in dispatch.clocks.all() if c.leg == Leg.FINISH and c.part_id == own]
    return clocks[-1] if clocks else None


def _share(dispatch: Dispatch, part: Part, reckoning: Reckoning) -> Share:
    clocks = sorted(dispatch.clocks.all(), key=lambda clock: clock.due_at)
    own = [clock for clock in clocks if clock.part_id == part.pk]
    extensions = [one for one in dispatch.extensions.all() if one.part_id == part.pk]
    return Share(
        part,
        [Running(c, reckoning.left(c)) for c in own if c.status != ClockStatus.STOPPED],
        [c for c in own if c.status == ClockStatus.STOPPED],
        next((one for one in extensions if one.status == ExtensionStatus.ASKED), None),
    )


def _lines(dispatch: Dispatch) -> Iterator[Line]:
    if dispatch.issued_at:
        unit = dispatch.issuer_unit.label
        yield Line(dispatch.issued_at, Step.ISSUED, unit=unit)
    for part in dispatch.parts.all():
        if part.received_at and part.received_by_name:
            label = part.unit.label
            yield Line(part.received_at, Step.RECEIVED, part.received_by_name, label)
    yield from map(_of_entry, dispatch.entries.all())
    for extension in dispatch.extensions.all():
        yield from _of_extension(extension)
    yield from _of_fires(dispatch)


def _of_entry(entry: Entry) -> Line:
    until = entry.details.get("until")
    return Line(
        entry.at,
        EntryKind(entry.kind),
        entry.by_name,
        entry.unit_name,
        entry.words,
        date.fromisoformat(until) if until else None,
        list(entry.evidence.all()),
        to=str(entry.details.get("unit", "")),
    )


def _of_extension(extension: Extension) -> Iterator[Line]:
    unit = extension.part.unit.label
    yield Line(
        extension.asked_at,
        Step.EXTENSION_ASKED,
        extension.asked_by_name,
        unit,
        extension.reason,
        extension.until,
    )
    if extension.decided_at:
        decided = _DECIDED[ExtensionStatus(extension.status)]
        yield Line(
            extension.decided_at,
            decided,
            extension.decided_by_name,
            words=extension.answer,
            until=extension.until if decided == Step.EXTENSION_GRANTED else None,
        )


def _of_fires(dispatch: Dispatch) -> Iterator[Line]:
    """One line for a rung that several units came to at once."""
    together: dict[tuple[datetime, str, str], list[tuple[Clock, Fire]]] = {}
    for clock in dispatch.clocks.all():
        for fire in clock.fires.all():
            together.setdefault((fire.fired_at, fire.rung, clock.leg), []).append((clock, fire))
    for (at, _rung, leg), fired in together.items():
        units = [clock.part.unit.label for clock, _fire in fired if clock.part]
        yield Line(at, Step.PRESSED, unit="、".join(units), words=leg, fire=fired[0][1])


_ENDS_ROUND = (EntryKind.SENT_BACK, EntryKind.REOPENED)
_DECIDED = {
    ExtensionStatus.GRANTED: Step.EXTENSION_GRANTED,
    ExtensionStatus.REFUSED: Step.EXTENSION_REFUSED,
    ExtensionStatus.LAPSED: Step.EXTENSION_LAPSED,
}
