"""评定: how a promise was kept, found by somebody who had no part in it."""

from __future__ import annotations

from datetime import date, datetime
from types import MappingProxyType

from django.db import transaction

from guatu.commitments.access import require_verb
from guatu.commitments.actions.holding import keep, take
from guatu.commitments.actions.revising import asked_revision
from guatu.commitments.models import Commitment
from guatu.domain.commitments import Finding, Verb, verdict
from guatu.domain.words import say
from guatu.journal import actions as journal
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, as_refusal
from guatu.kit.typed import text_of
from guatu.org.models import User

EVENTS = MappingProxyType(
    {
        Verb.KEEP: "commitment.kept",
        Verb.KEEP_LATE: "commitment.kept_late",
        Verb.KEEP_PARTLY: "commitment.partly_kept",
        Verb.BREAK: "commitment.broken",
    }
)


@transaction.atomic
def judge(
    commitment: Commitment,
    finding: Finding,
    *,
    evidence: str,
    met_on: date | None = None,
    by: User,
    now: datetime,
    seen: int | None = None,
) -> Verb:
    """Whether it was kept in time follows from ``met_on``; returns the verb that it came to."""
    require_verb(by, Verb.KEEP, commitment)
    with as_refusal():
        verb = verdict(finding, met_on, commitment.due_on, now.astimezone(CHINA).date())
    held, step = take(commitment, verb, seen=seen, by=by)
    if held.due_on != commitment.due_on:
        raise Refusal(say("时限刚改过，请刷新页面后再评定。"))
    if asked_revision(held) is not None:
        raise Refusal(say("有一份改诺申请待审定，请先审定再评定。"))
    asked = say("请写明评定依据：看了什么材料、到现场核实了什么。")
    held.evidence = text_of(evidence, asked, field="evidence", most=500)
    held.met_on = met_on if finding is Finding.MET else None
    held.judged_at, held.judged_by = now, by
    keep(held, step, "evidence", "met_on", "judged_at", "judged_by", now=now)
    journal.record(EVENTS[verb], held, by=by, at=now, day=held.met_on, evidence=held.evidence)
    return verb


@transaction.atomic
def reconsider(
    commitment: Commitment, *, reason: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """Take a verdict back, to be given anew; what was found stays in the history."""
    held, step = take(commitment, Verb.RECONSIDER, seen=seen, by=by)
    said = text_of(reason, say("请写明为什么重新评定。"))
    before = str(held.get_status_display())
    held.met_on, held.evidence, held.judged_at, held.judged_by = None, "", None, None
    keep(held, step, "met_on", "evidence", "judged_at", "judged_by", now=now)
    journal.record("commitment.reconsidered", held, by=by, at=now, before=before, reason=said)
