"""Measures of a slip (交办单): its time limit, its progress, and the warnings it has had."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import partial

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
    known,
    later,
    value_text,
)
from guatu.domain.lights.subjects import SlipFacts, Subject, WarningFact
from guatu.domain.lights.workdays import due_day
from guatu.domain.pace import CENT, HUNDRED, rounded
from guatu.domain.words import N_


def slip_of(case: Case) -> SlipFacts:
    facts: object = case.facts
    if not isinstance(facts, SlipFacts):
        raise TypeError("a measure of slips was asked of something else")
    return facts


def _closed(case: Case) -> bool:
    return known(slip_of(case).closed_on, case.day)


def _closed_turns(case: Case, levels: Levels) -> Iterable[date]:
    return _closing(case)


def _closing(case: Case) -> Iterable[date]:
    return dates(slip_of(case).closed_on)


def _days_left(case: Case) -> int | None:
    """Workdays after the day of judging up to the limit: 0 on its day and later."""
    due = _due(case)
    return None if due is None else case.workdays.count(case.day, due)


def _left_turns(case: Case, levels: Levels) -> Iterable[date]:
    due = _due(case)
    if due is not None and case.day < due:
        yield from crossings(lambda day: _days_left(case.on(day)), case.day, due, levels)


def _left_ages(case: Case) -> Iterable[date]:
    if _days_left(case):
        yield later(case.day, 1)


def _days_overdue(case: Case) -> int | None:
    """Workdays since the limit; 0 before it and once closed."""
    if _due(case) is None:
        return None
    since = _overdue_since(case)
    return 0 if since is None else since.until(case.day, case.workdays)


def _overdue_since(case: Case) -> Since | None:
    due = _due(case)
    return None if due is None or _closed(case) else Since(Count.WORKDAYS, due)


def _overdue_turns(case: Case, levels: Levels) -> Iterable[date]:
    due = _due(case)
    if due is None or _closed(case):
        return
    yield from dates(slip_of(case).closed_on)
    for mark in levels.marks:
        yield case.workdays.nth_after(due, mark)


def _term_days(case: Case) -> int | None:
    """Workdays from the issue to the limit; the day of issue is not counted."""
    due = _due(case)
    return None if due is None else case.workdays.count(slip_of(case).issued, due)


def _issued_day(case: Case) -> int:
    return slip_of(case).issued.day


def _gap(case: Case) -> Decimal | None:
    """Expected − actual percent in points, the expected rising evenly by calendar days.

    Issued on 1 March, due on 11 March, 30 % done by the 6th: 50 − 30 = 20. 0 once closed.
    """
    return ZERO if _closed(case) else _open_gap(slip_of(case), case.day)


def _gap_turns(case: Case, levels: Levels) -> Iterable[date]:
    facts = slip_of(case)
    yield from dates(facts.closed_on)
    if facts.due is not None and case.day < facts.due:
        yield from crossings(lambda day: _open_gap(facts, day), case.day, facts.due, levels)


def _gap_ages(case: Case) -> Iterable[date]:
    due = slip_of(case).due
    yield from _closing(case)
    if due is not None and case.day < due:
        yield later(case.day, 1)


def _open_gap(facts: SlipFacts, day: date) -> Decimal | None:
    expected = _expected(facts, day)
    if facts.progress is None or expected is None:
        return None
    return rounded(expected - facts.progress)


def _expected(facts: SlipFacts, day: date) -> Decimal | None:
    """Percent due by ``day``, not rounded; None without a limit."""
    if facts.due is None:
        return None
    if day >= facts.due:
        return HUNDRED
    passed, whole = (day - facts.issued).days, (facts.due - facts.issued).days
    return HUNDRED * passed / whole if passed > 0 else ZERO


def _rung_lapsed(case: Case) -> int:
    """The highest rung whose warning did no good: its limit has passed, or the work was poor."""
    if _closed(case):
        return 0
    lapsed = (w.rung for w in slip_of(case).warnings if _has_lapsed(case, w))
    return max(lapsed, default=0)


def _has_lapsed(case: Case, warning: WarningFact) -> bool:
    if warning.given > case.day:
        return False
    return warning.poor or case.workdays.count(due_day(case.workdays, warning.due), case.day) > 0


def _lapse_turns(case: Case, levels: Levels) -> Iterable[date]:
    facts = slip_of(case)
    yield from dates(facts.closed_on)
    for warning in facts.warnings:
        yield warning.given
        yield case.workdays.nth_after(due_day(case.workdays, warning.due), 1)


def _lapse_ages(case: Case) -> Iterable[date]:
    return _lapse_turns(case, Levels(()))


def _warning_ages(case: Case) -> Iterable[date]:
    return [warning.given for warning in slip_of(case).warnings]


def _no_turns(case: Case, levels: Levels) -> Iterable[date]:
    return ()


def _due(case: Case) -> date | None:
    due = slip_of(case).due
    return None if due is None else due_day(case.workdays, due)


def _last_warning(case: Case) -> WarningFact | None:
    given = [warning for warning in slip_of(case).warnings if warning.given <= case.day]
    return max(given, key=lambda warning: (warning.rung, warning.given), default=None)


def _warning_due(case: Case) -> str | None:
    warning = _last_warning(case)
    return None if warning is None else warning.due.isoformat()


def _day_text(name: str, case: Case) -> str | None:
    day: date | None = getattr(slip_of(case), name)
    return None if day is None else day.isoformat()


def _expected_text(case: Case) -> str | None:
    expected = _expected(slip_of(case), case.day)
    return None if expected is None else value_text(rounded(expected))


_ISSUED = Detail("slip_issued", N_("下发日期"), partial(_day_text, "issued"))
_DUE = Detail("slip_due", N_("办结时限"), partial(_day_text, "due"))
_CLOSED = Detail("slip_closed_on", N_("办结日期"), partial(_day_text, "closed_on"))
_PROGRESS = Detail(
    "slip_progress", N_("已完成"), lambda case: value_text(slip_of(case).progress), "%"
)
_EXPECTED = Detail("slip_expected", N_("应完成"), _expected_text, "%", ages=_gap_ages)
_WARNING_DUE = Detail("warning_due", N_("督办时限"), _warning_due, ages=_warning_ages)
_NEEDS_DUE = N_("办结时限")
_DATES = ("issued", "due", "closed_on")

_slip = partial(Measure, subject=Subject.SLIP)
_count = partial(_slip, step=ONE, least=ZERO)

MEASURES: tuple[Measure, ...] = (
    _slip(
        "slip_closed",
        N_("是否办结"),
        N_("办结日期"),
        _closed,
        _closed_turns,
        ("closed_on",),
        details=(_CLOSED,),
    ),
    _count(
        "slip_days_left",
        N_("距办结时限"),
        _NEEDS_DUE,
        _days_left,
        _left_turns,
        ("due",),
        unit=N_("个工作日"),
        details=(_DUE,),
        ages=_left_ages,
    ),
    _count(
        "slip_days_overdue",
        N_("逾期未办结"),
        _NEEDS_DUE,
        _days_overdue,
        _overdue_turns,
        ("due", "closed_on"),
        unit=N_("个工作日"),
        details=(_DUE, _CLOSED),
        since=_overdue_since,
        ages=_closing,
    ),
    _count(
        "slip_term_days",
        N_("办理期限"),
        _NEEDS_DUE,
        _term_days,
        _no_turns,
        ("issued", "due"),
        unit=N_("个工作日"),
        details=(_ISSUED, _DUE),
    ),
    _slip(
        "slip_issued_day",
        N_("每月下发日"),
        N_("下发日期"),
        _issued_day,
        _no_turns,
        ("issued",),
        unit=N_("日"),
        step=ONE,
        least=ONE,
        details=(_ISSUED,),
    ),
    _slip(
        "slip_gap",
        N_("办理低于序时"),
        N_("已完成的百分比或办结时限"),
        _gap,
        _gap_turns,
        (*_DATES, "progress"),
        unit=N_("百分点"),
        step=CENT,
        details=(_PROGRESS, _EXPECTED, _DUE),
        ages=_gap_ages,
    ),
    _slip(
        "slip_poor",
        N_("质量是否较差"),
        N_("审核意见"),
        lambda case: slip_of(case).poor,
        _no_turns,
        ("poor",),
    ),
    _count(
        "slip_importance",
        N_("重要程度"),
        N_("重要程度"),
        lambda case: slip_of(case).importance,
        _no_turns,
        ("importance",),
        unit=N_("级"),
    ),
    _slip(
        "slip_supervised",
        N_("是否被上级督办"),
        N_("上级督办情况"),
        lambda case: slip_of(case).supervised,
        _no_turns,
        ("supervised",),
    ),
    _count(
        "slip_rung_lapsed",
        N_("督办无效的最高层级"),
        N_("督办记录"),
        _rung_lapsed,
        _lapse_turns,
        ("warnings", "closed_on", "due"),
        unit=N_("级"),
        details=(_WARNING_DUE, _DUE),
        ages=_lapse_ages,
    ),
    _count(
        "slip_replies_late",
        N_("逾期反馈"),
        N_("反馈记录"),
        lambda case: slip_of(case).replies_late,
        _no_turns,
        ("replies_late",),
        unit=N_("次"),
    ),
    _count(
        "slip_reminders",
        N_("催办"),
        N_("催办记录"),
        lambda case: slip_of(case).reminders,
        _no_turns,
        ("reminders",),
        unit=N_("次"),
    ),
)
