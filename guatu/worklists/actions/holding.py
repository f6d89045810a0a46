"""Taking a list for a step of the table; who comes second is told who was first, and when."""

from __future__ import annotations

from guatu.domain.words import N_, say
from guatu.domain.worklists import table
from guatu.domain.worklists.rows import Share
from guatu.domain.worklists.table import Status, Verb
from guatu.journal import actions as journal
from guatu.journal.overtaken import overtaken
from guatu.journal.queries import events_of
from guatu.kit.refusals import StateChanged, as_refusal
from guatu.org.models import User
from guatu.worklists.access import require_verb
from guatu.worklists.models import WorkItem, WorkList


def take(row: WorkList, verb: Verb, *, seen: int | None, by: User) -> WorkList:
    """The list, locked during the turn, in a state to which ``verb`` belongs.

    Raises ``Forbidden``, ``StateChanged`` when it was changed since version ``seen``, and
    ``Refusal`` when the verb does not belong to its state.
    """
    require_verb(by, verb, row)
    held = lock(row)
    if seen is not None and held.version != seen:
        raise _overtaken(held)
    with as_refusal():
        table.step(Status(held.status), verb)
    require_verb(by, verb, held)
    return held


def lock(row: WorkList) -> WorkList:
    journal.await_turn(row.tenant_id)
    rows = WorkList.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit", "round", "tenant").get(pk=row.pk)


def lead_on(held: WorkList, verb: Verb, *fields: str) -> None:
    """Write where the step leads, what else was changed, and what the system filled."""
    held.status = str(table.step(Status(held.status), verb).leads_to(Status(held.status)))
    keep(held, "status", *fields)


def keep(held: WorkList, *fields: str) -> None:
    """Write the named fields, the next version, and the count of what the system filled."""
    share = sum((item.share for item in held.items.filter(added_late=False)), Share())
    held.rows, held.own_rows = share.rows, share.own_rows
    held.cells, held.by_hand = share.cells, share.by_hand
    held.version += 1
    held.save(update_fields=[*fields, "rows", "own_rows", "cells", "by_hand", "version"])


def item_of(held: WorkList, item: WorkItem) -> WorkItem:
    """The row, read anew under the lock of its list."""
    found = held.items.filter(pk=item.pk).first()
    if found is None:
        raise StateChanged(say(N_("这个事项刚被去掉了，请刷新页面，看最新的清单。")))
    return found


def data_seq(held: WorkList) -> int:
    """The number of the latest event; during the turn nothing is between it and the rows."""
    return int(events_of(held.tenant_id).values_list("seq", flat=True).first() or 0)


def _overtaken(held: WorkList) -> StateChanged:
    return overtaken(
        held.pk,
        N_(
            "{label}刚由 {who} 在 {at} 改过，现为“{status}”，您的改动没有保存。"
            "请看最新的清单后再办。"
        ),
        label=str(held),
        status=str(held.get_status_display()),
    )
