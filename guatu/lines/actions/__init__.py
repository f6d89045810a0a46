"""Changing work lines, their plans and states, task forces and command posts."""

from guatu.lines.actions.forces import (
    change_task_force,
    create_headquarters,
    create_task_force,
)
from guatu.lines.actions.lines import change_line, create_line
from guatu.lines.actions.status import STEPS, Step, approve, close, publish, reopen, take
from guatu.lines.actions.targets import add_target, change_target, remove_target
from guatu.lines.actions.tasks import add_task, change_task, remove_task

__all__ = [
    "STEPS",
    "Step",
    "add_target",
    "add_task",
    "approve",
    "change_line",
    "change_target",
    "change_task",
    "change_task_force",
    "close",
    "create_headquarters",
    "create_line",
    "create_task_force",
    "publish",
    "remove_target",
    "remove_task",
    "reopen",
    "take",
]
