"""The discipline of date changes (改期): what may be moved, how often, how late, who decides.

A committed date is a promise. It moves by a request with a reason, asked in time, within limits,
decided by somebody else; what the plan was before stays readable. Worked examples, run as tests:
``docs/algorithms/date-changes.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from guatu.domain import statetables
from guatu.domain.statetables import Course
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import WorkCalendar

DAY = timedelta(days=1)
FINISH = ""
"""The code of the required finish, which is a promise of the whole project."""


class Status(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    """What can be done with it."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class Party(StrEnum):
    """How a person stands to a request; whoever asked is never its approver."""

    ASKER = "asker"
    APPROVER = "approver"


class Ask(StrEnum):
    """What a verb demands besides the click."""

    REASON = "reason"


class Level(StrEnum):
    """Who decides: the office, or a leader above it."""

    OFFICE = "office"
    LEADER = "leader"


Step = statetables.Step[Status, Verb, Party, Ask]
"""A row of the table."""

_row = statetables.row
TABLE: tuple[Step, ...] = (
    _row(Verb.APPROVE, {Status.ASKED}, Status.APPROVED, {Party.APPROVER}),
    _row(Verb.REFUSE, {Status.ASKED}, Status.REFUSED, {Party.APPROVER}, Ask.REASON),
    _row(Verb.WITHDRAW, {Status.ASKED}, Status.WITHDRAWN, {Party.ASKER}),
)
STATUS_WORDS: dict[Status, str] = {
    Status.ASKED: N_("待审批"),
    Status.APPROVED: N_("已同意"),
    Status.REFUSED: N_("未同意"),
    Status.WITHDRAWN: N_("已撤回"),
}
VERB_WORDS: dict[Verb, str] = {
    Verb.APPROVE: N_("同意"),
    Verb.REFUSE: N_("不同意"),
    Verb.WITHDRAW: N_("撤回申请"),
}
_COURSE = Course(
    TABLE,
    STATUS_WORDS,
    VERB_WORDS,
    N_("这份申请现在是“{status}”，不能“{verb}”。请刷新页面，看现在可以做什么。"),
)
step, open_to, parties_of = _COURSE.step, _COURSE.open_to, _COURSE.parties_of


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a date may be moved: data of the government.

    ``objective`` (客观) causes lie outside whoever does the work. ``names_unit``: somebody is
    waited for and has to be named. What is ``unlimited`` counts against no limit; what is
    ``always`` may be asked inside the lock-out window too.
    """

    code: str
    name: str
    objective: bool = False
    names_unit: bool = False
    unlimited: bool = False
    always: bool = False


#: Days that a pause has cost, given back one for one; no city chooses it, it follows from a pause.
PAUSED = Reason("paused", N_("暂停等待"), objective=True, unlimited=True, always=True)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a government demands of a date change; 0 switches a limit off.

    One date moves at most ``most_times`` times, and all changes of a project together by
    ``most_days`` calendar days. In the last ``lock_days`` workdays before it falls due no date is
    moved. Asked fewer than ``notice_days`` workdays ahead, or by more than ``leader_days``
    calendar days, a leader decides and not the office.
    """

    most_times: int = 2
    most_days: int = 60
    lock_days: int = 3
    notice_days: int = 10
    leader_days: int = 30
    reasons: tuple[Reason, ...] = ()

    def reason(self, code: str) -> Reason | None:
        if code == PAUSED.code:
            return PAUSED
        return next((one for one in self.reasons if one.code == code), None)


