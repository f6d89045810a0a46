"""What the issuing side does with a reply: send back, pass, sign off, open again."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from guatu.dispatches.actions.doing import lacking
from guatu.dispatches.actions.holding import Held, enter, finish, hold, needs_words, record
from guatu.dispatches.actions.lapsing import drop_requests
from guatu.dispatches.actions.pressing import press_for
from guatu.dispatches.actions.timing import Timing
from guatu.dispatches.choices import Colour, EntryKind, EvidenceKind, Leg, PartStatus
from guatu.dispatches.models import Clock, Dispatch, Part
from guatu.domain.clocks import CHINA, closing
from guatu.domain.escalation import Cause
from guatu.domain.lifecycle import Verb
from guatu.domain.words import N_, say
from guatu.journal.actions import Actor
from guatu.kit.refusals import Refusal
from guatu.org.models import User


@transaction.atomic
def send_back(
    dispatch: Dispatch,
    *,
    reason: str,
    until: date | None = None,
    seen: int,
    by: User,
    now: datetime,
) -> Dispatch:
    """退回重办: a new round; ``until`` is needed once the first day has passed."""
    held = hold(dispatch, Verb.SEND_BACK, seen=seen, by=by)
    words = needs_words(reason, say(N_("请写明哪里不符合要求，要补什么。")))
    clock = _open_round(held, EntryKind.SENT_BACK, words, until, by=by, now=now)
    press_for(clock, Cause.POOR, held, now)
    finish(held, by=by, now=now)
    record(
        "dispatch.sent_back", held.dispatch, by=by, now=now,
        round=held.dispatch.round, reason=words,
    )  # fmt: skip
    return held.dispatch


@transaction.atomic
def complete(
    dispatch: Dispatch, *, words: str = "", seen: int, by: User, now: datetime
) -> Dispatch:
    """复核通过: what was replied holds; it is struck off with the next step."""
    held = hold(dispatch, Verb.COMPLETE, seen=seen, by=by)
    held.set(completed_at=now)
    enter(held.dispatch, EntryKind.COMPLETED, words, by=by, now=now)
    finish(held, by=by, now=now)
    record("dispatch.completed", held.dispatch, by=by, now=now)
    return held.dispatch


@transaction.atomic
def sign_off(
    dispatch: Dispatch, *, words: str = "", seen: int, by: User, now: datetime
) -> Dispatch:
    """销号: struck off the register; only with the evidence that was asked for."""
    held = hold(dispatch, Verb.SIGN_OFF, seen=seen, by=by)
    missing = lacking(held.dispatch, [])
    if missing:
        named = "、".join(str(EvidenceKind(kind).label) for kind in missing)
        raise Refusal(
            say(N_("交办时要求的“{kinds}”还没有附上，不能销号。请退回补充材料。"), kinds=named)
        )
    timing = Timing(held.dispatch, now)
    timing.stop()
    drop_requests(held, timing)
    _release_rest(held.dispatch)
    held.set(signed_off_at=now)
    timing.settle(held)
    enter(held.dispatch, EntryKind.SIGNED_OFF, words, by=by, now=now)
    finish(held, by=by, now=now)
    record("dispatch.signed_off", held.dispatch, by=by, now=now)
    return held.dispatch


@transaction.atomic
def reopen(
    dispatch: Dispatch,
    *,
    reason: str,
    until: date,
    colour: str = Colour.NONE,
    seen: int,
    by: User,
    now: datetime,
) -> Dispatch:
    """重新打开: the number is kept, the round goes up, it counts as opened again."""
    held = hold(dispatch, Verb.REOPEN, seen=seen, by=by)
    words = needs_words(reason, say(N_("请写明为什么重新打开：发现了什么。")))
    reopen_held(held, words, until, colour, by=by, now=now)
    return held.dispatch


def reopen_held(
    held: Held, words: str, until: date, colour: str, *, by: Actor, now: datetime
) -> None:
    """The same inside another act: a look-back that found it false."""
    held.set(reopened=held.dispatch.reopened + 1, signed_off_at=None, completed_at=None)
    held.set(floor=colour)
    _open_round(held, EntryKind.REOPENED, words, until, by=by, now=now)
    finish(held, by=by, now=now)
    record("dispatch.reopened", held.dispatch, by=by, now=now, reason=words)


def _open_round(
    held: Held, kind: EntryKind, words: str, until: date | None, *, by: Actor, now: datetime
) -> Clock:
    dispatch = held.dispatch
    timing = Timing(dispatch, now)
    due_at = _new_due(timing, until)
    timing.stop(Leg.REVIEW)
    enter(dispatch, kind, words, by=by, now=now, until=due_at.astimezone(CHINA).date())
    held.set(round=dispatch.round + 1, completed_at=None)
    part: Part = dispatch.lead
    part.status, part.done_at = PartStatus.WORKING, None
    part.save(update_fields=["status", "done_at"])
    clock = timing.restart(Leg.FINISH, part, due_at)
    for helper in dispatch.parts.filter(is_lead=False, status__in=_UNFINISHED):
        timing.restart(Leg.FINISH, helper, due_at)
    timing.settle(held)
    return clock


def _new_due(timing: Timing, until: date | None) -> datetime:
    """The day given, else what is left of the last one that the doer had."""
    if until is not None:
        if until < timing.now.date():
            fault = say(N_("重办时限 {day} 已经过去，请另定日期。"), day=until.isoformat())
            raise Refusal(fault, {"until": fault})
        return _still_to_come(closing(until, timing.calendar, timing.hours), timing.now)
    last = (
        Clock.objects.filter(dispatch=timing.dispatch, leg=Leg.FINISH, part__is_lead=True)
        .order_by("-started_at")
        .first()
    )
    if last is None or last.due_at <= timing.now:
        fault = say(N_("原来的办结时限已过，请给出重办的时限。"))
        raise Refusal(fault, {"until": fault})
    return last.due_at


def _still_to_come(due_at: datetime, now: datetime) -> datetime:
    if due_at <= now:
        fault = say(N_("今天已经下班，重办时限请从明天起定。"))
        raise Refusal(fault, {"until": fault})
    return due_at


_UNFINISHED = (PartStatus.WAITING, PartStatus.WORKING)


def _release_rest(dispatch: Dispatch) -> None:
    """Helpers who had not finished have nothing more to do; what they did stays."""
    open_parts = dispatch.parts.filter(is_lead=False)
    open_parts.exclude(status__in=(PartStatus.DONE, PartStatus.RELEASED)).update(
        status=PartStatus.RELEASED
    )
