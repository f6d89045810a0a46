"""By the timer: preparing the lists of a period, naming who is missing, freezing at the cut-off.

Each happens once, however many servers try: the row of the round is the claim, and its moments
are written in the transaction in which it is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from guatu.domain.words import N_, say
from guatu.domain.worklists.rhythm import Period, due_period
from guatu.domain.worklists.rows import Share
from guatu.domain.worklists.table import Status
from guatu.journal import actions as journal
from guatu.journal.actions import SYSTEM, Note, record_many
from guatu.journal.queries import events_of
from guatu.kit.bulk import insert_rows, update_rows
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import Tenant, User
from guatu.workdays.queries import calendar_in_force
from guatu.worklists.actions.merging import made, merge
from guatu.worklists.choices import ListStatus
from guatu.worklists.models import WorkItem, WorkList, WorkRound
from guatu.worklists.queries.composing import Rows, rows_for
from guatu.worklists.queries.people import people_of
from guatu.worklists.terms import timings_of

#: Units named in the sentence about who is missing; all stand on the page.
NAMED = 30


@dataclass(frozen=True, slots=True)
class Kept:
    """How many rounds were prepared, called in and frozen."""

    prepared: int = 0
    called: int = 0
    frozen: int = 0


def keep_rounds_of(tenant: Tenant, now: datetime) -> Kept:
    """What is due for one government at ``now``, by its clock."""
    calendar = calendar_in_force()
    periods = [
        period
        for rhythm, timing in timings_of(tenant.pk).items()
        if (period := due_period(rhythm, timing, now, calendar)) is not None
    ]
    there = _there(tenant, periods)
    prepared = [prepare(tenant, p, now=now) for p in periods if (p.rhythm, p.first) not in there]
    running = WorkRound.objects.filter(tenant=tenant, locked_at__isnull=True)
    called = [call_in(row, now=now) for row in running.filter(due_at__lt=now, called_at=None)]
    frozen = [freeze(row, now=now) for row in running.filter(freeze_at__lte=now)]
    return Kept(sum(row is not None for row in prepared), sum(called), sum(frozen))


@transaction.atomic
def prepare(tenant: Tenant, period: Period, *, now: datetime) -> WorkRound | None:
    """The lists of all units for ``period``; None when they are there already."""
    journal.await_turn(tenant.pk)
    if _there(tenant, [period]):
        return None
    calendar, people = calendar_in_force(), people_of(tenant.pk)
    moments = timings_of(tenant.pk)[period.rhythm].moments(period, calendar)
    round_ = WorkRound.objects.create(
        tenant=tenant,
        rhythm=period.rhythm.value,
        first=period.first,
        last=period.last,
        prepared_at=now,
        due_at=moments.due,
        freeze_at=moments.freeze,
    )
    rows = rows_for(tenant.pk, period, _day(now), calendar, people)
    seq = int(events_of(tenant.pk).values_list("seq", flat=True).first() or 0)
    lists = [
        WorkList(tenant=tenant, round=round_, unit_id=unit, data_seq=seq, data_at=now)
        for unit in people.filing
    ]
    _write(lists, rows)
    _tell_prepared(round_, now)
    return round_


@transaction.atomic
def call_in(round_: WorkRound, *, now: datetime) -> bool:
    """Name who is missing at the deadline, once; the office hears of all in one letter."""
    held = _hold(round_)
    if held.called_at is not None or held.locked_at is not None:
        return False
    held.called_at = now
    held.save(update_fields=["called_at"])
    missing = list(held.lists.missing().select_related("unit", "round").order_by("unit__path"))
    if missing:
        due = f"{held.due_at.astimezone(CHINA):%m-%d %H:%M}"
        names = "、".join(row.unit.label for row in missing[:NAMED])
        whole = Note("work_round.called", held, {"n": len(missing), "units": names})
        each = [Note("work_list.missed", row, {"due": due}) for row in missing]
        record_many([whole, *each], by=SYSTEM, at=now)
    return True


@transaction.atomic
def freeze(round_: WorkRound, *, now: datetime, by: User | None = None) -> bool:
    """Freeze all lists of a round with the number of the journal up to which they know; once.

    By the timer at the cut-off, by the office from the deadline on. What nobody filed is read
    once more and frozen as the system has it; what was filed stays as it was filed.
    """
    if by is not None:
        require(by, "work_list.freeze", round_)
    held = _hold(round_)
    if held.locked_at is not None:
        return False
    if by is not None and now < held.due_at:
        due = f"{held.due_at.astimezone(CHINA):%m月%d日 %H:%M}"
        raise Refusal(say(N_("报送时限是 {due}，到时限后才能提前冻结。"), due=due))
    rows = held.lists.select_for_update(of=("self",), no_key=True).select_related("unit", "round")
    lists = list(rows.order_by("id"))
    seq = int(events_of(held.tenant_id).values_list("seq", flat=True).first() or 0)
    _read_once_more([row for row in lists if row.status == Status.OPEN], held, seq, now)
    for row in lists:
        row.status, row.locked_at = ListStatus.LOCKED, now
        row.version += 1
    update_rows(lists, ["status", "locked_at", "version", "data_seq", "data_at", *_FIGURES])
    held.locked_at, held.locked_seq = now, seq
    held.save(update_fields=["locked_at", "locked_seq"])
    figures = {
        "filed": sum(row.filed_at is not None for row in lists),
        "late": sum(row.is_late for row in lists),
        "missing": sum(row.filed_at is None for row in lists),
    }
    journal.record("work_round.locked", held, by=by or SYSTEM, at=now, seq=seq, **figures)
    return True


def _read_once_more(lists: Sequence[WorkList], held: WorkRound, seq: int, now: datetime) -> None:
    if not lists:
        return
    calendar, people = calendar_in_force(), people_of(held.tenant_id)
    found = rows_for(held.tenant_id, held.period, _day(now), calendar, people)
    for row in lists:
        merge(row, found.get(row.unit_id, ()))
        row.data_seq, row.data_at = seq, now
        _count(row, row.items.all())


def _write(lists: Sequence[WorkList], rows: Rows) -> None:
    items: list[WorkItem] = []
    for row in lists:
        own = [made(row, one, n) for n, one in enumerate(rows.get(row.unit_id, ()), start=1)]
        _count(row, own)
        items.extend(own)
    insert_rows(lists)
    insert_rows(items)


_FIGURES = ("rows", "own_rows", "cells", "by_hand")


def _count(row: WorkList, items: Iterable[WorkItem]) -> None:
    share = sum((item.share for item in items), Share())
    for name in _FIGURES:
        setattr(row, name, getattr(share, name))


def _tell_prepared(round_: WorkRound, now: datetime) -> None:
    lists = list(round_.lists.select_related("unit", "round").order_by("unit__path"))
    due = f"{round_.due_at.astimezone(CHINA):%m月%d日 %H:%M}"
    whole = {"lists": len(lists), "rows": sum(row.rows for row in lists)}
    notes = [Note("work_round.prepared", round_, whole)]
    notes += [Note("work_list.prepared", row, {"rows": row.rows, "due": due}) for row in lists]
    record_many(notes, by=SYSTEM, at=now)


def _there(tenant: Tenant, periods: Sequence[Period]) -> set[tuple[str, date]]:
    rows = WorkRound.objects.filter(tenant=tenant, first__in=[p.first for p in periods])
    wanted = {(str(p.rhythm), p.first) for p in periods}
    return wanted & set(rows.values_list("rhythm", "first"))


def _hold(round_: WorkRound) -> WorkRound:
    journal.await_turn(round_.tenant_id)
    return WorkRound.objects.select_for_update(no_key=True).get(pk=round_.pk)


def _day(now: datetime) -> date:
    return now.astimezone(CHINA).date()
