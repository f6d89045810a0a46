"""意见建议: written by anybody, answered in time, and seen through by whoever wrote it."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.http import url_has_allowed_host_and_scheme

from guatu.burden.access import parties
from guatu.burden.choices import ComplaintEntryKind, ComplaintKind, ComplaintStatus
from guatu.burden.models import WORDS, Complaint, ComplaintEntry
from guatu.burden.terms import terms_of
from guatu.dispatches.terms import terms_of as dispatch_terms
from guatu.domain.burden.complaints import VERB_WORDS, Party, Verb, step
from guatu.domain.clocks import OfficeHours, Span, SpanUnit, due
from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.journal.actions import Actor, SystemActor
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged, as_refusal
from guatu.kit.typed import text_of
from guatu.org.access import Forbidden
from guatu.org.models import Tenant, Unit, User
from guatu.workdays.queries import calendar_in_force

#: Stands in the journal for whoever did not give a name.
ANONYMOUS = SystemActor("匿名")
CODE = re.compile(r"[A-Z2-7]{16}")
#: What paths of our pages are made of: no backslash and no control character, which browsers bend.
_PATH = re.compile(r"/[A-Za-z0-9._~%/-]*")
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody has to say; ``page`` is where, ``about`` the unit that it concerns."""

    kind: str
    words: str
    page: str = ""
    about: Unit | None = None


