"""Random acts of a city: for what must hold whatever was done in whatever order."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction

from guatu.domain.words import say
from guatu.kit.refusals import Refusal
from guatu.lines.models import Chain, Park
from guatu.org.models import Unit
from guatu.projects.actions.listing import (
    create_project,
    edit_project,
    restore_project,
    withdraw_project,
)
from guatu.projects.actions.milestones import start_project
from guatu.projects.actions.planning import Draft, Step, accept_plan
from guatu.projects.actions.progress import (
    MonthFigures,
    enter_ledger_figures,
    remove_ledger_figures,
    report_progress,
)
from guatu.projects.actions.splitting import split_package
from guatu.projects.choices import Nature
from guatu.projects.models import Project
from guatu.projects.patrol import patrol
from tests.city import City
from tests.projects.granted import GRANTED

PLAN = Draft((Step("done", "竣工验收", 30),))


def project_at(city: City, now: datetime, name: str, **values: Any) -> Project:
    """A project of the industry department that the city lists at ``now``."""
    given = {"name": name, "lead_unit": city.industry, **values}
    return create_project(city.tenant, given, year=2021, by=city.office, now=now)


class Chance:
    """Acts of the office from ``now`` on, each at its own moment, refusals taken as they come."""

    def __init__(self, city: City, seed: int, now: datetime) -> None:
        self.city, self.random, self.now = city, Random(seed), now
        tenant = city.tenant
        self.chain = Chain.objects.create(tenant=tenant, name="示例装备链")
        self.park = Park.objects.create(tenant=tenant, name="示例产业园", unit=city.industry)
        self.township: Unit = city.housing

    def act(self) -> None:
        self.now += timedelta(hours=self.random.randint(1, 60))
        self.act_now()

    def act_now(self) -> None:
        acts = (
            self.enter, self.edit, self.edit, self.report, self.report, self.withdraw,
            self.restore, self.start, self.plan, self.patrol, self.ledger, self.unledger,
            self.split, self.rename,
        )  # fmt: skip
        with transaction.atomic():
            try:
                with transaction.atomic():
                    self.random.choice(acts)()
            except Refusal:
                pass

    def any(self, **wanted: object) -> Project:
        """A listed project, or one that fits."""
        rows = Project.objects.filter(**wanted or {"withdrawn_at": None}).order_by("number")
        if not rows:
            raise Refusal(say("没有这样的项目。"))
        return self.random.choice(list(rows))

    def amount(self) -> Decimal | None:
        return self.random.choice([None, Decimal(self.random.randint(0, 10**9)) / 10000])

    def fields(self) -> dict[str, object]:
        city, choice = self.city, self.random.choice
        line, other = self.random.sample([None, city.industry_line, city.housing_line], 2)
        return {
            "line": line,
            "also_lines": [other] if other and choice([True, False]) else [],
            "lead_unit": choice([None, city.industry, city.housing]),
            "sponsor": choice([None, city.posts["deputy"]]),
            "chain": choice([None, self.chain]),
            "park": choice([None, self.park]),
            "township": choice([None, self.township]),
            "nature": choice([Nature.NEW, Nature.NEW, Nature.ONGOING, Nature.RESERVE]),
            "parent": choice([None, None, self.any()]),
            "total_investment": self.amount(),
            "year_plan": self.amount(),
            "planned_start": choice([None, date(2021, 1, 10), date(2021, 6, 1)]),
            "actual_start": choice([None, date(2021, 1, 10), date(2021, 3, 1)]),
        }

    def enter(self) -> None:
        self.list_one(f"示例{self.random.randint(0, 999)}项目", **self.fields())

    def list_one(self, name: str, **values: Any) -> Project:
        return project_at(self.city, self.now, name, **values)

    def edit(self) -> None:
        project, fields = self.any(), self.fields()
        chosen = {name: fields[name] for name in self.random.sample(sorted(fields), 2)}
        edit_project(project, chosen, seen=project.version, by=self.city.office, now=self.now)

    def rename(self) -> None:
        project, name = self.any(), {"name": f"示例{self.random.randint(0, 999)}项目"}
        edit_project(project, name, seen=project.version, by=self.city.office, now=self.now)

    def split(self) -> None:
        parts = [{"name": f"示例子项{n}", "total_investment": Decimal(n)} for n in (1, 2)]
        split_package(self.any(), parts, reason="分标段", by=self.city.office, now=self.now)

    def figures(self) -> MonthFigures:
        month = date(2021, self.random.randint(1, self.now.month), 1)
        reason = self.random.choice(["", "审计核减"])
        return MonthFigures(month, self.amount(), physical_words="在建", reason=reason)

    def report(self) -> None:
        report_progress(self.any(), self.figures(), by=self.city.office, now=self.now)

    def withdraw(self) -> None:
        withdraw_project(self.any(), reason="合并", by=self.city.office, now=self.now)

    def restore(self) -> None:
        restore_project(self.any(withdrawn_at__isnull=False), by=self.city.office, now=self.now)

    def start(self) -> None:
        start_project(
            self.any(actual_start=None), on=date(2021, 3, 10), by=self.city.office, now=self.now
        )

    def plan(self) -> None:
        due = date(2021, self.random.randint(5, 12), 28)
        accept_plan(
            self.any(),
            PLAN,
            due,
            reason="调整",
            grant=GRANTED,
            by=self.city.office,
            now=self.now,
        )

    def patrol(self) -> None:
        patrol(self.city.tenant, now=self.now)

    def ledger(self) -> None:
        listed = [(self.any(), self.figures()) for _ in range(3)]
        held = {p.pk: p for p, _ in listed}
        pairs = [(held[p.pk], figures) for p, figures in listed]
        enter_ledger_figures(pairs, by=self.city.office, now=self.now)

    def unledger(self) -> None:
        project = self.any()
        brought = project.reports.filter(source="ledger").first()
        if brought:
            office = self.city.office
            remove_ledger_figures([project], since=brought.reported_at, by=office, now=self.now)
