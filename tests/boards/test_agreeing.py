"""Totals that agree: whatever projects are put together by, the rows less what is counted twice
are the distinct total."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from guatu.boards.overview import CutTable, Totals, cut_table
from guatu.boards.overview.past import cut_table_at
from guatu.lines.models import Chain, Park
from guatu.org.models import User
from guatu.projects.choices import Nature, TallyBy
from guatu.projects.queries.filters import ListFilter
from guatu.projects.queries.listing import list_page
from guatu.projects.queries.past import list_page_at
from tests.city import NOW, TODAY, City
from tests.projects.chance import project_at
from tests.projects.days import evening, lived
from tests.projects.looking import assert_totals_are_true

CUTS = (TallyBy.LINE, TallyBy.UNIT, TallyBy.SPONSOR, TallyBy.CHAIN, TallyBy.TOWNSHIP, TallyBy.PARK)
FIGURES = [f.name for f in fields(Totals) if f.name != "gap"]


def sums(table: CutTable) -> dict[str, Any]:
    """Rows less what is repeated, for every figure."""
    return {
        name: sum(getattr(cut.totals, name) for cut in table.cuts) - getattr(table.repeated, name)
        for name in FIGURES
    }


def assert_agree(table: CutTable) -> None:
    assert sums(table) == {name: getattr(table.whole, name) for name in FIGURES}


def assert_lists_are_as_long_as_rows_say(user: User, by: TallyBy, table: CutTable) -> None:
    for cut in table.cuts:
        wanted = ListFilter(2021, **{str(by): cut.key})
        totals = list_page(user, wanted, today=TODAY).totals
        assert (totals.matches, totals.projects) == (cut.totals.projects, cut.totals.projects)
        assert totals.year_plan == cut.totals.year_plan
        then = list_page_at(user, wanted, evening(TODAY)).totals
        assert then == totals


@pytest.fixture
def everywhere(city: City) -> None:
    """One project in two lines, a chain, a township and a park; one in nothing; a package with a
    part; a project of the reserve."""
    chain = Chain.objects.create(tenant=city.tenant, name="示例装备链", head=city.posts["deputy"])
    park = Park.objects.create(tenant=city.tenant, name="示例产业园", unit=city.industry)
    project_at(
        city,
        NOW,
        "示例轴承项目",
        line=city.industry_line,
        also_lines=[city.housing_line],
        sponsor=city.posts["deputy"],
        chain=chain,
        park=park,
        township=city.housing,
        total_investment=Decimal(52_000),
        year_plan=Decimal(12_000),
        planned_start=date(2021, 1, 10),
        actual_start=date(2021, 1, 10),
    )
    project_at(city, NOW, "示例散项目", year_plan=Decimal(800), planned_start=date(2021, 2, 1))
    package = project_at(city, NOW, "示例打包项目", line=city.housing_line, year_plan=Decimal(300))
    project_at(city, NOW, "示例子项", parent=package, year_plan=Decimal(100), chain=chain)
    project_at(city, NOW, "示例储备项目", nature=Nature.RESERVE, year_plan=Decimal(9), chain=chain)


@pytest.mark.parametrize("by", CUTS)
def test_every_cut_adds_up_to_the_distinct_total(city: City, everywhere: None, by: TallyBy) -> None:
    """From the running totals, added up for a unit, and as of a day."""
    for user in (city.office, city.liaison):
        table = cut_table(user, by, year=2021, today=TODAY)
        assert (table.whole.projects, table.whole.year_plan) == (3, 13_100)
        assert_agree(table)
        assert cut_table_at(user, by, year=2021, moment=evening(TODAY)) == table
        assert_lists_are_as_long_as_rows_say(user, by, table)


def test_only_lines_count_twice_and_it_is_said_how_much(city: City, everywhere: None) -> None:
    for user in (city.office, city.liaison):
        repeated = cut_table(user, TallyBy.LINE, year=2021, today=TODAY).repeated
        assert (repeated.projects, repeated.year_plan, repeated.started) == (1, 12_000, 1)
        for by in CUTS[1:]:
            assert cut_table(user, by, year=2021, today=TODAY).repeated == Totals()


def test_a_chain_is_led_by_who_holds_the_post(city: City, everywhere: None) -> None:
    table = cut_table(city.office, TallyBy.CHAIN, year=2021, today=TODAY)
    assert [(cut.title, cut.leader) for cut in table.cuts] == [("示例装备链", "示例乙"), ("", "")]


@pytest.mark.parametrize("seed", range(2))
def test_no_total_drifts_whatever_is_done(city: City, seed: int) -> None:
    """Moved, split, withdrawn, renamed, put in the reserve; all cuts, every evening."""
    for day in lived(city, seed):
        for by in CUTS:
            table = cut_table(city.office, by, year=2021, today=day)
            assert_agree(table)
            assert_agree(cut_table(city.liaison, by, year=2021, today=day))
            own = cut_table_at(city.liaison, by, year=2021, moment=evening(day))
            assert own == cut_table(city.liaison, by, year=2021, today=day)
    assert_totals_are_true(city.tenant)


def test_both_denominators_of_the_rate_of_starts() -> None:
    """The published example of Jiangmen: 206 begun of 223 due by now, and of 255 of the year."""
    totals = Totals(projects=255, started=206, start_due=223, due_started=206)
    assert totals.due_start_rate == Decimal("92.38")
    assert totals.start_rate == Decimal("80.78")


def test_who_began_early_was_due_by_then(city: City) -> None:
    """Planned for June, begun in March: begun, and due, so the rate stays below a hundred."""
    project_at(
        city, NOW, "示例早开项目", planned_start=date(2021, 6, 1), actual_start=date(2021, 3, 1)
    )
    project_at(city, NOW, "示例未开项目", planned_start=date(2021, 3, 1))
    project_at(city, NOW, "示例未到期项目", planned_start=date(2021, 6, 1))
    whole = cut_table(city.office, TallyBy.LINE, year=2021, today=TODAY).whole
    assert (whole.projects, whole.started, whole.start_due, whole.due_started) == (3, 1, 2, 1)
