"""Giving a dispatch out, handing it on, adding units, taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from guatu.dispatches.actions.holding import (
    Held,
    enter,
    finish,
    forget_parts,
    hold,
    needs_words,
    record,
)
from guatu.dispatches.actions.lapsing import drop_requests, end_wait
from guatu.dispatches.actions.timing import Timing
from guatu.dispatches.choices import EntryKind, Leg, PartStatus
from guatu.dispatches.models import Dispatch, Entry, Part
from guatu.dispatches.queries.addressing import refuse_vacant
from guatu.dispatches.queries.demands import Share, demands_of
from guatu.domain.clocks import CHINA, closing
from guatu.domain.lifecycle import Verb
from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.journal.actions import Actor
from guatu.kit.refusals import Refusal
from guatu.org.demands import weigh
from guatu.org.models import Post, Unit, User


@transaction.atomic
def issue(dispatch: Dispatch, *, seen: int, by: User, now: datetime) -> Dispatch:
    """下发 from a draft, 批准下发 from what waits for approval; it gets its number."""
    verb = Verb.APPROVE if dispatch.stage == "approving" else Verb.ISSUE
    held = hold(dispatch, verb, seen=seen, by=by)
    issue_held(held, by=by, now=now)
    return held.dispatch


def issue_held(held: Held, *, by: Actor, now: datetime) -> None:
    """Number it and start the clocks of receiving for every unit, and of finishing."""
    dispatch, timing = held.dispatch, Timing(held.dispatch, now)
    parts = list(dispatch.parts.select_related("unit", "post"))
    _refuse_past(timing)
    for part in parts:
        refuse_vacant(part.unit, dispatch.tenant_id, post=part.post)
    _weigh(dispatch, [Share.of(part) for part in parts], now)
    if dispatch.serial is None:
        held.set(serial=_next_serial(dispatch, now.year), year=now.year)
    held.set(issued_at=now)
    for part in parts:
        _begin(timing, part)
    timing.settle(held)
    finish(held, by=by, now=now)
    lead = next(part for part in parts if part.is_lead)
    finish_due = timing.due_of(Leg.FINISH)
    record(
        "dispatch.issued",
        dispatch,
        by=by,
        now=now,
        unit=lead.unit.label,
        due=finish_due.date() if finish_due else "",
    )


@transaction.atomic
def reassign(
    dispatch: Dispatch,
    unit: Unit,
    *,
    post: Post | None = None,
    reason: str,
    seen: int,
    by: User,
    now: datetime,
) -> Dispatch:
    """转办: another unit leads; what the first has done stays readable."""
    held = hold(dispatch, Verb.REASSIGN, seen=seen, by=by)
    words = needs_words(reason, say(N_("请写明为什么转办。")))
    refuse_vacant(unit, held.dispatch.tenant_id, post=post)
    _refuse_circle(held.dispatch, unit)
    _weigh(held.dispatch, [Share(unit.pk, post.pk if post else None, lead=True)], now)
    before = hand_over(held, unit, post, by=by, now=now, words=words)
    finish(held, by=by, now=now)
    record(
        "dispatch.reassigned", held.dispatch, by=by, now=now,
        before=before.label, unit=unit.label, reason=words,
    )  # fmt: skip
    return held.dispatch


def hand_over(
    held: Held, unit: Unit, post: Post | None, *, by: Actor, now: datetime, words: str
) -> Unit:
    """Release the lead, put ``unit`` in its place and start its clocks; returns who led before."""
    dispatch = held.dispatch
    timing = Timing(dispatch, now)
    old = dispatch.lead
    if old.unit_id == unit.pk and old.post_id == (post.pk if post else None):
        fault = say(N_("“{unit}”已经在主办这件事。"), unit=unit.name)
        raise Refusal(fault, {"unit": fault})
    timing.stop(part=old)
    timing.stop(Leg.REVIEW)
    end_wait(held, timing)
    drop_requests(held, timing, old)
    old.status = PartStatus.RELEASED
    old.save(update_fields=["status"])
    for helper in dispatch.parts.filter(unit=unit).exclude(status=PartStatus.RELEASED):
        timing.stop(part=helper)
        drop_requests(held, timing, helper)
        helper.status = PartStatus.RELEASED
        helper.save(update_fields=["status"])
    part = Part.objects.create(
        dispatch=dispatch, unit=unit, post=post, is_lead=True, serial=_next_place(dispatch)
    )
    forget_parts(dispatch)
    _begin(timing, part)
    timing.settle(held)
    details = {"before": old.unit.name, "unit": unit.name}
    enter(dispatch, EntryKind.REASSIGNED, words, by=by, now=now, part=part, **details)
    return old.unit


@transaction.atomic
def co_handle(
    dispatch: Dispatch,
    units: Sequence[Unit],
    *,
    asked: str = "",
    reason: str,
    seen: int,
    by: User,
    now: datetime,
) -> Dispatch:
    """会办: further units assist, each with its own clock."""
    held = hold(dispatch, Verb.CO_HANDLE, seen=seen, by=by)
    words = needs_words(reason, say(N_("请写明需要会办单位做什么。")))
    there = {part.unit_id for part in held.dispatch.parts.all() if part.is_in}
    if not units or all(unit.pk in there for unit in units):
        fault = say(N_("请选择还没有参加办理的单位。"))
        raise Refusal(fault, {"units": fault})
    fresh = [unit for unit in units if unit.pk not in there]
    for unit in fresh:
        refuse_vacant(unit, held.dispatch.tenant_id, field="units")
    _weigh(held.dispatch, [Share(unit.pk) for unit in fresh], now)
    timing, place = Timing(held.dispatch, now), _next_place(held.dispatch)
    for n, unit in enumerate(fresh):
        part = Part.objects.create(
            dispatch=held.dispatch, unit=unit, serial=place + n, asked=asked.strip()
        )
        _begin(timing, part)
        enter(held.dispatch, EntryKind.CO_HANDLED, words, by=by, now=now, part=part)
    timing.settle(held)
    finish(held, by=by, now=now)
    for unit in fresh:
        record("dispatch.co_handled", held.dispatch, by=by, now=now, unit=unit.label, reason=words)
    return held.dispatch


@transaction.atomic
def withdraw(dispatch: Dispatch, *, reason: str, seen: int, by: User, now: datetime) -> Dispatch:
    """撤回: nobody has to do anything any more; the number stays taken."""
    held = hold(dispatch, Verb.WITHDRAW, seen=seen, by=by)
    words = needs_words(reason, say(N_("请写明为什么撤回，承办单位会看到。")))
    timing = Timing(held.dispatch, now)
    timing.stop()
    end_wait(held, timing)
    drop_requests(held, timing)
    held.set(next_due=None)
    enter(held.dispatch, EntryKind.WITHDRAWN, words, by=by, now=now)
    finish(held, by=by, now=now)
    record("dispatch.withdrawn", held.dispatch, by=by, now=now, reason=words)
    return held.dispatch


def _weigh(dispatch: Dispatch, shares: Sequence[Share], now: datetime) -> None:
    """What is asked of units has to keep to the caps of their week; with the turn, so that two who
    ask at once are counted one after the other."""
    journal.await_turn(dispatch.tenant_id)
    weigh(dispatch.tenant_id, demands_of(dispatch, shares, now.astimezone(CHINA).date()))


def _begin(timing: Timing, part: Part) -> None:
    """Each leg has its own clock; finishing runs from the issue, not from when it was read.

    Helpers are not asked for a first reply: the lead says how the whole stands.
    """
    timing.start(Leg.RECEIVE, part)
    timing.start(Leg.FINISH, part)
    if part.is_lead:
        timing.start(Leg.FIRST_REPLY, part)


def _refuse_past(timing: Timing) -> None:
    """A day that was to come when it was drafted may be over when it is issued."""
    day = timing.dispatch.due_on
    if day is not None and closing(day, timing.calendar, timing.hours) <= timing.now:
        fault = say(N_("完成时限 {day} 已经过去，请先改期再下发。"), day=day.isoformat())
        raise Refusal(fault, {"due_on": fault})


def _next_serial(dispatch: Dispatch, year: int) -> int:
    """Under the turn of the government, so that numbers have no gap and no double."""
    journal.await_turn(dispatch.tenant_id)
    rows = Dispatch.objects.filter(tenant_id=dispatch.tenant_id, year=year)
    last: int | None = rows.aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def _next_place(dispatch: Dispatch) -> int:
    last: int | None = dispatch.parts.aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def _refuse_circle(dispatch: Dispatch, unit: Unit) -> None:
    """A unit that has said that it is not its matter is not asked again."""
    declined = Entry.objects.filter(
        dispatch=dispatch, kind=EntryKind.DECLINED, part__unit=unit
    ).order_by("at")
    first = declined.first()
    if first is not None:
        fault = say(
            N_(
                "“{unit}”在 {day} 退回过这件事（{reason}），不能再转回去。"
                "请转其他单位，或撤回后重新交办。"
            ),
            unit=unit.name,
            day=first.at.astimezone(CHINA).date().isoformat(),
            reason=first.words,
        )
        raise Refusal(fault, {"unit": fault})
