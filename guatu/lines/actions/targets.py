"""Targets of a line and what has been reached of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.lines.actions.putting import Changes, hold, put, refuse, refuse_settled
from guatu.lines.models import Target, WorkLine
from guatu.org.access import require
from guatu.org.models import User

EDITABLE = ("serial", "name", "words", "value", "unit", "actual", "actual_on", "due")
REPORTED = ("actual", "actual_on")


@transaction.atomic
def add_target(line: WorkLine, values: Mapping[str, Any], *, by: User, now: datetime) -> Target:
    """Add a target; without ``serial`` it comes last."""
    require(by, "line.edit", line)
    held = hold(line)
    refuse_settled(held, EDITABLE)
    target = Target(line=held, serial=_next_serial(held))
    put(target, values, EDITABLE)
    refuse(_faults(target, now.date()))
    target.save(force_insert=True)
    journal.record("target.added", held, by=by, at=now, target=target.name)
    return target


@transaction.atomic
def change_target(target: Target, values: Mapping[str, Any], *, by: User, now: datetime) -> Changes:
    """Change a target, or report what has been reached: ``actual`` and the day of the figure."""
    require(by, "line.edit", target.line)
    held = hold(target.line)
    row = Target.objects.get(pk=target.pk)
    changes = put(row, values, EDITABLE)
    if not changes:
        return {}
    refuse_settled(held, changes, REPORTED)
    refuse(_faults(row, now.date()))
    row.save(update_fields=list(changes))
    journal.record("target.changed", held, by=by, at=now, target=row.name, changes=changes)
    return changes


@transaction.atomic
def remove_target(target: Target, *, by: User, now: datetime) -> None:
    require(by, "line.edit", target.line)
    held = hold(target.line)
    refuse_settled(held, EDITABLE)
    target.delete()
    journal.record("target.removed", held, by=by, at=now, target=target.name)


def _next_serial(line: WorkLine) -> int:
    return int(line.targets.aggregate(top=Max("serial"))["top"] or 0) + 1


def _faults(target: Target, today: date) -> dict[str, Sentence]:
    faults: dict[str, Sentence] = {}
    if not target.name:
        faults["name"] = say("请填写目标。")
    if target.value is None and not target.words:
        faults["value"] = say("请填写目标值；暂无数值的，把原文写在“目标值（文字）”里。")
    if target.value is not None and not target.unit:
        faults["unit"] = say("请填写计量单位，如“亿元”“个”“%”。")
    if target.actual is not None and target.actual_on is None:
        faults["actual_on"] = say("请填写完成值截至哪一天。")
    if target.actual_on and target.actual_on > today:
        faults["actual_on"] = say("完成值的日期不能晚于今天。")
    return faults
