"""发出填报表: the rows of all units go out at once; sent again, only where they are different."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.journal.actions import Note, record_many
from guatu.journal.queries import events_of
from guatu.kit.bulk import insert_rows, update_rows
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.org.models import Tenant, Unit, User
from guatu.returns.models import ReturnRound, ReturnSheet
from guatu.returns.queries.filling import Rows, count_of, rows_for
from guatu.worklists.models import WorkRound


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which month's progress, with which week's lists, to come back by when."""

    month: date
    due_on: date
    work_round: WorkRound | None = None


@transaction.atomic
def send(tenant: Tenant, wanted: Wanted, *, by: User, now: datetime) -> ReturnRound:
    """A round with a sheet for each unit that has something to fill in; its liaisons are told."""
    require(by, "returns.send", tenant)
    journal.await_turn(tenant.pk)
    _refuse_bad(tenant, wanted, now.astimezone(CHINA).date())
    row = ReturnRound.objects.create(
        tenant=tenant, title=title_of(wanted), month=wanted.month, work_round=wanted.work_round,
        due_on=wanted.due_on, sent_at=now, sent_by=by,
    )  # fmt: skip
    found = rows_for(tenant, wanted.month, wanted.work_round).by_unit
    if not found:
        raise Refusal(say(N_("没有可发的内容：这个月没有在列项目，也没有周清单。")))
    seq = _seq(tenant)
    units = Unit.objects.filter(pk__in=found).order_by("path")
    sheets = [_sheet(row, unit, found[unit.pk], seq, now) for unit in units]
    insert_rows(sheets)
    _tell("returns.sent", row, sheets, by, now)
    return row


@transaction.atomic
def send_again(row: ReturnRound, *, by: User, now: datetime) -> list[ReturnSheet]:
    """A new version for each unit whose rows are different now. The version before may still come
    back: what has not changed since is taken."""
    require(by, "returns.send", row)
    journal.await_turn(row.tenant_id)
    held = ReturnRound.objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    found = rows_for(held.tenant, held.month, held.work_round).by_unit
    current = list(held.sheets.current().select_related("unit", "round"))
    before = {sheet.unit_id: sheet for sheet in current}
    stale = [one for one in current if one.unit_id in found and one.rows != found[one.unit_id]]
    for sheet in stale:
        sheet.is_current = False
    update_rows(stale, ["is_current"])
    fresh = [unit for unit in found if unit not in before]
    units = Unit.objects.filter(pk__in=[*(s.unit_id for s in stale), *fresh]).order_by("path")
    seq = _seq(held.tenant)
    sheets = [_sheet(held, unit, found[unit.pk], seq, now) for unit in units]
    for sheet in sheets:
        sheet.version = before[sheet.unit_id].version + 1 if sheet.unit_id in before else 1
    insert_rows(sheets)
    if sheets:
        _tell("returns.sent_again", held, sheets, by, now)
    return sheets


def title_of(wanted: Wanted) -> str:
    month = f"{wanted.month.year}年{wanted.month.month}月项目进度"
    week = wanted.work_round
    return f"{month}和周清单（{week.period.label}）" if week else month


def _sheet(row: ReturnRound, unit: Unit, rows: Rows, seq: int, now: datetime) -> ReturnSheet:
    return ReturnSheet(
        tenant_id=row.tenant_id, round=row, unit=unit, rows=rows, row_count=count_of(rows),
        data_seq=seq, made_at=now,
    )  # fmt: skip


def _refuse_bad(tenant: Tenant, wanted: Wanted, today: date) -> None:
    faults: dict[str, Any] = {}
    if wanted.month.day != 1 or wanted.month > today:
        faults["month"] = say(N_("只能发本月及以前月份的填报表。"))
    elif wanted.month.year != tenant.year:
        faults["month"] = say(N_("只能发 {year} 年的月份。"), year=tenant.year)
    if wanted.due_on < today:
        faults["due_on"] = say(N_("交回时限不能早于今天。"))
    if faults:
        raise Refusal(next(iter(faults.values())), faults)
    same = ReturnRound.objects.filter(
        tenant=tenant, month=wanted.month, work_round=wanted.work_round
    )
    if there := same.first():
        words = N_("“{label}”已在 {at} 发出；内容有变化的，请在那一批里重发。")
        at = f"{there.sent_at.astimezone(CHINA):%m-%d %H:%M}"
        raise Refusal(say(words, label=there.title, at=at))


def _seq(tenant: Tenant) -> int:
    return int(events_of(tenant.pk).values_list("seq", flat=True).first() or 0)


def _tell(
    code: str, row: ReturnRound, sheets: Sequence[ReturnSheet], by: User, now: datetime
) -> None:
    due = row.due_on.isoformat()
    whole = {"units": len(sheets), "rows": sum(one.row_count for one in sheets), "due": due}
    notes = [Note(code, row, whole)]
    notes += [Note("return_sheet.sent", one, {"due": due}) for one in sheets]
    record_many(notes, by=by, at=now)
