"""What people say of an item of a day: done, carried, blocked, no longer to do; own items."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from guatu.dayclear.actions.holding import come_again, hold_open, settle
from guatu.dayclear.choices import ItemKind, ItemState
from guatu.dayclear.models import DayClosing, DayItem
from guatu.dispatches.terms import terms_of
from guatu.domain.dayclear import MOST_AHEAD, cut_off_of, fault_of_next
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.kit.typed import text_of
from guatu.lines.models import TaskForce
from guatu.org.access import require
from guatu.org.models import Post, Unit, User
from guatu.projects.models import SupportNeed
from guatu.workdays.queries import calendar_in_force

LABEL = 200


@transaction.atomic
def add(
    unit: Unit,
    label: str,
    *,
    day: date,
    post: Post | None = None,
    force: TaskForce | None = None,
    by: User,
    now: datetime,
) -> DayItem:
    """自列: what the day has to clear besides what the system knows."""
    require(by, "dayclear.add")
    item = DayItem(
        tenant_id=unit.tenant_id,
        unit=unit,
        force=force,
        post=post,
        day=day,
        kind=ItemKind.OWN,
        label=label.strip(),
        due_on=day,
        first_on=day,
        entered_at=now,
        entered_by_name=by.name,
    )
    require(by, "dayclear.settle", item)
    _refuse_bad(item, now)
    journal.await_turn(unit.tenant_id)
    item.save(force_insert=True)
    journal.record(
        "dayclear.added", item, by=by, at=now, unit=_whose(item), day=day, label=item.label
    )
    return item


@transaction.atomic
def finish(item: DayItem, *, words: str, by: User, now: datetime) -> DayItem:
    """办结 of an own item, with a word on how; what the system knows is done where it is known."""
    held = hold_open(item, by=by, now=now)
    if held.is_known:
        raise Refusal(
            say(N_("“{label}”由系统记载，请在原单据上办理，日清随之办结。"), label=held.label)
        )
    said = text_of(words, say(N_("请写一句办结情况。")), field="words")
    settle(held, ItemState.DONE, said, by=by.name, now=now)
    _record("dayclear.done", held, by, now)
    return held


@transaction.atomic
def carry(item: DayItem, *, reason: str, next_on: date, by: User, now: datetime) -> DayItem:
    """结转: not today, why, and when; the time limit of a dispatch does not move with it."""
    held = hold_open(item, by=by, now=now)
    held.next_on = _next_of(held, next_on)
    said = text_of(reason, say(N_("请写明为什么今天没有办结。")), field="words")
    settle(held, ItemState.CARRIED, said, by=by.name, now=now)
    come_again(held, next_on, now=now)
    _record("dayclear.carried", held, by, now, next=next_on)
    return held


@transaction.atomic
def block(
    item: DayItem,
    *,
    reason: str,
    next_on: date,
    need: SupportNeed | None = None,
    by: User,
    now: datetime,
) -> DayItem:
    """卡住: somebody else must act first; it is looked at again on ``next_on``."""
    held = hold_open(item, by=by, now=now)
    held.next_on, held.need = _next_of(held, next_on), need
    said = text_of(reason, say(N_("请写明卡在哪里、需要谁做什么。")), field="words")
    settle(held, ItemState.BLOCKED, said, by=by.name, now=now)
    come_again(held, next_on, now=now)
    _record("dayclear.blocked", held, by, now, next=next_on)
    return held


@transaction.atomic
def drop(item: DayItem, *, reason: str, by: User, now: datetime) -> DayItem:
    """不再办: an own item that turned out not to be needed."""
    held = hold_open(item, by=by, now=now)
    if held.is_known:
        raise Refusal(say(N_("“{label}”由系统列出，不能在这里取消。"), label=held.label))
    said = text_of(reason, say(N_("请写明为什么不再办。")), field="words")
    settle(held, ItemState.RELEASED, said, by=by.name, now=now)
    _record("dayclear.dropped", held, by, now)
    return held


def _next_of(held: DayItem, next_on: date) -> date:
    fault = fault_of_next(next_on, held.day, calendar_in_force())
    if fault is not None:
        raise Refusal(fault, {"next_on": fault})
    return next_on


def _refuse_bad(item: DayItem, now: datetime) -> None:
    faults: dict[str, Sentence] = {}
    if not item.label:
        faults["label"] = say(N_("请写明要办什么。"))
    elif len(item.label) > LABEL:
        faults["label"] = say(N_("最多 {n} 个字，请精简。"), n=LABEL)
    if fault := _day_fault(item, now):
        faults["day"] = fault
    if faults:
        raise Refusal(next(iter(faults.values())), faults)


def _day_fault(item: DayItem, now: datetime) -> Sentence | None:
    calendar = calendar_in_force()
    if (item.day - now.date()).days > MOST_AHEAD:
        return say(N_("最多列到 {n} 天以后。"), n=MOST_AHEAD)
    if cut_off_of(item.day, terms_of(item.tenant_id).cut_off) <= now or _is_closed(item):
        return say(N_("{day} 的日清已经截止，请列到以后的日期。"), day=item.day.isoformat())
    if not calendar.is_workday(item.day):
        to = calendar.next_workday(item.day)
        return say(N_("{day} 不上班，可改为 {to}。"), day=item.day.isoformat(), to=to.isoformat())
    return None


def _is_closed(item: DayItem) -> bool:
    rows = DayClosing.objects.filter(day=item.day, force=item.force)
    return rows.filter(unit_id=item.unit_id).exists()


def _whose(item: DayItem) -> str:
    return item.force.name if item.force else item.unit.label


def _record(code: str, item: DayItem, by: User, now: datetime, **more: object) -> None:
    journal.record(
        code, item, by=by, at=now, day=item.day, label=item.label, words=item.words, **more
    )
