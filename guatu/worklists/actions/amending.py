"""After the freeze: what was frozen stays, what is right is written beside it, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from guatu.domain.words import N_, say
from guatu.domain.worklists.rows import CELL_WORDS, Cell
from guatu.domain.worklists.table import Verb
from guatu.journal import actions as journal
from guatu.kit.bulk import insert_rows
from guatu.kit.refusals import Refusal, StateChanged
from guatu.kit.typed import line_of
from guatu.org.models import User
from guatu.worklists.actions.filling import OwnRow, new_owns
from guatu.worklists.actions.holding import item_of, keep, take
from guatu.worklists.choices import RowStanding
from guatu.worklists.models import WorkCorrection, WorkItem, WorkList

#: What can be put right besides the cells: the days, the standing, and the whole row.
DUE, DONE_ON, STANDING, ROW = "due_on", "done_on", "standing", "row"
FIELD_WORDS: dict[str, str] = {
    **{cell.value: words for cell, words in CELL_WORDS.items()},
    DUE: N_("时限"),
    DONE_ON: N_("办结日期"),
    STANDING: N_("状态"),
    ROW: N_("整行"),
}


@dataclass(frozen=True, slots=True)
class Right:
    """What is right of a field of a row, and why."""

    after: str
    reason: str


@transaction.atomic
def amend(
    item: WorkItem,
    field: str,
    after: str,
    *,
    reason: str,
    seen: int | None = None,
    by: User,
    now: datetime,
) -> WorkCorrection:
    """Say what is right in place of what was frozen; both stay and are shown.

    ``field`` is one of ``FIELD_WORDS``; of ``row`` what is right is that it does not belong here.
    """
    held = take(item.work_list, Verb.AMEND, seen=seen, by=by)
    kept = item_of(held, item)
    row = _correction(kept, field, Right(after, reason), by, now)
    if row is None:
        same = say(N_("与现在的内容相同，不用更正。"))
        raise Refusal(same, {"after": same})
    row.save(force_insert=True)
    keep(held)
    journal.record_many([_told(held, row)], by=by, at=now)
    return row


@transaction.atomic
def amend_all(
    row: WorkList,
    rights: Mapping[UUID, Mapping[str, Right]],
    *,
    seen: int | None = None,
    by: User,
    now: datetime,
) -> int:
    """``amend`` for many rows and fields at once, all or none; how many are different now.

    What holds already is left out. A row that the list no longer has is an overtaken page.
    """
    held = take(row, Verb.AMEND, seen=seen, by=by)
    items = held.items.filter(pk__in=rights).prefetch_related("corrections")
    there = {item.pk: item for item in items}
    if there.keys() != rights.keys():
        raise StateChanged(say(N_("这个事项刚被去掉了，请刷新页面，看最新的清单。")))
    made = [one for pk, item in there.items() for one in _corrections(item, rights[pk], by, now)]
    if made:
        insert_rows(made)
        keep(held)
        journal.record_many([_told(held, one) for one in made], by=by, at=now)
    return len(made)


@transaction.atomic
def add_late(
    row: WorkList, own: OwnRow, *, reason: str, seen: int | None = None, by: User, now: datetime
) -> WorkItem:
    """A row that was forgotten; it is no part of what was frozen."""
    return add_late_all(row, [(own, reason)], seen=seen, by=by, now=now)[0]


@transaction.atomic
def add_late_all(
    row: WorkList,
    owns: Sequence[tuple[OwnRow, str]],
    *,
    seen: int | None = None,
    by: User,
    now: datetime,
) -> list[WorkItem]:
    """``add_late`` for many rows with their reasons at once, all or none, in their order."""
    held = take(row, Verb.AMEND, seen=seen, by=by)
    reasons = [line_of(reason, say(N_("请写明更正的原因和依据。"))) for _own, reason in owns]
    items = new_owns(held, [own for own, _reason in owns], late=True, by=by, now=now)
    added = [
        WorkCorrection(
            item=item, field=ROW, after=item.label, reason=said, at=now, by_name=by.name[:100]
        )
        for item, said in zip(items, reasons, strict=True)
    ]
    insert_rows(added)
    keep(held)
    notes = [
        journal.Note("work_list.added_late", held, {"item": one.after, "reason": one.reason})
        for one in added
    ]
    journal.record_many(notes, by=by, at=now)
    return items


def as_of_now(item: WorkItem, field: str) -> str:
    """What holds for ``field``: the latest correction, else what was frozen."""
    found = [str(one.after) for one in item.corrections.all() if one.field == field]
    return found[-1] if found else frozen(item, field)


def frozen(item: WorkItem, field: str) -> str:
    if field in (DUE, DONE_ON):
        day: date | None = getattr(item, field)
        return day.isoformat() if day else ""
    if field == STANDING:
        return str(item.standing)
    return item.label if field == ROW else item.text(Cell(field))


def _corrections(
    item: WorkItem, rights: Mapping[str, Right], by: User, now: datetime
) -> Iterator[WorkCorrection]:
    for field, right in rights.items():
        if (row := _correction(item, field, right, by, now)) is not None:
            yield row


def _correction(
    item: WorkItem, field: str, right: Right, by: User, now: datetime
) -> WorkCorrection | None:
    """Not written yet; None when it holds already."""
    before, after = as_of_now(item, field), _checked(field, right.after)
    if before == after:
        return None
    return WorkCorrection(
        item=item,
        field=field,
        before=before,
        after=after,
        reason=line_of(right.reason, say(N_("请写明更正的原因和依据。"))),
        at=now,
        by_name=by.name[:100],
    )


def _checked(field: str, after: str) -> str:
    if field not in FIELD_WORDS:
        raise Refusal(say(N_("请选择要更正的栏目。")))
    if field == ROW:
        return ""
    right = line_of(after, None, field="after")
    if field == STANDING and right not in RowStanding.values:
        raise Refusal(say(N_("请选择状态。")), {"after": say(N_("请选择状态。"))})
    if field in (DUE, DONE_ON) and right:
        try:
            return date.fromisoformat(right).isoformat()
        except ValueError as error:
            words = say(N_("日期请写成 2021-03-15 的样子。"))
            raise Refusal(words, {"after": words}) from error
    return right


def _told(held: WorkList, row: WorkCorrection) -> journal.Note:
    details = {
        "item": row.item.label,
        "cell": FIELD_WORDS[row.field],
        "before": row.before or "空",
        "after": row.after or "空",
        "reason": row.reason,
    }
    return journal.Note("work_list.amended", held, details)
