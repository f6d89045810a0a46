"""The one table of a promise (承诺践诺): states, verbs, who may, what must be given.

Guards, buttons, the permission test and the pages are read from it. Whoever promises confirms the
words before anybody else reads them, and never judges how they were kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guatu.domain import statetables
from guatu.domain.statetables import Course, NotNow
from guatu.domain.words import N_, say

#: How often one promise may be renegotiated; our default.
MOST_REVISIONS = 2


class Status(StrEnum):
    """Where a promise stands."""

    DRAFTED = "drafted"
    OFFERED = "offered"
    APPROVING = "approving"
    SHOWN = "shown"
    PRACTISING = "practising"
    RENEGOTIATED = "renegotiated"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    PARTLY = "partly"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    """What can be done with it."""

    EDIT = "edit"
    OFFER = "offer"
    CONFIRM = "confirm"
    DECLINE = "decline"
    SHOW = "show"
    RETURN_DRAFT = "return_draft"
    REPORT = "report"
    ASK_REVISION = "ask_revision"
    GRANT_REVISION = "grant_revision"
    REFUSE_REVISION = "refuse_revision"
    KEEP = "keep"
    KEEP_LATE = "keep_late"
    KEEP_PARTLY = "keep_partly"
    BREAK = "break"
    RECONSIDER = "reconsider"
    WITHDRAW = "withdraw"


class Party(StrEnum):
    """How a person stands to a promise; a promiser or handler is never approver or judge."""

    DRAFTER = "drafter"
    PROMISER = "promiser"
    HANDLER = "handler"
    APPROVER = "approver"
    JUDGE = "judge"


class Ask(StrEnum):
    """What a verb demands besides the click."""

    REASON = "reason"
    WORDS = "words"
    EVIDENCE = "evidence"
    DAY = "day"


class Finding(StrEnum):
    """What a judge finds; whether in time follows from the day."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"


Step = statetables.Step[Status, Verb, Party, Ask]
"""A row of the table."""

#: Not public yet: known to whoever drafts, promises and approves.
HIDDEN = frozenset({Status.DRAFTED, Status.OFFERED, Status.APPROVING})
#: In force: shown, and its day is kept.
RUNNING = frozenset({Status.SHOWN, Status.PRACTISING, Status.RENEGOTIATED})
OUTCOMES = frozenset({Status.KEPT, Status.KEPT_LATE, Status.PARTLY, Status.BROKEN})


_row = statetables.row
_OWN = (Party.PROMISER, Party.HANDLER)
TABLE: tuple[Step, ...] = (
    _row(Verb.EDIT, {Status.DRAFTED}, None, {Party.DRAFTER, Party.PROMISER}),
    _row(Verb.EDIT, {Status.OFFERED}, None, {Party.PROMISER}),
    _row(Verb.OFFER, {Status.DRAFTED}, Status.OFFERED, {Party.DRAFTER}),
    _row(Verb.CONFIRM, {Status.DRAFTED, Status.OFFERED}, Status.APPROVING, {Party.PROMISER}),
    _row(Verb.DECLINE, {Status.OFFERED}, Status.DRAFTED, {Party.PROMISER}, Ask.REASON),
    _row(Verb.SHOW, {Status.APPROVING}, Status.SHOWN, {Party.APPROVER}),
    _row(Verb.RETURN_DRAFT, {Status.APPROVING}, Status.DRAFTED, {Party.APPROVER}, Ask.REASON),
    _row(Verb.REPORT, {Status.SHOWN}, Status.PRACTISING, _OWN, Ask.WORDS),
    _row(Verb.REPORT, {Status.PRACTISING, Status.RENEGOTIATED}, None, _OWN, Ask.WORDS),
    _row(Verb.REPORT, {Status.PARTLY, Status.BROKEN}, None, _OWN, Ask.WORDS),
    _row(Verb.ASK_REVISION, RUNNING, None, {Party.PROMISER}, Ask.REASON),
    _row(Verb.GRANT_REVISION, RUNNING, Status.RENEGOTIATED, {Party.APPROVER}),
    _row(Verb.REFUSE_REVISION, RUNNING, None, {Party.APPROVER}, Ask.REASON),
    _row(Verb.KEEP, RUNNING, Status.KEPT, {Party.JUDGE}, Ask.DAY, Ask.EVIDENCE),
    _row(
        Verb.KEEP_LATE,
        {*RUNNING, Status.PARTLY, Status.BROKEN},
        Status.KEPT_LATE,
        {Party.JUDGE},
        Ask.DAY,
        Ask.EVIDENCE,
    ),
    _row(Verb.KEEP_PARTLY, RUNNING, Status.PARTLY, {Party.JUDGE}, Ask.EVIDENCE),
    _row(Verb.BREAK, RUNNING, Status.BROKEN, {Party.JUDGE}, Ask.EVIDENCE),
    _row(Verb.RECONSIDER, OUTCOMES, Status.PRACTISING, {Party.JUDGE}, Ask.REASON),
    _row(
        Verb.WITHDRAW,
        {Status.DRAFTED, Status.OFFERED},
        Status.WITHDRAWN,
        {Party.DRAFTER},
        Ask.REASON,
    ),
    _row(
        Verb.WITHDRAW,
        {Status.APPROVING, *RUNNING},
        Status.WITHDRAWN,
        {Party.APPROVER},
        Ask.REASON,
    ),
)

