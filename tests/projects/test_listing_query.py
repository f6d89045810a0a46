"""The project list: who sees what, filters, search, order, totals, pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from guatu.lines.models import TaskForce
from guatu.org.choices import Role
from guatu.org.models import PostRole, User
from guatu.projects.actions.listing import create_projects, withdraw_project
from guatu.projects.actions.milestones import finish_milestone
from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import Project
from guatu.projects.queries.filters import ListFilter, Scope
from guatu.projects.queries.listing import (
    PER_PAGE,
    ListPage,
    categories,
    iterate,
    list_page,
    options,
)
from guatu.projects.tallies import NOBODY
from tests.city import NOW, TODAY, City


def page(user: User, *, order: str = "number", descending: bool = False, number: int = 1,
         **wanted: Any) -> ListPage:  # fmt: skip
    return list_page(
        user,
        ListFilter(2021, **wanted),
        today=TODAY,
        order=order,
        descending=descending,
        number=number,
    )


def names(user: User, **asked: Any) -> list[str]:
    return [row.name for row in page(user, **asked).rows]


@pytest.fixture
def three(city: City) -> tuple[Project, Project, Project]:
    """A bearing line of industry, a park of housing with industry's help, an orphan."""
    return (
        city.project("示例轴承生产线", category="产业", registered_on=date(2021, 2, 1)),
        city.project(
            "曲阜示例公园",
            line=city.housing_line,
            lead_unit=city.housing,
            assist_units=[city.industry],
            sponsor=None,
            owner_post=None,
            nature="new",
            actual_start=None,
            planned_start=date(2021, 6, 1),
            total_investment=Decimal(8000),
            code="2101-370881-04-01-123456",
        ),
        city.project(
            "示例未定项目",
            line=None,
            lead_unit=None,
            sponsor=None,
            owner_post=None,
            total_investment=None,
            year_plan=None,
        ),
    )


class TestWhoSees:
    def test_leaders_office_and_readers_see_all_and_a_neighbour_nothing(self, city, three):
        for person in (city.office, city.deputy, city.inspector, city.reader):
            assert page(person).totals.matches == 3
        assert page(city.outsider).rows == []
        assert page(city.system_admin).rows == []

    def test_a_unit_sees_what_it_leads_answers_for_and_assists_once_each(self, city, three):
        assert names(city.liaison) == ["示例轴承生产线", "曲阜示例公园"]
        assert names(city.other_liaison) == ["曲阜示例公园"]
        Project.objects.filter(pk=three[2].pk).update(responsible_unit=city.housing)
        assert names(city.other_liaison) == ["曲阜示例公园", "示例未定项目"]

    def test_a_task_force_sees_what_is_its_own(self, city, three):
        force = TaskForce.objects.create(
            tenant=city.tenant, name="示例专班", head=city.posts["other_liaison"]
        )
        force.members.add(city.posts["owner"])
        for post in (city.posts["other_liaison"], city.posts["owner"]):
            PostRole.objects.create(post=post, role=Role.TASK_FORCE)
        Project.objects.filter(pk=three[2].pk).update(task_force=force)
        for pk in (city.owner.pk, city.other_liaison.pk):
            assert "示例未定项目" in names(User.objects.get(pk=pk))
        assert "示例未定项目" not in names(city.liaison)

    def test_an_owner_sees_his_own(self, city, three):
        assert names(city.owner) == ["示例轴承生产线"]
        assert page(city.owner).totals.total_investment == Decimal(52000)


class TestNarrowing:
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("公园", "曲阜示例公园"),
            ("qufu", "曲阜示例公园"),
            ("Qu Fu", "曲阜示例公园"),
            ("qfslgy", "曲阜示例公园"),
            ("370881-04", "曲阜示例公园"),
            ("2", "曲阜示例公园"),
            ("zhoucheng", "示例轴承生产线"),
            ("示例水库", None),
            ("%", None),
        ],
    )
    def test_by_words_in_characters_pinyin_initials_code_or_number(self, city, three, words, found):
        seen = names(city.office, words=words)
        assert (found in seen) if found else seen == []

    def test_by_line_unit_and_sponsor_and_by_none(self, city, three):
        deputy = city.posts["deputy"].pk
        assert names(city.office, line=city.housing_line.pk) == ["曲阜示例公园"]
        assert names(city.office, unit=city.industry.pk) == ["示例轴承生产线"]
        assert names(city.office, sponsor=deputy) == ["示例轴承生产线"]
        assert names(city.office, line=NOBODY) == ["示例未定项目"]
        assert names(city.office, sponsor=NOBODY, unit=city.housing.pk) == ["曲阜示例公园"]

    def test_by_light_nature_and_category(self, city, three):
        lights = {p.name: p.light for p in Project.objects.all()}
        for light in set(lights.values()):
            expected = [name for name, own in lights.items() if own == light]
            assert sorted(names(city.office, light=light)) == sorted(expected)
        assert names(city.office, nature="new") == ["曲阜示例公园"]
        assert names(city.office, category="产业") == ["示例轴承生产线"]
        assert categories(city.office, 2021) == ["产业"]

    def test_by_a_month_in_which_a_milestone_is_open(self, city, three):
        draft = Draft((Step("base", "基础", 5), Step("done", "竣工", 5)), (Tie("base", "done"),))
        accept_plan(three[0], draft, date(2021, 5, 8), reason="", by=city.office, now=NOW)
        april, may = date(2021, 4, 1), date(2021, 5, 1)
        assert names(city.office, month=may) == ["示例轴承生产线"]
        row = page(city.office, month=april).rows[0]
        assert (row.next.name, row.next.day) == ("基础", date(2021, 4, 28))
        assert row.next.days_left == 44
        finish_milestone(three[0].milestones.get(code="base"), on=TODAY, by=city.office, now=NOW)
        assert names(city.office, month=april) == []

    def test_parts_and_withdrawn_ones_are_asked_for(self, city, three):
        city.project("示例子项", parent=three[1])
        withdraw_project(three[2], reason="合并", by=city.office, now=NOW)
        assert names(city.office) == ["示例轴承生产线", "曲阜示例公园"]
        assert "示例子项" in names(city.office, scope=Scope.PARTS)
        assert names(city.office, scope=Scope.WITHDRAWN) == ["示例未定项目"]
        parts = page(city.office, scope=Scope.PARTS).totals
        assert (parts.matches, parts.projects) == (3, 2)

    def test_another_year_is_another_list(self, city, three):
        assert list_page(city.office, ListFilter(2020), today=TODAY).rows == []


