"""Targets of quarters and what was reached: whole tables at once, each cell with its event.

Nobody overwrites what he has not seen: a cell comes with what the page showed in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from guatu.domain.pace import plain
from guatu.domain.periods import Quarter
from guatu.domain.quarters import Bounds, faults
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal, StateChanged
from guatu.lines.actions.putting import Changes, put, refuse, words_of
from guatu.lines.choices import QuarterSource
from guatu.lines.entered import holding_on
from guatu.lines.models import (
    QuarterActual,
    QuarterIndicator,
    QuarterTarget,
    Target,
    WorkLine,
)
from guatu.org.access import require
from guatu.org.models import Tenant, User

EDITABLE = ("serial", "name", "unit", "source", "adds_up", "yellow", "red")
MOST = Decimal("99999999999.9999")
MONEY_UNITS = ("亿元", "万元")
MOST_INDICATORS = 30
CITY = N_("全市")
NONE = N_("无")


@dataclass(frozen=True, slots=True)
class Cell:
    """A place of the table: an indicator of a line, or with None of the city."""

    indicator: UUID
    line: UUID | None


@dataclass(frozen=True, slots=True)
class Typed:
    """``value`` as typed, where the page showed ``shown``."""

    shown: Decimal | None
    value: Decimal | None


@transaction.atomic
def add_indicator(
    tenant: Tenant, values: Mapping[str, Any], *, by: User, now: datetime
) -> QuarterIndicator:
    """Add what quarters are measured by; without ``serial`` it comes last."""
    require(by, "quarter.set", tenant)
    journal.await_turn(tenant.pk)
    rows = QuarterIndicator.objects.filter(tenant=tenant)
    if rows.count() >= MOST_INDICATORS:
        raise Refusal(say(N_("季度指标最多 {n} 个，请先删去不用的。"), n=MOST_INDICATORS))
    top = int(rows.aggregate(top=Max("serial"))["top"] or 0)
    row = QuarterIndicator(tenant=tenant, serial=top + 1)
    put(row, values, EDITABLE)
    refuse(_faults(row))
    row.save(force_insert=True)
    journal.record("quarter_indicator.added", row, by=by, at=now, unit=row.unit)
    return row


@transaction.atomic
def change_indicator(
    row: QuarterIndicator, values: Mapping[str, Any], *, by: User, now: datetime
) -> Changes:
    """Its unit stays once a quarter has a target in it: the numbers would say something else."""
    require(by, "quarter.set", row)
    held = _hold(row)
    changes = put(held, values, EDITABLE)
    if not changes:
        return {}
    wrong = _faults(held)
    if "unit" in changes and held.targets.exists():
        wrong["unit"] = say(N_("已有季度目标按原单位下达，单位不能改；请另加一个指标。"))
    refuse(wrong)
    held.save(update_fields=list(changes))
    told = {"fields": words_of(held, changes), "changes": changes}
    journal.record("quarter_indicator.changed", held, by=by, at=now, **told)
    return changes


@transaction.atomic
def remove_indicator(row: QuarterIndicator, *, by: User, now: datetime) -> None:
    """Only while no quarter has a target in it."""
    require(by, "quarter.set", row)
    held = _hold(row)
    if held.targets.exists():
        raise Refusal(say(N_("“{name}”已有季度目标，不能删去。"), name=held.name))
    journal.record("quarter_indicator.removed", held, by=by, at=now)
    held.delete()


@transaction.atomic
def set_targets(
    tenant: Tenant, quarter: Quarter, typed: Mapping[Cell, Typed], *, by: User, now: datetime
) -> int:
    """下达季度目标: returns how many cells are different now; an empty one has no target."""
    require(by, "quarter.set", tenant)
    table = _Table(tenant, quarter, by, now)
    changed = 0
    for cell, one in typed.items():
        row = table.row(cell)
        before = row.value if row else None
        if one.value == before:
            continue
        table.refuse_overtaken(cell, before, one.shown)
        _refuse_unfit(one.value, table.named(cell))
        held = row or table.made(cell)
        held.value = one.value
        held.save(update_fields=["value"])
        table.tell("quarter_target.set", held, before=before, after=one.value)
        changed += 1
    return changed


@transaction.atomic
def enter_actuals(
    tenant: Tenant,
    quarter: Quarter,
    as_of: date,
    typed: Mapping[Cell, Typed],
    *,
    by: User,
    now: datetime,
) -> int:
    """报季度完成数: what was reached since the first day of the quarter, as of a day in it.

    The office for all, a lead unit for its own lines; what projects tell is not asked. Emptied
    it is taken back. Returns how many cells are different now.
    """
    _refuse_day(quarter, as_of, now)
    table = _Table(tenant, quarter, by, now)
    changed = 0
    for cell, one in typed.items():
        row = table.row(cell)
        before = table.entered(row, as_of)
        if one.value == before:
            continue
        table.require_report(cell)
        table.refuse_overtaken(cell, before, one.shown)
        _refuse_unfit(one.value, table.named(cell))
        _refuse_counted(table.indicator(cell))
        held = row or table.made(cell)
        actual = QuarterActual(
            quarter_target=held, as_of=as_of, value=one.value, entered_at=now, entered_by=by
        )
        actual.save(force_insert=True)
        table.tell(_code(before, one.value), held, day=as_of, before=before, after=one.value)
        changed += 1
    return changed


@transaction.atomic
def tie_target(row: QuarterTarget, target: Target | None, *, by: User, now: datetime) -> None:
    """Say which target of the year it is a part of; the first quarter then reads what was reported
    of that, so that it is not asked twice."""
    require(by, "quarter.set", row)
    journal.await_turn(row.tenant_id)
    held = QuarterTarget.objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    if held.part_of_id == (target.pk if target else None):
        return
    if target is not None:
        refuse(_unfit_target(held, target))
    held.part_of = target
    held.save(update_fields=["part_of"])
    table = _Table(held.tenant, held.period, by, now)
    table.tell("quarter_target.tied", held, target=target.name if target else NONE)


class _Table:
    """The rows of a quarter, read and written in one turn of the government."""

    def __init__(self, tenant: Tenant, quarter: Quarter, by: User, now: datetime) -> None:
        journal.await_turn(tenant.pk)
        self.tenant, self.quarter, self.by, self.now = tenant, quarter, by, now
        rows = QuarterTarget.objects.filter(tenant=tenant).of(quarter)
        held = rows.select_for_update(of=("self",), no_key=True).select_related("indicator", "line")
        self._rows = {Cell(row.indicator_id, row.line_id): row for row in held}
        self._indicators = {one.pk: one for one in QuarterIndicator.objects.filter(tenant=tenant)}
        lines = WorkLine.objects.filter(tenant=tenant, year=quarter.year)
        self._lines = {line.pk: line for line in lines}

    def row(self, cell: Cell) -> QuarterTarget | None:
        known = cell.indicator in self._indicators
        if not known or (cell.line is not None and cell.line not in self._lines):
            raise Refusal(say("所选条目不属于本地，请重新选择。"))
        return self._rows.get(cell)

    def made(self, cell: Cell) -> QuarterTarget:
        row = QuarterTarget(
            tenant=self.tenant,
            indicator=self._indicators[cell.indicator],
            year=self.quarter.year,
            quarter=self.quarter.number,
            line=self._lines[cell.line] if cell.line else None,
        )
        row.save(force_insert=True)
        return row

    def entered(self, row: QuarterTarget | None, as_of: date) -> Decimal | None:
        return holding_on(row, as_of) if row else None

    def indicator(self, cell: Cell) -> QuarterIndicator:
        return self._indicators[cell.indicator]

    def named(self, cell: Cell) -> str:
        line = self._lines[cell.line].title if cell.line else CITY
        return f"{line}“{self.indicator(cell).name}”"

    def require_report(self, cell: Cell) -> None:
        """A lead unit reports of its lines; of the city only the office."""
        if cell.line is None:
            require(self.by, "quarter.set", self.tenant)
        else:
            require(self.by, "quarter.report", self._lines[cell.line])

    def refuse_overtaken(self, cell: Cell, before: Decimal | None, shown: Decimal | None) -> None:
        if before == shown:
            return
        raise StateChanged(
            say(
                N_("{cell}刚被别人改为 {now}，您的改动没有保存。请刷新页面，核对后再改。"),
                cell=self.named(cell),
                now=_said(before),
            )
        )

    def tell(self, code: str, row: QuarterTarget, **details: Any) -> None:
        values = {
            name: _said(value) if name in ("before", "after") else value
            for name, value in details.items()
        }
        journal.record(
            code,
            row,
            by=self.by,
            at=self.now,
            where=row.line.title if row.line else CITY,
            quarter=str(row.period.label),
            indicator=row.indicator.name,
            unit=row.indicator.unit,
            **values,
        )


def _code(before: Decimal | None, after: Decimal | None) -> str:
    if after is None:
        return "quarter_actual.taken_back"
    return "quarter_actual.entered" if before is None else "quarter_actual.corrected"


def _said(value: Decimal | None) -> str:
    return NONE if value is None else plain(value)


def _hold(row: QuarterIndicator) -> QuarterIndicator:
    journal.await_turn(row.tenant_id)
    found = QuarterIndicator.objects.select_for_update(no_key=True).filter(pk=row.pk).first()
    if found is None:
        raise StateChanged(say(N_("这个季度指标刚被删去，请刷新页面。")))
    return found


def _refuse_day(quarter: Quarter, as_of: date, now: datetime) -> None:
    if not quarter.first <= as_of <= quarter.last:
        raise _refusal(say(N_("截至日要在{quarter}之内。"), quarter=str(quarter.label)))
    if as_of > now.astimezone(CHINA).date():
        raise _refusal(say(N_("截至日不能晚于今天。")))


def _refuse_unfit(value: Decimal | None, named: str) -> None:
    if value is not None and not 0 <= value <= MOST:
        raise Refusal(say(N_("{cell}请填 0 以上的数，请核对位数。"), cell=named))


def _refuse_counted(indicator: QuarterIndicator) -> None:
    if not indicator.is_entered:
        source = str(QuarterSource(indicator.source).label)
        words = N_("“{name}”由系统按{source}统计，不用填报。")
        raise Refusal(say(words, name=indicator.name, source=source))


def _refusal(said: Sentence) -> Refusal:
    return Refusal(said, {"as_of": said})


def _faults(row: QuarterIndicator) -> dict[str, Sentence]:
    found = faults(Bounds(row.yellow, row.red))
    others = QuarterIndicator.objects.filter(tenant_id=row.tenant_id).exclude(pk=row.pk)
    if not row.name:
        found["name"] = say(N_("请填写指标名称。"))
    elif others.filter(name=row.name).exists():
        found["name"] = say(N_("已有指标“{name}”。"), name=row.name)
    if not row.unit:
        found["unit"] = say("请填写计量单位，如“亿元”“个”“%”。")
    elif row.source == QuarterSource.INVESTED and row.unit not in MONEY_UNITS:
        found["unit"] = say(N_("完成投资按项目月报统计，单位请用“亿元”或“万元”。"))
    return found


def _unfit_target(row: QuarterTarget, target: Target) -> dict[str, Sentence]:
    if target.line_id != row.line_id or target.line.year != row.year:
        return {"part_of": say("所选目标不属于这条工作线，请重新选择。")}
    if target.unit != row.indicator.unit:
        words = N_("“{target}”的单位是“{unit}”，与季度指标不同，不能互相折算。")
        return {"part_of": say(words, target=target.name, unit=target.unit)}
    return {}
