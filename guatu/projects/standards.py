"""What projects are judged by: rules in force, calendar, moment; read once for a round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from hashlib import blake2b
from uuid import UUID

from guatu.domain.lights import CalendarWorkdays, Glance, Judge, Light, PlanFacts, Verdict
from guatu.domain.lights import RulePack as Rules
from guatu.domain.workcalendar import CalendarOutOfRange, WorkCalendar
from guatu.org.models import Tenant
from guatu.projects.expectation import expectation_of
from guatu.projects.forecasting import p80_finish, spi_t_of
from guatu.projects.networks import NOWHERE, Outline, Reach
from guatu.projects.packs import all_rules_in_force, rules_in_force
from guatu.projects.quick import next_move, quick_reach
from guatu.projects.standing import Standing
from guatu.workdays.queries import calendar_in_force

DAY = timedelta(days=1)
NEVER = date(9999, 12, 31)


@dataclass(slots=True)
class Judged:
    """A judgement with what the patrol keeps of it.

    ``reach`` is how far the plan reaches; before ``plan_turn`` it does not move by itself.
    ``original`` is the judgement by the days of the original plan, only of what is green by
    others. ``expectation`` is one of ``Expectation`` or empty.
    """

    glance: Glance
    gist: str
    reach: Reach = NOWHERE
    p80: date | None = None
    original: Glance | None = None
    expectation: str = ""
    plan_turn: date = NEVER

    @property
    def slack(self) -> int | None:
        return self.reach.slack

    @property
    def green_by_replanning(self) -> bool:
        """Green by the plan in force, and would not be by the original one."""
        return self.original is not None and self.original.light in (Light.RED, Light.YELLOW)

    @property
    def by_original(self) -> Verdict | None:
        """Why it would not be green by the original plan; None where it would."""
        return self.original.verdict if self.original and self.green_by_replanning else None


@dataclass
class Standard:
    """The rules of one government on one day."""

    judge: Judge
    calendar: WorkCalendar
    now: datetime
    _gists: dict[object, str] = field(default_factory=dict)

    @classmethod
    def of(cls, tenant: Tenant, now: datetime) -> Standard:
        return cls.by(rules_in_force(tenant), now)

    @classmethod
    def by(cls, rules: Rules, now: datetime, calendar: WorkCalendar | None = None) -> Standard:
        calendar = calendar or calendar_in_force()
        return cls(Judge(rules, now.date(), CalendarWorkdays(calendar)), calendar, now)

    @property
    def today(self) -> date:
        return self.now.date()

    def judged(self, standing: Standing, of: UUID) -> Judged:
        """``of`` is the project, by which chance is drawn."""
        plan = standing.outline(self.today, self.calendar)
        reach = quick_reach(plan, self.today, self.calendar) if plan else NOWHERE
        told = self._told(standing, plan, reach, of)
        glance = self.judge.glance(standing.judged_facts(told))
        return Judged(
            glance,
            self._gist(glance),
            reach,
            told.p80_finish,
            self._by_original(standing, told) if glance.light is Light.GREEN else None,
            expectation_of(standing.facts, reach, self.today),
            self._plan_turn(reach),
        )

    def _told(self, standing: Standing, plan: Outline | None, reach: Reach, of: UUID) -> PlanFacts:
        """Chance and earned schedule only where the rules ask for them."""
        if plan is None or not self._asks_more:
            return PlanFacts(reach.slack)
        p80 = spi = None
        if "p80_late" in self._used:
            p80 = p80_finish(plan.works(), self.today, self.calendar, of)
        if "spi_t" in self._used:
            spi = self._spi_t(standing)
        return PlanFacts(reach.slack, p80, spi)

    def _by_original(self, standing: Standing, told: PlanFacts) -> Glance | None:
        """None where the original plan is the one in force. The steps go on as they do; only what
        they are held to is another."""
        first = standing.as_first_planned()
        if first is None:
            return None
        spi = None if told.spi_t is None else self._spi_t(first)
        slack = self._slack_to(first, standing, told.min_slack)
        return self.judge.glance(first.judged_facts(PlanFacts(slack, told.p80_finish, spi)))

    def _slack_to(self, first: Standing, standing: Standing, slack: int | None) -> int | None:
        original, required = first.facts.required_finish, standing.facts.required_finish
        if slack is None or original is None or required is None:
            return None
        workdays = self.judge.workdays
        return slack - workdays.count(original, required) + workdays.count(required, original)

    def _spi_t(self, standing: Standing) -> Decimal | None:
        try:
            return spi_t_of(standing, self.today, self.calendar)
        except CalendarOutOfRange:
            return None

    def next_check(self, standing: Standing, judged: Judged) -> date:
        """The next day on which the light, or a figure in its reason that is not told by a day,
        could change if no fact does."""
        facts = standing.facts
        days = [judged.glance.next_change or NEVER]
        start = facts.planned_start
        if facts.actual_start is None and start is not None and start > self.today:
            days.append(start)
        if judged.original is not None:
            days.append(judged.original.next_change or NEVER)
        if facts.actual_finish is None:
            promised = (facts.required_finish, facts.original_finish)
            days += [day + DAY for day in promised if day is not None and day >= self.today]
            days += [judged.plan_turn, judged.glance.headline.stale_on or NEVER]
            days += self._days_of_needs(standing)
        return min(days)

    def _days_of_needs(self, standing: Standing) -> list[date]:
        """A need that is late holds its step back a day longer with every day, also one that
        nobody has promised."""
        return [
            expected + DAY
            for need in standing.needs
            if need.step is not None
            and need.is_open(self.today)
            and (expected := need.expected(self.today)) is not None
        ]

    def _plan_turn(self, reach: Reach) -> date:
        if reach.finish is None:
            return NEVER
        if self._moves_daily:
            return self.today + DAY
        return next_move(reach, self.today, self.judge.workdays)

    @cached_property
    def _used(self) -> frozenset[str]:
        """The measures that the rules ask for."""
        dimensions = self.judge.pack.dimensions
        return frozenset(m.code for dimension in dimensions for m in dimension.used)

    @cached_property
    def _asks_more(self) -> bool:
        return not self._used.isdisjoint(("p80_late", "spi_t"))

    @cached_property
    def _moves_daily(self) -> bool:
        """Whether the rules ask for what changes with every day."""
        return self._asks_more or "slack_share" in self._used

    def _gist(self, glance: Glance) -> str:
        held = self._gists.get(glance.decided)
        if held is None:
            held = self._gists[glance.decided] = gist_of(glance)
        return held


def gist_of(glance: Glance) -> str:
    """By dimension which rule decided, without the figures that the days change."""
    return blake2b(repr(glance.decided).encode(), digest_size=16).hexdigest()


class Standards:
    """Those of many governments at one moment; governments with equal rules share a judge."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._calendar = calendar_in_force()
        self._by_rules: dict[int, Standard] = {}
        self._by_tenant: dict[UUID, Standard] = {}

    def of(self, tenant_ids: Iterable[UUID]) -> Mapping[UUID, Standard]:
        """The standard of each by the rules in force, in one query.

        Each chunk of a round asks anew, with its projects locked: rules that were adopted
        meanwhile are never overruled by those of before.
        """
        for tenant_id, rules in all_rules_in_force(set(tenant_ids)).items():
            self._by_tenant[tenant_id] = self._standard(rules)
        return self._by_tenant

    def _standard(self, rules: Rules) -> Standard:
        if id(rules) not in self._by_rules:
            self._by_rules[id(rules)] = Standard.by(rules, self.now, self._calendar)
        return self._by_rules[id(rules)]
