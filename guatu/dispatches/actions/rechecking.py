"""回头看: draw from what was signed off, look again, open again what does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from guatu.dispatches.actions.holding import Held, lock, needs_words, record
from guatu.dispatches.actions.reviewing import reopen_held
from guatu.dispatches.choices import Colour, DispatchStatus, EntryKind, Finding
from guatu.dispatches.models import Dispatch, Recheck, Sample
from guatu.domain.lifecycle import Verb, row_of
from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.models import Tenant, User

MOST = 200


@transaction.atomic
def draw_sample(
    tenant: Tenant,
    *,
    first: date,
    last: date,
    count: int,
    seed: str = "",
    by: User,
    now: datetime,
) -> Sample:
    """Draw ``count`` of what was signed off from ``first`` to ``last``, both days included.

    By the order of a hash of seed and id: whoever knows the seed can draw again and gets the same,
    and nobody chooses.
    """
    require(by, "dispatch.sample", tenant)
    ids = _pool(tenant, first, last)
    _refuse_odd(first, last, count, len(ids), now.date())
    word = seed.strip() or now.isoformat()
    drawn = drawn_by(word, ids)[:count]
    sample = Sample.objects.create(
        tenant=tenant, drawn_at=now, drawn_by_name=by.name,
        first=first, last=last, pool=len(ids), seed=word[:40],
    )  # fmt: skip
    Recheck.objects.bulk_create(Recheck(sample=sample, dispatch_id=pk) for pk in drawn)
    journal.record(
        "dispatch.sampled", sample, by=by, at=now,
        count=len(drawn), first=first, last=last, pool=len(ids),
    )  # fmt: skip
    return sample


def drawn_by(seed: str, ids: Sequence[UUID]) -> list[UUID]:
    """``ids`` in the order of the draw."""
    return sorted(ids, key=lambda pk: sha256(f"{seed[:40]} {pk.hex}".encode()).digest())


@transaction.atomic
def note_finding(
    recheck: Recheck,
    finding: str,
    *,
    words: str,
    until: date | None = None,
    colour: str = Colour.YELLOW,
    by: User,
    now: datetime,
) -> Recheck:
    """What was found; what does not hold is opened again with its colour and a new day.

    Whoever replied or signed off does not look again.
    """
    dispatch = lock(recheck.dispatch)
    require(by, "dispatch.recheck", dispatch)
    row = Recheck.objects.select_for_update().get(pk=recheck.pk)
    if row.finding:
        raise StateChanged(
            say(
                N_("{name} 已经登记过这件的回头看结果：{finding}。"),
                name=row.by_name,
                finding=str(row.get_finding_display()),
            )
        )
    said = needs_words(words, say(N_("请写明怎样核查的、看到了什么。")), "words")
    _refuse_own(dispatch, by)
    row.finding, row.words, row.at, row.by_name = finding, said, now, by.name
    row.save(update_fields=["finding", "words", "at", "by_name"])
    record(
        "dispatch.rechecked", dispatch, by=by, now=now,
        finding=str(Finding(finding).label), words=said,
    )  # fmt: skip
    if finding != Finding.HOLDS and dispatch.status == DispatchStatus.SIGNED_OFF:
        day = until or now.date() + timedelta(days=7)
        held = Held(dispatch, row_of(Verb.REOPEN))
        reopen_held(held, said, day, colour, by=by, now=now)
    return row


def _pool(tenant: Tenant, first: date, last: date) -> list[UUID]:
    rows = Dispatch.objects.filter(
        tenant=tenant,
        status=DispatchStatus.SIGNED_OFF,
        signed_off_at__date__gte=first,
        signed_off_at__date__lte=last,
    )
    return list(rows.order_by("id").values_list("id", flat=True))


def _refuse_odd(first: date, last: date, count: int, pool: int, today: date) -> None:
    if first > last or first > today:
        fault = say(N_("起止日期颠倒或还没有到，请重新选择。"))
        raise Refusal(fault, {"first": fault})
    if not 1 <= count <= MOST:
        fault = say(N_("抽取件数应在 1 至 {most} 之间。"), most=MOST)
        raise Refusal(fault, {"count": fault})
    if not pool:
        raise Refusal(say(N_("这段时间没有销号的交办单，换一段时间再抽。")))


def _refuse_own(dispatch: Dispatch, by: User) -> None:
    if dispatch.replied_by_id == by.pk:
        raise Refusal(say(N_("自己反馈办结的事项不能由自己回头看，请换一人核查。")))
    struck_off = dispatch.entries.filter(kind=EntryKind.SIGNED_OFF).order_by("at", "id").last()
    if struck_off is not None and struck_off.by_id == by.pk:
        raise Refusal(say(N_("自己销号的事项不能由自己回头看，请换一人核查。")))
