"""Day clear (日清日结): what was due or promised for a day ends it as done, carried or blocked.

“No news” is not “done”: an item that nobody settled by the cut-off stands as 未清 and comes again
on the next workday, its count one higher. A closed day is not rewritten; corrections are added.
Worked examples: ``docs/algorithms/desk.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from guatu.domain.clocks import CHINA
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import WorkCalendar

#: A cut-off before this hour belongs to the night after the day.
NIGHT = time(12, 0)
#: Days; whoever carries further plans and does not clear.
MOST_AHEAD = 92


class State(StrEnum):
    """Where an item of a day stands; the last two are given by the system alone."""

    OPEN = "open"
    DONE = "done"
    CARRIED = "carried"
    BLOCKED = "blocked"
    UNCLEARED = "uncleared"
    RELEASED = "released"


SETTLED = frozenset(State) - {State.OPEN}
#: What comes again on another day.
GOES_ON = frozenset({State.CARRIED, State.BLOCKED, State.UNCLEARED})


@dataclass(frozen=True, slots=True)
class Known:
    """What the system itself knows of a thing that was due on ``due_on``.

    ``done_on`` is the day on which it was done, ``moved_to`` the later day that was approved for
    it, ``waits`` for what it was put on hold, ``released``: nobody asks for it any more.
    """

    due_on: date
    done_on: date | None = None
    moved_to: date | None = None
    waits: str = ""
    released: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an item ends a day, and the day on which it comes again, if it does."""

    state: State
    words: Sentence
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """The evening of a unit in figures; ``longest`` is the highest count of days carried."""

    done: int = 0
    carried: int = 0
    blocked: int = 0
    uncleared: int = 0
    released: int = 0
    open: int = 0
    longest: int = 0

    @property
    def all(self) -> int:
        """What had to be cleared: all but what was released."""
        return self.done + self.carried + self.blocked + self.uncleared + self.open

    @property
    def left(self) -> int:
        """What ended the day without being done."""
        return self.all - self.done


def day_for(due: date, calendar: WorkCalendar) -> date:
    """The day that has to clear what is due on ``due``: itself, or the next workday.

    What falls on Saturday 2021-03-13 belongs to Monday the 15th.
    """
    return calendar.next_workday(due)


def next_day(day: date, calendar: WorkCalendar) -> date:
    return calendar.add_workdays(day, 1)


def cut_off_of(day: date, cut_off: time) -> datetime:
    """When ``day`` is closed: 22:00 of the day itself, 02:00 of the night after it."""
    night = timedelta(days=1) if cut_off < NIGHT else timedelta(0)
    return datetime.combine(day + night, cut_off, CHINA)


def last_over(now: datetime, cut_off: time, calendar: WorkCalendar) -> date:
    """The latest workday whose cut-off has passed.

    With 22:00, on Monday 2021-03-15 it is Friday the 12th until 22:00 and the 15th from then on.
    """
    day = calendar.previous_workday(now.astimezone(CHINA).date())
    while cut_off_of(day, cut_off) > now:
        day = calendar.add_workdays(day, -1)
    return day


def days_to_close(
    closed: date | None, now: datetime, cut_off: time, calendar: WorkCalendar, *, most: int = 31
) -> list[date]:
    """The workdays after ``closed`` whose cut-off has passed, oldest first.

    After a stop of the server each day is closed by itself; of a very long one the last ``most``.
    Without any closed day it is the latest alone.
    """
    last = last_over(now, cut_off, calendar)
    if closed is None:
        return [last]
    days: list[date] = []
    while last > closed and len(days) < most:
        days.append(last)
        last = calendar.add_workdays(last, -1)
    return days[::-1]


def verdict_of(known: Known, day: date, calendar: WorkCalendar) -> Verdict:
    """How ``day`` ends for a thing of the system, asked at its cut-off.

    Due on the 15th and delivered on the 14th is done; put off on the 15th to the 19th is carried to
    the 19th; delivered on the 16th is 未清 on the 15th and done on the 16th.
    """
    if known.released:
        return Verdict(State.RELEASED, say(N_("已撤销或不再需要")))
    if known.done_on is not None and known.done_on <= day:
        return Verdict(State.DONE, say(N_("系统记载已办结")))
    if known.moved_to is not None and known.moved_to > day:
        to = day_for(known.moved_to, calendar)
        return Verdict(State.CARRIED, say(N_("时限已改为 {day}"), day=to.isoformat()), to)
    if known.waits:
        to = next_day(day, calendar)
        return Verdict(State.BLOCKED, say(N_("挂起等待：{what}"), what=known.waits), to)
    return left_open(day, calendar)


def left_open(day: date, calendar: WorkCalendar) -> Verdict:
    """Nobody said anything by the cut-off."""
    words = say(N_("截止时没有说明，记为未清"))
    return Verdict(State.UNCLEARED, words, next_day(day, calendar))


def sum_up(items: Iterable[tuple[State, int]]) -> Sums:
    """From the state of each item and how often it was carried before."""
    counts = dict.fromkeys(State, 0)
    longest = 0
    for state, carried in items:
        counts[state] += 1
        if state is not State.DONE and state is not State.RELEASED:
            longest = max(longest, carried + (state in GOES_ON))
    return Sums(**{state.value: n for state, n in counts.items()}, longest=longest)


def fault_of_next(next_on: date, day: date, calendar: WorkCalendar) -> Sentence | None:
    """What is wrong with carrying from ``day`` to ``next_on``, None when nothing is."""
    if next_on <= day:
        return say(N_("下次办理日期应晚于 {day}，请另选一天。"), day=day.isoformat())
    if (next_on - day).days > MOST_AHEAD:
        return say(N_("最多结转到 {n} 天以后；时间更长的请申请延期或调整计划。"), n=MOST_AHEAD)
    if not calendar.is_workday(next_on):
        to = calendar.next_workday(next_on)
        return say(N_("{day} 不上班，可改为 {to}。"), day=next_on.isoformat(), to=to.isoformat())
    return None
