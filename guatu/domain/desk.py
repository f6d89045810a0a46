"""The desk (我的待办): what one person must do, by consequence.

First what is late or was left over (未清), the harder pressed before the less pressed; then what
turns late soonest, the heavier first; last what has time. The order is total: the same duties come
in the same order however they were read. Worked examples: ``docs/algorithms/desk.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum

from guatu.domain.clocks import CHINA, is_late
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import WorkCalendar


class DutyKind(StrEnum):
    """What has to be done; of two that are equal otherwise the one named first comes first."""

    RECEIVE = "receive"
    REDO = "redo"
    ANSWER = "answer"
    FIRST_REPLY = "first_reply"
    FINISH = "finish"
    PLACE = "place"
    REVIEW = "review"
    SIGN_OFF = "sign_off"
    EXTENSION = "extension"
    DATE_CHANGE = "date_change"
    PAUSE = "pause"
    APPROVE_LIST = "approve_list"
    APPROVE = "approve"
    REFUSED = "refused"
    SHOW = "show"
    JUDGE = "judge"
    CONFIRM = "confirm"
    PROMISE = "promise"
    DELIVER = "deliver"
    KEEP = "keep"
    ACCOUNT = "account"
    MILESTONE = "milestone"
    REPORT = "report"
    FILL_LIST = "fill_list"
    CLEAR = "clear"


class Pile(StrEnum):
    """What the kinds have in common, as the head of the desk counts them."""

    RECEIVE = "receive"
    REPLY = "reply"
    REVIEW = "review"
    PROMISE = "promise"
    CLEAR = "clear"


class Band(IntEnum):
    """How near the consequence is."""

    LATE = 0
    TODAY = 1
    WEEK = 2
    LATER = 3


class Shelf(StrEnum):
    """The three parts of the desk."""

    TODAY = "today"
    WEEK = "week"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do; ``key`` tells it from all others of the same desk.

    ``due`` is None when no clock runs and somebody waits all the same; ``since`` is the day on
    which it came. ``press`` is the rank of its slip (0 none, 5 red), ``weight`` how much hangs on
    it (0 usual, 1 heavy), ``left_over`` the number of days that were closed without it.
    """

    kind: DutyKind
    key: str
    due: datetime | None
    since: date
    press: int = 0
    weight: int = 0
    left_over: int = 0

    @property
    def pile(self) -> Pile:
        return _PILES[self.kind]

    @property
    def carried(self) -> Sentence | None:
        """“已有 2 天未清”, None when no day was closed without it."""
        return say(N_("已有 {n} 天未清"), n=self.left_over) if self.left_over else None


def band_of(duty: Duty, now: datetime) -> Band:
    """A duty without a clock belongs to this week: it costs little and somebody waits.

    On Monday 2021-03-15 at 09:00 what is due that day at 17:30 is TODAY, on the 21st WEEK, on the
    22nd LATER; what was due at 08:59 is LATE.
    """
    if duty.left_over or (duty.due is not None and is_late(now, duty.due)):
        return Band.LATE
    if duty.due is None:
        return Band.WEEK
    today, day = _day(now), _day(duty.due)
    if day == today:
        return Band.TODAY
    return Band.WEEK if day <= _sunday(today) else Band.LATER


def shelf_of(duty: Duty, now: datetime) -> Shelf:
    """今天必须 holds what is late and what is due today."""
    return _SHELVES[band_of(duty, now)]


def in_order(duties: Iterable[Duty], now: datetime) -> list[Duty]:
    """By consequence, the gravest first."""
    return sorted(duties, key=lambda duty: _rank(duty, now))


def timing_of(duty: Duty, now: datetime, calendar: WorkCalendar) -> Sentence:
    """“已逾期 3 个工作日”, “今天 17:30 前”, “3月19日 前，还有 4 个工作日”, “已等 2 个工作日”.

    Raises CalendarOutOfRange beyond the years of the calendar.
    """
    today = _day(now)
    if duty.due is None:
        n = calendar.workdays_between(duty.since, today)
        return say(N_("在等您，已 {n} 个工作日"), n=n) if n > 0 else say(N_("在等您，刚送到"))
    due = duty.due.astimezone(CHINA)
    if is_late(now, duty.due):
        return _late(due, today, calendar)
    if due.date() == today:
        return say(N_("今天 {time} 前"), time=f"{due:%H:%M}")
    n = calendar.workdays_between(today + _DAY, due.date() + _DAY)
    return say(N_("{month}月{day}日 前，还有 {n} 个工作日"), month=due.month, day=due.day, n=n)


