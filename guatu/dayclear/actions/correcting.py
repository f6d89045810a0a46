"""A closed day is corrected by what is added to it (补记); what it said stays readable."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from guatu.dayclear.actions.holding import come_again, lock
from guatu.dayclear.choices import ItemState
from guatu.dayclear.models import DayItem
from guatu.dayclear.queries.owed import known_of
from guatu.domain.dayclear import fault_of_next
from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.kit.typed import text_of
from guatu.org.access import require
from guatu.org.models import User
from guatu.workdays.queries import calendar_in_force

#: What somebody may say afterwards; the other states are the system's own.
SAYABLE = (ItemState.DONE, ItemState.CARRIED, ItemState.BLOCKED)


@transaction.atomic
def correct(
    item: DayItem,
    state: ItemState,
    *,
    words: str,
    next_on: date | None = None,
    by: User,
    now: datetime,
) -> DayItem:
    """Add how it really was; found done, what came again of it is not asked for any more."""
    held = lock(item)
    require(by, "dayclear.correct", held)
    _refuse_unfit(held, state)
    said = text_of(words, say(N_("请写明更正的依据。")), field="words")
    added = _added(held, state, said, _next_of(held, state, next_on), by, now)
    if state == ItemState.DONE:
        _release_next(held, by, now)
    elif added.next_on is not None and not held.after.exists():
        come_again(held, added.next_on, now=now)
    label = str(ItemState(state).label)
    journal.record(
        "dayclear.corrected", held, by=by, at=now,
        day=held.day, label=held.label, state=label, words=said,
    )  # fmt: skip
    return added


def _refuse_unfit(held: DayItem, state: ItemState) -> None:
    if held.corrects_id is not None:
        raise Refusal(say(N_("这一条本身是更正，请在原来的一条上再更正。")))
    if held.is_open:
        raise Refusal(say(N_("这一天还没有截止，请直接办结或结转，不用更正。")))
    if state not in SAYABLE:
        fault = say(N_("只能更正为已办结、结转或卡住。"))
        raise Refusal(fault, {"state": fault})
    if state == ItemState.DONE and held.is_known:
        known = known_of([held])[held.pk]
        if known.done_on is None or known.done_on > held.day:
            fault = say(N_("系统记载当天没有办结，请先在原单据上更正办结日期。"))
            raise Refusal(fault, {"state": fault})


def _next_of(held: DayItem, state: ItemState, next_on: date | None) -> date | None:
    if state == ItemState.DONE:
        return None
    if next_on is None:
        fault = say(N_("请选下次办理日期。"))
        raise Refusal(fault, {"next_on": fault})
    if (fault_ := fault_of_next(next_on, held.day, calendar_in_force())) is not None:
        raise Refusal(fault_, {"next_on": fault_})
    return next_on


def _added(
    held: DayItem, state: ItemState, words: str, next_on: date | None, by: User, now: datetime
) -> DayItem:
    copied = (
        "tenant_id", "unit_id", "force_id", "post_id", "day", "kind", "what_id", "page_id",
        "aspect", "label", "due_on", "carried", "first_on",
    )  # fmt: skip
    return DayItem.objects.create(
        **{name: getattr(held, name) for name in copied},
        corrects=held,
        state=state,
        words=words,
        next_on=next_on,
        entered_at=now,
        entered_by_name=by.name,
        settled_at=now,
        settled_by_name=by.name,
    )


def _release_next(held: DayItem, by: User, now: datetime) -> None:
    """The item that it came again as, if that is still open."""
    words = str(say(N_("{day} 已更正为办结"), day=held.day.isoformat()))
    held.after.filter(state=ItemState.OPEN).update(
        state=ItemState.RELEASED, words=words, settled_at=now, settled_by_name=by.name
    )
