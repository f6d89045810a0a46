"""Where one dispatch stands, in words: whose turn it is, by when, what comes if nothing is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from guatu.dispatches.choices import Leg
from guatu.dispatches.models import Clock, Dispatch, Fire
from guatu.dispatches.queries.course import Running, open_pause, running
from guatu.dispatches.queries.remaining import Reckoning
from guatu.dispatches.terms import ladder_of
from guatu.domain.clocks import Left
from guatu.domain.escalation import Rung, When
from guatu.domain.escalation.moments import moment_of
from guatu.domain.lifecycle import Status
from guatu.domain.workcalendar import CalendarOutOfRange
from guatu.web.templatetags.guatu import moment


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is and what for; ``left`` of the clock that counts then."""

    words: str
    left: Left | None = None
    due: datetime | None = None


class Mark(StrEnum):
    DONE = "done"
    HERE = "here"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the way: done at, or due at; ``late`` once it was."""

    name: str
    mark: Mark
    who: str
    at: datetime | None
    due: datetime | None
    left: Left | None
    late: bool


@dataclass(frozen=True, slots=True)
class Rise:
    """A rung of the ladder in force: when it comes, or when it came."""

    rung: Rung
    at: datetime | None
    fired_at: datetime | None
    made_up: bool


def turn_of(dispatch: Dispatch, reckoning: Reckoning) -> Turn:
    """The one sentence that the page begins with."""
    clocks = running(dispatch, reckoning)
    pause = open_pause(dispatch)
    if pause is not None:
        wait = _first(clocks, Leg.WAIT)
        said = {"unit": pause.unit.label, "what": pause.reason}
        return _turn(_("挂起等待%(unit)s：%(what)s") % said, wait)
    units = {"lead": dispatch.lead.unit.label, "issuer": dispatch.issuer_unit.label}
    words, legs = _TURNS[dispatch.stage]
    clock = next((found for leg in legs if (found := _first(clocks, leg))), None)
    return _turn(words() % {**units, "at": _closed_at(dispatch)}, clock)


def way_of(dispatch: Dispatch, reckoning: Reckoning) -> list[Stretch]:
    """From issue to sign-off for the unit that leads, in this round."""
    clocks = {Leg(c.leg): c for c in dispatch.clocks.all() if _counts(c, dispatch)}
    lead, part = dispatch.lead.unit.label, dispatch.lead
    issuer = dispatch.issuer_unit.label
    stage = dispatch.stage
    done = [
        (_("下发"), dispatch.issued_at, None, issuer),
        (_("签收"), part.received_at, clocks.get(Leg.RECEIVE), lead),
        (_("首次反馈"), part.first_replied_at, clocks.get(Leg.FIRST_REPLY), lead),
        (_("办结"), part.done_at, clocks.get(Leg.FINISH), lead),
        (
            _("复核"),
            dispatch.completed_at if stage in _REVIEWED else None,
            clocks.get(Leg.REVIEW) if stage is not Status.DECLINED else None,
            issuer,
        ),
        (_("销号"), dispatch.signed_off_at, None, issuer),
    ]
    here = next((place for place, (_n, at, _c, _w) in enumerate(done) if at is None), len(done))
    return [
        _leg(name, at, clock, who, place, here, reckoning)
        for place, (name, at, clock, who) in enumerate(done)
    ]


def rises_of(dispatch: Dispatch, reckoning: Reckoning) -> tuple[Clock | None, Sequence[Rise]]:
    """The ladder on the clock that presses: the one that runs out next, or ran out last."""
    own = [c for c in dispatch.clocks.all() if c.part is None or c.part.is_lead]
    clocks = sorted(own, key=lambda c: (c.status == "stopped", c.due_at))
    if not clocks:
        return None, ()
    clock = clocks[0]
    fired = {fire.rung: fire for fire in clock.fires.all() if fire.edition == clock.edition}
    ladder = ladder_of(reckoning.terms)
    told = (_rise(rung, clock, fired.get(rung.code), reckoning) for rung in ladder.rungs)
    return clock, [rise for rise in told if rise is not None]


def _rise(rung: Rung, clock: Clock, fire: Fire | None, reckoning: Reckoning) -> Rise | None:
    """None for what was past before the clock began: it never comes."""
    at = _comes(rung, clock, reckoning)
    if fire is None:
        return None if at and at < clock.started_at else Rise(rung, at, None, made_up=False)
    return Rise(rung, at, fire.fired_at, fire.made_up)


def _turn(words: str, running: Running | None) -> Turn:
    if running is None:
        return Turn(words)
    due = running.clock.due_at
    return Turn(words, running.left, due)


def _first(clocks: Sequence[Running], leg: Leg) -> Running | None:
    """Of the unit that leads, or of no unit."""
    return next(
        (
            one
            for one in clocks
            if one.clock.leg == leg and (one.clock.part is None or one.clock.part.is_lead)
        ),
        None,
    )


def _counts(clock: Clock, dispatch: Dispatch) -> bool:
    """The clocks that the way of this round shows; later ones of a leg take the place of
    earlier ones."""
    return clock.part_id in (None, dispatch.lead.pk)


def _leg(
    name: str,
    at: datetime | None,
    clock: Clock | None,
    who: str,
    place: int,
    here: int,
    reckoning: Reckoning,
) -> Stretch:
    mark = Mark.DONE if at else Mark.HERE if place == here else Mark.AHEAD
    runs = clock is not None and clock.status != "stopped"
    return Stretch(
        name,
        mark,
        who,
        at,
        clock.due_at if clock and runs else None,
        reckoning.left(clock) if clock and runs else None,
        bool(clock and clock.status == "stopped" and clock.late),
    )


def _comes(rung: Rung, clock: Clock, reckoning: Reckoning) -> datetime | None:
    if rung.trigger is None or rung.trigger.when is When.LAPSED:
        return None
    try:
        return moment_of(rung.trigger, clock.due_at, reckoning.calendar, reckoning.hours)
    except CalendarOutOfRange:
        return None


def _closed_at(dispatch: Dispatch) -> str:
    return moment(dispatch.signed_off_at or dispatch.changed_at)


_REVIEWED = (Status.COMPLETED, Status.SIGNED_OFF)
_FINISH = (Leg.FIRST_REPLY, Leg.FINISH)
_TURNS: dict[Status, tuple[Callable[[], str], tuple[Leg, ...]]] = {
    Status.DRAFT: (lambda: _("草稿，还没有下发"), ()),
    Status.APPROVING: (lambda: _("等%(issuer)s审批下发"), ()),
    Status.ISSUED: (lambda: _("等%(lead)s签收"), (Leg.RECEIVE, Leg.FINISH)),
    Status.DECLINED: (lambda: _("等%(issuer)s转办或撤回"), (Leg.REVIEW,)),
    Status.RECEIVED: (lambda: _("等%(lead)s办理反馈"), _FINISH),
    Status.SENT_BACK: (lambda: _("等%(lead)s重新办理反馈"), (Leg.FINISH,)),
    Status.REPLIED: (lambda: _("等%(issuer)s复核"), (Leg.REVIEW,)),
    Status.COMPLETED: (lambda: _("复核通过，等%(issuer)s销号"), (Leg.REVIEW,)),
    Status.SIGNED_OFF: (lambda: _("%(at)s 已销号"), ()),
    Status.WITHDRAWN: (lambda: _("%(at)s 已撤回，不用再办"), ()),
}
