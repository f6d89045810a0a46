"""月度必做: month by month what a project must do in its year, and whether it was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from guatu.domain.lights import CalendarWorkdays, CellFacts, Light, Mark, ProjectFacts, judge_item
from guatu.domain.lights import RulePack as Rules
from guatu.domain.lights.cells import duty_cells
from guatu.domain.lights.subjects import Subject
from guatu.domain.pace import planned_by_month
from guatu.domain.words import Sentence
from guatu.org.models import Tenant, User
from guatu.projects.facts import Rows, rows_of
from guatu.projects.models import Project, RulePack
from guatu.projects.packs import loaded, preset, preset_codes
from guatu.projects.queries.filters import ListFilter, in_order, matching
from guatu.projects.queries.past import PastProject, past_projects
from guatu.projects.standing import Standing
from guatu.workdays.queries import calendar_at, calendar_in_force

PER_PAGE = 50
#: As many as a file takes; longer lists are narrowed first.
MOST = 2_000
CHUNK = 200


class Duty(NamedTuple):
    """A milestone or a need of a month; ``done`` is the day of it, None while it is open."""

    name: str
    day: date
    done: date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Month:
    """``planned`` and ``invested`` are what the month itself adds, in 万元, None if unknown.

    ``light`` and ``mark`` are those of the rules that were asked for, NONE without rules;
    ``sentence`` says why.
    """

    first: date
    milestones: Sequence[Duty]
    needs: Sequence[Duty]
    planned: Decimal | None
    invested: Decimal | None
    cell: CellFacts
    light: Light
    mark: Mark | None
    sentence: Sentence | None

    @property
    def is_empty(self) -> bool:
        return not (self.milestones or self.needs or self.planned or self.invested)


@dataclass(frozen=True, slots=True)
class MonthlyRow:
    pk: UUID
    number: int
    name: str
    unit: str
    months: Sequence[Month]


@dataclass(frozen=True, slots=True)
class CellRules:
    """Rules by which months are marked; ``own`` are those of the government itself."""

    code: str
    name: str
    rules: Rules
    own: bool


def cell_rules(tenant: Tenant) -> list[CellRules]:
    """Those of the government first, then those that ship with the product; about months only."""
    own = RulePack.objects.filter(tenant=tenant).order_by("code", "-adopted_at", "-id")
    found: dict[str, CellRules] = {}
    for code, name, text in own.values_list("code", "name", "rules"):
        if text.get("subject") == Subject.CELL:
            found.setdefault(code, CellRules(code, name, loaded(text), own=True))
    for code in preset_codes():
        rules = preset(code)
        if rules.subject is Subject.CELL:
            found.setdefault(code, CellRules(code, rules.name, rules, own=False))
    return list(found.values())


def monthly_of(
    project: Project, rows: Rows, today: date, rules: Rules | None = None
) -> Sequence[Month]:
    """The months of one project from its rows."""
    return _Marking.of(today, rules).months(Standing.of(project, rows))


def monthly_page(
    user: User, wanted: ListFilter, today: date, rules: Rules | None, number: int
) -> list[MonthlyRow]:
    """Page ``number``, from 1: the projects, then their rows in as many queries as for one."""
    start = (max(1, number) - 1) * PER_PAGE
    return _rows(user, wanted, _Marking.of(today, rules), slice(start, start + PER_PAGE))


def every_month(
    user: User, wanted: ListFilter, today: date, rules: Rules | None, only: UUID | None = None
) -> Iterator[MonthlyRow]:
    """Up to ``MOST``, some at a time, for a file or for paper; or ``only`` this project."""
    marking = _Marking.of(today, rules)
    for start in range(0, MOST, CHUNK):
        read = _rows(user, wanted, marking, slice(start, start + CHUNK), only)
        yield from read
        if len(read) < CHUNK:
            return


def page_at(
    user: User, wanted: ListFilter, moment: datetime, rules: Rules | None, number: int
) -> tuple[list[MonthlyRow], int]:
    """Page ``number`` as it stood at ``moment``, and how many projects there were."""
    found = past_projects(user, wanted, moment)
    start = (max(1, min(number, pages_of(len(found)))) - 1) * PER_PAGE
    return _rows_at(found[start : start + PER_PAGE], moment, rules), len(found)


def all_at(
    user: User, wanted: ListFilter, moment: datetime, rules: Rules | None, only: UUID | None = None
) -> list[MonthlyRow]:
    """As ``every_month``, of ``moment``."""
    found = past_projects(user, wanted, moment)
    chosen = [past for past in found if only is None or past.state.project_id == only]
    return _rows_at(chosen[:MOST], moment, rules)


def _rows_at(
    found: Sequence[PastProject], moment: datetime, rules: Rules | None
) -> list[MonthlyRow]:
    """Marked by ``rules`` over the calendar of then."""
    marking = _Marking(moment.date(), rules, CalendarWorkdays(calendar_at(moment)))
    return [
        MonthlyRow(
            past.state.project_id,
            past.state.number,
            past.state.name,
            past.unit,
            marking.months(past.standing),
        )
        for past in found
    ]


def pages_of(total: int) -> int:
    return max(1, -(-min(total, MOST) // PER_PAGE))


def count_of(user: User, wanted: ListFilter) -> int:
    return matching(user, wanted).count()


def _rows(
    user: User, wanted: ListFilter, marking: _Marking, part: slice, only: UUID | None = None
) -> list[MonthlyRow]:
    found = in_order(matching(user, wanted), "number", descending=False)
    if only is not None:
        found = found.filter(pk=only)
    projects = list(found.select_related("lead_unit")[part])
    rows = rows_of(projects)
    return [
        MonthlyRow(
            one.pk,
            one.number,
            one.name,
            (one.lead_unit.short_name or one.lead_unit.name) if one.lead_unit else "",
            marking.months(Standing.of(one, rows[one.pk])),
        )
        for one in projects
    ]


@dataclass(frozen=True, slots=True)
class _Marking:
    """By what the months of many projects are marked."""

    today: date
    rules: Rules | None
    workdays: CalendarWorkdays

    @classmethod
    def of(cls, today: date, rules: Rules | None) -> _Marking:
        return cls(today, rules, CalendarWorkdays(calendar_in_force()))

    def months(self, standing: Standing) -> Sequence[Month]:
        facts = standing.judged_facts()
        planned, invested = _planned(facts), _invested(facts)
        return [
            self._month(
                date(facts.year, number, 1),
                standing,
                facts,
                cell,
                (planned.get(number), invested.get(number)),
            )
            for number, cell in enumerate(duty_cells(facts), start=1)
        ]

    def _month(
        self,
        first: date,
        standing: Standing,
        facts: ProjectFacts,
        cell: CellFacts,
        amounts: tuple[Decimal | None, Decimal | None],
    ) -> Month:
        verdict = (
            judge_item(self.rules, cell, self.today, self.workdays)
            if self.rules and cell.due
            else None
        )
        return Month(
            first,
            [self._duty(*one) for one in _milestones_in(facts, first)],
            [self._duty(*one) for one in _needs_in(standing, first)],
            *amounts,
            cell,
            verdict.light if verdict else Light.NONE,
            verdict.mark if verdict else None,
            verdict.headline if verdict else None,
        )

    def _duty(self, name: str, day: date, done: date | None) -> Duty:
        return Duty(name, day, done, (done or self.today) > day)


Told = tuple[str, date, date | None]


def _milestones_in(facts: ProjectFacts, first: date) -> Iterator[Told]:
    for one in facts.milestones:
        if one.planned.replace(day=1) == first:
            yield one.name, one.planned, one.actual


def _needs_in(standing: Standing, first: date) -> Iterator[Told]:
    for need in standing.needs:
        if need.needed_by is not None and need.needed_by.replace(day=1) == first:
            yield need.name, need.needed_by, need.delivered


def _planned(facts: ProjectFacts) -> dict[int, Decimal]:
    """What the project's own plan adds in each month; nothing without a plan by month."""
    if not facts.month_curve:
        return {}
    curve = planned_by_month(facts.year, facts.month_curve)
    return {number: curve[number] - curve[number - 1] for number in range(1, 13)}


def _invested(facts: ProjectFacts) -> dict[int, Decimal]:
    """What each month added by the reports; unknown after a month without one."""
    told = {month.month: amount for month, amount in facts.done_year_by_month}
    told[0] = Decimal(0)
    return {
        number: amount - told[number - 1]
        for number, amount in told.items()
        if number and number - 1 in told
    }
