"""Lists of work that go out: filed, approved or frozen since the last bundle, as they hold now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q

from guatu.bundles.queries.standing import (
    CHUNK,
    Marks,
    Told,
    holding,
    known_of,
    known_since,
    marks_of,
    told_of,
    with_corrections,
)
from guatu.domain.bundles.lists import ListFact, Righted, RowFact, Signed, clean
from guatu.domain.worklists.rows import Kind
from guatu.domain.worklists.table import Status
from guatu.journal.queries import events_of
from guatu.org.models import Tenant, User
from guatu.worklists.choices import ListStatus
from guatu.worklists.models import WorkItem, WorkList

#: After these a list, or all lists of a round, has something that the other side may not know.
TOLD = (
    "work_list.filed", "work_list.filed_late", "work_list.approved", "work_list.amended",
    "work_list.added_late", "work_round.locked",
)  # fmt: skip


def outgoing_lists(tenant: Tenant, since: int, until: int) -> list[ListFact]:
    """Whole lists of the year; one that is open again waits until it is filed anew."""
    events = events_of(tenant.pk).filter(seq__gt=since, seq__lte=until, code__in=TOLD)
    ids = sorted(set(events.order_by().values_list("object_id", flat=True)))
    lists = {row.pk: row for row in _lists(tenant, ids)}
    marks = marks_of(item.pk for row in lists.values() for item in row.items.all())
    told = told_of(tenant, lists)
    written = (row for row in lists.values() if row.items.all())
    ordered = sorted(written, key=lambda row: (row.round.first, row.unit.path, row.pk))
    return [_fact(row, marks, told) for row in ordered]


def _lists(tenant: Tenant, ids: list[UUID]) -> Iterator[WorkList]:
    items = Prefetch("items", with_corrections(WorkItem.objects.all()))
    rows = WorkList.objects.filter(tenant=tenant, round__last__year=tenant.year)
    closed = rows.exclude(status=ListStatus.OPEN).order_by("id")
    joined = closed.select_related("unit", "round", "filed_by", "approved_by")
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        wanted = Q(pk__in=part) | Q(round_id__in=part)
        yield from joined.filter(wanted).prefetch_related(items)


def _fact(row: WorkList, marks: Marks, told: Told) -> ListFact:
    return ListFact(
        unit=clean(row.unit.name),
        period=row.round.period,
        status=Status(row.status),
        data_at=row.data_at,
        filed=_signed(row.filed_at, row.filed_by),
        approved=_signed(row.approved_at, row.approved_by),
        rows=tuple(_row(row, item, marks, told) for item in row.items.all()),
    )


def _row(row: WorkList, item: WorkItem, marks: Marks, told: Told) -> RowFact:
    item.work_list = row
    held = holding(item)
    known = known_of(item, held, marks, told)
    told_at = known_since(item, held.touched_at, marks) or row.data_at
    by = item.changed_by_name or (row.filed_by.name if row.filed_by else row.unit.label)
    return RowFact(
        kind=Kind(item.kind),
        label=clean(item.label),
        values=held.told,
        typed={name: one.since for name, one in sorted(known.items()) if not one.is_system},
        struck=clean(item.struck),
        is_removed=held.is_removed,
        told_at=told_at,
        told_by=by,
        righted=tuple(
            Righted(one.field, clean(one.before), clean(one.after), clean(one.reason), one.at,
                    one.by_name)
            for one in item.corrections.all()
        ),
    )  # fmt: skip


def _signed(at: datetime | None, by: User | None) -> Signed | None:
    return Signed(at, by.name if by else "—") if at else None
