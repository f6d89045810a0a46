"""Measures of a cell of the chart: the duty of a month, or a milestone.

Both days stand in the facts, so a month that was missed and made good later can be told from
one that was met in time, on any later day and without remembering its colours.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from guatu.domain.counts import Count, Since
from guatu.domain.lights.measures.kinds import (
    ONE,
    ZERO,
    Case,
    Detail,
    Levels,
    Measure,
    dates,
    known,
    later,
)
from guatu.domain.lights.subjects import CellFacts, Subject
from guatu.domain.words import N_


def cell_of(case: Case) -> CellFacts:
    facts: object = case.facts
    if not isinstance(facts, CellFacts):
        raise TypeError("a measure of cells was asked of something else")
    return facts


def _done(case: Case) -> bool | None:
    """None without a duty."""
    facts = cell_of(case)
    return None if facts.due is None else known(facts.done_on, case.day)


def _done_turns(case: Case, levels: Levels) -> Iterable[date]:
    return _doing(case)


def _doing(case: Case) -> Iterable[date]:
    return dates(cell_of(case).done_on)


def _days_late(case: Case) -> int | None:
    """Calendar days from the due day to the one on which it was done, or to today.

    Due on 31 March: 0 on that day, 1 on 1 April, and 12 for ever when done on 12 April. 0 up to
    the reporting day of a month that is not reported yet.
    """
    facts = cell_of(case)
    if facts.due is None:
        return None
    if facts.done_on is not None and _done(case):
        return max(0, (facts.done_on - facts.due).days)
    since = _late_since(case)
    return 0 if since is None else since.until(case.day, case.workdays)


def _late_since(case: Case) -> Since | None:
    due, last_free = cell_of(case).due, _last_free(case)
    if due is None or last_free is None or case.day <= last_free or _done(case):
        return None
    return Since(Count.DAYS, due)


def _last_free(case: Case) -> date | None:
    """The last day on which the cell cannot be late."""
    facts = cell_of(case)
    if facts.due is None or not facts.awaits_report or case.terms.report_due is None:
        return facts.due
    return max(facts.due, case.terms.due_of(facts.due, case.workdays))


def _late_turns(case: Case, levels: Levels) -> Iterable[date]:
    due = cell_of(case).due
    yield from _late_ages(case)
    if due is not None and not _done(case):
        for mark in levels.marks:
            yield later(due, mark)


def _late_ages(case: Case) -> Iterable[date]:
    """When it is done, and when it begins to be late."""
    yield from _doing(case)
    last_free = _last_free(case)
    if last_free is not None:
        yield later(last_free, 1)


def _due_text(case: Case) -> str | None:
    due = cell_of(case).due
    return None if due is None else due.isoformat()


def _done_text(case: Case) -> str | None:
    done = cell_of(case).done_on
    return done.isoformat() if done is not None and _done(case) else None


_NAME = Detail("cell_name", N_("任务或节点"), lambda case: cell_of(case).name)
_DUE = Detail("cell_due", N_("应完成"), _due_text)
_DONE = Detail("cell_done_on", N_("实际完成"), _done_text, ages=_doing)
_NEEDS = N_("应完成的日期")

_cell = partial(
    Measure,
    looks_at=("name", "due", "done_on", "awaits_report"),
    details=(_NAME, _DUE, _DONE),
    subject=Subject.CELL,
    absent=N_("没有任务，不计色"),
)

MEASURES: tuple[Measure, ...] = (
    _cell("cell_done", N_("任务是否完成"), _NEEDS, _done, _done_turns),
    _cell(
        "cell_days_late",
        N_("任务超期"),
        _NEEDS,
        _days_late,
        _late_turns,
        unit=N_("天"),
        step=ONE,
        least=ZERO,
        since=_late_since,
        ages=_late_ages,
    ),
)
