"""Targets of a line and what has been reached of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import StateChanged
from guatu.lines.actions.putting import (
    Changes,
    hold,
    put,
    refuse,
    refuse_settled,
    unfit_post,
)
from guatu.lines.models import Target, WorkLine
from guatu.org.access import require
from guatu.org.models import Post, User

EDITABLE = (
    "serial", "name", "words", "value", "unit", "at_most", "actual", "actual_on", "due", "post",
)  # fmt: skip
#: Who answers for a target may change while the plan runs; what is to be reached may not.
AT_ANY_TIME = ("actual", "actual_on", "post")


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
    """Change a target, report what has been reached (``actual`` and the day of the figure), or
    name another post for it."""
    require(by, "line.edit", target.line)
    held = hold(target.line)
    row = Target.objects.get(pk=target.pk)
    changes = put(row, values, EDITABLE)
    if not changes:
        return {}
    refuse_settled(held, changes, AT_ANY_TIME)
    refuse(_faults(row, now.date()))
    row.save(update_fields=list(changes))
    journal.record("target.changed", held, by=by, at=now, target=row.name, changes=changes)
    return changes


@transaction.atomic
def entrust_target(target: Target, post: Post, *, by: User, now: datetime) -> None:
    """目标责任化: name the post that answers for a target that has none yet.

    Raises ``StateChanged`` when someone else has named another; the same one twice is no change.
    """
    require(by, "line.edit", target.line)
    hold(target.line)
    named = Target.objects.select_related("post").get(pk=target.pk).post
    if named is not None and named != post:
        raise StateChanged(
            say("“{target}”已由{post}负责，未作改动。", target=target.name, post=str(named))
        )
    change_target(target, {"post": post}, by=by, now=now)


@transaction.atomic
def remove_target(target: Target, *, by: User, now: datetime) -> None:
    """Its projects and score items stay, now without it: they show as loose in the chain."""
    require(by, "line.edit", target.line)
    held = hold(target.line)
    refuse_settled(held, EDITABLE)
    target.score_items.update(target=None)
    target.delete()
    journal.record("target.removed", held, by=by, at=now, target=target.name)


def _next_serial(line: WorkLine) -> int:
    return int(line.targets.aggregate(top=Max("serial"))["top"] or 0) + 1


def _faults(target: Target, today: date) -> dict[str, Sentence]:
    faults = unfit_post(target, target.line.tenant_id)
    if not target.name:
        faults["name"] = say("请填写目标。")
    if target.value is None and not target.words:
        faults["value"] = say("请填写目标值；暂无数值的，把原文写在“目标值（文字）”里。")
    if target.value is not None and not target.unit:
        faults["unit"] = say("请填写计量单位，如“亿元”“个”“%”。")
    if target.at_most and target.value is None:
        faults["at_most"] = say("没有数值的目标不能按“不超过目标值”判断，请先填目标值。")
    if target.actual is not None and target.actual_on is None:
        faults["actual_on"] = say("请填写完成值截至哪一天。")
    if target.actual_on and target.actual_on > today:
        faults["actual_on"] = say("完成值的日期不能晚于今天。")
    return faults