class TestOrder:
    @pytest.mark.parametrize("order", ["total", "plan", "share", "finish", "physical"])
    @pytest.mark.parametrize("descending", [False, True])
    def test_what_is_not_known_comes_last_either_way(self, city, three, order, descending):
        Project.objects.filter(pk=three[2].pk).update(required_finish=None)
        for n, project in enumerate(three[:2], start=1):
            figures = MonthFigures(
                date(2021, 1, 1), Decimal(1000 * n), physical_percent=Decimal(10 * n)
            )
            report_progress(project, figures, by=city.office, now=NOW)
        Project.objects.filter(pk=three[1].pk).update(year_plan=Decimal(12001))
        shown = names(city.office, order=order, descending=descending)
        assert shown[-1] == "示例未定项目"

    def test_by_money_and_back(self, city, three):
        assert names(city.office, order="total")[:2] == ["曲阜示例公园", "示例轴承生产线"]
        backwards = names(city.office, order="total", descending=True)
        assert backwards[:2] == ["示例轴承生产线", "曲阜示例公园"]

    def test_by_light_the_worst_come_first(self, city, three):
        ranks = ["red", "yellow", "green", "paused", "none"]
        shown = [row.light for row in page(city.office, order="light").rows]
        assert shown == sorted(shown, key=ranks.index)
        assert len(set(shown)) > 1

    def test_by_name_is_by_pinyin(self, city, three):
        assert names(city.office, order="name") == [
            "曲阜示例公园", "示例未定项目", "示例轴承生产线",
        ]  # fmt: skip


class TestTotals:
    def test_running_and_added_up_totals_agree(self, city, three):
        figures = MonthFigures(date(2021, 2, 1), Decimal(2400))
        report_progress(three[0], figures, by=city.office, now=NOW)
        running = page(city.office).totals
        added = page(city.office, scope=Scope.PARTS).totals
        assert running == added
        assert (running.projects, running.year_done) == (3, Decimal(2400))
        assert (running.share, running.gap) == (Decimal(10), Decimal("-6.67"))

    def test_a_cut_without_projects_is_empty(self, city, three):
        assert page(city.office, unit=city.workshop.pk).totals.matches == 0


class TestPages:
    def test_fifty_a_page_and_numbers_brought_into_range(self, city):
        listed = [{"name": f"示例{n}项目"} for n in range(PER_PAGE + 3)]
        with transaction.atomic():
            create_projects(city.tenant, listed, year=2021, by=city.office, now=NOW)
        assert len(page(city.office).rows) == PER_PAGE
        last = page(city.office, number=99)
        assert (last.number, last.pages, len(last.rows)) == (2, 2, 3)
        assert page(city.office, number=-1).number == 1
        found = iterate(
            city.office, ListFilter(2021), today=TODAY, order="name", descending=True, limit=9
        )
        assert len(list(found)) == 9

    def test_a_page_costs_as_many_queries_for_few_as_for_many(self, city, three):
        def queries() -> int:
            with CaptureQueriesContext(connection) as seen:
                page(city.office, order="light")
            return len(seen)

        few = queries()
        listed = [{"name": f"示例{n}项目", "lead_unit": city.housing} for n in range(40)]
        with transaction.atomic():
            create_projects(city.tenant, listed, year=2021, by=city.office, now=NOW)
        assert queries() == few


class TestOptions:
    def test_only_what_has_projects_is_offered(self, city, three):
        offered = options(city.office, 2021)
        assert [label for _, label in offered.lines] == ["工业立市", "城建提升"]
        assert sorted(label for _, label in offered.units) == ["示例住建局", "示例工信局"]
        assert [label for _, label in offered.sponsors] == ["示例乙"]
        assert [label for _, label in options(city.other_liaison, 2021).units] == ["示例住建局"]
        assert options(city.outsider, 2021).units == []


def test_the_reserve_is_listed_apart_and_never_counted(city):
    counted = city.project("示例实施")
    reserve = city.project("示例储备", nature="reserve", total_investment=Decimal(700))

    def found(**wanted: Any) -> ListPage:
        return list_page(city.office, ListFilter(2021, **wanted), today=TODAY)

    assert [row.pk for row in found().rows] == [counted.pk]
    for apart in ({"scope": Scope.RESERVE}, {"nature": "reserve"}):
        page = found(**apart)
        assert [row.pk for row in page.rows] == [reserve.pk]
        assert page.totals.total_investment == Decimal(700)
    both = found(words="示例")
    assert (len(both.rows), both.totals.projects) == (2, 1)
