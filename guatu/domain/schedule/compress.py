"""What would shorten a plan that cannot keep its promise, measured by running each change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from guatu.domain.schedule.bridging import unheld
from guatu.domain.schedule.engine import LagCalendar, schedule
from guatu.domain.schedule.network import FF, FS, NONE, SS, Network
from guatu.domain.schedule.result import Schedule
from guatu.domain.schedule.slack import least_slack, slack_in_office
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import WorkCalendar

_Int = TypeVar("_Int", np.int8, np.int32)

Kind = Literal["overlap", "crash", "drop_lag", "drop_date", "drop_step"]

# Defaults of the product, shown as such: how much of an activity may be overlapped or saved.
OVERLAP_AT_MOST = 2  # half of the predecessor's days
CRASH_AT_MOST = 4  # a quarter of the activity's days
BEST = 3
NOTHING_GRANTED: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Compression:
    """One change and the workdays it gains; ``activities`` are the ids it concerns.

    ``value`` is what is changed to: the lag of a start-to-start link for an overlap, the days
    of the activity for a crash, the lag of the link for a wait; 0 for what is dropped. ``share``
    is how much of the activity's work is to be done faster or beside other work.
    """

    kind: Kind
    activities: tuple[str, ...]
    gain: int
    sentence: Sentence
    value: int = 0
    share: Fraction = Fraction(0)

    @property
    def price(self) -> Fraction:
        """The share of work for each workday gained: by it one is cheaper than another."""
        return self.share / self.gain


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    kind: Kind
    activities: tuple[int, ...]
    net: Network
    template: str
    params: dict[str, str | int]
    value: int = 0
    share: Fraction = Fraction(0)


def compressions(
    result: Schedule,
    calendars: Sequence[WorkCalendar],
    tightest: int,
    *,
    lag_calendar: LagCalendar,
    deferrable: Collection[str] = (),
    granted: Mapping[str, int] = NOTHING_GRANTED,
) -> tuple[Compression, ...]:
    """The three cheapest single changes to a one-project ``result`` whose ``tightest`` is late.

    Only what lies in the chain that drives it can help. Tried are: overlapping each
    finish-to-start pair by what is missing, at most half of the predecessor and never so that the
    successor ends first (an overlap that exists, by at most half of its lag); shortening the
    longest activity, where a day is the smallest share, by at most a quarter; cutting a waiting
    time; dropping a date that holds a start; letting what follows a ``deferrable`` activity no
    longer wait for it. What must be ``granted`` has there the fewest of its days in which that is
    done: it is never shortened below these, and what follows it waits for its end. The gain is by
    how much the least slack grows; changes without one are left out. The cheapest come first: by
    ``Compression.price``, of equal ones what gains more.
    """
    before = slack_in_office(result, tightest)
    found = []
    for change in _changes(result, tightest, deferrable, granted):
        again = schedule(change.net, calendars, lag_calendar=lag_calendar)
        gain = (least_slack(again) or 0) - before
        if gain > 0:
            found.append(_measured(change, gain, result.net))
    return tuple(sorted(found, key=lambda one: (one.price, -one.gain))[:BEST])


def _measured(change: _Change, gain: int, net: Network) -> Compression:
    return Compression(
        kind=change.kind,
        activities=tuple(net.ids[i] for i in change.activities),
        gain=gain,
        sentence=say(change.template, gain=gain, **change.params),
        value=change.value,
        share=change.share,
    )


def _changes(
    result: Schedule, tightest: int, deferrable: Collection[str], granted: Mapping[str, int]
) -> Iterator[_Change]:
    net = result.net
    chain, links = _driving(result, tightest)
    for e in links:
        i, j = int(net.src[e]), int(net.dst[e])
        if net.act_s[j] != NONE:
            continue
        if net.ty[e] in (FS, FF) and net.lag[e] > 0:
            yield _waiting_less(result, e, i, j)
        elif net.ty[e] in (FS, SS) and net.ids[i] not in granted:
            yield from _overlapped(result, e, i, j, granted)
        if net.ids[i] in deferrable and net.act_s[i] == NONE:
            yield _deferred(net, i, j)
    first = chain[0]
    if net.act_s[first] == NONE and net.snet[first] > max(int(net.start[0]), int(net.datadate[0])):
        yield _without_date(net, first, granted)
    yield from _crashed(result, [i for i in chain if net.ids[i] not in granted])
    yield from _hastened(result, [i for i in chain if net.ids[i] in granted], granted)


def _driving(result: Schedule, last: int) -> tuple[list[int], list[int]]:
    """The open activities that fix the early start of ``last``, and the links between them."""
    net = result.net
    chain: list[int] = [last]
    links: list[int] = []
    while (e := int(result.early_by[chain[0]])) != NONE and net.act_f[net.src[e]] == NONE:
        chain.insert(0, int(net.src[e]))
        links.insert(0, e)
    return chain, links


def _missing(result: Schedule, i: int) -> int:
    """By how many of its own days an activity is too late."""
    return max(1, -int(result.tf[i]))


def _overlapped(
    result: Schedule, e: int, i: int, j: int, granted: Mapping[str, int]
) -> Iterator[_Change]:
    net, lag, left = result.net, int(result.net.lag[e]), int(result.left[i])
    if net.ty[e] == SS:
        before, by = lag, min(_missing(result, i), lag // OVERLAP_AT_MOST)
        whole = lag
    else:
        # Counted from the actual start when the predecessor is under way already.
        before = _spanned(result, i, i) + lag
        shorter = int(net.dur[j]) if net.cal[i] == net.cal[j] else _spanned(result, j, i)
        by = min(_missing(result, i), left // OVERLAP_AT_MOST + lag, shorter + lag)
        whole = left
    if by < 1:
        return
    yield _Change(
        kind="overlap",
        activities=(i, j),
        net=replace(net, ty=_with(net.ty, e, SS), lag=_with(net.lag, e, before - by)),
        template=_OVERLAP[net.ids[j] in granted, _every_day(result, i)],
        params={"before": net.names[i], "name": net.names[j], "after": before - by},
        value=before - by,
        share=Fraction(by, max(whole, 1)),
    )


def _spanned(result: Schedule, i: int, by: int) -> int:
    """From the early start of an activity to its end, in the days of the calendar of ``by``."""
    line = result.lines[int(result.net.cal[by])]
    start, end = int(result.es[i]) - result.origin, int(result.ef[i]) - result.origin
    return line.before(end) - line.before(start)


def _every_day(result: Schedule, i: int) -> bool:
    """Whether the activity is counted in calendar days."""
    line = result.lines[int(result.net.cal[i])]
    return len(line.inv) == len(line.cum) - 1


def _crashed(result: Schedule, works: Sequence[int]) -> Iterator[_Change]:
    """The longest of the works with more hands."""
    longest = max(works, key=lambda i: int(result.left[i]), default=NONE)
    if longest != NONE and (left := int(result.left[longest])) > 1:
        by = min(_missing(result, longest), max(1, left // CRASH_AT_MOST))
        template = _CRASH[_every_day(result, longest)]
        yield _shortened(result, longest, left - by, template)


def _hastened(
    result: Schedule, steps: Sequence[int], granted: Mapping[str, int]
) -> Iterator[_Change]:
    """Of what must be granted the longest that is planned with more days than that takes."""
    least = {i: max(1, granted[result.net.ids[i]] - _gone(result, i)) for i in steps}
    slow = [i for i in steps if result.left[i] > least[i]]
    longest = max(slow, key=lambda i: int(result.left[i]), default=NONE)
    if longest != NONE:
        fewer = max(least[longest], int(result.left[longest]) - _missing(result, longest))
        template = _HASTE[_every_day(result, longest)]
        yield _shortened(result, longest, fewer, template, least=granted[result.net.ids[longest]])


def _gone(result: Schedule, i: int) -> int:
    """Of its own days those that have passed."""
    return int(result.net.dur[i]) - int(result.left[i])


def _shortened(result: Schedule, i: int, fewer: int, template: str, **told: int) -> _Change:
    """The activity with ``fewer`` days still to go."""
    net, left = result.net, int(result.left[i])
    changed = (
        replace(net, dur=_with(net.dur, i, fewer))
        if net.act_s[i] == NONE
        else replace(net, rem=_with(net.rem, i, fewer))
    )
    return _Change(
        kind="crash",
        activities=(i,),
        net=changed,
        template=template,
        params={"name": net.names[i], "days": left, "fewer": fewer, **told},
        value=int(net.dur[i]) - (left - fewer),
        share=Fraction(left - fewer, left),
    )


def _waiting_less(result: Schedule, e: int, i: int, j: int) -> _Change:
    net, lag = result.net, int(result.net.lag[e])
    fewer = max(0, lag - _missing(result, i))
    return _Change(
        kind="drop_lag",
        activities=(i, j),
        net=replace(net, lag=_with(net.lag, e, fewer)),
        template=_WAIT[_every_day(result, i)],
        params={"before": net.names[i], "name": net.names[j], "lag": lag, "fewer": fewer},
        value=fewer,
    )


def _without_date(net: Network, i: int, granted: Mapping[str, int]) -> _Change:
    day = date.fromordinal(int(net.snet[i])).isoformat()
    return _Change(
        kind="drop_date",
        activities=(i,),
        net=replace(net, snet=_with(net.snet, i, NONE)),
        template=_SOONER[net.ids[i] in granted],
        params={"name": net.names[i], "day": day},
    )


def _deferred(net: Network, i: int, j: int) -> _Change:
    return _Change(
        kind="drop_step",
        activities=(i, j),
        net=unheld(net, i),
        template=N_("“{before}”容缺办理，“{name}”不等它办结即可开始，可提前 {gain} 个工作日。"),
        params={"before": net.names[i], "name": net.names[j]},
    )


def _with(values: NDArray[_Int], at: int, value: int) -> NDArray[_Int]:
    changed = values.copy()
    changed[at] = value
    return changed


#: By whether what follows must be granted, and whether the days are calendar days.
_OVERLAP = {
    (False, False): N_(
        "“{before}”开工 {after} 个工作日后，“{name}”即压茬进场，可提前 {gain} 个工作日。"
    ),
    (False, True): N_(
        "“{before}”开始 {after} 个日历日后，“{name}”即压茬进场，可提前 {gain} 个工作日。"
    ),
    (True, False): N_(
        "“{before}”开工 {after} 个工作日后，“{name}”即提前介入、边建边办，可提前 {gain} 个工作日。"
    ),
    (True, True): N_(
        "“{before}”开始 {after} 个日历日后，“{name}”即提前介入、边建边办，可提前 {gain} 个工作日。"
    ),
}
#: By whether it must be granted.
_SOONER = {
    False: N_("“{name}”不再等到 {day} 开工，可提前 {gain} 个工作日。"),
    True: N_("“{name}”不再等到 {day} 送件，可提前 {gain} 个工作日。"),
}
#: By whether the days of the activity are calendar days.
_HASTE = {
    False: N_(
        "“{name}”提前介入、并联办理，由 {days} 个工作日缩短到 {fewer} 个工作日"
        "（手续库定为 {least} 个工作日，不能再少），可提前 {gain} 个工作日。"
    ),
    True: N_(
        "“{name}”提前介入、并联办理，由 {days} 个日历日缩短到 {fewer} 个日历日"
        "（手续库定为 {least} 个日历日，不能再少），可提前 {gain} 个工作日。"
    ),
}
_CRASH = {
    False: N_(
        "“{name}”增加力量，由 {days} 个工作日压缩到 {fewer} 个工作日，可提前 {gain} 个工作日。"
    ),
    True: N_(
        "“{name}”增加力量，由 {days} 个日历日压缩到 {fewer} 个日历日，可提前 {gain} 个工作日。"
    ),
}
_WAIT = {
    False: N_(
        "“{before}”与“{name}”之间的间隔由 {lag} 个工作日压缩到 {fewer} 个工作日，"
        "可提前 {gain} 个工作日。"
    ),
    True: N_(
        "“{before}”与“{name}”之间的间隔由 {lag} 个日历日压缩到 {fewer} 个日历日，"
        "可提前 {gain} 个工作日。"
    ),
}
