"""The one table of a dispatch: states, verbs, who may, what must be given.

Guards, buttons, the permission test and the diagram in docs/algorithms/dispatch.md are read from
it.
"""

from __future__ import annotations

from enum import StrEnum

from guatu.domain import statetables
from guatu.domain.statetables import Course
from guatu.domain.words import N_


class Status(StrEnum):
    """Where a dispatch stands."""

    DRAFT = "draft"
    APPROVING = "approving"
    ISSUED = "issued"
    DECLINED = "declined"
    RECEIVED = "received"
    REPLIED = "replied"
    SENT_BACK = "sent_back"
    COMPLETED = "completed"
    SIGNED_OFF = "signed_off"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    """What can be done with it."""

    EDIT = "edit"
    SUBMIT = "submit"
    RETURN_DRAFT = "return_draft"
    APPROVE = "approve"
    ISSUE = "issue"
    RECEIVE = "receive"
    RECEIVE_PART = "receive_part"
    DECLINE = "decline"
    REASSIGN = "reassign"
    CO_HANDLE = "co_handle"
    REPORT = "report"
    REPORT_PART = "report_part"
    REPLY = "reply"
    SEND_BACK = "send_back"
    COMPLETE = "complete"
    SIGN_OFF = "sign_off"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    PAUSE = "pause"
    RESUME = "resume"


class Party(StrEnum):
    """How a person stands to a dispatch; a doer or helper is never issuer, approver or reviewer."""

    ISSUER = "issuer"
    APPROVER = "approver"
    DOER = "doer"
    HELPER = "helper"
    REVIEWER = "reviewer"
    AWAITED = "awaited"


class Ask(StrEnum):
    """What a verb demands besides the click."""

    REASON = "reason"
    WORDS = "words"
    EVIDENCE = "evidence"
    DAY = "day"
    UNIT = "unit"


Step = statetables.Step[Status, Verb, Party, Ask]
"""A row of the table."""

WITH_ISSUER = frozenset({Status.DRAFT, Status.APPROVING, Status.DECLINED})
WITH_DOER = frozenset({Status.ISSUED, Status.RECEIVED, Status.SENT_BACK})
WITH_REVIEWER = frozenset({Status.REPLIED, Status.COMPLETED})
CLOSED = frozenset({Status.SIGNED_OFF, Status.WITHDRAWN})
OPEN = frozenset(Status) - CLOSED
WORKED_ON = frozenset({Status.RECEIVED, Status.SENT_BACK})
#: Units that assist wait neither for the lead to receive nor for a new lead to be found.
HELPED_ON = WITH_DOER | {Status.DECLINED}


_row = statetables.row
_ISSUERS = (Party.ISSUER, Party.APPROVER)
TABLE: tuple[Step, ...] = (
    _row(Verb.EDIT, {Status.DRAFT}, None, _ISSUERS),
    _row(Verb.SUBMIT, {Status.DRAFT}, Status.APPROVING, {Party.ISSUER}),
    _row(Verb.RETURN_DRAFT, {Status.APPROVING}, Status.DRAFT, {Party.APPROVER}, Ask.REASON),
    _row(Verb.APPROVE, {Status.APPROVING}, Status.ISSUED, {Party.APPROVER}),
    _row(Verb.ISSUE, {Status.DRAFT}, Status.ISSUED, {Party.APPROVER}),
    _row(Verb.RECEIVE, {Status.ISSUED}, Status.RECEIVED, {Party.DOER}),
    _row(Verb.RECEIVE_PART, HELPED_ON | WITH_REVIEWER, None, {Party.HELPER}),
    _row(Verb.DECLINE, {Status.ISSUED}, Status.DECLINED, {Party.DOER}, Ask.REASON),
    _row(
        Verb.REASSIGN,
        {Status.DECLINED, *WITH_DOER},
        Status.ISSUED,
        _ISSUERS,
        Ask.UNIT,
        Ask.REASON,
    ),
    _row(Verb.CO_HANDLE, WITH_DOER, None, (*_ISSUERS, Party.DOER), Ask.UNIT, Ask.REASON),
    _row(Verb.REPORT, WORKED_ON, None, {Party.DOER}, Ask.WORDS),
    _row(Verb.REPORT_PART, HELPED_ON, None, {Party.HELPER}, Ask.WORDS),
    _row(Verb.REPLY, WORKED_ON, Status.REPLIED, {Party.DOER}, Ask.WORDS, Ask.EVIDENCE),
    _row(Verb.SEND_BACK, WITH_REVIEWER, Status.SENT_BACK, {Party.REVIEWER}, Ask.REASON),
    _row(Verb.COMPLETE, {Status.REPLIED}, Status.COMPLETED, {Party.REVIEWER}),
    _row(Verb.SIGN_OFF, {Status.COMPLETED}, Status.SIGNED_OFF, {Party.REVIEWER}, Ask.EVIDENCE),
    _row(Verb.REOPEN, {Status.SIGNED_OFF}, Status.SENT_BACK, {Party.REVIEWER}, Ask.REASON),
    _row(Verb.WITHDRAW, OPEN - {Status.COMPLETED}, Status.WITHDRAWN, _ISSUERS, Ask.REASON),
    _row(Verb.ASK_EXTENSION, WITH_DOER, None, {Party.DOER, Party.HELPER}, Ask.REASON, Ask.DAY),
    _row(Verb.GRANT_EXTENSION, OPEN - WITH_ISSUER, None, {Party.REVIEWER}),
    _row(Verb.REFUSE_EXTENSION, OPEN - WITH_ISSUER, None, {Party.REVIEWER}, Ask.REASON),
    _row(Verb.PAUSE, WORKED_ON, None, {Party.DOER, Party.REVIEWER}, Ask.UNIT, Ask.REASON),
    _row(Verb.RESUME, WORKED_ON, None, {Party.DOER, Party.REVIEWER, Party.AWAITED}),
)
_BY_VERB = {row.verb: row for row in TABLE}

