"""How well a plan is made: the fourteen checks of the DCMA, as advice.

None of them is a failure. A plan made backwards (倒排) is held to dates and may have negative slack
by nature, which checks 5 and 7 then say. Shares are of open activities, or of links.

Source: Defense Contract Management Agency, Earned Value Management System Program Analysis
Pamphlet; thresholds as published there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

import numpy as np

from guatu.domain.schedule.engine import schedule
from guatu.domain.schedule.network import NONE, Network
from guatu.domain.schedule.qualitywords import WORDS
from guatu.domain.schedule.result import Schedule
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar

LONG: Final = 44  # workdays: two months
TEST_DELAY: Final = 600  # workdays
FIVE_PERCENT, NINETY_PERCENT, NEARLY_ALL = Fraction(5, 100), Fraction(90, 100), Fraction(95, 100)


class Verdict(StrEnum):
    FINE = "fine"
    LOOK = "look"
    BACKWARD = "backward"  # beyond the threshold, as in any plan made backwards
    NOTE = "note"  # for information, without a threshold
    NONE = "none"  # nothing to judge by

    @property
    def words(self) -> Sentence:
        return say(_VERDICTS[self])


class Measure(StrEnum):
    SHARE = "share"
    COUNT = "count"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Check:
    """A row of the list; ``figure`` is None where there is nothing to judge by.

    ``limit`` is the most that is well for shares and counts (check 4: the least), and the least
    for ratios. ``activities`` are the ids concerned.
    """

    number: int
    name: Sentence
    measure: Measure
    figure: Fraction | None
    limit: Fraction | None
    least: bool
    verdict: Verdict
    activities: tuple[str, ...]
    advice: Sentence


@dataclass(frozen=True, slots=True)
class Known:
    """What the network does not hold, by activity.

    ``baseline`` has planned last days, ``forecasts`` last days as reported, ``resourced`` the
    activities somebody answers for (None when nobody is recorded at all).
    """

    baseline: Mapping[str, date] = field(default_factory=dict)
    forecasts: Mapping[str, date] = field(default_factory=dict)
    resourced: Collection[str] | None = None


def assess(
    result: Schedule, calendars: Sequence[WorkCalendar], known: Known | None = None
) -> tuple[Check, ...]:
    """The fourteen checks of the only project of ``result``; () for one without activities."""
    result.net.project_index(None)
    if not result.net.ids:
        return ()
    look = _Look(result, calendars, known or Known())
    return tuple(check(look) for check in _CHECKS)


@dataclass(slots=True)
class _Look:
    result: Schedule
    calendars: Sequence[WorkCalendar]
    known: Known
    open: list[int] = field(init=False)
    day: date | None = field(init=False)

    def __post_init__(self) -> None:
        net = self.net
        self.open = np.flatnonzero(net.act_f == NONE).tolist()
        told = int(net.datadate[0])
        self.day = None if told == NONE else date.fromordinal(told)

    @property
    def net(self) -> Network:
        return self.result.net

    @property
    def backward(self) -> bool:
        return int(self.net.required[0]) != NONE

    def due(self) -> list[int]:
        """Activities that the baseline has done before the data date."""
        day, plan = self.day, self.known.baseline
        ids = enumerate(self.net.ids)
        return [i for i, one in ids if day and one in plan and plan[one] < day]

    def share(self, number: int, found: Iterable[int], *, backward: bool = False) -> Check:
        """At most five percent of the open activities."""
        some = list(found)
        figure = Fraction(len(some), len(self.open)) if self.open else None
        return self.check(number, Measure.SHARE, figure, FIVE_PERCENT, some, backward=backward)

    def check(
        self,
        number: int,
        measure: Measure,
        figure: Fraction | None,
        limit: Fraction | None,
        found: Sequence[int] = (),
        *,
        least: bool = False,
        backward: bool = False,
    ) -> Check:
        name, advice = WORDS[number]
        return Check(
            number=number,
            name=say(name),
            measure=measure,
            figure=figure,
            limit=limit,
            least=least,
            verdict=_verdict(figure, limit, least, backward and self.backward),
            activities=tuple(self.net.ids[i] for i in found),
            advice=say(advice),
        )


def _verdict(
    figure: Fraction | None, limit: Fraction | None, least: bool, backward: bool
) -> Verdict:
    if figure is None:
        return Verdict.NONE
    if limit is None:
        return Verdict.NOTE
    if figure >= limit if least else figure <= limit:
        return Verdict.FINE
    return Verdict.BACKWARD if backward else Verdict.LOOK


def _logic(look: _Look) -> Check:
    net = look.net
    entered = np.diff(net.indptr) > 0
    left = np.isin(np.arange(len(net.ids)), net.src)
    heads = [i for i in look.open if not entered[i]]
    tails = [i for i in look.open if not left[i]]
    # Somewhere a plan begins and somewhere it ends.
    begins = min(heads, key=lambda i: int(look.result.es[i]), default=NONE)
    ends = max(tails, key=lambda i: int(look.result.ef[i]), default=NONE)
    loose = {*heads} - {begins} | {*tails} - {ends}
    return look.share(1, sorted(loose))


def _of_links(look: _Look, chosen: Iterable[bool]) -> tuple[Fraction | None, list[int]]:
    """The share of chosen links, and the activities that they enter."""
    net, picked = look.net, np.array(list(chosen), dtype=bool)
    if not len(net.src):
        return None, []
    return Fraction(int(picked.sum()), len(net.src)), np.unique(net.dst[picked]).tolist()


def _leads(look: _Look) -> Check:
    figure, found = _of_links(look, look.net.lag < 0)
    limit = Fraction(0)
    return look.check(2, Measure.SHARE, figure, limit, found)


def _lags(look: _Look) -> Check:
    figure, found = _of_links(look, look.net.lag > 0)
    return look.check(3, Measure.SHARE, figure, FIVE_PERCENT, found)


def _types(look: _Look) -> Check:
    others, found = _of_links(look, look.net.ty != 0)
    figure = None if others is None else 1 - others
    return look.check(4, Measure.SHARE, figure, NINETY_PERCENT, found, least=True)


def _constraints(look: _Look) -> Check:
    """The last activities are held by the required finish of the project."""
    net, result = look.net, look.result
    held = (net.cap != NONE) | (net.snlt != NONE) | net.must
    last = result.ef == result.ef[look.open].max() if look.open and look.backward else held
    found = [i for i in look.open if held[i] or last[i]]
    return look.share(5, found, backward=True)


def _high_slack(look: _Look) -> Check:
    found = [i for i in look.open if look.result.tf[i] > LONG]
    return look.share(6, found)


def _negative_slack(look: _Look) -> Check:
    found = [i for i in look.open if look.result.tf[i] < 0]
    figure = Fraction(len(found)) if look.open else None
    return look.check(7, Measure.COUNT, figure, Fraction(0), found, backward=True)


def _long_work(look: _Look) -> Check:
    found = [i for i in look.open if look.net.dur[i] > LONG]
    return look.share(8, found)


def _dates(look: _Look) -> Check:
    """Forecasts in the past and facts in the future."""
    net, day, told = look.net, look.day, look.known.forecasts
    found: list[int] = []
    if day is not None:
        now = day.toordinal()
        past = [i for i in look.open if net.ids[i] in told and told[net.ids[i]] < day]
        facts = np.flatnonzero((net.act_s > now) | (net.act_f > now + 1)).tolist()
        found = sorted({*past, *facts})
    figure = None if day is None else Fraction(len(found))
    return look.check(9, Measure.COUNT, figure, Fraction(0), found)


def _resources(look: _Look) -> Check:
    having = look.known.resourced
    if having is None:
        return look.check(10, Measure.COUNT, None, None, [])
    found = [i for i in look.open if look.net.dur[i] and look.net.ids[i] not in having]
    figure = Fraction(len(found))
    return look.check(10, Measure.COUNT, figure, None, found)


def _missed(look: _Look) -> Check:
    net, plan = look.net, look.known.baseline
    due = look.due()
    found = [
        i for i in due if net.act_f[i] == NONE or net.act_f[i] - 1 > plan[net.ids[i]].toordinal()
    ]
    figure = Fraction(len(found), len(due)) if due else None
    return look.check(11, Measure.SHARE, figure, FIVE_PERCENT, found)


def _critical_path(look: _Look) -> Check:
    """A critical activity is delayed: the finish has to move by as much."""
    moved = _moved_by_delay(look)
    figure = None if moved is None else Fraction(moved, TEST_DELAY)
    limit = Fraction(1) if len({*look.net.cal.tolist()}) == 1 else NEARLY_ALL
    return look.check(12, Measure.RATIO, figure, limit, [], least=True)


def _moved_by_delay(look: _Look) -> int | None:
    net, calendars = look.net, look.calendars
    early = schedule(net, calendars, "early")
    found = [i for i in look.open if early.critical[i] and early.left[i]]
    if not found:
        return None
    i = found[0]
    begun = int(net.act_s[i]) != NONE
    longer = (net.rem if begun else net.dur).copy()
    longer[i] = int(early.left[i]) + TEST_DELAY
    later = replace(net, rem=longer) if begun else replace(net, dur=longer)
    try:
        after = schedule(later, calendars, "early").project().early_finish
    except CalendarOutOfRange:
        return None
    days = calendars[int(net.cal[i])]
    return days.workdays_between(early.project().early_finish, after)


def _path_index(look: _Look) -> Check:
    """CPLI: what is left of the longest chain against what is left of time."""
    project, days = look.result.project(), look.calendars[0]
    figure = None
    if look.backward and look.open and project.slack is not None:
        begin = look.day or date.fromordinal(int(look.net.start[0]))
        length = days.workdays_between(min(begin, project.early_finish), project.early_finish) + 1
        figure = Fraction(length + project.slack, length)
    return look.check(13, Measure.RATIO, figure, NEARLY_ALL, [], least=True, backward=True)


def _execution_index(look: _Look) -> Check:
    """BEI: done against what the baseline has done by now."""
    due = look.due()
    done = int((look.net.act_f != NONE).sum())
    figure = Fraction(done, len(due)) if due else None
    found = [i for i in due if look.net.act_f[i] == NONE]
    return look.check(14, Measure.RATIO, figure, NEARLY_ALL, found, least=True)


_CHECKS: tuple[Callable[[_Look], Check], ...] = (
    _logic,
    _leads,
    _lags,
    _types,
    _constraints,
    _high_slack,
    _negative_slack,
    _long_work,
    _dates,
    _resources,
    _missed,
    _critical_path,
    _path_index,
    _execution_index,
)


_VERDICTS: Final = {
    Verdict.FINE: N_("合适"),
    Verdict.LOOK: N_("建议查看"),
    Verdict.BACKWARD: N_("倒排所致"),
    Verdict.NOTE: N_("供参考"),
    Verdict.NONE: N_("尚无依据"),
}
