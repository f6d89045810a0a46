"""What a liaison does with an open list: read it once more, correct, add, leave out.

With ``verb`` ``ENTER`` the same is done from a workbook that the unit filled and sent back, or
from a signed bundle; the office may do that for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from guatu.domain.words import N_, say
from guatu.domain.worklists.rows import CELL_WORDS, CORRECTED, Cell
from guatu.domain.worklists.table import Verb
from guatu.journal import actions as journal
from guatu.kit.bulk import insert_rows, update_rows
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.kit.typed import line_of
from guatu.org.models import User
from guatu.workdays.queries import calendar_in_force
from guatu.worklists.actions.holding import data_seq, item_of, keep, take
from guatu.worklists.actions.merging import Merged, merge
from guatu.worklists.choices import RowKind, RowStanding
from guatu.worklists.models import WorkItem, WorkList
from guatu.worklists.queries.composing import rows_of_unit
from guatu.worklists.queries.people import people_of

#: Own rows of one list; more than that is a list nobody reads.
MOST_OWN = 50


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A matter that the system does not know; ``done_on`` when it is done."""

    label: str
    cells: Mapping[Cell, str]
    due_on: date | None = None
    done_on: date | None = None


@transaction.atomic
def refresh(row: WorkList, *, seen: int | None = None, by: User, now: datetime) -> Merged:
    """Read once more what is known; what was typed stays."""
    held = take(row, Verb.CORRECT, seen=seen, by=by)
    calendar, people = calendar_in_force(), people_of(held.tenant_id)
    today, period = now.astimezone(CHINA).date(), held.round.period
    rows = rows_of_unit(held.tenant_id, held.unit_id, period, today, calendar, people)
    merged = merge(held, rows)
    held.data_seq, held.data_at = data_seq(held), now
    keep(held, "data_seq", "data_at")
    figures = {"added": merged.added, "changed": merged.changed, "gone": merged.gone}
    if merged.any:
        journal.record("work_list.refreshed", held, by=by, at=now, **figures)
    return merged


@transaction.atomic
def correct(
    item: WorkItem,
    cells: Mapping[Cell, str],
    *,
    seen: int | None = None,
    verb: Verb = Verb.CORRECT,
    by: User,
    now: datetime,
) -> list[Cell]:
    """Put other words into cells of a row of the system; returns those that are different now.

    Words as the system said them are no correction and take one back. Who does it can be written
    only where the system does not know it.
    """
    held = take(item.work_list, verb, seen=seen, by=by)
    kept = item_of(held, item)
    hand = dict(kept.hand)
    changed = _correct(held, kept, cells, by, now)
    journal.record_many(changed.values(), by=by, at=now)
    if kept.hand != hand:
        keep(held)
    return list(changed)


@transaction.atomic
def correct_all(
    row: WorkList,
    cells: Mapping[UUID, Mapping[Cell, str]],
    *,
    seen: int | None = None,
    verb: Verb = Verb.CORRECT,
    by: User,
    now: datetime,
) -> int:
    """``correct`` for many rows at once, all or none; how many rows are different now.

    A refusal names the field as ``<id of the row>-<cell>``. A row that the list no longer has is
    an overtaken page.
    """
    held = take(row, verb, seen=seen, by=by)
    there = {item.pk: item for item in held.items.filter(pk__in=cells)}
    if there.keys() != cells.keys():
        raise StateChanged(say(N_("清单已重新取数，有的事项不在了。请刷新页面再改。")))
    count = 0
    hands = {pk: dict(item.hand) for pk, item in there.items()}
    notes: list[journal.Note] = []
    for pk, item in there.items():
        try:
            changed = _correct(held, item, cells[pk], by, now)
        except Refusal as refusal:
            fields = {f"{pk}-{name}": words for name, words in refusal.fields.items()}
            raise Refusal(refusal.sentence, fields) from refusal
        count += bool(changed)
        notes += changed.values()
    journal.record_many(notes, by=by, at=now)
    if any(item.hand != hands[pk] for pk, item in there.items()):
        keep(held)
    return count


