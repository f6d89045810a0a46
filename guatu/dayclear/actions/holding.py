"""Taking hold of an item: locked, read anew, of a day that is not over."""

from __future__ import annotations

from datetime import date, datetime, time

from guatu.dayclear.choices import ItemState
from guatu.dayclear.models import DayItem
from guatu.dispatches.terms import terms_of
from guatu.domain.dayclear import cut_off_of
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.models import User


def hold_open(item: DayItem, *, by: User, now: datetime) -> DayItem:
    """Lock an item that is still open; ``StateChanged`` when somebody settled it before."""
    held = lock(item)
    require(by, "dayclear.settle", held)
    if not held.is_open:
        raise StateChanged(_told(held))
    cut_off = cut_off_at(held)
    if cut_off <= now:
        raise Refusal(
            say(
                N_("{day} 的日清已在 {time} 截止，正在结账；结账后可以补记更正。"),
                day=held.day.isoformat(),
                time=f"{cut_off:%H:%M}",
            )
        )
    return held


def lock(item: DayItem) -> DayItem:
    journal.await_turn(item.tenant_id)
    rows = DayItem.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit", "force", "post").get(pk=item.pk)


def settle(held: DayItem, state: ItemState, words: str, *, by: str, now: datetime) -> None:
    held.state, held.words = state, words
    held.settled_at, held.settled_by_name = now, by[:100]
    held.save(update_fields=["state", "words", "next_on", "need", "settled_at", "settled_by_name"])


def come_again(held: DayItem, on: date, *, due_on: date | None = None, now: datetime) -> DayItem:
    """The same thing on a later day, its count one higher; once, however often it is asked."""
    found = _there(held, on)
    if found is not None:
        return found
    return DayItem.objects.create(
        tenant_id=held.tenant_id,
        unit_id=held.unit_id,
        force_id=held.force_id,
        post_id=held.post_id,
        day=on,
        kind=held.kind,
        what_id=held.what_id,
        page_id=held.page_id,
        aspect=held.aspect,
        label=held.label,
        due_on=due_on or held.due_on,
        carried=held.carried + 1,
        first_on=held.first_on,
        before=held,
        entered_at=now,
    )


def _there(held: DayItem, on: date) -> DayItem | None:
    if held.what_id is None:
        return None
    return DayItem.objects.entered().filter(day=on, what_id=held.what_id).first()


def cut_off_at(item: DayItem) -> datetime:
    return cut_off_of(item.day, cut_off_time(item))


def cut_off_time(item: DayItem) -> time:
    own: time = terms_of(item.tenant_id).cut_off
    return own


def _told(held: DayItem) -> Sentence:
    at = held.settled_at.astimezone(CHINA) if held.settled_at else None
    return say(
        N_("{name} 在 {at} 已把“{label}”记为“{state}”，您的填写没有保存。请看最新情况后再办。"),
        name=held.settled_by_name,
        at=f"{at:%m月%d日 %H:%M}" if at else "",
        label=held.label,
        state=str(ItemState(held.state).label),
    )
