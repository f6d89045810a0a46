"""Reading the journal; who may read which part is decided by the callers in org and web."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from guatu.domain.words import Sentence
from guatu.journal.codes import template_of
from guatu.journal.models import Event, EventCounter


def events_of(tenant_id: UUID) -> QuerySet[Event]:
    """All events of a tenant, newest first."""
    return Event.objects.filter(tenant_id=tenant_id)


def position(tenant_id: UUID) -> int:
    """The number of the last event of a tenant, 0 before the first: one row by its key."""
    last = EventCounter.objects.filter(tenant_id=tenant_id).values_list("last", flat=True)
    return int(last.first() or 0)


def history_of(*object_ids: UUID) -> QuerySet[Event]:
    """The events of one object (and of rows that belong to it), newest first."""
    return Event.objects.filter(object_id__in=object_ids)


def latest(object_id: UUID, codes: Iterable[str] = ()) -> Event | None:
    """The newest event of an object, optionally only among ``codes``."""
    events = history_of(object_id)
    chosen = list(codes)
    return (events.filter(code__in=chosen) if chosen else events).first()


def sentence_of(event: Event) -> Sentence:
    """The event in words; a detail that the template does not name is simply not shown."""
    return Sentence(template_of(event.code), _Gaps({"label": event.object_label, **event.details}))


class _Gaps(dict[str, str | int]):
    """Details where a missing name reads as a dash instead of raising."""

    def __missing__(self, key: str) -> str:
        return "—"
