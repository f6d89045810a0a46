"""Measures of milestones (节点): overdue ones, missed promises, late forecasts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import attrgetter

from guatu.domain.counts import Count, Since
from guatu.domain.lights.facts import MilestoneFact
from guatu.domain.lights.measures.kinds import (
    ONE,
    ZERO,
    Case,
    Detail,
    Levels,
    Measure,
    later,
    once,
)
from guatu.domain.lights.workdays import due_day
from guatu.domain.words import N_


def _milestones_overdue(case: Case) -> int | None:
    """How many are overdue: a workday has passed since the planned one, and none is reached."""
    if not case.facts.milestones:
        return None
    return sum(_days_overdue(case, milestone) > 0 for milestone in _open(case))


def _overdue_turns(case: Case, levels: Levels) -> Iterable[date]:
    yield from _future_actuals(case)
    for milestone in _open(case):
        yield case.workdays.nth_after(due_day(case.workdays, milestone.planned), 1)


def _milestone_days_overdue(case: Case) -> int | None:
    """Workdays by which the worst one is overdue: planned on a Friday, 1 on the Monday after."""
    if not case.facts.milestones:
        return None
    worst = _worst(case)
    return 0 if worst is None else _days_overdue(case, worst)


def _days_overdue_turns(case: Case, levels: Levels) -> Iterable[date]:
    return _worst_turns(case, _open(case), levels.marks)


def _required_milestone_missed(case: Case) -> bool | None:
    """Whether a committed milestone is overdue; False when none is committed."""
    if not case.facts.milestones:
        return None
    return _missed(case) is not None


def _missed_turns(case: Case, levels: Levels) -> Iterable[date]:
    return _worst_turns(case, _promised(case), (1,))


def _milestones_slipping(case: Case) -> int | None:
    """How many open ones are forecast later than planned, overdue or not."""
    if not case.facts.milestones:
        return None
    return sum(m.forecast is not None and m.forecast > m.planned for m in _open(case))


def _slipping_turns(case: Case, levels: Levels) -> Iterable[date]:
    return _future_actuals(case)


@once
def _open(case: Case) -> list[MilestoneFact]:
    """Those not reached, the earliest planned first."""
    day = case.day
    still = [m for m in case.facts.milestones if m.actual is None or m.actual > day]
    return sorted(still, key=_planned)


@once
def _promised(case: Case) -> list[MilestoneFact]:
    return [m for m in _open(case) if m.committed]


def _days_overdue(case: Case, milestone: MilestoneFact) -> int:
    if milestone.planned >= case.day:
        return 0
    return case.workdays.count(due_day(case.workdays, milestone.planned), case.day)


def _worst_turns(
    case: Case, milestones: list[MilestoneFact], marks: tuple[int, ...]
) -> Iterable[date]:
    """The earliest planned one is the worst until it is reached; then the next is."""
    for milestone in milestones:
        due = due_day(case.workdays, milestone.planned)
        for mark in marks:
            yield case.workdays.nth_after(due, mark)
        if milestone.actual is None:
            return
        yield milestone.actual


def _overdue_since(case: Case) -> Since | None:
    """From when the earliest open one counts, which is the worst as soon as one is overdue."""
    still = _open(case)
    return _counted(case, still[0]) if still else None


def _counted(case: Case, milestone: MilestoneFact) -> Since:
    return Since(Count.WORKDAYS, due_day(case.workdays, milestone.planned))


def _count_ages(case: Case) -> Iterable[date]:
    return _overdue_turns(case, _NO_LEVELS)


def _worst_ages(case: Case) -> Iterable[date]:
    return _worst_turns(case, _open(case), (1,))


@once
def _future_actuals(case: Case) -> list[date]:
    return [m.actual for m in case.facts.milestones if m.actual is not None and m.actual > case.day]


@once
def _worst(case: Case) -> MilestoneFact | None:
    return _earliest_overdue(case, _open(case))


def _earliest_overdue(case: Case, milestones: list[MilestoneFact]) -> MilestoneFact | None:
    """The earliest planned one, if it is overdue; if it is not, no later one is."""
    return milestones[0] if milestones and _days_overdue(case, milestones[0]) else None


def _worst_name(case: Case) -> str | None:
    worst = _worst(case)
    return None if worst is None else worst.name


def _worst_planned(case: Case) -> str | None:
    worst = _worst(case)
    return None if worst is None else worst.planned.isoformat()


@once
def _missed(case: Case) -> MilestoneFact | None:
    return _earliest_overdue(case, _promised(case))


def _missed_name(case: Case) -> str | None:
    missed = _missed(case)
    return None if missed is None else missed.name


def _missed_planned(case: Case) -> str | None:
    missed = _missed(case)
    return None if missed is None else missed.planned.isoformat()


def _missed_days(case: Case) -> str | None:
    missed = _missed(case)
    return None if missed is None else str(_days_overdue(case, missed))


def _missed_since(case: Case) -> Since | None:
    missed = _missed(case)
    return None if missed is None else _counted(case, missed)


def _missed_ages(case: Case) -> Iterable[date]:
    return _missed_turns(case, _NO_LEVELS)


def _next(case: Case) -> MilestoneFact | None:
    return next((m for m in _open(case) if m.planned >= case.day), None)


def _next_text(case: Case) -> str | None:
    ahead = _next(case)
    return None if ahead is None else f"{ahead.name} {ahead.planned.isoformat()}"


def _next_ages(case: Case) -> Iterable[date]:
    yield from _future_actuals(case)
    if (ahead := _next(case)) is not None:
        yield later(ahead.planned, 1)


def _slipping(case: Case) -> MilestoneFact | None:
    late = (m for m in _open(case) if m.forecast is not None and m.forecast > m.planned)
    return next(late, None)


def _slipping_name(case: Case) -> str | None:
    slipping = _slipping(case)
    return None if slipping is None else slipping.name


_planned = attrgetter("planned")
_NO_LEVELS = Levels(())
_NEEDS = N_("节点计划")
_MILESTONE = Detail("milestone", N_("逾期节点"), _worst_name, ages=_worst_ages)
_PLANNED = Detail("milestone_planned", N_("该节点计划完成"), _worst_planned, ages=_worst_ages)
_NEXT = Detail("next_milestone", N_("下一节点"), _next_text, ages=_next_ages)

MEASURES = (
    Measure(
        "milestones_overdue",
        N_("逾期节点数"),
        _NEEDS,
        _milestones_overdue,
        _overdue_turns,
        ("milestones",),
        unit=N_("个"),
        step=ONE,
        least=ZERO,
        details=(_MILESTONE, _PLANNED, _NEXT),
        ages=_count_ages,
    ),
    Measure(
        "milestone_days_overdue",
        N_("节点最长逾期"),
        _NEEDS,
        _milestone_days_overdue,
        _days_overdue_turns,
        ("milestones",),
        unit=N_("个工作日"),
        step=ONE,
        least=ZERO,
        details=(_MILESTONE, _PLANNED, _NEXT),
        since=_overdue_since,
        ages=_future_actuals,
    ),
    Measure(
        "required_milestone_missed",
        N_("承诺节点是否逾期"),
        _NEEDS,
        _required_milestone_missed,
        _missed_turns,
        ("milestones",),
        details=(
            Detail("required_milestone", N_("逾期的承诺节点"), _missed_name, ages=_missed_ages),
            Detail(
                "required_milestone_planned", N_("承诺完成"), _missed_planned, ages=_missed_ages
            ),
            Detail(
                "required_milestone_days",
                N_("承诺节点逾期"),
                _missed_days,
                N_("个工作日"),
                since=_missed_since,
                ages=_missed_ages,
            ),
        ),
    ),
    Measure(
        "milestones_slipping",
        N_("预计推迟的节点数"),
        _NEEDS,
        _milestones_slipping,
        _slipping_turns,
        ("milestones",),
        unit=N_("个"),
        step=ONE,
        least=ZERO,
        details=(
            Detail(
                "slipping_milestone", N_("预计推迟的节点"), _slipping_name, ages=_future_actuals
            ),
        ),
        ages=_future_actuals,
    ),
)
