"""A row of a list of work as it holds now: what was frozen with what was put right since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from guatu.bundles.choices import ArrivalStatus
from guatu.bundles.models import ArrivalItem
from guatu.domain.bundles.lists import DONE_ON, DUE, ROW, STANDING, Since, clean, since_from
from guatu.domain.bundles.verdicts import ListVerdict
from guatu.domain.words import Sentence
from guatu.domain.worklists.rows import CELL_WORDS, Cell
from guatu.journal.queries import events_of
from guatu.org.models import Tenant
from guatu.worklists.choices import RowKind
from guatu.worklists.models import WorkCorrection, WorkItem

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Holding:
    """``values`` by field; ``by_people`` are those that somebody typed or put right, all of an own
    row. ``touched_at``: when somebody here touched the row last, None when all is the system's."""

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
    if item.changed_at:
        moments.append(item.changed_at)
    touched = max(moments, default=None)
    return Holding(values, frozenset(by_people), removed, touched)


def said_of(item: WorkItem, name: str) -> str:
    """What the system says in a cell, whatever was typed over it."""
    said = item.said.get(name, "")
    return clean(said if isinstance(said, str) else str(Sentence.from_json(said)))


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

    What a bundle wrote and nobody touched since is as old as at its origin, or as what people
    here had said before of the rest of the row; what was undone is as old as it was before.
    """
    for mark in marks.get(item.pk, ()):
        if mark.arrival.settled_at == touched_at:
            said = mark.before.get("known_at")
            known = datetime.fromisoformat(said) if said else None
            if mark.arrival.status == ArrivalStatus.ACCEPTED:
                return max(mark.told_at, known) if known else mark.told_at
            return known
    return touched_at


@dataclass(frozen=True, slots=True)
class Known:
    """Since when people say a field of a row; ``is_brought``: by a bundle, and nobody here touched
    it since; ``is_system``: there it was the system that said so. ``brought``: what the last bundle
    wrote there, None where none did."""

    since: Since
    is_brought: bool = False
    is_system: bool = False
    brought: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "since": self.since.as_json(),
            "brought": self.is_brought,
            "system": self.is_system,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Known:
        return cls(since_from(said["since"]), said["brought"], said["system"])


#: When the journal told of a cell of a row of a list (or of the row as a whole, or that it was
#: added) for the last time.
Told = Mapping[tuple[UUID, str, str], datetime]
_ADDED = "work_list.added"


def told_of(tenant: Tenant, ids: Iterable[UUID]) -> Told:
    """By list, name of the row, and name of the cell; a query for each 500 lists."""
    found: dict[tuple[UUID, str, str], datetime] = {}
    listed = list(ids)
    for start in range(0, len(listed), CHUNK):
        events = events_of(tenant.pk).filter(
            object_id__in=listed[start : start + CHUNK], code__in=["work_list.corrected", _ADDED]
        )
        columns = ("object_id", "details__item", "details__cell", "at")
        for pk, label, cell, at in events.order_by("seq").values_list(*columns):
            found[pk, str(label), str(cell or _ADDED)] = at
    return found


def known_of(item: WorkItem, held: Holding, marks: Marks, told: Told) -> dict[str, Known]:
    """Of each field that people said: since when, by the corrections, the journal and bundles."""
    righted = {one.field: one.at for one in item.corrections.all()}
    found: dict[str, Known] = {}
    for name in held.by_people:
        since = Since.at(righted[name]) if name in righted else _typed_since(item, name, told)
        found_marks = marks.get(item.pk, ())
        known = _as_brought(name, since, found_marks)
        if known is not None and not known.is_brought and item.kind == RowKind.OWN:
            known = _beside_brought(name, known, held.values[name], found_marks)
        if known is not None:
            found[name] = known
    return found


def _typed_since(item: WorkItem, name: str, told: Told) -> Since:
    """An own row is written as a whole: of one field the moment is known while nobody wrote it
    anew."""
    row = item.work_list
    first = row.round.prepared_at
    if item.kind == RowKind.OWN:
        first = told.get((row.pk, item.label, _ADDED), first)
    elif at := told.get((row.pk, item.label, CELL_WORDS[Cell(name)])):
        return Since.at(at)
    last = item.changed_at or first
    return Since(min(first, last), last)


def _as_brought(name: str, since: Since, marks: Sequence[ArrivalItem]) -> Known | None:
    """A bundle speaks for the fields that it wrote, the others are as old as before it."""
    for mark in marks:
        if mark.arrival.settled_at != since.latest:
            continue
        added = mark.verdict == ListVerdict.NEW
        if mark.arrival.status == ArrivalStatus.ACCEPTED and (added or name in _written(mark)):
            said = mark.after.get("since", {}).get(name)
            return Known.from_json(said) if said else Known(Since.at(mark.told_at), is_brought=True)
        said = mark.before.get("known", {}).get(name)
        return Known.from_json(said) if said else None
    return Known(since)


def _beside_brought(name: str, known: Known, words: str, marks: Sequence[ArrivalItem]) -> Known:
    """Of an own row that people here wrote anew: a field in which they left the words of a bundle
    is as old as those, another no older than that bundle's coming."""
    for mark in reversed(marks):
        accepted = mark.arrival.status == ArrivalStatus.ACCEPTED
        settled = mark.arrival.settled_at
        if not accepted or settled is None or name not in _written(mark):
            continue
        said = mark.after.get("since", {}).get(name)
        if _written(mark)[name] == words and said:
            return Known.from_json(said)
        earliest = min(max(known.since.earliest, settled), known.since.latest)
        return replace(
            known, since=Since(earliest, known.since.latest), brought=_written(mark)[name]
        )
    return known


def _written(mark: ArrivalItem) -> Mapping[str, str]:
    values: Mapping[str, str] = mark.after["values"]
    return values
