"""Closing a day at its cut-off: what the system knows is asked once, the rest stands as 未清."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef

from guatu.dayclear.actions.holding import come_again, settle
from guatu.dayclear.actions.opening import list_day
from guatu.dayclear.choices import ItemState
from guatu.dayclear.models import DayClosing, DayItem
from guatu.dayclear.queries.owed import known_of
from guatu.dispatches.terms import terms_of
from guatu.domain.dayclear import Known, Verdict, days_to_close, left_open, sum_up, verdict_of
from guatu.domain.words import N_, say
from guatu.domain.workcalendar import WorkCalendar
from guatu.journal import actions as journal
from guatu.journal.actions import SYSTEM
from guatu.kit.refusals import StateChanged
from guatu.kit.typed import text_of
from guatu.org.access import require
from guatu.org.models import Tenant, User
from guatu.workdays.queries import calendar_in_force


def close_days(now: datetime) -> int:
    """Close every day whose cut-off has passed; returns how many evenings of units were closed.

    A day is closed once, however many servers try and however late. A demonstration whose clock
    stands still never reaches the end of its day.
    """
    tenants = Tenant.objects.filter(stopped_on__isnull=True).order_by("id")
    return sum(close_days_of(tenant, now) for tenant in tenants)


def close_days_of(tenant: Tenant, now: datetime) -> int:
    calendar, cut_off = calendar_in_force(), terms_of(tenant.pk).cut_off
    last = DayClosing.objects.filter(tenant=tenant).aggregate(last=Max("day"))["last"]
    days = days_to_close(last, now, cut_off, calendar)
    return sum(close_day(tenant.pk, day, calendar, now=now) for day in days)


def close_day(tenant_id: UUID, day: date, calendar: WorkCalendar, *, now: datetime) -> int:
    """Complete the list of ``day``, then close it unit by unit, each in its own transaction."""
    before = calendar.add_workdays(day, -1)
    list_day(tenant_id, day, since=before + timedelta(days=1), now=now)
    return sum(_close(*key, day, calendar, now) for key in _not_closed(tenant_id, day))


@transaction.atomic
def confirm(closing: DayClosing, *, words: str, by: User, now: datetime) -> DayClosing:
    """The head of the unit or the task force stands by the evening; once."""
    journal.await_turn(closing.tenant_id)
    rows = DayClosing.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("unit", "force").get(pk=closing.pk)
    require(by, "dayclear.confirm", held)
    if held.confirmed_at is not None:
        raise StateChanged(
            say(
                N_("{name} 已经确认了 {day} 的日清，不用再确认。"),
                name=held.confirmed_by_name,
                day=held.day.isoformat(),
            )
        )
    said = words.strip() or "无补充"
    held.confirm_words = text_of(said, say(N_("请写确认意见。")), field="words")
    held.confirmed_at, held.confirmed_by_name = now, by.name
    held.save(update_fields=["confirm_words", "confirmed_at", "confirmed_by_name"])
    journal.record(
        "dayclear.confirmed", held, by=by, at=now, unit=held.whose, day=held.day, words=said
    )
    return held


def _not_closed(tenant_id: UUID, day: date) -> list[tuple[UUID, UUID, UUID | None]]:
    closed = DayClosing.objects.filter(day=day, unit=OuterRef("unit"))
    of_force = closed.filter(force=OuterRef("force"))
    of_unit = closed.filter(force__isnull=True)
    rows = DayItem.objects.filter(tenant_id=tenant_id, day=day).order_by("unit_id", "force_id")
    units = rows.filter(~Exists(of_unit), force__isnull=True)
    forces = rows.filter(~Exists(of_force), force__isnull=False)
    keys = ("tenant_id", "unit_id", "force_id")
    return [*units.values_list(*keys).distinct(), *forces.values_list(*keys).distinct()]


def _close(
    tenant_id: UUID,
    unit_id: UUID,
    force_id: UUID | None,
    day: date,
    calendar: WorkCalendar,
    now: datetime,
) -> int:
    """The row of the evening is the claim: whoever comes second finds it and does nothing."""
    try:
        with transaction.atomic():
            journal.await_turn(tenant_id)
            closing = DayClosing.objects.create(
                tenant_id=tenant_id, unit_id=unit_id, force_id=force_id, day=day, closed_at=now
            )
            _settle_all(closing, calendar, now)
    except IntegrityError:
        return 0
    return 1


def _settle_all(closing: DayClosing, calendar: WorkCalendar, now: datetime) -> None:
    items = list(
        DayItem.objects.entered()
        .filter(unit_id=closing.unit_id, force_id=closing.force_id, day=closing.day)
        .select_for_update(of=("self",), no_key=True)
    )
    known = known_of(item for item in items if item.is_open)
    for item in items:
        if item.is_open:
            _end(item, _verdict(known.get(item.pk), closing.day, calendar), now)
    _sum(closing, items, now)


def _verdict(known: Known | None, day: date, calendar: WorkCalendar) -> Verdict:
    return left_open(day, calendar) if known is None else verdict_of(known, day, calendar)


def _end(item: DayItem, verdict: Verdict, now: datetime) -> None:
    item.next_on = verdict.next_on
    state = ItemState(verdict.state.value)
    settle(item, state, str(verdict.words), by=SYSTEM.actor_name, now=now)
    if verdict.next_on is not None:
        moved = verdict.next_on if state == ItemState.CARRIED else None
        come_again(item, verdict.next_on, due_on=moved, now=now)


def _sum(closing: DayClosing, items: Sequence[DayItem], now: datetime) -> None:
    sums = sum_up((item.standing, item.carried) for item in items)
    figures = ("done", "carried", "blocked", "uncleared", "released", "longest")
    for name in figures:
        setattr(closing, name, getattr(sums, name))
    closing.save(update_fields=list(figures))
    told = {name: getattr(sums, name) for name in figures} | {"all": sums.all}
    whose, day = closing.whose, closing.day
    journal.record("dayclear.summed", closing, by=SYSTEM, at=now, unit=whose, day=day, **told)