STATUS_WORDS: dict[Status, str] = {
    Status.DRAFTED: N_("拟诺"),
    Status.OFFERED: N_("待本人确认"),
    Status.APPROVING: N_("审诺"),
    Status.SHOWN: N_("亮诺"),
    Status.PRACTISING: N_("践诺"),
    Status.RENEGOTIATED: N_("改诺"),
    Status.KEPT: N_("兑现"),
    Status.KEPT_LATE: N_("迟兑现"),
    Status.PARTLY: N_("部分兑现"),
    Status.BROKEN: N_("未兑现"),
    Status.WITHDRAWN: N_("撤销"),
}
VERB_WORDS: dict[Verb, str] = {
    Verb.EDIT: N_("修改承诺"),
    Verb.OFFER: N_("送本人确认"),
    Verb.CONFIRM: N_("确认承诺"),
    Verb.DECLINE: N_("请修改后再送"),
    Verb.SHOW: N_("审定亮诺"),
    Verb.RETURN_DRAFT: N_("审诺退回"),
    Verb.REPORT: N_("报践诺情况"),
    Verb.ASK_REVISION: N_("申请改诺"),
    Verb.GRANT_REVISION: N_("同意改诺"),
    Verb.REFUSE_REVISION: N_("不同意改诺"),
    Verb.KEEP: N_("评为兑现"),
    Verb.KEEP_LATE: N_("评为迟兑现"),
    Verb.KEEP_PARTLY: N_("评为部分兑现"),
    Verb.BREAK: N_("评为未兑现"),
    Verb.RECONSIDER: N_("重新评定"),
    Verb.WITHDRAW: N_("撤销承诺"),
}
_COURSE = Course(
    TABLE,
    STATUS_WORDS,
    VERB_WORDS,
    N_("这项承诺现在是“{status}”，不能“{verb}”。请刷新页面，看现在可以做什么。"),
)
step, open_to, parties_of = _COURSE.step, _COURSE.open_to, _COURSE.parties_of


def verdict(finding: Finding, met_on: date | None, due_on: date, today: date) -> Verb:
    """The verb that a finding comes to; raises ``NotNow`` for what cannot be said yet.

    Met on the due day itself is 兑现, a day later 迟兑现; partly or not can only be said from the
    day after the due day on. due 2021-02-28: met on the 28th is KEEP, on 1 March KEEP_LATE.
    """
    if finding is Finding.MET:
        if met_on is None:
            raise NotNow(say(N_("请填写是哪一天兑现的，系统据此判断是否按期。")))
        if met_on > today:
            raise NotNow(say(N_("兑现日期不能晚于今天，请核对。")))
        return Verb.KEEP if met_on <= due_on else Verb.KEEP_LATE
    if today <= due_on:
        raise NotNow(
            say(
                N_("时限是 {day}，还没有过；现在只能评为兑现，时限过后才能作其他评定。"),
                day=due_on.isoformat(),
            )
        )
    return Verb.KEEP_PARTLY if finding is Finding.PARTLY else Verb.BREAK


def refuse_revision(due_on: date, new_due_on: date, made: int, today: date) -> None:
    """Raises ``NotNow`` when a promise can no longer be renegotiated, or not to that day."""
    if today > due_on:
        raise NotNow(say(N_("时限已过，不能再改诺；请如实报践诺情况，由评定人评定。")))
    if made >= MOST_REVISIONS:
        raise NotNow(say(N_("这项承诺已改过 {n} 次，不能再改；请按现在的时限践诺。"), n=made))
    if new_due_on <= today:
        raise NotNow(say(N_("新的时限应晚于今天，请重新选择。")))


@dataclass(frozen=True, slots=True)
class Rung:
    """A reminder ``before`` days ahead of the due day; below zero after it."""

    code: str
    before: int
    words: str


#: T-3, T-1 and the due day remind the promiser; the day after, the promise waits to be judged.
RUNGS: tuple[Rung, ...] = (
    Rung("three", 3, N_("还有 {left} 天到期")),
    Rung("one", 1, N_("明天到期")),
    Rung("due", 0, N_("今天到期")),
    Rung("passed", -1, N_("时限已过，待评定")),
)


def rung_on(due_on: date, day: date) -> Rung | None:
    """The last rung that ``day`` has reached: two days ahead it is that of three days."""
    left = (due_on - day).days
    return next((rung for rung in reversed(RUNGS) if left <= rung.before), None)


def next_reminder(due_on: date, after: date) -> date | None:
    """The first day after ``after`` on which a rung is reached; None when all have been."""
    days = (date.fromordinal(due_on.toordinal() - rung.before) for rung in RUNGS)
    return next((day for day in days if day > after), None)
