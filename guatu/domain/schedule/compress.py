"""What would shorten a plan that cannot keep its promise, measured by running each change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from guatu.domain.schedule.engine import LagCalendar, schedule
from guatu.domain.schedule.network import FF, FS, NONE, SS, Network
from guatu.domain.schedule.result import Schedule
from guatu.domain.words import N_, Sentence, say
from guatu.domain.workcalendar import WorkCalendar

_Int = TypeVar("_Int", np.int8, np.int32)

Kind = Literal["overlap", "crash", "drop_lag", "drop_date"]

# Defaults of the product, shown as such: how much of an activity may be overlapped or saved.
OVERLAP_AT_MOST = 2  # half of the predecessor's workdays
CRASH_AT_MOST = 4  # a quarter of the activity's workdays
BEST = 3


@dataclass(frozen=True, slots=True)
class Compression:
    """One change and the workdays it gains; ``activities`` are the ids it concerns.

    ``value`` is what is changed to: the lag of a start-to-start link for an overlap, the workdays
    of the activity for a crash, the lag of the link for a wait; 0 for a dropped date.
    """

    kind: Kind
    activities: tuple[str, ...]
    gain: int
    sentence: Sentence
    value: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    kind: Kind
    activities: tuple[int, ...]
    net: Network
    share: float  # of the work concerned: of two equal gains the gentler change comes first
    template: str
    params: dict[str, str | int]
    value: int = 0


def compressions(
    result: Schedule,
    calendars: Sequence[WorkCalendar],
    short_by: int,
    *,
    lag_calendar: LagCalendar,
) -> tuple[Compression, ...]:
    """The three best single changes to a one-project ``result`` short by ``short_by`` workdays.

    Tried are, among the activities with the least slack: overlapping each finish-to-start pair by
    what is missing, at most half of the predecessor and never so that the successor ends first
    (an overlap that exists, by at most half of its lag); shortening the longest activity by at
    most a quarter; cutting a waiting time; dropping a date that holds a start. The gain is by how
    much the least slack grows; changes without one are left out.
    """
    before = _least_slack(result)
    found = []
    for change in _changes(result, short_by):
        again = schedule(change.net, calendars, lag_calendar=lag_calendar)
        gain = _least_slack(again) - before
        if gain > 0:
            found.append((-gain, change.share, _measured(change, gain, result.net)))
    return tuple(one for *_, one in sorted(found, key=lambda row: row[:2])[:BEST])


def _least_slack(result: Schedule) -> int:
    return int(result.tf[result.net.act_f == NONE].min())


def _measured(change: _Change, gain: int, net: Network) -> Compression:
    ids = tuple(net.ids[i] for i in change.activities)
    sentence = say(change.template, gain=gain, **change.params)
    return Compression(change.kind, ids, gain, sentence, change.value)


def _changes(result: Schedule, short_by: int) -> Iterator[_Change]:
    net = result.net
    unfinished = net.act_f == NONE
    tight = unfinished & (result.tf == _least_slack(result))
    for e, (i, j) in enumerate(zip(net.src.tolist(), net.dst.tolist(), strict=True)):
        if not (tight[i] and tight[j] and net.act_s[j] == NONE):
            continue
        if net.ty[e] in (FS, FF) and net.lag[e] > 0:
            yield _waiting_less(net, e, i, j, short_by)
        elif net.ty[e] in (FS, SS):
            yield from _overlapped(result, e, i, j, short_by)
    for i in np.flatnonzero(tight & (net.act_s == NONE) & (result.early_by == NONE)).tolist():
        if net.snet[i] > max(int(net.start[0]), int(net.datadate[0])):
            yield _without_date(net, i)
    longest = int(np.where(tight, result.left, -1).argmax())
    if result.left[longest] > 1:
        yield _crashed(result, longest, short_by)


def _overlapped(result: Schedule, e: int, i: int, j: int, short_by: int) -> Iterator[_Change]:
    net, lag = result.net, int(result.net.lag[e])
    left = int(result.left[i])
    if net.ty[e] == SS:
        before, by = lag, min(short_by, lag // OVERLAP_AT_MOST)
        share = by / max(lag, 1)
    else:
        # Counted from the actual start when the predecessor is under way already.
        line = result.lines[int(net.cal[i])]
        es, ef = int(result.es[i]) - result.origin, int(result.ef[i]) - result.origin
        before = line.before(ef) - line.before(es) + lag
        by = min(short_by, left // OVERLAP_AT_MOST + lag, int(net.dur[j]) + lag)
        share = by / max(left, 1)
    if by < 1:
        return
    yield _Change(
        kind="overlap",
        activities=(i, j),
        net=replace(net, ty=_with(net.ty, e, SS), lag=_with(net.lag, e, before - by)),
        share=share,
        template=N_(
            "“{before}”开工 {after} 个工作日后，“{name}”即压茬进场，可提前 {gain} 个工作日。"
        ),
        params={"before": net.names[i], "name": net.names[j], "after": before - by},
        value=before - by,
    )


def _crashed(result: Schedule, i: int, short_by: int) -> _Change:
    net, left = result.net, int(result.left[i])
    fewer = left - min(short_by, max(1, left // CRASH_AT_MOST))
    changed = (
        replace(net, dur=_with(net.dur, i, fewer))
        if net.act_s[i] == NONE
        else replace(net, rem=_with(net.rem, i, fewer))
    )
    return _Change(
        kind="crash",
        activities=(i,),
        net=changed,
        share=(left - fewer) / left,
        template=N_(
            "“{name}”增加力量，由 {days} 个工作日压缩到 {fewer} 个工作日，可提前 {gain} 个工作日。"
        ),
        params={"name": net.names[i], "days": left, "fewer": fewer},
        value=int(net.dur[i]) - (left - fewer),
    )


def _waiting_less(net: Network, e: int, i: int, j: int, short_by: int) -> _Change:
    lag = int(net.lag[e])
    fewer = max(0, lag - short_by)
    return _Change(
        kind="drop_lag",
        activities=(i, j),
        net=replace(net, lag=_with(net.lag, e, fewer)),
        share=0,
        template=N_(
            "“{before}”与“{name}”之间的间隔由 {lag} 个工作日压缩到 {fewer} 个工作日，"
            "可提前 {gain} 个工作日。"
        ),
        params={"before": net.names[i], "name": net.names[j], "lag": lag, "fewer": fewer},
        value=fewer,
    )


def _without_date(net: Network, i: int) -> _Change:
    day = date.fromordinal(int(net.snet[i])).isoformat()
    return _Change(
        kind="drop_date",
        activities=(i,),
        net=replace(net, snet=_with(net.snet, i, NONE)),
        share=0,
        template=N_("“{name}”不再等到 {day} 开工，可提前 {gain} 个工作日。"),
        params={"name": net.names[i], "day": day},
    )


def _with(values: NDArray[_Int], at: int, value: int) -> NDArray[_Int]:
    changed = values.copy()
    changed[at] = value
    return changed