def _late(due: datetime, today: date, calendar: WorkCalendar) -> Sentence:
    if due.date() == today:
        return say(N_("今天 {time} 已到期"), time=f"{due:%H:%M}")
    n = calendar.workdays_between(due.date() + _DAY, today + _DAY)
    if n > 0:
        return say(N_("已逾期 {n} 个工作日"), n=n)
    return say(N_("{month}月{day}日 已到期"), month=due.month, day=due.day)


def _rank(duty: Duty, now: datetime) -> tuple[Band, int, bool, datetime, date, int, int, date, str]:
    return (
        band_of(duty, now),
        -duty.press,
        not duty.left_over,
        duty.due or _NEVER,
        date.max if duty.due else duty.since,
        -duty.weight,
        _PLACES[duty.kind],
        duty.since,
        duty.key,
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


_DAY = timedelta(days=1)
_NEVER = datetime(9999, 12, 31, tzinfo=CHINA)
_PLACES = {kind: place for place, kind in enumerate(DutyKind)}
_SHELVES = {
    Band.LATE: Shelf.TODAY,
    Band.TODAY: Shelf.TODAY,
    Band.WEEK: Shelf.WEEK,
    Band.LATER: Shelf.LATER,
}
_PILES = {
    DutyKind.RECEIVE: Pile.RECEIVE,
    DutyKind.REDO: Pile.REPLY,
    DutyKind.ANSWER: Pile.REPLY,
    DutyKind.FIRST_REPLY: Pile.REPLY,
    DutyKind.FINISH: Pile.REPLY,
    DutyKind.PLACE: Pile.REVIEW,
    DutyKind.REVIEW: Pile.REVIEW,
    DutyKind.SIGN_OFF: Pile.REVIEW,
    DutyKind.EXTENSION: Pile.REVIEW,
    DutyKind.DATE_CHANGE: Pile.REVIEW,
    DutyKind.PAUSE: Pile.REVIEW,
    DutyKind.APPROVE_LIST: Pile.REVIEW,
    DutyKind.REFUSED: Pile.REPLY,
    DutyKind.APPROVE: Pile.REVIEW,
    DutyKind.SHOW: Pile.REVIEW,
    DutyKind.JUDGE: Pile.REVIEW,
    DutyKind.CONFIRM: Pile.PROMISE,
    DutyKind.PROMISE: Pile.PROMISE,
    DutyKind.DELIVER: Pile.PROMISE,
    DutyKind.KEEP: Pile.PROMISE,
    DutyKind.ACCOUNT: Pile.PROMISE,
    DutyKind.MILESTONE: Pile.CLEAR,
    DutyKind.REPORT: Pile.CLEAR,
    DutyKind.FILL_LIST: Pile.CLEAR,
    DutyKind.CLEAR: Pile.CLEAR,
}

DUTY_WORDS: dict[DutyKind, str] = {
    DutyKind.RECEIVE: N_("签收"),
    DutyKind.REDO: N_("重办"),
    DutyKind.ANSWER: N_("答复"),
    DutyKind.FIRST_REPLY: N_("首次反馈"),
    DutyKind.FINISH: N_("办结"),
    DutyKind.PLACE: N_("定承办单位"),
    DutyKind.REVIEW: N_("复核"),
    DutyKind.SIGN_OFF: N_("销号"),
    DutyKind.EXTENSION: N_("审批延期"),
    DutyKind.DATE_CHANGE: N_("审批改期"),
    DutyKind.PAUSE: N_("审批暂停"),
    DutyKind.APPROVE_LIST: N_("审定清单"),
    DutyKind.REFUSED: N_("看不同意的理由"),
    DutyKind.APPROVE: N_("审批下发"),
    DutyKind.SHOW: N_("审定承诺"),
    DutyKind.JUDGE: N_("评定承诺"),
    DutyKind.CONFIRM: N_("确认承诺"),
    DutyKind.PROMISE: N_("承诺时间"),
    DutyKind.DELIVER: N_("落实要素"),
    DutyKind.KEEP: N_("践诺"),
    DutyKind.ACCOUNT: N_("述诺"),
    DutyKind.MILESTONE: N_("完成节点"),
    DutyKind.REPORT: N_("报进度"),
    DutyKind.FILL_LIST: N_("填报清单"),
    DutyKind.CLEAR: N_("日清"),
}
"""What each duty is called, on its tag and on its button."""
PILE_WORDS: dict[Pile, str] = {
    Pile.RECEIVE: N_("待签收"),
    Pile.REPLY: N_("待反馈"),
    Pile.REVIEW: N_("待复核"),
    Pile.PROMISE: N_("待承诺"),
    Pile.CLEAR: N_("待完成"),
}
SHELF_WORDS: dict[Shelf, str] = {
    Shelf.TODAY: N_("今天必须"),
    Shelf.WEEK: N_("本周"),
    Shelf.LATER: N_("之后"),
}
