"""Office hours (上班时间) and quiet hours (免打扰)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from guatu.domain.clocks.moments import at, local
from guatu.domain.words import N_, Sentence, say

DAY = timedelta(days=1)


class HoursError(ValueError):
    """Hours that no office can keep; ``sentence`` says which and what to change."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When an office is open on a workday, with or without a break at noon.

    ``closes`` is the hour at which a day that something is due on ends: a setting, at the latest
    23:59. Times are those of the clock in China. Hours that do not follow one another raise
    HoursError.
    """

    opens: time = time(8, 30)
    closes: time = time(17, 30)
    break_from: time | None = None
    break_until: time | None = None

    def __post_init__(self) -> None:
        fault = self._fault()
        if fault is not None:
            raise HoursError(fault)

    @property
    def length(self) -> timedelta:
        """How long the office is open on a workday."""
        return self.served_by(self.closes)

    def opening(self, day: date) -> datetime:
        return at(day, self.opens)

    def closing(self, day: date) -> datetime:
        return at(day, self.closes)

    def served_by(self, clock: time) -> timedelta:
        """How long the office has been open by ``clock`` on a workday."""
        return sum(
            (max(NOTHING, min(_of(clock), end) - begin) for begin, end in self._sittings), NOTHING
        )

    def first_served(self, served: timedelta) -> time:
        """The first time of a workday by which the office has been open for ``served``.

        ``served`` is above zero and at most ``length``.
        """
        for begin, end in self._sittings:
            if served <= end - begin:
                return _clock(begin + served)
            served -= end - begin
        raise ValueError("longer than a workday")

    def last_served(self, served: timedelta) -> time:
        """The last such time: after the break where ``first_served`` is before it.

        ``served`` is at least zero and below ``length``.
        """
        for begin, end in self._sittings:
            if served < end - begin:
                return _clock(begin + served)
            served -= end - begin
        raise ValueError("longer than a workday")

    @property
    def _sittings(self) -> tuple[tuple[timedelta, timedelta], ...]:
        """From when to when people sit at their desks, as times after midnight."""
        opens, closes = _of(self.opens), _of(self.closes)
        if self.break_from is None or self.break_until is None:
            return ((opens, closes),)
        return ((opens, _of(self.break_from)), (_of(self.break_until), closes))

    def _fault(self) -> Sentence | None:
        opens, closes = _shown(self.opens), _shown(self.closes)
        if self.opens >= self.closes:
            return say(_NEVER_OPEN, opens=opens, closes=closes)
        if self.break_from is None and self.break_until is None:
            return None
        if self.break_from is None or self.break_until is None:
            return say(_HALF_A_BREAK)
        if self.opens < self.break_from < self.break_until < self.closes:
            return None
        begin, end = _shown(self.break_from), _shown(self.break_until)
        return say(_BREAK_OUTSIDE, begin=begin, end=end, opens=opens, closes=closes)


def out_of_quiet(moment: datetime, quiet_from: time, quiet_until: time) -> datetime:
    """``moment`` itself, or the end of the quiet hours that it falls into.

    Quiet from 22:00 to 7:00: 23:15 waits for 7:00 of the next day, 6:59 for 7:00, 7:00 and 21:59
    do not wait. Two equal times: never quiet.
    """
    here = local(moment)
    clock = here.time()
    if quiet_from <= quiet_until:
        return at(here.date(), quiet_until) if quiet_from <= clock < quiet_until else here
    if clock >= quiet_from:
        return at(here.date() + DAY, quiet_until)
    return at(here.date(), quiet_until) if clock < quiet_until else here


NOTHING = timedelta(0)


def _of(clock: time) -> timedelta:
    """How long after midnight."""
    return timedelta(
        hours=clock.hour,
        minutes=clock.minute,
        seconds=clock.second,
        microseconds=clock.microsecond,
    )


def _clock(after_midnight: timedelta) -> time:
    return (datetime.combine(date.min, time()) + after_midnight).time()


def _shown(clock: time) -> str:
    return clock.strftime("%H:%M")


_NEVER_OPEN = N_("下班时间须晚于上班时间；现在填的是 {opens} 上班、{closes} 下班。")
_HALF_A_BREAK = N_("午休须同时填写开始和结束时间，或都不填。")
_BREAK_OUTSIDE = N_(
    "午休 {begin} 至 {end} 不在上班时间 {opens} 至 {closes} 之内，或起止颠倒；请改午休时间。"
)
