"""Changing work lines, their plans, states and score items; task forces, chains, parks."""

from guatu.lines.actions.chains import change_chain, change_park, create_chain, create_park
from guatu.lines.actions.forces import (
    change_task_force,
    create_headquarters,
    create_task_force,
)
from guatu.lines.actions.lines import change_line, create_line
from guatu.lines.actions.score_items import (
    add_score_item,
    change_score_item,
    remove_score_item,
)
from guatu.lines.actions.status import STEPS, Step, approve, close, publish, reopen, take
from guatu.lines.actions.targets import (
    add_target,
    change_target,
    entrust_target,
    remove_target,
)
from guatu.lines.actions.tasks import add_task, change_task, remove_task

__all__ = [
    "STEPS",
    "Step",
    "add_score_item",
    "add_target",
    "add_task",
    "approve",
    "change_chain",
    "change_line",
    "change_park",
    "change_score_item",
    "change_target",
    "change_task",
    "change_task_force",
    "close",
    "create_chain",
    "create_headquarters",
    "create_line",
    "create_park",
    "create_task_force",
    "entrust_target",
    "publish",
    "remove_score_item",
    "remove_target",
    "remove_task",
    "reopen",
    "take",
]
