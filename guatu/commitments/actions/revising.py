"""改诺: other words or another day, asked for in time, approved, the old ones kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from guatu.commitments.actions.drafting import fault_of_day, faults_of_text
from guatu.commitments.actions.holding import keep, take
from guatu.commitments.choices import RevisionStatus
from guatu.commitments.models import Commitment, CommitmentRevision
from guatu.domain.commitments import Verb, refuse_revision
from guatu.domain.words import say
from guatu.journal import actions as journal
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, as_refusal
from guatu.kit.typed import text_of
from guatu.org.models import User

TEXTS = ("words", "measure", "target", "due_on")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to stand in place of the promise."""

    words: str
    measure: str
    target: str
    due_on: date | None


@transaction.atomic
def ask_revision(
    commitment: Commitment,
    wanted: Wanted,
    *,
    reason: str,
    by: User,
    now: datetime,
    seen: int | None = None,
) -> CommitmentRevision:
    """By the promiser, before the day has passed; the promise stands until it is granted."""
    held, step = take(commitment, Verb.ASK_REVISION, seen=seen, by=by)
    if asked_revision(held) is not None:
        raise Refusal(say("已有一份改诺申请待审定，请等审定后再提。"))
    due_on = _checked(held, wanted, now.astimezone(CHINA).date())
    said = text_of(reason, say("请写明为什么要改诺。"))
    row = CommitmentRevision(
        commitment=held,
        words=wanted.words.strip(),
        measure=wanted.measure.strip(),
        target=wanted.target.strip(),
        due_on=due_on,
        reason=said,
        asked_at=now,
        asked_by=by,
        **{f"old_{name}": getattr(held, name) for name in TEXTS},
    )
    if all(getattr(row, name) == getattr(held, name) for name in TEXTS):
        raise Refusal(say("改后的内容与现在的承诺一样，没有要改的。"))
    row.save(force_insert=True)
    keep(held, step, now=now)
    journal.record(
        "commitment.revision_asked",
        held,
        by=by,
        at=now,
        before=held.due_on,
        day=due_on,
        reason=said,
    )
    return row


@transaction.atomic
def grant_revision(
    commitment: Commitment,
    *,
    answer: str = "",
    by: User,
    now: datetime,
    seen: int | None = None,
) -> None:
    """The new words are in force, and reminders follow the new day."""
    held, step = take(commitment, Verb.GRANT_REVISION, seen=seen, by=by)
    row = _decided(held, RevisionStatus.GRANTED, answer.strip()[:300], by, now)
    if (late := fault_of_day(row.due_on, now.astimezone(CHINA).date())) is not None:
        raise Refusal(late)
    for name in TEXTS:
        setattr(held, name, getattr(row, name))
    held.revised += 1
    keep(held, step, *TEXTS, "revised", now=now)
    journal.record(
        "commitment.revised",
        held,
        by=by,
        at=now,
        number=held.revised,
        before=row.old_due_on,
        day=row.due_on,
        reason=row.reason,
    )


@transaction.atomic
def refuse_asked_revision(
    commitment: Commitment, *, reason: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """The promise stands as it was."""
    held, step = take(commitment, Verb.REFUSE_REVISION, seen=seen, by=by)
    said = text_of(reason, say("请写明不同意的理由。"))
    _decided(held, RevisionStatus.REFUSED, said, by, now)
    keep(held, step, now=now)
    journal.record("commitment.revision_refused", held, by=by, at=now, reason=said)


def asked_revision(commitment: Commitment) -> CommitmentRevision | None:
    """What was asked for and not decided yet."""
    found: CommitmentRevision | None = commitment.revisions.filter(
        status=RevisionStatus.ASKED
    ).first()
    return found


def _checked(held: Commitment, wanted: Wanted, today: date) -> date:
    """The new day; ``Refusal`` for what cannot be promised, or no more."""
    faults = dict(faults_of_text(wanted.words, wanted.measure, wanted.target))
    if wanted.due_on == held.due_on:
        new_due = held.due_on
    elif (late := fault_of_day(wanted.due_on, today)) is not None:
        faults["due_on"] = late
    if faults:
        raise Refusal(next(iter(faults.values())), faults)
    new_due = wanted.due_on or held.due_on
    with as_refusal():
        refuse_revision(held.due_on, new_due, held.revised, today)
    return new_due


def _decided(
    held: Commitment, status: str, answer: str, by: User, now: datetime
) -> CommitmentRevision:
    row = asked_revision(held)
    if row is None:
        raise Refusal(say("没有待审定的改诺申请，请刷新页面。"))
    row.status, row.answer, row.decided_by, row.decided_at = status, answer, by, now
    row.save(update_fields=["status", "answer", "decided_by", "decided_at"])
    return row
