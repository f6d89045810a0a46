"""What the lists of a round promised, against the facts known since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from guatu.domain.dayclear import Known
from guatu.domain.worklists.promises import Outcome, Score, outcome_of, score_of
from guatu.domain.worklists.rows import Kind, Matter
from guatu.org.models import Unit, User
from guatu.worklists.choices import RowKind
from guatu.worklists.models import WorkItem, WorkList, WorkRound
from guatu.worklists.queries.matters import matters_of
from guatu.worklists.queries.people import people_of


@dataclass(frozen=True, slots=True)
class Judged:
    """A promise, what became of it, and the day on which it was done."""

    item: WorkItem
    outcome: Outcome
    done_on: date | None


@dataclass(frozen=True, slots=True)
class UnitScore:
    unit: Unit
    list_id: UUID
    score: Score


def promises_of(user: User, row: WorkRound, day: date) -> list[Judged]:
    """Of all lists of the round that a person may see, as seen at the end of ``day``."""
    visible = WorkList.objects.visible_to(user).filter(round=row)
    lists = {one.pk: one for one in visible.select_related("unit")}
    items = WorkItem.objects.filter(
        work_list__in=visible, promised_on__isnull=False, struck="", added_late=False
    )
    listed = list(items.order_by("work_list__unit__path", "serial").prefetch_related("line"))
    for item in listed:  # thousands of rows share some hundred lists: read once, not joined
        item.work_list = lists[item.work_list_id]
        item.work_list.round = row
    return judge(row.tenant_id, listed, day)


def judge(tenant_id: UUID, items: Sequence[WorkItem], day: date) -> list[Judged]:
    known = _known(tenant_id, items)
    found = []
    for item in items:
        assert item.promised_on is not None, "only promises are judged"
        facts = known.get(item.pk, Known(item.promised_on, released=True))
        found.append(Judged(item, outcome_of(item.promised_on, facts, day), facts.done_on))
    return found


def by_unit(judged: Iterable[Judged]) -> list[UnitScore]:
    """In the order of the tree."""
    lists: dict[UUID, WorkList] = {}
    outcomes: dict[UUID, list[Outcome]] = defaultdict(list)
    for one in judged:
        row = one.item.work_list
        lists[row.pk] = row
        outcomes[row.pk].append(one.outcome)
    return [UnitScore(row.unit, pk, score_of(outcomes[pk])) for pk, row in lists.items()]


def total(judged: Iterable[Judged]) -> Score:
    return score_of(one.outcome for one in judged)


def _known(tenant_id: UUID, items: Sequence[WorkItem]) -> dict[UUID, Known]:
    """By row: from its source, of an own row from itself and the row that it was carried to."""
    ids: dict[Kind, set[UUID]] = defaultdict(set)
    for item in items:
        if item.kind != RowKind.OWN and item.source_id is not None:
            ids[Kind(item.kind)].add(item.source_id)
    people = people_of(tenant_id)
    found = {matter.source_id: matter for matter in matters_of(ids, people)}
    known = {
        item.pk: _of_matter(item, found[item.source_id])
        for item in items
        if item.source_id is not None and item.source_id in found
    }
    return known | _of_own([item for item in items if item.kind == RowKind.OWN])


def _of_matter(item: WorkItem, matter: Matter) -> Known:
    due = item.due_on or item.promised_on or date.max
    moved = matter.due if matter.due is not None and matter.due > due else None
    return Known(due, matter.done_on, moved, matter.waits, matter.released)


def _of_own(items: Sequence[WorkItem]) -> dict[UUID, Known]:
    rows = WorkItem.objects.filter(kind=RowKind.OWN, source_id__in=[item.pk for item in items])
    later = {row.source_id: row for row in rows}
    known = {}
    for item in items:
        after = later.get(item.pk)
        done = item.done_on or (after.done_on if after else None)
        moved = after.due_on if after and after.due_on != item.due_on else None
        dropped = bool(after and after.struck)
        due = item.promised_on or date.max
        known[item.pk] = Known(due, done, moved, released=dropped)
    return known
