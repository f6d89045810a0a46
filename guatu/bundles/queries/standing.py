"""A row of a list of work as it holds now: what was frozen with what was put right since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from guatu.bundles.choices import ArrivalStatus
from guatu.bundles.models import ArrivalItem
from guatu.domain.bundles.lists import DONE_ON, DUE, ROW, STANDING, clean
from guatu.domain.worklists.rows import Cell
from guatu.worklists.choices import RowKind
from guatu.worklists.models import WorkCorrection, WorkItem

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Holding:
    """``values`` by field; ``by_people`` are those that somebody typed or put right, all of an own
    row. ``touched_at``: when somebody did so last, None when all is the system's."""

    values: Mapping[str, str]
    by_people: frozenset[str]
    is_removed: bool
    touched_at: datetime | None

    @property
    def told(self) -> dict[str, str]:
        """Without cells that are empty because nobody said anything."""
        return {
            name: words
            for name, words in self.values.items()
            if words or name in self.by_people or name in (DUE, DONE_ON, STANDING)
        }


def with_corrections(items: QuerySet[WorkItem]) -> QuerySet[WorkItem]:
    """What ``holding`` reads; in the order of the list."""
    corrections = Prefetch("corrections", WorkCorrection.objects.order_by("at", "id"))
    return items.prefetch_related(corrections).order_by("serial", "id")


def holding(item: WorkItem) -> Holding:
    values = {cell.value: clean(item.text(cell)) for cell in Cell}
    values[DUE] = item.due_on.isoformat() if item.due_on else ""
    values[DONE_ON] = item.done_on.isoformat() if item.done_on else ""
    values[STANDING] = str(item.standing)
    own = item.kind == RowKind.OWN
    removed, by_people = False, set(values if own else item.hand)
    corrections = list(item.corrections.all())
    for one in corrections:
        if one.field == ROW:
            removed = not one.after
        else:
            values[one.field] = clean(one.after)
            by_people.add(one.field)
    moments = [one.at for one in corrections]
    if item.changed_at and (item.hand or item.struck or own):
        moments.append(item.changed_at)
    touched = max(moments, default=None)
    return Holding(values, frozenset(by_people), removed, touched)


Marks = Mapping[UUID, Sequence[ArrivalItem]]


def marks_of(ids: Iterable[UUID]) -> Marks:
    """What bundles did to these rows, entered or undone."""
    found: dict[UUID, list[ArrivalItem]] = defaultdict(list)
    listed = list(ids)
    for start in range(0, len(listed), CHUNK):
        rows = ArrivalItem.objects.filter(
            item_id__in=listed[start : start + CHUNK],
            arrival__status__in=[ArrivalStatus.ACCEPTED, ArrivalStatus.UNDONE],
        )
        for row in rows.select_related("arrival").order_by("arrival__settled_at"):
            if row.item_id is not None:
                found[row.item_id].append(row)
    return found


def known_since(item: WorkItem, touched_at: datetime | None, marks: Marks) -> datetime | None:
    """Since when people say it as it stands, None for what is the system's.

    What a bundle wrote and nobody touched since is as old as at its origin; what was undone is
    as old as it was before.
    """
    for mark in marks.get(item.pk, ()):
        if mark.arrival.settled_at == touched_at:
            if mark.arrival.status == ArrivalStatus.ACCEPTED:
                return mark.told_at
            known = mark.before.get("known_at")
            return datetime.fromisoformat(known) if known else None
    return touched_at
