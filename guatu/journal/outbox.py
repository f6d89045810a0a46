"""The one door to the outbox: events of which somebody is to be told, until it is done.

A claim is a lease: nobody else gets the row before ``patience`` has passed, and a worker that dies
holds up nothing. Whoever settles does so in the transaction that makes what was told, and only
what is still his: so everything is told at least once, and written down exactly once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from string import Formatter
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, F, Min, Q

from guatu.domain.words import Sentence
from guatu.journal.codes import telling
from guatu.journal.models import Event, Outbox
from guatu.journal.queries import sentence_of

PATIENCE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
STUCK_AFTER = 5


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event as those read it who find out whom to tell."""

    event_id: UUID
    tenant_id: UUID
    at: datetime
    code: str
    object_kind: str
    object_id: UUID
    object_label: str
    actor_id: UUID | None
    actor_name: str
    details: dict[str, Any]
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that is ours until the lease ends; ``tries`` counts this one."""

    occasion: Occasion
    token: UUID
    tries: int


@dataclass(frozen=True, slots=True)
class Counts:
    """``events`` that somebody is to be told of, ``rows`` in the outbox: equal, or one is lost."""

    events: int
    rows: int


def claim(now: datetime, *, limit: int, patience: timedelta = PATIENCE) -> list[Claim]:
    """Take up to ``limit`` rows that are due, the oldest first."""
    token = uuid4()
    with transaction.atomic():
        due = Outbox.objects.filter(settled_at__isnull=True, next_try__lte=now)
        locked = due.select_for_update(skip_locked=True, no_key=True).order_by(
            "next_try", "event_id"
        )
        ids = list(locked.values_list("pk", flat=True)[:limit])
        if not ids:
            return []
        ours = Outbox.objects.filter(pk__in=ids)
        ours.update(token=token, next_try=now + patience, tries=F("tries") + 1)
        rows = {row.pk: row for row in ours.select_related("event")}
    return [Claim(_occasion(rows[pk].event), token, rows[pk].tries) for pk in ids]


def settle(claims: Collection[Claim], now: datetime) -> frozenset[UUID]:
    """Mark as told what is still ours; returns the ids of those events.

    Raises ``RuntimeError`` outside a transaction: what is told must be written with it.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("settle belongs inside the transaction that writes what was told")
    ours = list(_held(claims).select_for_update(no_key=True).values_list("pk", flat=True))
    Outbox.objects.filter(pk__in=ours).update(settled_at=now, fault="")
    return frozenset(ours)


def failed(one: Claim, now: datetime, reason: str) -> None:
    """Give a row back after a failure; the pause doubles each time and the row is never dropped."""
    _held([one]).update(next_try=now + pause_after(one.tries), fault=reason[:300])


def pause_after(tries: int) -> timedelta:
    """1, 2, 4, 8 … minutes, at most ``LONGEST_PAUSE``."""
    longest = LONGEST_PAUSE // FIRST_PAUSE
    return FIRST_PAUSE * min(1 << min(tries - 1, 30), longest)


def occasions(event_ids: Collection[UUID], codes: Collection[str]) -> list[Occasion]:
    """Those of these events that have one of ``codes``, in the order in which they happened."""
    found = Event.objects.filter(pk__in=event_ids, code__in=codes).order_by("at", "seq")
    return [_occasion(event) for event in found]


def counts(tenant_id: UUID) -> Counts:
    """Of the codes that tell somebody, from the first event of each that went to the outbox on:
    events from before their code told anybody are not missing."""
    rows, wanted = Outbox.objects.filter(tenant_id=tenant_id), telling()
    told = rows.filter(event__code__in=wanted).order_by().values_list("event__code")
    first = dict(told.annotate(Min("event__seq")))
    since = Q(pk__in=())
    for code, seq in first.items():
        since |= Q(code=code, seq__gte=seq)
    events = Event.objects.filter(since, tenant_id=tenant_id).aggregate(n=Count("pk"))["n"]
    return Counts(events=events, rows=rows.filter(event__code__in=first).count())


def stuck(tenant_id: UUID) -> int:
    """How many could not be told in ``STUCK_AFTER`` tries."""
    waiting = Outbox.objects.filter(tenant_id=tenant_id, settled_at__isnull=True)
    return waiting.filter(tries__gte=STUCK_AFTER).count()


def waiting(tenant_id: UUID) -> int:
    return Outbox.objects.filter(tenant_id=tenant_id, settled_at__isnull=True).count()


def _held(claims: Collection[Claim]) -> Any:
    ids = [one.occasion.event_id for one in claims]
    tokens = {one.token for one in claims}
    return Outbox.objects.filter(pk__in=ids, token__in=tokens, settled_at__isnull=True)


def _occasion(event: Event) -> Occasion:
    return Occasion(
        event_id=event.pk,
        tenant_id=event.tenant_id,
        at=event.at,
        code=event.code,
        object_kind=event.object_kind,
        object_id=event.object_id,
        object_label=event.object_label,
        actor_id=event.actor_id,
        actor_name=event.actor_name,
        details=event.details,
        sentence=_sentence(event),
    )


def _sentence(event: Event) -> Sentence:
    """With what the template names and nothing else: it is kept with each person's notice."""
    said = sentence_of(event)
    names = [name for _text, name, _spec, _conversion in _FORMATTER.parse(said.template) if name]
    return Sentence(said.template, {name: said.params[name] for name in names})


_FORMATTER = Formatter()
