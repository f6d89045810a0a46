"""Tasks of a line's annual plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.lines.actions.putting import (
    Changes,
    hold,
    put,
    refuse,
    refuse_settled,
    strangers,
)
from guatu.lines.choices import TaskStatus
from guatu.lines.models import PlanTask, WorkLine
from guatu.org.access import require
from guatu.org.models import User

EDITABLE = (
    "serial", "topic", "task", "lead_unit", "assist_words", "leader", "due", "due_words",
    "quarter_goals", "status", "progress",
)  # fmt: skip
REPORTED = ("status", "progress")


@transaction.atomic
def add_task(line: WorkLine, values: Mapping[str, Any], *, by: User, now: datetime) -> PlanTask:
    """Add a task; without ``serial`` it comes last. ``quarter_goals`` holds four texts."""
    require(by, "line.edit", line)
    held = hold(line)
    refuse_settled(held, EDITABLE)
    task = PlanTask(line=held, serial=_next_serial(held))
    put(task, values, EDITABLE)
    refuse(_faults(task, held))
    task.save(force_insert=True)
    journal.record("plan_task.added", held, by=by, at=now, task=task.task)
    return task


@transaction.atomic
def change_task(task: PlanTask, values: Mapping[str, Any], *, by: User, now: datetime) -> Changes:
    """Change a task, or report its progress: ``status`` and ``progress``."""
    require(by, "line.edit", task.line)
    held = hold(task.line)
    row = PlanTask.objects.get(pk=task.pk)
    changes = put(row, values, EDITABLE)
    if not changes:
        return {}
    refuse_settled(held, changes, REPORTED)
    refuse(_faults(row, held))
    row.save(update_fields=list(changes))
    journal.record("plan_task.changed", held, by=by, at=now, task=row.task, changes=changes)
    return changes


@transaction.atomic
def remove_task(task: PlanTask, *, by: User, now: datetime) -> None:
    require(by, "line.edit", task.line)
    held = hold(task.line)
    refuse_settled(held, EDITABLE)
    task.delete()
    journal.record("plan_task.removed", held, by=by, at=now, task=task.task)


def _next_serial(line: WorkLine) -> int:
    return int(line.tasks.aggregate(top=Max("serial"))["top"] or 0) + 1


def _faults(task: PlanTask, line: WorkLine) -> dict[str, Sentence]:
    faults = strangers(task, line.tenant_id, ("lead_unit", "leader"))
    if not task.task:
        faults["task"] = say("请填写任务。")
    if task.serial < 1:
        faults["serial"] = say("序号请填 1 以上的整数。")
    if task.status not in TaskStatus.values:
        faults["status"] = say("请从列表中选择状态。")
    goals = task.quarter_goals
    if goals and (len(goals) != 4 or not all(isinstance(goal, str) for goal in goals)):
        faults["quarter_goals"] = say("季度目标按四个季度填写，没有的季度留空。")
    return faults