@transaction.atomic
def add(
    row: WorkList,
    own: OwnRow,
    *,
    seen: int | None = None,
    verb: Verb = Verb.CORRECT,
    by: User,
    now: datetime,
) -> WorkItem:
    """A matter that the system does not know, and is asked for once: it carries on by itself."""
    return add_all(row, [own], seen=seen, verb=verb, by=by, now=now)[0]


@transaction.atomic
def add_all(
    row: WorkList,
    owns: Sequence[OwnRow],
    *,
    seen: int | None = None,
    verb: Verb = Verb.CORRECT,
    by: User,
    now: datetime,
) -> list[WorkItem]:
    """``add`` for many rows at once, all or none, in their order."""
    held = take(row, verb, seen=seen, by=by)
    there = held.items.filter(kind=RowKind.OWN, source_id=None).count()
    if there + len(owns) > MOST_OWN:
        raise Refusal(say(N_("自列事项最多 {n} 项，请合并或删减。"), n=MOST_OWN))
    items = new_owns(held, owns, by=by, now=now)
    keep(held)
    notes = [journal.Note("work_list.added", held, {"item": item.label}) for item in items]
    journal.record_many(notes, by=by, at=now)
    return items


@transaction.atomic
def settle_own(
    item: WorkItem,
    own: OwnRow,
    *,
    seen: int | None = None,
    verb: Verb = Verb.CORRECT,
    by: User,
    now: datetime,
) -> None:
    """Write an own row anew, or say that it is done."""
    settle_all(item.work_list, {item.pk: own}, seen=seen, verb=verb, by=by, now=now)


@transaction.atomic
def settle_all(
    row: WorkList,
    owns: Mapping[UUID, OwnRow],
    *,
    seen: int | None = None,
    verb: Verb = Verb.CORRECT,
    by: User,
    now: datetime,
) -> None:
    """``settle_own`` for many rows at once, all or none."""
    held = take(row, verb, seen=seen, by=by)
    there = {item.pk: item for item in held.items.filter(pk__in=owns)}
    if there.keys() != owns.keys():
        raise StateChanged(say(N_("这个事项刚被去掉了，请刷新页面，看最新的清单。")))
    notes = [_settled(held, item, owns[pk], by, now) for pk, item in there.items()]
    update_rows(list(there.values()), _SETTLED)
    keep(held)
    journal.record_many(notes, by=by, at=now)


@transaction.atomic
def strike(
    item: WorkItem,
    *,
    reason: str,
    seen: int | None = None,
    verb: Verb = Verb.CORRECT,
    by: User,
    now: datetime,
) -> None:
    """Leave a row out; it stays readable, with the reason."""
    held = take(item.work_list, verb, seen=seen, by=by)
    kept = item_of(held, item)
    kept.struck = line_of(reason, say(N_("请写明为什么本期不列这个事项。")))
    _save(kept, "struck", by=by, now=now)
    keep(held)
    journal.record("work_list.struck", held, by=by, at=now, item=kept.label, reason=kept.struck)


@transaction.atomic
def restore(
    item: WorkItem,
    *,
    seen: int | None = None,
    verb: Verb = Verb.CORRECT,
    by: User,
    now: datetime,
) -> None:
    held = take(item.work_list, verb, seen=seen, by=by)
    kept = item_of(held, item)
    if kept.struck:
        kept.struck = ""
        _save(kept, "struck", by=by, now=now)
        keep(held)
        journal.record("work_list.restored", held, by=by, at=now, item=kept.label)


def may_be_typed(item: WorkItem, cell: Cell) -> bool:
    """Any cell of an own row; of others the four that people know better, and who, if nobody
    knows."""
    return item.kind == RowKind.OWN or cell in CORRECTED or cell.value not in item.said


def new_owns(
    held: WorkList, owns: Sequence[OwnRow], *, late: bool = False, by: User, now: datetime
) -> list[WorkItem]:
    last = held.items.aggregate(last=Max("serial"))["last"] or 0
    items = []
    for serial, own in enumerate(owns, start=last + 1):
        item = WorkItem(work_list=held, kind=RowKind.OWN, serial=serial, added_late=late)
        fill_own(item, own, now)
        item.changed_by_name, item.changed_at = by.name[:100], now
        items.append(item)
    insert_rows(items)
    return items