def load_reasons(stored: Sequence[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """From a JSON list; flags that are left out are false."""
    return tuple(
        Reason(
            str(one["code"]),
            str(one["name"]),
            *(bool(one.get(flag)) for flag in ("objective", "names_unit", "unlimited", "always")),
        )
        for one in stored
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """A committed date that is to move; ``after`` is None where the promise is dropped."""

    code: str
    name: str
    before: date
    after: date | None

    @property
    def days(self) -> int:
        """Calendar days by which it moves later; 0 where it is dropped."""
        return (self.after - self.before).days if self.after else 0


@dataclass(frozen=True, slots=True)
class Made:
    """An approved change of the past; ``counted``: it counts against the limits."""

    moved: Sequence[Moved]
    counted: bool = True

    @property
    def days(self) -> int:
        return farthest(self.moved)


@dataclass(frozen=True, slots=True)
class Grant:
    """What lets a committed date move: the reason, on what ground, who agreed.

    It is made where the rules have been checked; ``number`` is that of the request, by project.
    """

    reason: str
    words: str
    evidence: str
    agreed: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Why not, and the field of the form to which it belongs."""

    field: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """``notice`` are the workdays left to the soonest of the dates, below 0 when it has passed.

    ``times`` is the how-manieth change of a date this is, of the one moved most often; ``total``
    the calendar days of all counted changes of the project with this one.
    """

    faults: tuple[Fault, ...]
    level: Level
    notice: int
    short_notice: bool
    days: int
    times: int
    total: int

    @property
    def may_be_asked(self) -> bool:
        return not self.faults


def farthest(moved: Sequence[Moved]) -> int:
    """The most calendar days by which a date moves."""
    return max((one.days for one in moved), default=0)


def workdays_left(due: date, today: date, calendar: WorkCalendar) -> int:
    """Workdays after ``today`` up to ``due``; below 0 once it has passed.

    On Monday 2021-03-15 there are 4 to Friday the 19th, and 0 to the 15th itself.
    """
    if due >= today:
        return calendar.workdays_between(today + DAY, due + DAY)
    return -calendar.workdays_between(due + DAY, today + DAY)


def last_day_to_ask(due: date, rules: Rules, calendar: WorkCalendar) -> date:
    """The last day on which a change of ``due`` can be asked for.

    Due on Friday 2021-03-19 with a window of 3 workdays: Tuesday the 16th.
    """
    last = calendar.previous_workday(due)
    return calendar.add_workdays(last, -rules.lock_days) if rules.lock_days else due


def judge(
    rules: Rules,
    reason: Reason | None,
    moved: Sequence[Moved],
    made: Sequence[Made],
    *,
    today: date,
    calendar: WorkCalendar,
) -> Verdict:
    """Whether a change may be asked for, and who decides on it.

    打桩, due 2021-03-31 and asked on Monday the 15th to move to 2021-04-09 for 设计变更: 12
    workdays ahead, outside the window, its first change, 9 days: the office decides. Asked on the
    29th there are 2 workdays left and the window is closed since the 26th.

    Raises CalendarOutOfRange beyond the years of the calendar.
    """
    soonest = min((one.before for one in moved), default=today)
    notice = workdays_left(soonest, today, calendar)
    days, times, total = farthest(moved), _times(moved, made), _total(moved, made, reason)
    short = notice < rules.notice_days
    above = bool(rules.leader_days) and days > rules.leader_days
    unplanned = any(one.after is None for one in moved)
    return Verdict(
        faults=tuple(_faults(rules, reason, moved, made, today, calendar)),
        level=Level.LEADER if short or above or unplanned else Level.OFFICE,
        notice=notice,
        short_notice=short,
        days=days,
        times=times,
        total=total,
    )


def _faults(
    rules: Rules,
    reason: Reason | None,
    moved: Sequence[Moved],
    made: Sequence[Made],
    today: date,
    calendar: WorkCalendar,
) -> Iterator[Fault]:
    if reason is None:
        yield Fault("reason", say(N_("请选择改期原因。")))
    yield from _wrong_days(moved, today)
    if reason is None or not reason.always:
        yield from _locked(rules, moved, today, calendar)
    if reason is None or not reason.unlimited:
        yield from _beyond_limits(rules, moved, made)


def _wrong_days(moved: Sequence[Moved], today: date) -> Iterator[Fault]:
    if not moved:
        yield Fault("day", say(N_("没有推迟承诺日期，不必申请改期；提前完成的请直接登记。")))
    for one in moved:
        if one.after is not None and one.after <= today:
            words = N_("“{name}”的新日期 {day} 应在今天以后。")
            yield Fault("day", say(words, name=one.name, day=one.after.isoformat()))


def _locked(
    rules: Rules, moved: Sequence[Moved], today: date, calendar: WorkCalendar
) -> Iterator[Fault]:
    if not rules.lock_days:
        return
    soonest = min(moved, key=lambda one: one.before, default=None)
    if soonest is None:
        return
    last = last_day_to_ask(soonest.before, rules, calendar)
    if today > last:
        yield Fault("target", _closed(soonest, last, rules.lock_days))


def _closed(one: Moved, last: date, days: int) -> Sentence:
    return say(
        N_(
            "“{name}”应于 {due} 完成，到期前 {days} 个工作日内不再受理改期，最迟应在 {last} 提出。"
            "如果在等别的单位，请办理“暂停等待”，写明等谁、等什么；否则按期推进，到期如实登记。"
        ),
        name=one.name,
        due=one.before.isoformat(),
        days=days,
        last=last.isoformat(),
    )


def _beyond_limits(rules: Rules, moved: Sequence[Moved], made: Sequence[Made]) -> Iterator[Fault]:
    for one in moved:
        n = _made_of(one.code, made)
        if rules.most_times and n >= rules.most_times:
            words = N_("“{name}”已改期 {n} 次，规则最多 {most} 次，不能再改；请按现在的日期推进。")
            yield Fault("target", say(words, name=one.name, n=n, most=rules.most_times))
            break
    used, days = sum(one.days for one in made if one.counted), farthest(moved)
    if rules.most_days and used + days > rules.most_days:
        words = N_(
            "本项目改期已累计 {used} 天，规则最多 {most} 天，"
            "这次最多还能推迟 {left} 天，不能推迟 {days} 天。"
        )
        left = max(0, rules.most_days - used)
        yield Fault("day", say(words, used=used, most=rules.most_days, left=left, days=days))


def _made_of(code: str, made: Sequence[Made]) -> int:
    return sum(1 for one in made if one.counted and any(m.code == code for m in one.moved))


def _times(moved: Sequence[Moved], made: Sequence[Made]) -> int:
    return 1 + max((_made_of(one.code, made) for one in moved), default=0)


def _total(moved: Sequence[Moved], made: Sequence[Made], reason: Reason | None) -> int:
    used = sum(one.days for one in made if one.counted)
    return used if reason is not None and reason.unlimited else used + farthest(moved)


def paused_workdays(since: date, until: date, calendar: WorkCalendar) -> int:
    """Workdays from ``since`` to the day before ``until``, on which work went on again.

    From Monday 2021-03-15 to Thursday the 18th: 3.
    """
    return calendar.workdays_between(since, until) if until > since else 0


def given_back(due: date, paused: int, calendar: WorkCalendar) -> date:
    """``due`` later by the workdays that a pause has cost.

    Friday 2021-03-19 and 3 workdays: Wednesday the 24th.
    """
    return calendar.add_workdays(calendar.previous_workday(due), paused)
