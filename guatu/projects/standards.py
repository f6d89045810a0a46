"""What projects are judged by: rules in force, calendar, moment; read once for a round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import blake2b
from uuid import UUID

from guatu.domain.lights import CalendarWorkdays, Glance, Judge, Light
from guatu.domain.lights import RulePack as Rules
from guatu.domain.workcalendar import WorkCalendar
from guatu.org.models import Tenant
from guatu.projects.networks import Outline
from guatu.projects.packs import all_rules_in_force, rules_in_force
from guatu.projects.quick import earliest_turn, jumps, may_rise, quick_slack
from guatu.projects.standing import Standing
from guatu.workdays.queries import calendar_in_force

DAY = timedelta(days=1)
NEVER = date(9999, 12, 31)


@dataclass(slots=True)
class Judged:
    """A judgement with what the patrol keeps of it.

    ``slack`` of the plan is in workdays; before ``slack_turn`` it meets no threshold of the rules.
    """

    glance: Glance
    gist: str
    slack: int | None = None
    slack_turn: date = NEVER


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

    def judged(self, standing: Standing) -> Judged:
        plan = standing.outline(self.today, self.calendar)
        slack = quick_slack(plan, self.today, self.calendar) if plan else None
        glance = self.judge.glance(standing.judged_facts(slack))
        turn = self._slack_turn(plan, slack, glance.light)
        return Judged(glance, self._gist(glance), slack, turn)

    def next_check(self, standing: Standing, judged: Judged) -> date:
        """The next day on which the light, or a figure in its reason that is not told by a day,
        could change if no fact does."""
        facts = standing.facts
        days = [judged.glance.next_change or NEVER]
        start = facts.planned_start
        if facts.actual_start is None and start is not None and start > self.today:
            days.append(start)
        if facts.actual_finish is None:
            days += [judged.slack_turn, judged.glance.headline.stale_on or NEVER]
            days += self._days_of_needs(standing)
        return min(days)

    def _days_of_needs(self, standing: Standing) -> list[date]:
        """A need that nobody has promised holds its step back from the day on which it is late."""
        return [
            need.needed_by + DAY
            for need in standing.needs
            if need.needed_by is not None
            and need.promised is None
            and need.needed_by >= self.today
            and need.is_open(self.today)
        ]

    def _slack_turn(self, plan: Outline | None, slack: int | None, light: Light) -> date:
        """A light that is not green may also mend by itself where slack can grow again."""
        if plan is None or slack is None:
            return NEVER
        if self._by_share or (light is not Light.GREEN and may_rise(plan)):
            return self.today + DAY
        workdays = self.judge.workdays
        turn = earliest_turn(slack, self.today, self._thresholds, workdays, jumps=jumps(plan))
        return NEVER if turn is None else max(turn, self.today + DAY)

    @cached_property
    def _by_share(self) -> bool:
        """Whether the rules ask for the share of slack, which changes with every day."""
        used = (m.code for dimension in self.judge.pack.dimensions for m in dimension.used)
        return "slack_share" in used

    @cached_property
    def _thresholds(self) -> frozenset[int]:
        """Values of the slack on which a comparison of the rules turns out differently."""
        levels = [
            level
            for dimension in self.judge.pack.dimensions
            for measure, known in zip(dimension.used, dimension.levels, strict=True)
            if measure.code == "slack"
            for level in known.thresholds
        ]
        return frozenset(at for level in levels for at in (int(level), int(level) - 1))

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