def fresh_code() -> str:
    """By which whoever gives no name finds the answer: 80 bits, easy to copy by hand."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(16))


def digest_of(code: str) -> str:
    """As it is kept; "" for what is no code."""
    typed = re.sub(r"[\s-]", "", code).upper()
    return hashlib.sha256(typed.encode()).hexdigest() if CODE.fullmatch(typed) else ""


def own_page(page: str) -> str:
    """The path of a page of ours, without query; "" for anything else."""
    path = page.partition("?")[0][:200]
    ours = _PATH.fullmatch(path) and url_has_allowed_host_and_scheme(path, None)
    return path if ours else ""


@transaction.atomic
def file(
    tenant: Tenant, written: Written, *, by: User | None, code: str, now: datetime
) -> Complaint:
    """提出: under one's name, or without one; then the ``code`` finds it again.

    The same code sent twice is one complaint: it stands in for the key of a form, which would
    have kept who sent it. A code that stands for something else, also elsewhere, is refused.
    """
    digest = digest_of(code)
    if not digest:
        raise Refusal(say(N_("查询码不合规，请刷新页面后重新填写。")))
    words = text_of(written.words, say(N_("请写明意见或建议。")), field="words", most=WORDS)
    _refuse_bad(tenant, written)
    journal.await_turn(tenant.pk)
    if there := Complaint.objects.filter(digest=digest).first():
        if not _is_the_same(there, tenant, written, words, by):
            raise Refusal(
                say(N_("这个查询码已用于另一条意见，这次没有提交。请刷新页面后重新填写。"))
            )
        return there
    row = Complaint.objects.create(
        tenant=tenant,
        year=now.astimezone(CHINA).year,
        number=_next_number(tenant, now),
        kind=written.kind,
        words=words,
        page=own_page(written.page),
        about=written.about,
        by=by,
        by_name=by.name[:100] if by else "",
        digest=digest,
        filed_at=now,
        due_at=_due(tenant, now),
    )
    journal.record("complaint.filed", row, by=by or ANONYMOUS, at=now, **_told(row))
    return row


@transaction.atomic
def answer(complaint: Complaint, *, words: str, seen: int, by: User, now: datetime) -> Complaint:
    """答复: by the office or an inspector, never by the unit that it is about alone."""
    held = _hold(complaint, Verb.ANSWER, by=by, seen=seen)
    said = text_of(
        words, say(N_("请写明答复：怎么办，谁来办，何时办好。")), field="words", most=WORDS
    )
    _enter(held, ComplaintEntryKind.ANSWER, said, by.name, now)
    _keep(held, ComplaintStatus.ANSWERED)
    journal.record("complaint.answered", held, by=by, at=now, label=str(held))
    return held


@transaction.atomic
def ask_again(
    complaint: Complaint, *, words: str, by: User | None, code: str = "", now: datetime
) -> Complaint:
    """继续反映: the answer does not help; its time begins anew."""
    held = _hold(complaint, Verb.ASK_AGAIN, by=by, code=code)
    said = text_of(words, say(N_("请写明还有什么没有解决。")), field="words", most=WORDS)
    held.due_at = _due(held.tenant, now)
    _enter(held, ComplaintEntryKind.AGAIN, said, held.by_name, now)
    _keep(held, ComplaintStatus.OPEN, "due_at")
    journal.record("complaint.asked_again", held, by=_actor(held), at=now, **_told(held))
    return held


@transaction.atomic
def settle(complaint: Complaint, *, by: User | None, code: str = "", now: datetime) -> Complaint:
    """了结: by whoever wrote it."""
    held = _hold(complaint, Verb.SETTLE, by=by, code=code)
    _keep(held, ComplaintStatus.SETTLED)
    journal.record("complaint.settled", held, by=_actor(held), at=now, label=str(held))
    return held


def _is_the_same(
    there: Complaint, tenant: Tenant, written: Written, words: str, by: User | None
) -> bool:
    """Sent twice: of one government, kind, words and writer, or both without a name."""
    return (there.tenant_id, there.kind, there.words, there.by_id, there.about_id) == (
        tenant.pk,
        written.kind,
        words,
        by.pk if by else None,
        written.about.pk if written.about else None,
    )


def _hold(
    complaint: Complaint, verb: Verb, *, by: User | None, code: str = "", seen: int | None = None
) -> Complaint:
    """Locked and read anew: may this person, was nobody first, is it time?"""
    journal.await_turn(complaint.tenant_id)
    rows = Complaint.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("tenant", "by").get(pk=complaint.pk)
    wanted = Party.ANSWERER if verb is Verb.ANSWER else Party.WRITER
    if wanted not in parties(by, held, digest_of(code)):
        raise Forbidden(say(_NOT_YOURS, act=VERB_WORDS[verb]))
    if seen is not None and held.version != seen:
        raise StateChanged(
            say(N_("这条意见刚有人办理过，您的答复没有保存。请看最新情况后再答复。"))
        )
    with as_refusal():
        step(held.stage, verb)
    return held


_NOT_YOURS = N_(
    "您不能“{act}”这条意见：答复由总指挥部办公室或督查专员办理，涉及办公室自己的由督查专员办理，"
    "提出人自己的意见由他人答复。"
)


def _actor(row: Complaint) -> Actor:
    """Who wrote it; of one without a name nobody, even when somebody is logged in."""
    return row.by or ANONYMOUS


def _enter(
    held: Complaint, kind: ComplaintEntryKind, words: str, by_name: str, now: datetime
) -> None:
    ComplaintEntry.objects.create(
        complaint=held, kind=kind, words=words, by_name=by_name[:100], at=now
    )


def _keep(held: Complaint, status: ComplaintStatus, *fields: str) -> None:
    held.status = status
    held.version += 1
    held.save(update_fields=["status", "version", *fields])


def _told(row: Complaint) -> dict[str, str]:
    day = row.due_at.astimezone(CHINA)
    return {"label": str(row), "due": f"{day:%m月%d日}"}


def _refuse_bad(tenant: Tenant, written: Written) -> None:
    if written.kind not in ComplaintKind.values:
        words = say(N_("请选择是投诉还是建议。"))
        raise Refusal(words, {"kind": words})
    if written.about is not None and written.about.tenant_id != tenant.pk:
        words = say(N_("所选单位不属于本地，请重新选择。"))
        raise Refusal(words, {"about": words})


def _due(tenant: Tenant, now: datetime) -> datetime:
    days = int(terms_of(tenant.pk).rules["answer_days"])
    hours = dispatch_terms(tenant.pk)
    span = Span(days, SpanUnit.WORKDAYS)
    return due(now, span, calendar_in_force(), OfficeHours(hours.opens, hours.closes))


def _next_number(tenant: Tenant, now: datetime) -> int:
    """During the turn, so that no two get one number."""
    rows = Complaint.objects.filter(tenant=tenant, year=now.astimezone(CHINA).year)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1
