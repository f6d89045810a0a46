"""The promiser's own confirmation, then 审诺 and 亮诺."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from guatu.commitments.actions.drafting import fault_of_day
from guatu.commitments.actions.holding import keep, take
from guatu.commitments.models import Commitment
from guatu.domain.commitments import Verb
from guatu.domain.words import say
from guatu.journal import actions as journal
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal
from guatu.kit.typed import text_of
from guatu.org.models import User


@transaction.atomic
def confirm(commitment: Commitment, *, by: User, now: datetime, seen: int | None = None) -> None:
    """The promiser says yes to the words as they stand; only then others read them."""
    held, step = take(commitment, Verb.CONFIRM, seen=seen, by=by)
    _refuse_past(held, now)
    keep(held, step, now=now)
    journal.record("commitment.confirmed", held, by=by, at=now, promiser=str(held.post))


@transaction.atomic
def decline(
    commitment: Commitment, *, reason: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """The promiser asks for other words."""
    held, step = take(commitment, Verb.DECLINE, seen=seen, by=by)
    said = text_of(reason, say("请写明要改什么。"))
    keep(held, step, now=now)
    journal.record("commitment.declined", held, by=by, at=now, reason=said)


@transaction.atomic
def show(commitment: Commitment, *, by: User, now: datetime, seen: int | None = None) -> None:
    """亮诺: approved and public; from now on its day counts."""
    held, step = take(commitment, Verb.SHOW, seen=seen, by=by)
    _refuse_past(held, now)
    held.shown_at = now
    keep(held, step, "shown_at", now=now)
    journal.record("commitment.shown", held, by=by, at=now, day=held.due_on)


@transaction.atomic
def return_draft(
    commitment: Commitment, *, reason: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """审诺退回: back to whoever drafts, and through the promiser again."""
    held, step = take(commitment, Verb.RETURN_DRAFT, seen=seen, by=by)
    said = text_of(reason, say("请写明退回的原因。"))
    keep(held, step, now=now)
    journal.record("commitment.returned", held, by=by, at=now, reason=said)


def _refuse_past(held: Commitment, now: datetime) -> None:
    """A draft that lay until its day had come promises nothing any more."""
    if (late := fault_of_day(held.due_on, now.astimezone(CHINA).date())) is not None:
        raise Refusal(late)
