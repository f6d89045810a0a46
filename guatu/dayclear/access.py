"""Who may settle what a day has to clear, and who confirms an evening."""

from __future__ import annotations

from guatu.dayclear.models import DayClosing, DayItem
from guatu.org.access import Access, declare
from guatu.org.choices import Role


def _has_it(access: Access, item: DayItem) -> bool:
    """The post that it is bound to, the unit and the head of the task force."""
    if item.post_id in access.post_ids or item.unit_id in access.unit_ids:
        return True
    return item.force is not None and item.force.head_id in access.post_ids


def _heads_it(access: Access, closing: DayClosing) -> bool:
    """The head of the task force for its evening, the head of the unit for that of the unit."""
    if closing.force is not None:
        return closing.force.head_id in access.post_ids
    return Role.UNIT_HEAD in access.roles and closing.unit_id in access.unit_ids


_WORKING = [role for role in Role if role != Role.READER]
declare("dayclear.add", "自列日清事项", *_WORKING)
declare("dayclear.settle", "办结、结转日清事项", *_WORKING, on_row=_has_it)
declare("dayclear.correct", "补记更正日清", *_WORKING, on_row=_has_it)
declare("dayclear.confirm", "确认日清", Role.UNIT_HEAD, Role.TASK_FORCE, on_row=_heads_it)
