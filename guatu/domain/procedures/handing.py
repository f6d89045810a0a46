"""The latest day on which each procedure must be handed in, in words (最迟送件)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from guatu.domain.schedule import Link
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import WorkCalendar

Basis = Literal["promised", "statutory", "planned"]


class State(StrEnum):
    LATE = "late"
    OPEN = "open"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Handed:
    """A step of a plan with its latest days, or those on which it was done.

    ``procedure`` is false for the works. ``days`` are calendar days if ``calendar_days``;
    ``basis`` says whose they are. ``since_start``: its days run from ``start``, on which the works
    begin, to ``finish``, and nothing waits for it: it is no step.
    """

    code: str
    name: str
    start: date
    finish: date
    days: int = 0
    calendar_days: bool = False
    basis: Basis = "planned"
    procedure: bool = False
    unit: str = ""
    begun: date | None = None
    done: date | None = None
    since_start: bool = False

    @property
    def due(self) -> date:
        """The day by which somebody must have acted."""
        return self.finish if self.since_start else self.start


@dataclass(frozen=True, slots=True)
class HandIn:
    """``words`` read one after the other; ``late_by`` workdays, 0 when there is still time."""

    step: Handed
    state: State
    late_by: int
    words: tuple[Sentence, ...]

    @property
    def day(self) -> date:
        """By when it must be handed in; when it was granted, if that is done."""
        return self.step.done or self.step.begun or self.step.due

    def __str__(self) -> str:
        return "".join(map(str, self.words))


@dataclass(frozen=True, slots=True)
class _Pushed:
    """A step that would be late, at its start or only ``at_end``."""

    step: Handed
    at_end: bool

    @property
    def day(self) -> date:
        return self.step.finish if self.at_end else self.step.start


def hand_ins(
    steps: Sequence[Handed],
    ties: Iterable[Link],
    required: date | None,
    today: date,
    calendar: WorkCalendar,
) -> list[HandIn]:
    """The procedures among ``steps`` by the day on which they must be handed in; done ones last.

    What a late one pushes is told: the start of the first step of the works behind it, its finish
    where a link holds only that, or the whole, which is ``required`` by then.
    """
    following = _following(steps, ties)
    found = [
        _hand_in(one, _pushed(one, following), required, today, calendar)
        for one in steps
        if one.procedure
    ]
    return sorted(found, key=lambda one: (one.state is State.DONE, one.day))


def _following(steps: Sequence[Handed], ties: Iterable[Link]) -> Mapping[str, Sequence[_Pushed]]:
    known = {one.code: one for one in steps}
    following: dict[str, list[_Pushed]] = {one.code: [] for one in steps}
    for tie in ties:
        if tie.before in known and tie.after in known and known[tie.after].done is None:
            pushed = _Pushed(known[tie.after], at_end=tie.type in ("FF", "SF"))
            following[tie.before].append(pushed)
    return following


def _pushed(one: Handed, following: Mapping[str, Sequence[_Pushed]]) -> _Pushed | None:
    """The first step of the works on the tightest way behind ``one``."""
    code, seen = one.code, {one.code}
    while behind := [pushed for pushed in following[code] if pushed.step.code not in seen]:
        tightest = min(behind, key=lambda pushed: pushed.day)
        if not tightest.step.procedure:
            return tightest
        code = tightest.step.code
        seen.add(code)
    return None


def _hand_in(
    one: Handed, pushed: _Pushed | None, required: date | None, today: date, calendar: WorkCalendar
) -> HandIn:
    state = _state(one, today)
    late_by = max(1, calendar.workdays_between(one.due, today)) if state is State.LATE else 0
    told = _beside(one, state, late_by) if one.since_start else None
    words = (told,) if told else tuple(_words(one, state, late_by, pushed, required))
    return HandIn(one, state, late_by, words)


def _state(one: Handed, today: date) -> State:
    if one.done is not None:
        return State.DONE
    if one.begun is not None:
        return State.BEGUN
    return State.LATE if one.due < today else State.OPEN


def _beside(one: Handed, state: State, late_by: int) -> Sentence | None:
    """Of what runs beside the works: by when, and that it is no step; None when it is done."""
    if state is State.DONE:
        return None
    return say(
        _SINCE_START[state is State.LATE, one.calendar_days],
        name=one.name,
        start=one.start.isoformat(),
        finish=one.finish.isoformat(),
        n=one.days,
        late=late_by,
    )


def _words(
    one: Handed, state: State, late_by: int, pushed: _Pushed | None, required: date | None
) -> Iterator[Sentence]:
    days = {"start": one.start.isoformat(), "finish": one.finish.isoformat()}
    if state is State.DONE:
        assert one.done is not None
        yield say(N_("“{name}”已于 {day} 办结。"), name=one.name, day=one.done.isoformat())
        return
    if state is State.BEGUN:
        assert one.begun is not None
        begun = N_("“{name}”已于 {day} 送件，最迟 {finish} 办结；")
        yield say(begun, name=one.name, day=one.begun.isoformat(), finish=days["finish"])
    elif state is State.LATE:
        late = N_("“{name}”应在 {start} 送件，已晚 {n} 个工作日，")
        yield say(late, name=one.name, start=days["start"], n=late_by)
        yield say(_TERM[one.basis, one.calendar_days], n=one.days)
    else:
        yield say(N_("“{name}”最迟 {start} 送件，"), name=one.name, start=days["start"])
        yield say(_TERM[one.basis, one.calendar_days], n=one.days)
    yield from _consequence(state is State.LATE, pushed, required)


def _consequence(late: bool, pushed: _Pushed | None, required: date | None) -> Iterator[Sentence]:
    if pushed is not None:
        words = _PUSHES[pushed.at_end, late]
        yield say(words, step=pushed.step.name, day=pushed.day.isoformat())
    elif required is not None:
        words = _ENDS_LATE_NOW if late else _ENDS_LATE
        yield say(words, day=required.isoformat())


_TERM: Mapping[tuple[Basis, bool], str] = {
    ("promised", False): N_("承诺 {n} 个工作日办结；"),
    ("promised", True): N_("承诺 {n} 个日历日办结；"),
    ("statutory", False): N_("法定 {n} 个工作日办结；"),
    ("statutory", True): N_("法定 {n} 个日历日办结；"),
    ("planned", False): N_("计划 {n} 个工作日办结；"),
    ("planned", True): N_("计划 {n} 个日历日办结；"),
}
#: By whether it is late already, and whether the days are calendar days.
_SINCE_START = {
    (False, False): N_(
        "“{name}”自开工（{start}）起 {n} 个工作日内办结，最迟 {finish}；不占工期，不排成工序。"
    ),
    (False, True): N_(
        "“{name}”自开工（{start}）起 {n} 个日历日内办结，最迟 {finish}；不占工期，不排成工序。"
    ),
    (True, False): N_(
        "“{name}”应自开工（{start}）起 {n} 个工作日内、即 {finish} 以前办结，"
        "已晚 {late} 个工作日；不占工期，不排成工序。"
    ),
    (True, True): N_(
        "“{name}”应自开工（{start}）起 {n} 个日历日内、即 {finish} 以前办结，"
        "已晚 {late} 个工作日；不占工期，不排成工序。"
    ),
}
#: By whether only the end is held, and whether it is late already.
_PUSHES = {
    (False, False): N_("再晚就会使“{step}”迟于 {day}。"),
    (False, True): N_("今天送件也会使“{step}”迟于 {day}。"),
    (True, False): N_("再晚就会使“{step}”迟于 {day} 完成。"),
    (True, True): N_("今天送件也会使“{step}”迟于 {day} 完成。"),
}
_ENDS_LATE = N_("再晚就会使项目迟于 {day} 完成。")
_ENDS_LATE_NOW = N_("今天送件也会使项目迟于 {day} 完成。")
