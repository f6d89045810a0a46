"""Running totals equal a recount, whatever was done in whatever order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from guatu.journal.queries import events_of
from guatu.projects import tallies
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import MonthTally, Tally
from tests.city import NOW
from tests.projects.chance import Chance
from tests.projects.looking import assert_totals_are_true


@pytest.mark.parametrize("seed", range(3))
def test_totals_equal_a_recount_after_any_acts(city, seed):
    chance = Chance(city, seed, NOW)
    for _ in range(3):
        chance.list_one(f"示例{seed}项目", year_plan=Decimal("1200.5"))
    for _ in range(100):
        chance.act()
        assert_totals_are_true(city.tenant)
    seen = set(events_of(city.tenant.pk).values_list("code", flat=True))
    assert seen >= {
        "project.created", "project.changed", "project.withdrawn", "project.restored",
        "project.started", "progress.reported", "plan.scheduled", "light.turned",
        "project.split",
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
