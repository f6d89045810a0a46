"""What a supplier says of a need: promised, there, blocked; and taking that back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import User
from guatu.projects.actions.fields import LAST_DAY
from guatu.projects.actions.needs import hold_need, keep_need, refuse_silence
from guatu.projects.choices import NeedStatus
from guatu.projects.models import SupportNeed
from guatu.projects.patrol import recheck


@transaction.atomic
def promise_need(need: SupportNeed, *, on: date, reason: str = "", by: User, now: datetime) -> None:
    """The supplier gives a day; a later day than promised before takes a reason.

    A day after ``needed_by`` is taken as it is: the light and the chart say what it breaks.
    """
    require(by, "need.promise", need)
    project, held = hold_need(need)
    _refuse_settled(held)
    before = held.promised_on
    if before == on:
        return
    if on < now.date():
        _refuse("on", say("承诺时间不能早于今天；已经落实的请登记落实。"))
    if on > LAST_DAY:
        _refuse("on", say("日期应在 1900 年到 2199 年之间，请核对。"))
    if before is not None and on > before:
        refuse_silence(reason, say("比原承诺 {day} 推后，请写明原因。", day=before.isoformat()))
    held.promised_on, held.status = on, NeedStatus.PROMISED
    keep_need(held, "promised_on", "status")
    code = "need.promised" if before is None else "need.promise_moved"
    said = reason.strip() or ("提前" if before else "")
    journal.record(code, project, by=by, at=now, need=held.name, day=on, before=before, reason=said)
    recheck([project], now=now)


@transaction.atomic
def deliver_need(
    need: SupportNeed, *, on: date, expires: date | None = None, by: User, now: datetime
) -> None:
    """It is there since ``on``; a permit holds up to ``expires``, that day included.

    What has expired, or will, may be delivered again with a later end; the same twice changes
    nothing.
    """
    require(by, "need.deliver", need)
    project, held = hold_need(need)
    if (held.delivered_on, held.expires_on) == (on, expires) and not held.is_open:
        return
    _refuse_delivery(held, on, expires, now.date())
    held.delivered_on, held.expires_on, held.status = on, expires, NeedStatus.DELIVERED
    keep_need(held, "delivered_on", "expires_on", "status")
    journal.record(
        "need.delivered", project, by=by, at=now, need=held.name, day=on, expires=expires
    )
    recheck([project], now=now)


@transaction.atomic
def block_need(
    need: SupportNeed, *, words: str, since: date | None = None, by: User, now: datetime
) -> None:
    """A 卡点堵点: what is in the way, and since when; without a day, since today."""
    require(by, "need.deliver", need)
    project, held = hold_need(need)
    _refuse_settled(held)
    today, said = now.date(), words.strip()
    day = since or held.blocked_since or today
    if not said:
        _refuse("words", say("请写明卡在哪里、需要谁做什么。"))
    if day > today:
        _refuse("since", say("不能登记今天以后的日期。"))
    if (held.blocker, held.blocked_since) == (said, day):
        return
    held.blocker, held.blocked_since = said, day
    keep_need(held, "blocker", "blocked_since")
    journal.record("need.blocked", project, by=by, at=now, need=held.name, words=said, since=day)
    recheck([project], now=now)


@transaction.atomic
def clear_need(need: SupportNeed, *, by: User, now: datetime) -> None:
    """The blocker is out of the way; the need may still be open."""
    require(by, "need.deliver", need)
    project, held = hold_need(need)
    if not held.is_blocked:
        return
    words = held.blocker
    held.blocker, held.blocked_since = "", None
    keep_need(held, "blocker", "blocked_since")
    journal.record("need.unblocked", project, by=by, at=now, need=held.name, words=words)
    recheck([project], now=now)


@transaction.atomic
def reopen_need(need: SupportNeed, *, reason: str, by: User, now: datetime) -> None:
    """It was not there after all, or is needed after all; what was said before stays in the
    journal, a promise stays in force and a blocker is in the way again."""
    require(by, "need.deliver", need)
    project, held = hold_need(need)
    if held.is_open:
        raise Refusal(say("“{name}”没有落实记录，不必恢复。", name=held.name))
    refuse_silence(reason, say("请写明恢复为未落实的理由。"))
    held.status = NeedStatus.PROMISED if held.promised_on else NeedStatus.NEEDED
    held.delivered_on, held.expires_on = None, None
    keep_need(held, "status", "delivered_on", "expires_on")
    journal.record("need.reopened", project, by=by, at=now, need=held.name, reason=reason.strip())
    recheck([project], now=now)


def _refuse(field: str, sentence: Sentence) -> None:
    raise Refusal(sentence, {field: sentence})


def _refuse_settled(held: SupportNeed) -> None:
    if held.status == NeedStatus.NOT_NEEDED:
        raise Refusal(say("“{name}”已登记为不需要；仍然需要的，请先恢复。", name=held.name))
    if held.status == NeedStatus.DELIVERED:
        day = held.delivered_on.isoformat() if held.delivered_on else ""
        raise Refusal(say("“{name}”已于 {day} 落实。", name=held.name, day=day))


def _refuse_delivery(held: SupportNeed, on: date, expires: date | None, today: date) -> None:
    if held.status == NeedStatus.NOT_NEEDED:
        _refuse_settled(held)
    if on > today:
        _refuse("on", say("落实时间不能在今天以后；还没有落实的，请登记承诺时间。"))
    if expires is not None and expires < on:
        _refuse("expires", say("有效期止于落实之前，请核对。"))
    renewed = held.expires_on is not None and expires is not None and expires > held.expires_on
    if held.status == NeedStatus.DELIVERED and not renewed:
        _refuse_settled_again(held)


def _refuse_settled_again(held: SupportNeed) -> None:
    day = held.delivered_on.isoformat() if held.delivered_on else ""
    raise Refusal(
        say("“{name}”已登记 {day} 落实。要更正请先恢复为未落实。", name=held.name, day=day)
    )
