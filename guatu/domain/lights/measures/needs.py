"""Measures of support needs (要素保障): by how much the worst one is, or will be, too late.

A need that serves a milestone breaks it as soon as its promise is later than its day, however far
ahead that day lies. Finished works wait for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import pairwise

from guatu.domain.counts import Count, Since
from guatu.domain.lights.facts import NeedFact
from guatu.domain.lights.measures.kinds import (
    ONE,
    ZERO,
    Case,
    Detail,
    Levels,
    Measure,
    crossings,
    dates,
    known,
    later,
    once,
)
from guatu.domain.lights.workdays import Workdays, due_day
from guatu.domain.words import N_

Dated = tuple[date, NeedFact]
"""The day by which a need must be met, and the need."""


def _need_days_short(case: Case) -> int | None:
    """Workdays from the day of the worst open need to its delivery as it now must be expected:
    the promised day, or its own without a promise, and today when that is past."""
    if not case.facts.needs:
        return None
    worst = _worst(case)
    return 0 if worst is None else _short(case, worst)


def _short_turns(case: Case, levels: Levels) -> Iterable[date]:
    yield from _deliveries(case)
    for due in _leading(case):
        for mark in levels.marks:
            yield case.workdays.nth_after(due, mark)


def _need_promised(case: Case) -> bool | None:
    """Whether the worst need has a promise that is not yet past; False when none is short."""
    if not case.facts.needs:
        return None
    worst = _worst(case)
    return worst is not None and _promise_ahead(case, worst[1])


def _promised_turns(case: Case, levels: Levels) -> Iterable[date]:
    """When a promise runs out, and when a need that counts on overtakes one with a promise."""
    yield from _deliveries(case)
    promised = [dated for dated in _open(case) if _promise_ahead(case, dated[1])]
    yield from dates(*(need.promised for _, need in promised))
    shorts = {_short(case, dated) for dated in promised} - {0}
    for due in _leading(case) if shorts else ():
        for short in shorts:
            yield case.workdays.nth_after(due, short)
            yield case.workdays.nth_after(due, short + 1)


def _need_unpromised_days_left(case: Case) -> int | None:
    """Workdays left to the next need that nobody has promised; None when there is none."""
    ahead = _unpromised(case)
    return None if ahead is None else case.workdays.count(case.day, ahead[0])


def _unpromised_turns(case: Case, levels: Levels) -> Iterable[date]:
    """Between the days on which another need is the next one, the days left only run out."""
    yield from _deliveries(case)
    waiting = [dated for dated in _open(case) if dated[1].promised is None]
    edges = {later(needed_by, 1) for needed_by, _ in waiting}
    edges |= {need.delivered for _, need in waiting if need.delivered is not None}
    edges = {edge for edge in edges if edge > case.day}
    yield from edges
    for first, after in pairwise(sorted({case.day, *edges})):
        needed_by = _next_needed(waiting, first)
        if needed_by is not None:
            left = partial(_days_left, case.workdays, needed_by)
            yield from crossings(left, first, later(after, -1), levels)


def _days_left(workdays: Workdays, needed_by: date, day: date) -> int:
    return workdays.count(day, needed_by)


def _next_needed(waiting: list[Dated], day: date) -> date | None:
    days = [by for by, need in waiting if by >= day and not known(need.delivered, day)]
    return min(days, default=None)


@once
def _open(case: Case) -> list[Dated]:
    """Those with a day that are not there yet, the earliest needed first."""
    facts, day = case.facts, case.day
    if not facts.needs or known(facts.actual_finish, day):
        return []
    waiting = [
        (need.needed_by, need)
        for need in facts.needs
        if need.needed_by is not None and not need.not_needed and not known(need.delivered, day)
    ]
    return sorted(waiting, key=_needed_by)


def _needed_by(dated: Dated) -> date:
    return dated[0]


def _short(case: Case, dated: Dated) -> int:
    needed_by, need = dated
    expected = max(need.promised or needed_by, case.day)
    if expected <= needed_by:
        return 0
    return case.workdays.count(due_day(case.workdays, needed_by), expected)


def _promise_ahead(case: Case, need: NeedFact) -> bool:
    return need.promised is not None and need.promised > case.day


@once
def _worst(case: Case) -> Dated | None:
    """Of equally late ones the earliest needed; None when none is short."""
    worst, most = None, 0
    for dated in _open(case):
        short = _short(case, dated)
        if short > most:
            worst, most = dated, short
    return worst


def _deliveries(case: Case) -> Iterator[date]:
    yield from dates(case.facts.actual_finish)
    yield from dates(*(need.delivered for _, need in _open(case)))


def _leading(case: Case) -> Iterator[date]:
    """The due days of those that can be the one that counts on the most: the earliest needed
    until it is there, then the next."""
    for needed_by, need in _open(case):
        yield due_day(case.workdays, needed_by)
        if need.delivered is None:
            return


def _short_since(case: Case) -> Since | None:
    worst = _worst(case)
    if worst is None or _promise_ahead(case, worst[1]):
        return None
    return Since(Count.WORKDAYS, due_day(case.workdays, worst[0]))


def _worst_ages(case: Case) -> Iterable[date]:
    """When it is there, its promise runs out, or another need has become as late."""
    yield from _deliveries(case)
    worst = _worst(case)
    most = 0 if worst is None else _short(case, worst)
    if worst is not None:
        yield from dates(worst[1].promised)
    for due in _leading(case):
        yield case.workdays.nth_after(due, max(most, 1))


def _unpromised(case: Case) -> Dated | None:
    for dated in _open(case):
        if dated[0] >= case.day and dated[1].promised is None:
            return dated
    return None


def _unpromised_ages(case: Case) -> Iterable[date]:
    yield from _deliveries(case)
    ahead = _unpromised(case)
    if ahead is not None:
        yield later(ahead[0], 1)


def _next_day(case: Case) -> Iterable[date]:
    if _unpromised(case) is not None:
        yield later(case.day, 1)


def _worst_name(case: Case) -> str | None:
    worst = _worst(case)
    return None if worst is None else worst[1].name


def _worst_milestone(case: Case) -> str | None:
    worst = _worst(case)
    return None if worst is None else worst[1].milestone or None


def _worst_needed_by(case: Case) -> str | None:
    worst = _worst(case)
    return None if worst is None else worst[0].isoformat()


def _worst_promised(case: Case) -> str | None:
    worst = _worst(case)
    if worst is None or worst[1].promised is None:
        return None
    return worst[1].promised.isoformat()


def _unpromised_name(case: Case) -> str | None:
    ahead = _unpromised(case)
    return None if ahead is None else ahead[1].name


def _unpromised_by(case: Case) -> str | None:
    ahead = _unpromised(case)
    return None if ahead is None else ahead[0].isoformat()


_NEEDS = N_("要素需求")
_ABSENT = N_("没有登记要素需求，要素保障不计色")
_LOOKS_AT = ("needs", "actual_finish")
_WORST = (
    Detail("need", N_("最缺的要素"), _worst_name, ages=_worst_ages),
    Detail("need_milestone", N_("保障的节点"), _worst_milestone, ages=_worst_ages),
    Detail("need_by", N_("该要素需求时间"), _worst_needed_by, ages=_worst_ages),
    Detail("need_promised_on", N_("该要素承诺时间"), _worst_promised, ages=_worst_ages),
)

MEASURES = (
    Measure(
        "need_days_short",
        N_("要素最长滞后"),
        _NEEDS,
        _need_days_short,
        _short_turns,
        _LOOKS_AT,
        unit=N_("个工作日"),
        step=ONE,
        least=ZERO,
        details=_WORST,
        since=_short_since,
        ages=_worst_ages,
        absent=_ABSENT,
    ),
    Measure(
        "need_promised",
        N_("滞后要素是否另有承诺"),
        _NEEDS,
        _need_promised,
        _promised_turns,
        _LOOKS_AT,
        details=_WORST,
        absent=_ABSENT,
    ),
    Measure(
        "need_unpromised_days_left",
        N_("距未承诺要素的需求时间"),
        _NEEDS,
        _need_unpromised_days_left,
        _unpromised_turns,
        _LOOKS_AT,
        unit=N_("个工作日"),
        step=ONE,
        least=ZERO,
        details=(
            Detail("unpromised_need", N_("未承诺的要素"), _unpromised_name, ages=_unpromised_ages),
            Detail(
                "unpromised_need_by",
                N_("未承诺要素需求时间"),
                _unpromised_by,
                ages=_unpromised_ages,
            ),
        ),
        ages=_next_day,
        absent=_ABSENT,
    ),
)
