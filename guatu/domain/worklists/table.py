"""The one table of a list of work: states, verbs, who may, what must be given.

Whoever files a list never approves it. A list that is frozen can still be filed and approved
late, which is marked; its figures are changed by amendments alone.
"""

from __future__ import annotations

from enum import StrEnum

from guatu.domain import statetables
from guatu.domain.statetables import Course
from guatu.domain.words import N_


class Status(StrEnum):
    """Where a list stands."""

    OPEN = "open"
    FILED = "filed"
    APPROVED = "approved"
    LOCKED = "locked"
    REVIEWED = "reviewed"


class Verb(StrEnum):
    """What can be done with it."""

    CORRECT = "correct"
    ENTER = "enter"
    FILE = "file"
    TAKE_BACK = "take_back"
    RETURN = "return"
    APPROVE = "approve"
    FREEZE = "freeze"
    AMEND = "amend"
    REVIEW = "review"


class Party(StrEnum):
    """How a person stands to a list; its head is never who filed it."""

    FILER = "filer"
    HEAD = "head"
    OFFICE = "office"


class Ask(StrEnum):
    """What a verb demands besides the click."""

    REASON = "reason"


Step = statetables.Step[Status, Verb, Party, Ask]
"""A row of the table."""

_row = statetables.row
_LOCKED = (Status.LOCKED, Status.REVIEWED)
TABLE: tuple[Step, ...] = (
    _row(Verb.CORRECT, {Status.OPEN}, None, {Party.FILER}),
    _row(Verb.ENTER, {Status.OPEN}, None, {Party.FILER, Party.OFFICE}),
    _row(Verb.FILE, {Status.OPEN}, Status.FILED, {Party.FILER}),
    _row(Verb.FILE, {Status.LOCKED}, None, {Party.FILER}),
    _row(Verb.TAKE_BACK, {Status.FILED}, Status.OPEN, {Party.FILER}),
    _row(Verb.APPROVE, {Status.FILED}, Status.APPROVED, {Party.HEAD}),
    _row(Verb.APPROVE, {Status.LOCKED}, None, {Party.HEAD}),
    _row(Verb.RETURN, {Status.FILED, Status.APPROVED}, Status.OPEN, {Party.HEAD}, Ask.REASON),
    _row(Verb.FREEZE, {Status.OPEN, Status.FILED, Status.APPROVED}, Status.LOCKED, {Party.OFFICE}),
    _row(Verb.AMEND, _LOCKED, None, {Party.FILER, Party.OFFICE}, Ask.REASON),
    _row(Verb.REVIEW, {Status.LOCKED}, Status.REVIEWED, {Party.OFFICE}),
)
STATUS_WORDS: dict[Status, str] = {
    Status.OPEN: N_("待填报"),
    Status.FILED: N_("待审定"),
    Status.APPROVED: N_("已审定"),
    Status.LOCKED: N_("已冻结"),
    Status.REVIEWED: N_("已点评"),
}
VERB_WORDS: dict[Verb, str] = {
    Verb.CORRECT: N_("更正清单"),
    Verb.ENTER: N_("录入交回的清单"),
    Verb.FILE: N_("报送"),
    Verb.TAKE_BACK: N_("收回修改"),
    Verb.RETURN: N_("退回修改"),
    Verb.APPROVE: N_("审定"),
    Verb.FREEZE: N_("截止冻结"),
    Verb.AMEND: N_("冻结后更正"),
    Verb.REVIEW: N_("点评"),
}
_COURSE = Course(
    TABLE,
    STATUS_WORDS,
    VERB_WORDS,
    N_("这份清单现在是“{status}”，不能“{verb}”。请刷新页面，看现在可以做什么。"),
)
step, open_to, parties_of = _COURSE.step, _COURSE.open_to, _COURSE.parties_of
