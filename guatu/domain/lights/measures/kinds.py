"""What a measure and a detail are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import ceil, floor
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from guatu.domain.counts import Since
from guatu.domain.lights.facts import Months, ProjectFacts
from guatu.domain.lights.subjects import Subject
from guatu.domain.lights.terms import Terms
from guatu.domain.lights.workdays import Workdays
from guatu.domain.pace import plain, rounded
from guatu.domain.periods import add_months, month_index
from guatu.domain.words import N_

Value = Decimal | int | bool
Kept = TypeVar("Kept")


class Case(NamedTuple):
    """One project on one day; ``kept`` holds what has been worked out for it (see ``once``).

    For a pack of another subject ``facts`` are the facts of that: its measures narrow them.
    """

    facts: ProjectFacts
    terms: Terms
    workdays: Workdays
    day: date
    kept: dict[object, Any]

    @classmethod
    def of(cls, facts: ProjectFacts, terms: Terms, workdays: Workdays, day: date) -> Case:
        return cls(facts, terms, workdays, day, {})

    def on(self, day: date) -> Case:
        return Case(self.facts, self.terms, self.workdays, day, {})


def once(work_out: Callable[[Case], Kept]) -> Callable[[Case], Kept]:
    """Work out something about a case only the first time it is asked for."""

    def kept(case: Case) -> Kept:
        known = case.kept
        if work_out in known:
            answer: Kept = known[work_out]
        else:
            answer = known[work_out] = work_out(case)
        return answer

    return kept


@dataclass(frozen=True, slots=True)
class Levels:
    """The thresholds to which a pack compares a measure.

    ``marks`` are the whole numbers from 1 at which a rising count comes to one or passes it.
    """

    thresholds: tuple[Decimal, ...]
    marks: tuple[int, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        marks = {mark for t in self.thresholds for mark in (ceil(t), floor(t) + 1)}
        object.__setattr__(self, "marks", tuple(sorted(mark for mark in marks if mark >= 1)))


def never(case: Case) -> Iterable[date]:
    return ()


def standing_still(case: Case) -> Since | None:
    return None


@dataclass(frozen=True, slots=True)
class Detail:
    """A fact that a sentence may name and a reason shows; ``text`` is None when not known.

    ``since`` is from when the text counts on by itself, None while it does not. ``ages`` gives
    days among which is the first later one on which, facts unchanged, the text will differ in
    any other way.
    """

    code: str
    label: str
    text: Callable[[Case], str | None]
    unit: str = ""
    as_of: Callable[[Case], date] | None = None
    since: Callable[[Case], Since | None] = standing_still
    ages: Callable[[Case], Iterable[date]] = never


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity that rules compare.

    ``read`` gives its value, None when an input is missing (``needs`` says which). ``turns`` gives
    days among which are all later ones on which, facts unchanged, a comparison with ``Levels``
    may turn out differently; days too many do no harm. ``looks_at`` names the fields of
    ``ProjectFacts`` on which these and the details depend, none left out. Numbers lie on the
    grid of ``step`` and not below ``least``; a measure without ``step`` is a yes or no.
    ``since`` and ``ages`` are those of the number as it is printed (see ``Detail``). ``absent``
    is what to say of a missing value that nobody owes.
    """

    code: str
    label: str
    needs: str
    read: Callable[[Case], Value | None]
    turns: Callable[[Case, Levels], Iterable[date]]
    looks_at: tuple[str, ...]
    unit: str = ""
    step: Decimal | None = None
    least: Decimal | None = None
    details: tuple[Detail, ...] = ()
    subject: Subject = Subject.PROJECT
    since: Callable[[Case], Since | None] = standing_still
    ages: Callable[[Case], Iterable[date]] = never
    absent: str = ""

    @property
    def yes_no(self) -> bool:
        return self.step is None


ONE = Decimal(1)
ZERO = Decimal(0)


def value_text(value: Value | None) -> str | None:
    return None if value is None or value is True or value is False else plain(value)


def known(fact: date | None, day: date) -> bool:
    """Whether something dated had happened by ``day``."""
    return fact is not None and fact <= day


def dates(*facts: date | None) -> list[date]:
    return [fact for fact in facts if fact is not None]


def latest(entries: Months, through: int) -> tuple[date, Decimal] | None:
    """The last entry of a month with an index up to ``through``."""
    past = [entry for entry in entries if month_index(entry[0]) <= through]
    return max(past, key=itemgetter(0), default=None)


def new_months(entries: Months, day: date) -> list[date]:
    """The days after ``day`` from which an entry is known: the first of its month."""
    return [month.replace(day=1) for month, _ in entries if month > day]


def later(day: date, days: int) -> date:
    """``day`` + ``days``, held at the last date there is."""
    return date.fromordinal(min(day.toordinal() + days, _LAST))


def months_later(day: date, months: int) -> date:
    """``day`` + ``months``, held at the last date there is."""
    if day.year + months // 12 >= date.max.year:
        return date.max
    return add_months(day, months)


def crossings(
    read: Callable[[date], Value | None], first: date, last: date, levels: Levels
) -> Iterable[date]:
    """Where a value that only rises, or only falls, from ``first`` to ``last`` meets a level."""
    for threshold in levels.thresholds:
        start, side = first, _side(read(first), threshold)
        end_side = _side(read(last), threshold)
        while side != end_side:
            start = _first_unlike(read, start, last, threshold, side)
            side = _side(read(start), threshold)
            yield start


def day_detail(code: str, label: str, fact: Callable[[ProjectFacts], date | None]) -> Detail:
    """A date among the facts, shown as 2021-03-15."""
    return Detail(code, label, lambda case: _iso(fact(case.facts)))


def amount_detail(code: str, label: str, fact: Callable[[ProjectFacts], Decimal | None]) -> Detail:
    """An amount among the facts, in 万元."""
    return Detail(code, label, lambda case: amount_text(fact(case.facts)), N_("万元"))


def amount_text(amount: Decimal | None) -> str | None:
    """12400.5 → "12,400.5"."""
    if amount is None:
        return None
    return format(rounded(amount), ",f").rstrip("0").rstrip(".")


def month_text(month: date | None) -> str | None:
    """2021-03-01 → "2021-03"."""
    return None if month is None else month.isoformat()[:7]


_LAST = date.max.toordinal()


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _side(value: Value | None, threshold: Decimal) -> int | None:
    return None if value is None else (value > threshold) - (value < threshold)


def _first_unlike(
    read: Callable[[date], Value | None],
    low: date,
    high: date,
    threshold: Decimal,
    side: int | None,
) -> date:
    """The first day after ``low`` on another side; ``high`` is known to be on another one."""
    below, above = low.toordinal(), high.toordinal()
    while above - below > 1:
        middle = (below + above) // 2
        if _side(read(date.fromordinal(middle)), threshold) == side:
            below = middle
        else:
            above = middle
    return date.fromordinal(above)
