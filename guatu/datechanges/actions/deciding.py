"""Deciding on a request: what is approved becomes the plan in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from guatu.datechanges.actions.asking import grant_of, told
from guatu.datechanges.actions.holding import decide, lock, take
from guatu.datechanges.choices import ChangeStatus
from guatu.datechanges.effects import effect_of
from guatu.datechanges.models import DateChange
from guatu.domain.datechanges import Verb
from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.kit.typed import text_of
from guatu.org.access import Forbidden
from guatu.org.models import User
from guatu.projects.actions.holding import hold
from guatu.projects.actions.shifting import shift_dates


@transaction.atomic
def approve_change(
    change: DateChange, *, answer: str = "", seen: int | None = None, by: User, now: datetime
) -> None:
    """The dates move as they were shown when it was asked, and are the next baseline.

    ``Refusal`` when the plan was changed since, or a new date has passed meanwhile.
    """
    held = take(change, Verb.APPROVE, seen=seen, by=by)
    _refuse_stale(held, now.date())
    grant = grant_of(held, held.agreed.all())
    held.baseline = shift_dates(
        held.project, held.moved, _also(held, now), grant=grant, by=by, now=now
    )
    decide(held, Verb.APPROVE, "baseline", answer=answer.strip()[:300], by=by, now=now)
    journal.record("date_change.approved", held, by=by, at=now, **told(held))


@transaction.atomic
def refuse_change(
    change: DateChange, *, reason: str, seen: int | None = None, by: User, now: datetime
) -> None:
    """The dates stay as they are."""
    held = take(change, Verb.REFUSE, seen=seen, by=by)
    said = text_of(reason, say(N_("请写明不同意的理由，并告诉申请人怎么办。")))
    decide(held, Verb.REFUSE, answer=said, by=by, now=now)
    journal.record("date_change.refused", held, by=by, at=now, reason=said)


@transaction.atomic
def acknowledge(change: DateChange, *, by: User, now: datetime) -> None:
    """Whoever asked has read why not; it leaves the desk. Twice changes nothing."""
    if change.asked_by_id != by.pk:
        raise Forbidden(say(N_("只有申请人能确认已看。")))
    hold(change.project)
    held = lock(change)
    if held.status != ChangeStatus.REFUSED or held.acknowledged_at is not None:
        return
    held.acknowledged_at = now
    held.save(update_fields=["acknowledged_at"])
    journal.record("date_change.acknowledged", held, by=by, at=now)


def _also(held: DateChange, now: datetime) -> Mapping[str, date]:
    """Steps that were promised to nobody and follow, as the plan in force has it."""
    main = held.main
    return effect_of(held.project, held.target, main.after, now=now).also if main.after else {}


def _refuse_stale(held: DateChange, today: date) -> None:
    if held.project.baselines.count() != held.base:
        raise Refusal(say(N_("申请之后计划已经调整过，请申请人撤回，按现在的计划重新申请。")))
    for one in held.moved:
        if one.after is not None and one.after < today:
            words = N_("“{name}”的新日期 {day} 已过，请申请人撤回后重新申请。")
            raise Refusal(say(words, name=one.name, day=one.after.isoformat()))
