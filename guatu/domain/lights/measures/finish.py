"""Measures of the finish: overdue or not, and the slack of the backward plan (倒排工期)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from guatu.domain.counts import Count, Since
from guatu.domain.lights.measures.kinds import (
    ONE,
    ZERO,
    Case,
    Detail,
    Levels,
    Measure,
    crossings,
    dates,
    day_detail,
    known,
    later,
    once,
)
from guatu.domain.lights.workdays import due_day
from guatu.domain.pace import CENT, HUNDRED, rounded
from guatu.domain.words import N_


def _finished(case: Case) -> bool:
    return known(case.facts.actual_finish, case.day)


def _finish_turns(case: Case, levels: Levels) -> Iterable[date]:
    return dates(case.facts.actual_finish)


def _finish_overdue(case: Case) -> bool | None:
    days = _finish_days_overdue(case)
    return None if days is None else days > 0


def _overdue_turns(case: Case, levels: Levels) -> Iterable[date]:
    return _days_overdue_turns(case, _FIRST_DAY)


def _finish_days_overdue(case: Case) -> int | None:
    """Workdays since the required finish; 0 before it and once finished."""
    required = case.facts.required_finish
    if required is None:
        return None
    since = None if required >= case.day else _overdue_since(case)
    return 0 if since is None else since.until(case.day, case.workdays)


def _overdue_since(case: Case) -> Since | None:
    required = case.facts.required_finish
    if required is None or _finished(case):
        return None
    return Since(Count.WORKDAYS, due_day(case.workdays, required))


def _finish_ages(case: Case) -> Iterable[date]:
    return dates(case.facts.actual_finish)


def _days_overdue_turns(case: Case, levels: Levels) -> Iterable[date]:
    required = case.facts.required_finish
    if required is None or _finished(case):
        return
    yield from dates(case.facts.actual_finish)
    due = due_day(case.workdays, required)
    for mark in levels.marks:
        yield case.workdays.nth_after(due, mark)


def _slack(case: Case) -> int | None:
    return case.facts.min_slack


def no_turns(case: Case, levels: Levels) -> Iterable[date]:
    return ()


def next_week(case: Case) -> Iterable[date]:
    """The slack is that of the plan as worked out on a day; from the next Monday on it is old."""
    if case.facts.min_slack is not None:
        yield later(case.day, 7 - case.day.weekday())


def _next_day(case: Case) -> Iterable[date]:
    """What is left to the required finish is less with every day."""
    if _workdays_left(case):
        yield later(case.day, 1)


def _worked_out_on(case: Case) -> str | None:
    return None if case.facts.min_slack is None else case.day.isoformat()


def _slack_share(case: Case) -> Decimal | None:
    """Slack in percent of the workdays left to the required finish; None when none are left."""
    slack, left = case.facts.min_slack, _workdays_left(case)
    return None if slack is None or not left else rounded(HUNDRED * slack / left)


def _slack_share_turns(case: Case, levels: Levels) -> Iterable[date]:
    """The slack stays while the days run out, so the share only rises, or only falls."""
    required = case.facts.required_finish
    if case.facts.min_slack is None or required is None or not _workdays_left(case):
        return
    last_left = required
    while not case.workdays.count(later(last_left, -1), required):
        last_left = later(last_left, -1)
    last = later(last_left, -1)
    yield last_left
    yield from crossings(lambda day: _slack_share(case.on(day)), case.day, last, levels)


@once
def _workdays_left(case: Case) -> int | None:
    required = case.facts.required_finish
    return None if required is None else case.workdays.count(case.day, required)


def _left_text(case: Case) -> str | None:
    left = _workdays_left(case)
    return None if left is None else str(left)


def _short(case: Case) -> str | None:
    slack = case.facts.min_slack
    return str(-slack) if slack is not None and slack < 0 else None


_FIRST_DAY = Levels((ZERO,))
REQUIRED = day_detail("required_finish", N_("要求完工"), lambda facts: facts.required_finish)
_ACTUAL = day_detail("actual_finish", N_("实际完工"), lambda facts: facts.actual_finish)
_LEFT = Detail("workdays_left", N_("距要求完工"), _left_text, N_("个工作日"), ages=_next_day)
_SHORT = Detail("slack_short", N_("预计晚于要求"), _short, N_("个工作日"), ages=next_week)
SLACK_AS_OF = Detail("slack_as_of", N_("时差测算日期"), _worked_out_on, ages=next_week)

MEASURES = (
    Measure(
        "finished",
        N_("是否完工"),
        N_("实际完工时间"),
        _finished,
        _finish_turns,
        ("actual_finish",),
        details=(_ACTUAL,),
    ),
    Measure(
        "finish_overdue",
        N_("是否逾期未完工"),
        N_("要求完工时间"),
        _finish_overdue,
        _overdue_turns,
        ("required_finish", "actual_finish"),
        details=(REQUIRED, _ACTUAL),
    ),
    Measure(
        "finish_days_overdue",
        N_("逾期未完工"),
        N_("要求完工时间"),
        _finish_days_overdue,
        _days_overdue_turns,
        ("required_finish", "actual_finish"),
        unit=N_("个工作日"),
        step=ONE,
        least=ZERO,
        details=(REQUIRED, _ACTUAL),
        since=_overdue_since,
        ages=_finish_ages,
    ),
    Measure(
        "slack",
        N_("最小时差"),
        N_("倒排计划"),
        _slack,
        no_turns,
        ("min_slack", "required_finish"),
        unit=N_("个工作日"),
        step=ONE,
        details=(REQUIRED, _LEFT, _SHORT, SLACK_AS_OF),
        ages=next_week,
    ),
    Measure(
        "slack_share",
        N_("时差占剩余工期"),
        N_("倒排计划或要求完工时间"),
        _slack_share,
        _slack_share_turns,
        ("min_slack", "required_finish"),
        unit="%",
        step=CENT,
        details=(REQUIRED, _LEFT, _SHORT, SLACK_AS_OF),
        ages=_next_day,
    ),
)
