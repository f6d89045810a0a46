"""The head of a journal: one digest that stands for every event up to a number.

The digest of number 0 is empty; that of the next event is the SHA-256 of the one before and the
event, in one way of writing it. Whoever changes, drops or adds an event changes all heads after
it, so two sides that know the head of one number know the same past.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any
from uuid import UUID

from guatu.bundles.models import Bundle
from guatu.domain.bundles.manifest import canonical, digest_of
from guatu.domain.words import Sentence, say
from guatu.journal.queries import events_of
from guatu.kit.refusals import Refusal

_COLUMNS = (
    "seq", "at", "code", "object_kind", "object_id", "object_label", "actor_id", "actor_name",
    "details",
)  # fmt: skip
_CHUNK = 2000


def head_after(tenant_id: UUID, head: str, since: int, until: int) -> str:
    """The head at ``until``, given that at ``since``: one pass over the events between."""
    events = events_of(tenant_id).filter(seq__gt=since, seq__lte=until).order_by("seq")
    for row in events.values_list(*_COLUMNS).iterator(_CHUNK):
        head = digest_of(head.encode() + canonical(_told(row)))
    return head


def head_of(last: Bundle) -> str:
    """The head where ``last`` ended, by the journal as it is now: all that was told with this key
    is read again, from the first event.

    Raises ``Refusal`` where that is no longer what was signed: an event was changed or is gone.
    100,000 events take some five seconds.
    """
    chain = Bundle.objects.filter(tenant=last.tenant_id, key=last.key, number__lte=last.number)
    head, since = "", 0
    for told in chain.order_by("number"):
        head = head_after(last.tenant_id, head, since, told.until)
        if told.head and head != told.head:
            raise Refusal(_changed(told, since))
        since = told.until
    return head


def _changed(told: Bundle, since: int) -> Sentence:
    return say(
        "日志第 {since} 号到第 {until} 号与{label}签出时不同：被改动过，或恢复过旧备份。"
        "请系统管理员核对，按运维手册更换密钥后从第 1 号重新送。",
        since=since + 1,
        until=told.until,
        label=str(told),
    )


def _told(row: tuple[Any, ...]) -> dict[str, Any]:
    """As JSON; moments in UTC, whatever zone the database gives them in."""
    said = dict(zip(_COLUMNS, row, strict=True))
    said["at"] = said["at"].astimezone(UTC).isoformat()
    said["object_id"] = said["object_id"].hex
    said["actor_id"] = said["actor_id"].hex if said["actor_id"] else ""
    return said