_SETTLED = (
    "label", "due_on", "done_on", "promised_on", "standing", "said", "hand", "changed_by_name",
    "changed_at",
)  # fmt: skip


def _settled(held: WorkList, item: WorkItem, own: OwnRow, by: User, now: datetime) -> journal.Note:
    if item.kind != RowKind.OWN:
        raise Refusal(say(N_("这个事项由系统列出，时限和状态请到来源页面更正。")))
    before = item.label
    fill_own(item, own, now)
    item.changed_by_name, item.changed_at = by.name[:100], now
    return _corrected(held, item, None, before, _told(item))


def fill_own(item: WorkItem, own: OwnRow, now: datetime) -> None:
    today, period = now.astimezone(CHINA).date(), item.work_list.round.period
    item.label = line_of(own.label, say(N_("请写明是什么事。")), field="label")
    item.due_on, item.done_on = own.due_on, own.done_on
    if own.done_on is not None and own.done_on > today:
        words = say(N_("办结日期还没有到，请填实际办结的日期。"))
        raise Refusal(words, {"done_on": words})
    item.standing = standing_of(own.due_on, own.done_on, today)
    due = own.due_on or period.last
    before = own.done_on is not None and own.done_on < period.first
    item.promised_on = None if before or due > period.last else max(due, period.first)
    typed = {cell: line_of(text, None, field=cell.value) for cell, text in own.cells.items()}
    for cell in (Cell.TROUBLE, Cell.PLAN) if own.done_on else ():
        if typed.get(cell) == item.text(cell):
            typed.pop(cell)  # said while it was open: no words about what is done
        item.said.pop(cell.value, None)
    for cell, text in typed.items():
        _type(item, cell, text)


def standing_of(due_on: date | None, done_on: date | None, today: date) -> RowStanding:
    """How an own row stands on ``today``."""
    if done_on is not None:
        return RowStanding.DONE
    late = due_on is not None and due_on < today
    return RowStanding.OVERDUE if late else RowStanding.RUNNING


def _correct(
    held: WorkList, item: WorkItem, cells: Mapping[Cell, str], by: User, now: datetime
) -> dict[Cell, journal.Note]:
    """What is different now, with the event that tells it, not written yet.

    Words that the system says by now as well are no longer kept as typed; nobody reads others.
    """
    before = {cell: item.text(cell) for cell in cells}
    typed = {cell: line_of(text, None, field=cell.value) for cell, text in cells.items()}
    changed = [cell for cell in cells if typed[cell] != before[cell]]
    if barred := [cell for cell in changed if not may_be_typed(item, cell)]:
        words = say(N_("责任人和责任领导以来源为准；不对的，请到来源页面更正。"))
        raise Refusal(words, {barred[0].value: words})
    hand = dict(item.hand)
    for cell in cells:
        _type(item, cell, typed[cell])
    if item.hand != hand:
        _save(item, "hand", by=by, now=now)
    return {cell: _corrected(held, item, cell, before[cell], typed[cell]) for cell in changed}


def _type(item: WorkItem, cell: Cell, words: str) -> None:
    """What the system says itself, or nothing where it says nothing, is no correction."""
    item.hand.pop(cell.value, None)
    if words != item.text(cell):
        item.hand[cell.value] = words


def _save(item: WorkItem, *fields: str, by: User, now: datetime) -> None:
    item.changed_by_name, item.changed_at = by.name[:100], now
    item.save(update_fields=[*fields, "changed_by_name", "changed_at"])


def _corrected(
    held: WorkList, item: WorkItem, cell: Cell | None, before: str, after: str
) -> journal.Note:
    named = CELL_WORDS[cell] if cell else "事项"
    details = {"item": item.label, "cell": named, "before": before or "空", "after": after or "空"}
    return journal.Note("work_list.corrected", held, details)


def _told(item: WorkItem) -> str:
    return f"{item.label}（{item.get_standing_display()}）"
