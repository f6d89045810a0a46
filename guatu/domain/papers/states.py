"""The one table of a paper: states and verbs. Who may do what, ``guatu.papers.access`` says."""

from __future__ import annotations

from enum import StrEnum

from guatu.domain import statetables
from guatu.domain.statetables import Course
from guatu.domain.words import N_


class Status(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    EDIT = "edit"
    APPROVE = "approve"
    RETURN = "return"
    ISSUE = "issue"
    WITHDRAW = "withdraw"


Step = statetables.Step[Status, Verb, StrEnum, StrEnum]

TABLE: tuple[Step, ...] = (
    statetables.row(Verb.EDIT, {Status.DRAFT}, None, ()),
    statetables.row(Verb.APPROVE, {Status.DRAFT}, Status.APPROVED, ()),
    statetables.row(Verb.RETURN, {Status.APPROVED}, Status.DRAFT, ()),
    statetables.row(Verb.ISSUE, {Status.APPROVED}, Status.ISSUED, ()),
    statetables.row(Verb.WITHDRAW, {Status.ISSUED}, Status.WITHDRAWN, ()),
)

STATUS_WORDS: dict[Status, str] = {
    Status.DRAFT: N_("草稿"),
    Status.APPROVED: N_("已签批"),
    Status.ISSUED: N_("已印发"),
    Status.WITHDRAWN: N_("已撤回"),
}
VERB_WORDS: dict[Verb, str] = {
    Verb.EDIT: N_("修改文稿"),
    Verb.APPROVE: N_("签批"),
    Verb.RETURN: N_("退回修改"),
    Verb.ISSUE: N_("编号印发"),
    Verb.WITHDRAW: N_("撤回文件"),
}
_COURSE = Course(
    TABLE,
    STATUS_WORDS,
    VERB_WORDS,
    N_("这份文稿现在是“{status}”，不能“{verb}”。请刷新页面，看现在可以做什么。"),
)
step, open_in = _COURSE.step, _COURSE.open_in
