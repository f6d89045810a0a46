"""What the units do: receive, say that it is not theirs, report, reply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from guatu.dispatches.access import parts_of
from guatu.dispatches.actions.holding import Held, enter, finish, hold, needs_words, record
from guatu.dispatches.actions.issuing import hand_over
from guatu.dispatches.actions.lapsing import drop_requests, end_wait
from guatu.dispatches.actions.timing import Timing
from guatu.dispatches.choices import EntryKind, EvidenceKind, Leg, PartStatus
from guatu.dispatches.evidence import MOST, Checked, Upload, check, keep
from guatu.dispatches.models import Dispatch, Entry, Evidence, Part, Terms
from guatu.dispatches.terms import terms_of
from guatu.domain.lifecycle import Verb, row_of
from guatu.domain.words import N_, say
from guatu.journal.actions import SYSTEM
from guatu.kit.refusals import Refusal
from guatu.org.models import Post, User


@transaction.atomic
def receive(dispatch: Dispatch, *, seen: int, by: User, now: datetime) -> Dispatch:
    """签收: by the lead for the whole."""
    held = hold(dispatch, Verb.RECEIVE, seen=seen, by=by)
    part, timing = held.dispatch.lead, Timing(held.dispatch, now)
    _received(part, by, now)
    timing.stop(Leg.RECEIVE, part)
    timing.settle(held)
    finish(held, by=by, now=now)
    record("dispatch.received", held.dispatch, by=by, now=now, unit=part.unit.label)
    return held.dispatch


@transaction.atomic
def decline(dispatch: Dispatch, *, reason: str, seen: int, by: User, now: datetime) -> Dispatch:
    """“Not mine”: back to the issuer; after as many times as the terms allow, to the default post.

    So nothing stays without an owner, however often it is passed on.
    """
    held = hold(dispatch, Verb.DECLINE, seen=seen, by=by)
    terms = terms_of(held.dispatch.tenant_id)
    if held.dispatch.bounces >= terms.most_bounces:
        raise Refusal(
            say(
                N_(
                    "这件事已经退回 {times} 次，不能再退。如确非本单位职责，请联系交办方“{unit}”，"
                    "由交办方决定。"
                ),
                times=held.dispatch.bounces,
                unit=held.dispatch.issuer_unit.name,
            )
        )
    words = needs_words(reason, say(N_("请写明依据：为什么不是本单位职责，应当由谁办。")))
    part = held.dispatch.lead
    timing = Timing(held.dispatch, now)
    timing.stop(part=part)
    drop_requests(held, timing, part)
    held.set(bounces=held.dispatch.bounces + 1)
    enter(held.dispatch, EntryKind.DECLINED, words, by=by, now=now, part=part)
    default = _default_post(held.dispatch, terms)
    if default is not None:
        _to_default(held, default, now)
    else:
        timing.start(Leg.REVIEW)
        timing.settle(held)
    finish(held, by=by, now=now)
    record("dispatch.declined", held.dispatch, by=by, now=now, unit=part.unit.label, reason=words)
    if default is not None:
        record(
            "dispatch.defaulted", held.dispatch, by=SYSTEM, now=now,
            times=held.dispatch.bounces, unit=default.unit.label,
        )  # fmt: skip
    return held.dispatch


@transaction.atomic
def receive_part(dispatch: Dispatch, *, by: User, now: datetime) -> list[Part]:
    """签收 of assisting parts; twice changes nothing, and the state of the whole stays."""
    held = hold(dispatch, Verb.RECEIVE_PART, seen=None, by=by)
    timing, received = Timing(held.dispatch, now), []
    for part in parts_of(by.access, held.dispatch):
        if part.is_lead or part.status != PartStatus.WAITING:
            continue
        _received(part, by, now)
        timing.stop(Leg.RECEIVE, part)
        received.append(part)
    if not received:
        return []
    timing.settle(held)
    finish(held, by=by, now=now)
    for part in received:
        unit = part.unit.label
        record("dispatch.received", held.dispatch, by=by, now=now, unit=unit, helper=True)
    return received


@transaction.atomic
def report(
    dispatch: Dispatch,
    *,
    words: str,
    uploads: Sequence[Upload] = (),
    seen: int,
    by: User,
    now: datetime,
) -> Entry:
    """报进展: by the lead."""
    held = hold(dispatch, Verb.REPORT, seen=seen, by=by)
    timing = Timing(held.dispatch, now)
    entry = _report(held, held.dispatch.lead, words, uploads, timing, by)
    timing.settle(held)
    finish(held, by=by, now=now)
    unit = held.dispatch.lead.unit.label
    record("dispatch.reported", held.dispatch, by=by, now=now, unit=unit, words=entry.words)
    return entry


@transaction.atomic
def report_part(
    dispatch: Dispatch,
    *,
    words: str,
    uploads: Sequence[Upload] = (),
    done: bool = False,
    seen: int,
    by: User,
    now: datetime,
) -> Entry:
    """报协办进展: by a unit that assists; ``done`` ends its part, which stays done."""
    held = hold(dispatch, Verb.REPORT_PART, seen=seen, by=by)
    part = _own_help(by, held.dispatch)
    timing = Timing(held.dispatch, now)
    entry = _report(held, part, words, uploads, timing, by, done=done)
    code = "dispatch.reported"
    if done:
        part.status, part.done_at, code = PartStatus.DONE, now, "dispatch.part_done"
        part.save(update_fields=["status", "done_at"])
        timing.stop(part=part)
        drop_requests(held, timing, part)
    timing.settle(held)
    finish(held, by=by, now=now)
    record(
        code, held.dispatch, by=by, now=now,
        unit=part.unit.label, words=entry.words, helper=True,
    )  # fmt: skip
    return entry


def _report(
    held: Held,
    part: Part,
    words: str,
    uploads: Sequence[Upload],
    timing: Timing,
    by: User,
    **details: bool,
) -> Entry:
    said = needs_words(words, say(N_("请写明进展：做了什么，到了哪一步。")), "words")
    checked, now = _checked(uploads), timing.now
    entry = enter(held.dispatch, EntryKind.REPORT, said, by=by, now=now, part=part, **details)
    _attach(entry, checked)
    if part.status == PartStatus.WAITING:  # whoever reports has received
        timing.stop(Leg.RECEIVE, part)
    _noted(part, now)
    timing.stop(Leg.FIRST_REPLY, part)
    return entry


@transaction.atomic
def reply(
    dispatch: Dispatch,
    *,
    words: str,
    uploads: Sequence[Upload] = (),
    seen: int,
    by: User,
    now: datetime,
) -> Entry:
    """反馈办结: the lead says that it is done and hands in what was asked as evidence."""
    held = hold(dispatch, Verb.REPLY, seen=seen, by=by)
    said = needs_words(words, say(N_("请写明办理结果。")), "words")
    checked = _checked(uploads)
    _refuse_lacking(held.dispatch, checked)
    part, timing = held.dispatch.lead, Timing(held.dispatch, now)
    late = timing.lateness(Leg.FINISH, part)
    entry = enter(held.dispatch, EntryKind.REPLY, said, by=by, now=now, part=part, **late)
    _attach(entry, checked)
    _noted(part, now)
    part.status, part.done_at = PartStatus.DONE, now
    part.save(update_fields=["status", "done_at"])
    timing.stop()  # the helpers', too: nobody presses them for what the lead says is done
    end_wait(held, timing)
    drop_requests(held, timing)
    timing.start(Leg.REVIEW)
    held.set(replied_at=now, replied_by=by)
    timing.settle(held)
    finish(held, by=by, now=now)
    record("dispatch.replied", held.dispatch, by=by, now=now, unit=part.unit.label, words=said)
    return entry


def lacking(dispatch: Dispatch, given: Sequence[str]) -> list[str]:
    """Which of the kinds of evidence asked for are neither among ``given`` nor handed in this
    round."""
    there = set(given) | set(
        Evidence.objects.filter(entry__dispatch=dispatch, entry__round=dispatch.round).values_list(
            "kind", flat=True
        )
    )
    return [kind for kind in dispatch.evidence if kind not in there]


def _refuse_lacking(dispatch: Dispatch, checked: Sequence[Checked]) -> None:
    missing = lacking(dispatch, [one.kind for one in checked])
    if missing:
        named = "、".join(str(EvidenceKind(kind).label) for kind in missing)
        fault = say(N_("交办时要求附“{kinds}”，还没有附上。"), kinds=named)
        raise Refusal(fault, {"evidence": fault})


def _checked(uploads: Sequence[Upload]) -> list[Checked]:
    if len(uploads) > MOST:
        fault = say(N_("一次最多附 {most} 个文件，请分两次交。"), most=MOST)
        raise Refusal(fault, {"evidence": fault})
    return [check(upload) for upload in uploads]


def _attach(entry: Entry, checked: Sequence[Checked]) -> None:
    """The content is on disk before the row names it; a file without a row does no harm."""
    for one in checked:
        Evidence.objects.create(
            entry=entry, kind=one.kind, name=one.name, digest=keep(one),
            size=len(one.raw), media=one.media,
        )  # fmt: skip


def _own_help(by: User, dispatch: Dispatch) -> Part:
    """The assisting part for which ``by`` speaks: of several the one that is furthest behind."""
    helps = [part for part in parts_of(by.access, dispatch) if not part.is_lead]
    return min(helps, key=lambda part: part.status == PartStatus.DONE)


def _received(part: Part, by: User, now: datetime) -> None:
    part.status, part.received_at = PartStatus.WORKING, now
    part.received_by_name = by.name
    part.save(update_fields=["status", "received_at", "received_by_name"])


def _noted(part: Part, now: datetime) -> None:
    """A helper who reports has received; the first word stops the clock of the first reply."""
    if part.status == PartStatus.WAITING:
        part.status, part.received_at = PartStatus.WORKING, now
    if part.first_replied_at is None:
        part.first_replied_at = now
    part.save(update_fields=["status", "received_at", "first_replied_at"])


def _default_post(dispatch: Dispatch, terms: Terms) -> Post | None:
    """Who gets it after so many bounces; None before, and where the post has no holder."""
    post = terms.default_post
    if post is None or dispatch.bounces < terms.most_bounces:
        return None
    return post if post.holder else None


def _to_default(held: Held, post: Post, now: datetime) -> None:
    """The act ends as a reassignment does, by nobody's choice."""
    words = str(say(N_("退回次数已到上限，按规定由兜底岗位主办。")))
    hand_over(held, post.unit, post, by=SYSTEM, now=now, words=words)
    held.step = row_of(Verb.REASSIGN)
