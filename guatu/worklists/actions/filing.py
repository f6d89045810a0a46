"""Filing a list, taking it back, approving it, sending it back, and the office's comment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from guatu.domain.words import N_, Sentence, say
from guatu.domain.worklists.table import Verb
from guatu.journal import actions as journal
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.kit.typed import line_of
from guatu.org.models import User
from guatu.worklists.actions.holding import lead_on, take
from guatu.worklists.models import WorkList


@transaction.atomic
def file(row: WorkList, *, seen: int | None = None, by: User, now: datetime) -> WorkList:
    """The unit stands by its list. After the deadline it is marked late, after the freeze too:
    nothing is barred, and the frozen rows stay as they are."""
    held = take(row, Verb.FILE, seen=seen, by=by)
    if held.filed_at is not None:
        raise StateChanged(_filed_already(held))
    held.filed_at, held.filed_by = now, by
    lead_on(held, Verb.FILE, "filed_at", "filed_by")
    code = "work_list.filed_late" if held.is_late else "work_list.filed"
    journal.record(code, held, by=by, at=now)
    return held


@transaction.atomic
def take_back(row: WorkList, *, seen: int | None = None, by: User, now: datetime) -> None:
    """Before it is approved, to correct it."""
    held = take(row, Verb.TAKE_BACK, seen=seen, by=by)
    held.filed_at = held.filed_by = None
    lead_on(held, Verb.TAKE_BACK, "filed_at", "filed_by")
    journal.record("work_list.taken_back", held, by=by, at=now)


@transaction.atomic
def approve(
    row: WorkList, *, answer: str = "", seen: int | None = None, by: User, now: datetime
) -> None:
    """Another person than who filed it stands by it."""
    held = take(row, Verb.APPROVE, seen=seen, by=by)
    if held.filed_at is None:
        raise Refusal(say(N_("这份清单还没有报送，不能审定。")))
    if held.approved_at is not None:
        raise StateChanged(say(N_("{label}已经审定，不用再办。"), label=str(held)))
    held.approved_at, held.approved_by = now, by
    held.answer = line_of(answer, None, field="answer")
    lead_on(held, Verb.APPROVE, "approved_at", "approved_by", "answer")
    journal.record("work_list.approved", held, by=by, at=now)


@transaction.atomic
def send_back(
    row: WorkList, *, reason: str, seen: int | None = None, by: User, now: datetime
) -> None:
    """To be corrected and filed anew, before the freeze."""
    held = take(row, Verb.RETURN, seen=seen, by=by)
    said = line_of(reason, say(N_("请写明哪里要改。")))
    held.filed_at = held.filed_by = held.approved_at = held.approved_by = None
    held.answer = said
    fields = ("filed_at", "filed_by", "approved_at", "approved_by", "answer")
    lead_on(held, Verb.RETURN, *fields)
    journal.record("work_list.returned", held, by=by, at=now, reason=said)


@transaction.atomic
def review(row: WorkList, *, words: str, seen: int | None = None, by: User, now: datetime) -> None:
    """The office says what it thinks of a frozen list."""
    held = take(row, Verb.REVIEW, seen=seen, by=by)
    held.review = line_of(words, say(N_("请写点评。")), field="words")
    held.reviewed_at, held.reviewed_by_name = now, by.name[:100]
    lead_on(held, Verb.REVIEW, "review", "reviewed_at", "reviewed_by_name")
    journal.record("work_list.reviewed", held, by=by, at=now, review=held.review)


def _filed_already(held: WorkList) -> Sentence:
    at = held.filed_at.astimezone(CHINA) if held.filed_at else None
    return say(
        N_("{label}已在 {at} 报送，不用再报。"),
        label=str(held),
        at=f"{at:%m-%d %H:%M}" if at else "",
    )
