"""The one table of a meeting (调度会): states, verbs, what must be given.

All of it is open to whoever runs the meeting; who that is, ``guatu.command.access`` says.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from guatu.domain import statetables
from guatu.domain.statetables import Course
from guatu.domain.words import N_


class Status(StrEnum):
    """Where a meeting stands."""

    CALLED = "called"
    HELD = "held"
    MINUTED = "minuted"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Verb(StrEnum):
    """What can be done with it."""

    EDIT = "edit"
    ARRANGE = "arrange"
    HOLD = "hold"
    CANCEL = "cancel"
    DECIDE = "decide"
    MINUTE = "minute"
    TAKE_BACK = "take_back"
    CLOSE = "close"


class Ask(StrEnum):
    """What a verb demands besides the click."""

    REASON = "reason"


Step = statetables.Step[Status, Verb, StrEnum, Ask]
"""A row of the table; who may do it stands with the roles."""

OPEN = frozenset({Status.CALLED, Status.HELD})


def _row(verb: Verb, sources: Collection[Status], target: Status | None, *asks: Ask) -> Step:
    return statetables.row(verb, sources, target, (), *asks)


TABLE: tuple[Step, ...] = (
    _row(Verb.EDIT, {Status.CALLED}, None),
    _row(Verb.ARRANGE, OPEN, None),
    _row(Verb.HOLD, {Status.CALLED}, Status.HELD),
    _row(Verb.CANCEL, {Status.CALLED}, Status.CANCELLED, Ask.REASON),
    _row(Verb.DECIDE, {Status.HELD}, None),
    _row(Verb.MINUTE, {Status.HELD}, Status.MINUTED),
    _row(Verb.TAKE_BACK, {Status.MINUTED}, Status.HELD, Ask.REASON),
    _row(Verb.CLOSE, {Status.MINUTED}, Status.CLOSED),
)

STATUS_WORDS: dict[Status, str] = {
    Status.CALLED: N_("待召开"),
    Status.HELD: N_("开会中"),
    Status.MINUTED: N_("已出纪要"),
    Status.CLOSED: N_("议定事项已清"),
    Status.CANCELLED: N_("已取消"),
}
VERB_WORDS: dict[Verb, str] = {
    Verb.EDIT: N_("修改会议"),
    Verb.ARRANGE: N_("调整议题"),
    Verb.HOLD: N_("开会"),
    Verb.CANCEL: N_("取消会议"),
    Verb.DECIDE: N_("记录议定事项"),
    Verb.MINUTE: N_("出纪要"),
    Verb.TAKE_BACK: N_("更正纪要"),
    Verb.CLOSE: N_("会议收尾"),
}
_COURSE = Course(
    TABLE,
    STATUS_WORDS,
    VERB_WORDS,
    N_("这次会议现在是“{status}”，不能“{verb}”。请刷新页面，看现在可以做什么。"),
)
step, open_in = _COURSE.step, _COURSE.open_in
