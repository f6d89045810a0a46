"""After the freeze: what was frozen stays, what is right is written beside it, with the reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from guatu.domain.words import N_, say
from guatu.domain.worklists.rows import CELL_WORDS, Cell
from guatu.domain.worklists.table import Verb
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.kit.typed import line_of
from guatu.org.models import User
from guatu.worklists.actions.filling import OwnRow, new_own
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
    before, right = as_of_now(kept, field), _checked(field, after)
    if before == right:
        same = say(N_("与现在的内容相同，不用更正。"))
        raise Refusal(same, {"after": same})
    row = WorkCorrection(
        item=kept,
        field=field,
        before=before,
        after=right,
        reason=line_of(reason, say(N_("请写明更正的原因和依据。"))),
        at=now,
        by_name=by.name[:100],
    )
    row.save(force_insert=True)
    keep(held)
    _record(held, row, by, now)
    return row


@transaction.atomic
def add_late(
    row: WorkList, own: OwnRow, *, reason: str, seen: int | None = None, by: User, now: datetime
) -> WorkItem:
    """A row that was forgotten; it is no part of what was frozen."""
    held = take(row, Verb.AMEND, seen=seen, by=by)
    said = line_of(reason, say(N_("请写明更正的原因和依据。")))
    item = new_own(held, own, by=by, now=now)
    item.added_late = True
    item.save(update_fields=["added_late"])
    WorkCorrection.objects.create(
        item=item, field=ROW, after=item.label, reason=said, at=now, by_name=by.name[:100]
    )
    keep(held)
    journal.record("work_list.added_late", held, by=by, at=now, item=item.label, reason=said)
    return item


def as_of_now(item: WorkItem, field: str) -> str:
    """What holds for ``field``: the latest correction, else what was frozen."""
    last = item.corrections.filter(field=field).last()
    return str(last.after) if last is not None else frozen(item, field)


def frozen(item: WorkItem, field: str) -> str:
    if field in (DUE, DONE_ON):
        day: date | None = getattr(item, field)
        return day.isoformat() if day else ""
    if field == STANDING:
        return str(item.standing)
    return item.label if field == ROW else item.text(Cell(field))


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


def _record(held: WorkList, row: WorkCorrection, by: User, now: datetime) -> None:
    details = {
        "item": row.item.label,
        "cell": FIELD_WORDS[row.field],
        "before": row.before or "空",
        "after": row.after or "空",
        "reason": row.reason,
    }
    journal.record("work_list.amended", held, by=by, at=now, **details)
