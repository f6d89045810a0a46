"""Rows of the core as rows of a list, and a list read once more without losing what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max

from guatu.domain.worklists.rows import Row
from guatu.worklists.choices import RowKind, RowStanding
from guatu.worklists.models import WorkItem, WorkList
from guatu.worklists.queries.composing import said_of

#: What the source of a row says; nothing of it is typed on a list.
_KNOWN = ("label", "line_id", "project_id", "due_on", "done_on", "promised_on", "standing", "said")


@dataclass(frozen=True, slots=True)
class Merged:
    """What reading once more has changed, in rows."""

    added: int = 0
    changed: int = 0
    gone: int = 0

    @property
    def any(self) -> bool:
        return bool(self.added or self.changed or self.gone)


def made(row: WorkList, one: Row, serial: int) -> WorkItem:
    """A row of the list, not saved."""
    matter = one.matter
    return WorkItem(
        work_list=row,
        serial=serial,
        kind=RowKind(matter.kind.value),
        source_id=matter.source_id,
        page_id=matter.page_id,
        label=matter.label[:300],
        line_id=matter.line_id,
        project_id=matter.project_id,
        due_on=matter.due,
        done_on=matter.done_on,
        promised_on=one.promised_on,
        standing=RowStanding(one.standing.value),
        said=said_of(one),
    )


def merge(row: WorkList, rows: Sequence[Row], *, write: bool = True) -> Merged:
    """Bring the list up to what is known now.

    What the system says is replaced, what was typed stays; a row that is asked for no more goes,
    unless somebody wrote on it. With ``write`` off it is only counted.
    """
    there = {(item.kind, item.source_id): item for item in row.items.all() if not item.is_own}
    last = row.items.aggregate(last=Max("serial"))["last"] or 0
    fresh = [made(row, one, last + n) for n, one in enumerate(rows, start=1)]
    added = [item for item in fresh if (item.kind, item.source_id) not in there]
    changed = [
        _updated(there[key], item)
        for item in fresh
        if (key := (item.kind, item.source_id)) in there and _differs(there[key], item)
    ]
    listed = {(item.kind, item.source_id) for item in fresh}
    gone = [item for key, item in there.items() if key not in listed and not _touched(item)]
    if write:
        row.items.filter(pk__in=[item.pk for item in gone]).delete()
        WorkItem.objects.bulk_update(changed, _KNOWN)
        WorkItem.objects.bulk_create(added)
    return Merged(len(added), len(changed), len(gone))


def _touched(item: WorkItem) -> bool:
    return bool(item.hand or item.struck)


def _differs(item: WorkItem, fresh: WorkItem) -> bool:
    """A carried own row knows nothing new: what its liaison said of it stands."""
    own = item.kind == RowKind.OWN
    return not own and any(getattr(item, name) != getattr(fresh, name) for name in _KNOWN)


def _updated(item: WorkItem, fresh: WorkItem) -> WorkItem:
    for name in _KNOWN:
        setattr(item, name, getattr(fresh, name))
    return item