STATUS_WORDS: dict[Status, str] = {
    Status.DRAFT: N_("拟稿"),
    Status.APPROVING: N_("待审批"),
    Status.ISSUED: N_("待签收"),
    Status.DECLINED: N_("退回交办方"),
    Status.RECEIVED: N_("办理中"),
    Status.REPLIED: N_("待复核"),
    Status.SENT_BACK: N_("退回重办"),
    Status.COMPLETED: N_("办结待销号"),
    Status.SIGNED_OFF: N_("已销号"),
    Status.WITHDRAWN: N_("已撤回"),
}
VERB_WORDS: dict[Verb, str] = {
    Verb.EDIT: N_("修改"),
    Verb.SUBMIT: N_("送审"),
    Verb.RETURN_DRAFT: N_("退回修改"),
    Verb.APPROVE: N_("批准下发"),
    Verb.ISSUE: N_("下发"),
    Verb.RECEIVE: N_("签收"),
    Verb.RECEIVE_PART: N_("协办签收"),
    Verb.DECLINE: N_("非本单位职责"),
    Verb.REASSIGN: N_("转办"),
    Verb.CO_HANDLE: N_("增加会办单位"),
    Verb.REPORT: N_("报进展"),
    Verb.REPORT_PART: N_("报协办进展"),
    Verb.REPLY: N_("反馈办结"),
    Verb.SEND_BACK: N_("退回重办"),
    Verb.COMPLETE: N_("复核通过"),
    Verb.SIGN_OFF: N_("销号"),
    Verb.REOPEN: N_("重新打开"),
    Verb.WITHDRAW: N_("撤回"),
    Verb.ASK_EXTENSION: N_("申请延期"),
    Verb.GRANT_EXTENSION: N_("同意延期"),
    Verb.REFUSE_EXTENSION: N_("不同意延期"),
    Verb.PAUSE: N_("挂起等待"),
    Verb.RESUME: N_("恢复办理"),
}
_COURSE = Course(
    TABLE,
    STATUS_WORDS,
    VERB_WORDS,
    N_("这件交办单现在是“{status}”，不能“{verb}”。请刷新页面，看现在可以做什么。"),
)
step, open_to = _COURSE.step, _COURSE.open_to
PARTY_WORDS: dict[Party, str] = {
    Party.ISSUER: N_("交办方"),
    Party.APPROVER: N_("审批人"),
    Party.DOER: N_("主办单位"),
    Party.HELPER: N_("协办单位"),
    Party.REVIEWER: N_("复核人"),
    Party.AWAITED: N_("被等待单位"),
}


def row_of(verb: Verb) -> Step:
    return _BY_VERB[verb]


def diagram() -> str:
    """The transitions as a Mermaid state diagram, verbs that go the same way on one arrow."""
    arrows: dict[tuple[Status, Status], list[str]] = {}
    for row in TABLE:
        if row.target is not None:
            for source in sorted(row.sources, key=list(Status).index):
                arrows.setdefault((source, row.target), []).append(VERB_WORDS[row.verb])
    lines = ["stateDiagram-v2", f"    [*] --> {Status.DRAFT}"]
    lines += [f"    {status}: {words}" for status, words in STATUS_WORDS.items()]
    lines += [
        f"    {source} --> {target}: {'、'.join(verbs)}"
        for (source, target), verbs in arrows.items()
    ]
    lines += [f"    {status} --> [*]" for status in Status if status in CLOSED]
    return "\n".join(lines)
