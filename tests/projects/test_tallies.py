"""Running totals equal a recount, whatever was done in whatever order."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import transaction

from guatu.domain.words import say
from guatu.journal.queries import events_of
from guatu.kit.refusals import Refusal
from guatu.projects import tallies
from guatu.projects.actions.listing import edit_project, restore_project, withdraw_project
from guatu.projects.actions.milestones import start_project
from guatu.projects.actions.planning import Draft, Step, accept_plan
from guatu.projects.actions.progress import (
    MonthFigures,
    enter_ledger_figures,
    remove_ledger_figures,
    report_progress,
)
from guatu.projects.models import MonthTally, Project, Tally
from guatu.projects.patrol import patrol
from tests.city import NOW, City
from tests.projects.looking import assert_totals_are_true

PLAN = Draft((Step("done", "竣工验收", 30),))


class Chance:
    """Random acts of a city, each at its own moment, refusals taken as they come."""

    def __init__(self, city: City, seed: int) -> None:
        self.city, self.random, self.now = city, Random(seed), NOW

    def act(self) -> None:
        self.now += timedelta(hours=self.random.randint(1, 60))
        acts = (
            self.enter, self.edit, self.edit, self.report, self.report, self.withdraw,
            self.restore, self.start, self.plan, self.patrol, self.ledger, self.unledger,
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
        line = self.random.choice([None, self.city.industry_line, self.city.housing_line])
        return {
            "line": line,
            "lead_unit": self.random.choice([None, self.city.industry, self.city.housing]),
            "sponsor": self.random.choice([None, self.city.posts["deputy"]]),
            "parent": self.random.choice([None, None, self.any()]),
            "total_investment": self.amount(),
            "year_plan": self.amount(),
            "actual_start": self.random.choice([None, date(2021, 1, 10), date(2021, 3, 1)]),
        }

    def enter(self) -> None:
        self.city.project(f"示例{self.random.randint(0, 999)}项目", **self.fields())

    def edit(self) -> None:
        project, fields = self.any(), self.fields()
        chosen = {name: fields[name] for name in self.random.sample(sorted(fields), 2)}
        edit_project(project, chosen, seen=project.version, by=self.city.office, now=self.now)

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
        accept_plan(self.any(), PLAN, due, reason="调整", by=self.city.office, now=self.now)

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
            remove_ledger_figures([project], since=brought.reported_at, now=self.now)


@pytest.mark.parametrize("seed", range(3))
def test_totals_equal_a_recount_after_any_acts(city, seed):
    chance = Chance(city, seed)
    for _ in range(3):
        chance.city.project(f"示例{seed}项目", year_plan=Decimal("1200.5"))
    for _ in range(100):
        chance.act()
        assert_totals_are_true(city.tenant)
    seen = set(events_of(city.tenant.pk).values_list("code", flat=True))
    assert seen >= {
        "project.created", "project.changed", "project.withdrawn", "project.restored",
        "project.started", "progress.reported", "plan.scheduled", "light.turned",
    }  # fmt: skip


def test_a_recount_puts_right_what_was_wrong_and_says_how_much(city):
    city.project()
    Tally.objects.filter(by="unit").update(red=7, total_investment=Decimal(1))
    MonthTally.objects.create(tenant=city.tenant, year=2020, month=1, done=Decimal(5))
    with transaction.atomic():
        assert tallies.rewrite(city.tenant.pk) == 2
    assert_totals_are_true(city.tenant)
    with transaction.atomic():
        assert tallies.rewrite(city.tenant.pk) == 0


def test_a_month_without_report_repeats_the_sum_before_it(city):
    project = city.project()
    for month, amount in ((1, 900), (3, 2000)):
        figures = MonthFigures(date(2021, month, 1), Decimal(amount))
        report_progress(project, figures, by=city.office, now=NOW)
    done = dict(MonthTally.objects.values_list("month", "done"))
    assert [done[month] for month in (1, 2, 3, 12)] == [900, 900, 2000, 2000]
