"""Waiting for somebody else: the doer's clock stands, the other's runs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from guatu.dispatches.actions.holding import enter, finish, hold, needs_words, record
from guatu.dispatches.actions.lapsing import end_wait
from guatu.dispatches.actions.timing import Timing
from guatu.dispatches.choices import EntryKind, Leg
from guatu.dispatches.models import Dispatch, Pause
from guatu.dispatches.queries.addressing import refuse_vacant
from guatu.domain.clocks import CHINA
from guatu.domain.lifecycle import Verb
from guatu.domain.words import N_, say
from guatu.kit.refusals import Refusal
from guatu.org.models import Unit, User


@transaction.atomic
def pause(
    dispatch: Dispatch, unit: Unit, *, reason: str, seen: int, by: User, now: datetime
) -> Dispatch:
    """挂起等待 ``unit``: who is waited for has the limit of a first reply to answer."""
    held = hold(dispatch, Verb.PAUSE, seen=seen, by=by)
    words = needs_words(reason, say(N_("请写明在等什么，被等待的单位会看到。")))
    if held.dispatch.waiting:
        raise Refusal(say(N_("这件事已经挂起，请先恢复办理。")))
    if any(
        part.unit_id == unit.pk and part.is_lead for part in held.dispatch.parts.all() if part.is_in
    ):
        fault = say(N_("不能挂起等待主办单位自己，请选被等待的单位。"))
        raise Refusal(fault, {"unit": fault})
    refuse_vacant(unit, held.dispatch.tenant_id)
    timing = Timing(held.dispatch, now)
    timing.pause()
    Pause.objects.create(
        dispatch=held.dispatch, unit=unit, reason=words, since=now, by_name=by.name
    )
    timing.start(Leg.WAIT, by=timing.due_of(Leg.FIRST_REPLY))
    enter(held.dispatch, EntryKind.PAUSED, words, by=by, now=now, unit=unit.name)
    held.set(waiting=True)
    timing.settle(held)
    finish(held, by=by, now=now)
    record("dispatch.paused", held.dispatch, by=by, now=now, unit=unit.label, reason=words)
    return held.dispatch


@transaction.atomic
def resume(dispatch: Dispatch, *, words: str = "", seen: int, by: User, now: datetime) -> Dispatch:
    """恢复办理: what was waited for is there; the due moment moves by what the wait took."""
    held = hold(dispatch, Verb.RESUME, seen=seen, by=by)
    if not held.dispatch.waiting:
        raise Refusal(say(N_("这件事没有挂起，不用恢复。")))
    timing = Timing(held.dispatch, now)
    end_wait(held, timing)
    timing.resume()
    enter(held.dispatch, EntryKind.RESUMED, words, by=by, now=now)
    timing.settle(held)
    finish(held, by=by, now=now)
    due = timing.lead_due()
    day = due.astimezone(CHINA).date() if due else ""
    record("dispatch.resumed", held.dispatch, by=by, now=now, due=day)
    return held.dispatch
