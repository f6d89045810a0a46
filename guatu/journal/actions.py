"""Writing to the journal: always inside the transaction of the act that it records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.db import models, transaction
from django.db.models import F

from guatu.journal.codes import tells, template_of
from guatu.journal.models import Event, EventCounter, Outbox
from guatu.kit.bulk import Maker, insert_rows


class Actor(Protocol):
    """Whoever acts: a user, or ``SYSTEM``."""

    @property
    def actor_id(self) -> UUID | None: ...

    @property
    def actor_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class SystemActor:
    actor_name: str = "系统"
    actor_id: None = None


SYSTEM = SystemActor()
PATROL = SystemActor("巡检")


@dataclass(frozen=True, slots=True)
class Note:
    """An event about to be written."""

    code: str
    of: models.Model
    details: Mapping[str, Any] = field(default_factory=dict)


def record(code: str, of: models.Model, *, by: Actor, at: datetime, **details: Any) -> Event:
    """Write one event about ``of`` (a row with ``tenant_id``); see ``record_many``."""
    return record_many([Note(code, of, details)], by=by, at=at)[0]


def record_many(notes: Iterable[Note], *, by: Actor, at: datetime) -> list[Event]:
    """Write events of one tenant in order, with consecutive numbers; those of which somebody is
    told go to the outbox with them.

    Raises ``RuntimeError`` outside a transaction: an event without its act, or an act without
    its event, must not be possible.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("journal.record belongs inside the transaction of its act")
    listed = list(notes)
    if not listed:
        return []
    tenant_id = tenant_of(listed[0].of)
    first = _reserve(tenant_id, len(listed))
    events = [_event(note, tenant_id, first + i, by, at) for i, note in enumerate(listed)]
    insert_rows(events)
    insert_rows([_to_tell(event) for event in events if tells(event.code)])
    return events


def await_turn(tenant_id: UUID) -> None:
    """Wait until no other act of the tenant is between its first record and its commit.

    Whoever locks rows that many acts share (running totals) comes here first: all acts of a
    tenant then take them in one order, and none can deadlock another.
    """
    _advance(tenant_id, 0)


def tenant_of(row: models.Model) -> UUID:
    own: UUID = row.pk if row._meta.label == "org.Tenant" else row.tenant_id  # type: ignore[attr-defined]
    return own


def _reserve(tenant_id: UUID, count: int) -> int:
    _advance(tenant_id, count)
    last: int = EventCounter.objects.values_list("last", flat=True).get(tenant_id=tenant_id)
    return last - count + 1


def _advance(tenant_id: UUID, count: int) -> None:
    counter = EventCounter.objects.filter(tenant_id=tenant_id)
    if not counter.update(last=F("last") + count):
        EventCounter.objects.get_or_create(tenant_id=tenant_id)
        counter.update(last=F("last") + count)


def _event(note: Note, tenant_id: UUID, seq: int, by: Actor, at: datetime) -> Event:
    template_of(note.code)
    return _NEW(
        {
            "tenant_id": tenant_id,
            "seq": seq,
            "at": at,
            "code": note.code,
            "object_kind": note.of._meta.label,
            "object_id": note.of.pk,
            "object_label": str(note.of)[:300],
            "actor_id": by.actor_id,
            "actor_name": by.actor_name[:100],
            "details": {key: plain(value) for key, value in note.details.items()},
        }
    )


def _to_tell(event: Event) -> Outbox:
    return _NEW_TO_TELL({"event_id": event.pk, "tenant_id": event.tenant_id, "next_try": event.at})


_NEW = Maker(Event)
_NEW_TO_TELL = Maker(Outbox)


def plain(value: Any) -> Any:
    """``value`` as JSON can hold it; decimals and dates become strings, rows their names."""
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value)
