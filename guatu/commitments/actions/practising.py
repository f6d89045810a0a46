"""践诺: how far a promise is, in the words of whoever promised or does the work."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from guatu.commitments.actions.holding import keep, take
from guatu.commitments.models import Commitment, CommitmentReport
from guatu.domain.commitments import Verb
from guatu.domain.words import say
from guatu.journal import actions as journal
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal
from guatu.kit.typed import text_of
from guatu.org.models import User


@transaction.atomic
def report(
    commitment: Commitment,
    *,
    words: str,
    met_on: date | None = None,
    by: User,
    now: datetime,
    seen: int | None = None,
) -> CommitmentReport:
    """``met_on``: the day on which it is said to be kept; whether it is, others judge."""
    held, step = take(commitment, Verb.REPORT, seen=seen, by=by)
    said = text_of(words, say("请写明做到了什么。"), field="words", most=500)
    if met_on is not None and met_on > now.astimezone(CHINA).date():
        late = say("兑现日期不能晚于今天，请核对。")
        raise Refusal(late, {"met_on": late})
    row = CommitmentReport(
        commitment=held, words=said, met_on=met_on, reported_at=now, reported_by=by
    )
    row.save(force_insert=True)
    keep(held, step, now=now)
    if met_on is None:
        journal.record("commitment.reported", held, by=by, at=now, words=said)
    else:
        journal.record("commitment.claimed", held, by=by, at=now, words=said, day=met_on)
    return row
