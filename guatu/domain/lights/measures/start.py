"""Measures of the start (开工) and of the statistical registration (入库)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from guatu.domain.counts import Count, Since
from guatu.domain.lights.measures.kinds import (
    ONE,
    ZERO,
    Case,
    Levels,
    Measure,
    dates,
    day_detail,
    known,
    later,
    months_later,
)
from guatu.domain.periods import month_end
from guatu.domain.words import N_


def _started(case: Case) -> bool | None:
    if known(case.facts.actual_start, case.day):
        return True
    return None if case.facts.planned_start is None else False


def _start_turns(case: Case, levels: Levels) -> Iterable[date]:
    return dates(case.facts.actual_start)


def _start_months_late(case: Case) -> int | None:
    """Complete months, from that of the planned start on, at whose end there was no start.

    Planned for 2021-03: 1 on 2021-03-31, 3 on 2021-05-31; 0 before and once started.
    """
    if known(case.facts.actual_start, case.day):
        return 0
    since = _late_since(case)
    return None if since is None else since.until(case.day, case.workdays)


def _late_since(case: Case) -> Since | None:
    planned = case.facts.planned_start
    if planned is None or known(case.facts.actual_start, case.day):
        return None
    return Since(Count.MONTHS, planned)


def _start_ages(case: Case) -> Iterable[date]:
    return dates(case.facts.actual_start)


def _months_late_turns(case: Case, levels: Levels) -> Iterable[date]:
    planned = case.facts.planned_start
    yield from dates(case.facts.actual_start)
    if planned is not None and not known(case.facts.actual_start, case.day):
        for mark in levels.marks:
            yield month_end(months_later(planned, mark - 1))


def _registered(case: Case) -> bool | None:
    """None where nobody said whether it was: works of earlier years are listed without it."""
    if case.facts.registered_on is None and case.facts.registration_unknown:
        return None
    return known(case.facts.registered_on, case.day)


def _registration_turns(case: Case, levels: Levels) -> Iterable[date]:
    return dates(case.facts.registered_on)


def _registered_months_late(case: Case) -> int | None:
    """Months fully run out since the actual start without registration.

    Started on 2021-03-15: 0 to 04-15, 1 from 04-16 (“1 month after the start”), 2 from 05-16
    (“more than 2 months”); 0 once registered, None before the start.
    """
    if known(case.facts.registered_on, case.day):
        return 0
    since = _unregistered_since(case)
    return None if since is None else since.until(case.day, case.workdays)


def _unregistered_since(case: Case) -> Since | None:
    facts, start = case.facts, case.facts.actual_start
    if start is None or start > case.day or facts.registration_unknown:
        return None
    return None if known(facts.registered_on, case.day) else Since(Count.MONTHS_RUN, start)


def _registration_ages(case: Case) -> Iterable[date]:
    return dates(case.facts.registered_on, case.facts.actual_start)


def _months_unregistered_turns(case: Case, levels: Levels) -> Iterable[date]:
    start = case.facts.actual_start
    yield from dates(case.facts.registered_on, start)
    if case.facts.registration_unknown:
        return
    if start is not None and not known(case.facts.registered_on, case.day):
        for mark in levels.marks:
            yield later(months_later(start, mark), 1)


_PLANNED = day_detail("planned_start", N_("计划开工"), lambda facts: facts.planned_start)
_ACTUAL = day_detail("actual_start", N_("实际开工"), lambda facts: facts.actual_start)
_ENTERED = day_detail("registered_on", N_("入库日期"), lambda facts: facts.registered_on)

MEASURES = (
    Measure(
        "started",
        N_("是否开工"),
        N_("计划开工时间或实际开工时间"),
        _started,
        _start_turns,
        ("planned_start", "actual_start"),
        details=(_PLANNED, _ACTUAL),
    ),
    Measure(
        "start_months_late",
        N_("应开工未开工"),
        N_("计划开工时间"),
        _start_months_late,
        _months_late_turns,
        ("planned_start", "actual_start"),
        unit=N_("个月"),
        step=ONE,
        least=ZERO,
        details=(_PLANNED, _ACTUAL),
        since=_late_since,
        ages=_start_ages,
    ),
    Measure(
        "registered",
        N_("是否入库"),
        N_("入库日期"),
        _registered,
        _registration_turns,
        ("registered_on", "actual_start", "registration_unknown"),
        details=(_ACTUAL, _ENTERED),
    ),
    Measure(
        "registered_months_late",
        N_("开工后未入库"),
        N_("实际开工时间或入库日期"),
        _registered_months_late,
        _months_unregistered_turns,
        ("registered_on", "actual_start", "registration_unknown"),
        unit=N_("个月"),
        step=ONE,
        least=ZERO,
        details=(_ACTUAL, _ENTERED),
        since=_unregistered_since,
        ages=_registration_ages,
    ),
)
