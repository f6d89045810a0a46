"""Needs as a day sees them, what late ones break, and what each supplier owes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from guatu.projects.actions.milestones import finish_milestone
from guatu.projects.actions.planning import templates
from guatu.projects.actions.supplying import block_need, deliver_need, promise_need
from guatu.projects.elements import element_of, elements, is_element
from guatu.projects.models import Project, SupportNeed
from guatu.projects.queries.needs import (
    NeedFilter,
    NeedRow,
    NeedState,
    Show,
    grid_of,
    in_order,
    matching,
    owed_to,
    rows_on,
    state_on,
    suppliers_of,
)
from guatu.workdays.queries import calendar_in_force
from tests.city import NOW, TODAY, City
from tests.projects.needing import fresh, need_of, planned_project

DAY = timedelta(days=1)


@pytest.fixture
def project(city: City) -> Project:
    return planned_project(city)


def row_of(need: SupportNeed, today: date = TODAY) -> NeedRow:
    return rows_on([fresh(need)], today, calendar_in_force())[0]


class TestState:
    """桩基 begins on 27 May at the latest."""

    def test_through_its_life(self, city: City, project: Project) -> None:
        need = need_of(city, project)
        assert state_on(need, TODAY) is NeedState.WAITING
        assert state_on(need, date(2021, 5, 27)) is NeedState.WAITING
        assert state_on(need, date(2021, 5, 28)) is NeedState.LATE
        promise_need(need, on=date(2021, 5, 20), by=city.other_liaison, now=NOW)
        need = fresh(need)
        assert state_on(need, TODAY) is NeedState.PROMISED
        assert state_on(need, date(2021, 5, 21)) is NeedState.BROKEN
        promise_need(need, on=date(2021, 6, 1), reason="补件", by=city.other_liaison, now=NOW)
        assert state_on(fresh(need), TODAY) is NeedState.TOO_LATE
        deliver_need(need, on=TODAY, by=city.other_liaison, now=NOW)
        assert state_on(fresh(need), date(2021, 12, 1)) is NeedState.DELIVERED

    def test_a_permit_that_was_used_in_time_does_not_expire(
        self, city: City, project: Project
    ) -> None:
        need = need_of(city, project, element="building_permit")
        deliver_need(need, on=TODAY, expires=TODAY + DAY, by=city.office, now=NOW)
        assert state_on(fresh(need), TODAY + DAY) is NeedState.DELIVERED
        assert state_on(fresh(need), TODAY + 2 * DAY) is NeedState.EXPIRED
        finish_milestone(project.milestones.get(code="piling"), on=TODAY, by=city.office, now=NOW)
        assert state_on(fresh(need), TODAY + 2 * DAY) is NeedState.DELIVERED


class TestBreaks:
    def test_a_late_promise_costs_the_days_that_the_light_has_lost(
        self, city: City, project: Project
    ) -> None:
        """Land ten workdays after the last day: all that follows is on the critical path."""
        need = need_of(city, project)
        promise_need(need, on=date(2021, 6, 10), by=city.other_liaison, now=NOW)
        row = row_of(need)
        assert (row.days_short, row.step_days, row.finish_days) == (10, 10, 10)
        assert str(row.says) == (
            "“供地”预计 6月10日 落实，晚于需要 10 个工作日，"
            "将使“桩基”推迟 10 个工作日、竣工推迟 10 个工作日。"
        )
        assert fresh(need).project.min_slack == -10

    def test_the_lead_comes_on_top(self, city: City, project: Project) -> None:
        """Needed five workdays before 27 May, promised for that day: five workdays late."""
        need = need_of(city, project, lead=5)
        promise_need(need, on=date(2021, 5, 27), by=city.other_liaison, now=NOW)
        row = row_of(need)
        assert (row.days_short, row.step_days, row.finish_days) == (5, 5, 5)

    def test_in_time_it_costs_nothing(self, city: City, project: Project) -> None:
        need = need_of(city, project)
        promise_need(need, on=date(2021, 5, 27), by=city.other_liaison, now=NOW)
        row = row_of(need)
        assert (row.days_short, row.finish_days, row.says) == (0, 0, None)
        assert row.days_left == 12 + 22 + 17  # March, April, May

    def test_each_alone_and_both_together(self, city: City, project: Project) -> None:
        """The later of two that one step waits for decides."""
        for element, day in (("land", date(2021, 6, 1)), ("clearance", date(2021, 6, 10))):
            need = need_of(city, project, element=element)
            promise_need(need, on=day, by=city.other_liaison, now=NOW)
        rows, outlook = grid_of(project, TODAY, calendar_in_force())
        assert [row.finish_days for row in rows] == [3, 10]
        assert outlook.finish
        assert (outlook.finish.days, outlook.finish.finish) == (10, date(2022, 1, 17))
        assert {code: push.days for code, push in outlook.pushed.items()} == {
            "piling": 10, "frame": 10, "check": 10,
        }  # fmt: skip

    def test_delivered_the_break_is_gone(self, city: City, project: Project) -> None:
        need = need_of(city, project)
        promise_need(need, on=date(2021, 6, 10), by=city.other_liaison, now=NOW)
        deliver_need(need, on=TODAY, by=city.other_liaison, now=NOW)
        rows, outlook = grid_of(project, TODAY, calendar_in_force())
        assert (rows[0].says, outlook.finish, outlook.pushed) == (None, None, {})

    def test_without_a_milestone_only_the_days_are_known(
        self, city: City, project: Project
    ) -> None:
        need = need_of(
            city, project, serves="", element="funds", needed_by=date(2021, 3, 12), reason="周转"
        )
        row = row_of(need)
        assert (row.state, row.days_short, row.finish_days) == (NeedState.LATE, 1, 0)
        assert str(row.says) == "“资金”晚于需要 1 个工作日。"

    def test_a_project_without_a_promise_has_no_finish_to_break(self, city: City) -> None:
        project = city.project("示例无要求项目", required_finish=None)
        need = need_of(city, project, serves="", needed_by=date(2021, 3, 12), reason="无计划")
        assert row_of(need).finish_days == 0


class TestOwing:
    @pytest.fixture
    def needs(self, city: City, project: Project) -> dict[str, SupportNeed]:
        made = {
            "late": need_of(
                city, project, serves="", needed_by=TODAY - DAY, reason="周转", element="funds"
            ),
            "open": need_of(city, project),
            "there": need_of(city, project, element="environment"),
            "office": need_of(city, project, element="power", supplier=city.root),
            "nobody": need_of(city, project, element="gas", supplier=None),
        }
        deliver_need(made["there"], on=TODAY, by=city.other_liaison, now=NOW)
        promise_need(made["open"], on=date(2021, 6, 10), by=city.other_liaison, now=NOW)
        block_need(made["open"], words="2 户未签", by=city.other_liaison, now=NOW)
        return made

    @pytest.mark.parametrize(
        ("show", "names"),
        [
            (Show.OPEN, {"资金", "供地", "供电", "供气"}),
            (Show.LATE, {"资金"}),
            (Show.UNPROMISED, {"资金", "供电", "供气"}),
            (Show.TOO_LATE, {"供地"}),
            (Show.MONTH, {"资金"}),
            (Show.BLOCKED, {"供地"}),
            (Show.DELIVERED, {"环境影响评价"}),
            (Show.ALL, {"资金", "供地", "供电", "供气", "环境影响评价"}),
        ],
    )
    def test_a_list_shows_what_it_says_and_counts_the_same(
        self, city: City, needs: object, show: Show, names: set[str]
    ) -> None:
        wanted = NeedFilter(2021, show)
        assert {n.name for n in matching(city.office, wanted, TODAY)} == names
        owed = owed_to(city.office, wanted, TODAY)
        counts = {
            Show.OPEN: owed.open, Show.LATE: owed.late, Show.UNPROMISED: owed.unpromised,
            Show.TOO_LATE: owed.too_late, Show.MONTH: owed.month, Show.BLOCKED: owed.blocked,
            Show.DELIVERED: owed.delivered, Show.ALL: owed.needs,
        }  # fmt: skip
        assert counts[show] == len(names)

    def test_by_supplier_the_most_late_first(self, city: City, needs: object) -> None:
        found = suppliers_of(city.office, NeedFilter(2021), TODAY)
        assert [(s.label, s.owed.needs, s.owed.open, s.owed.late) for s in found] == [
            ("示例住建局", 3, 2, 1),
            ("", 1, 1, 0),
            ("示例市政府", 1, 1, 0),
        ]
        assert (found[0].owed.delivered, found[0].owed.on_time) == (1, 1)

    @pytest.mark.parametrize(
        ("narrow", "names"),
        [
            ({"element": "land"}, ["供地"]),
            ({"words": "电"}, ["供电"]),
            ({"words": "轴承"}, ["资金", "供地", "供电", "供气"]),
        ],
    )
    def test_narrowed_and_the_most_pressing_first(
        self, city: City, needs: object, narrow: dict[str, str], names: list[str]
    ) -> None:
        found = in_order(city.office, NeedFilter(2021, **narrow), TODAY)
        assert [need.name for need in found] == names

    def test_by_supplier_and_by_line(self, city: City, needs: object) -> None:
        own = NeedFilter(2021, Show.ALL, supplier=city.root.pk)
        assert [n.name for n in in_order(city.office, own, TODAY)] == ["供电"]
        elsewhere = NeedFilter(2021, Show.ALL, line=city.housing_line.pk)
        assert not matching(city.office, elsewhere, TODAY)

    def test_a_supplier_sees_what_it_owes_and_no_more(self, city: City, needs: object) -> None:
        seen = in_order(city.other_liaison, NeedFilter(2021, Show.ALL), TODAY)
        assert [n.name for n in seen] == ["资金", "供地", "环境影响评价"]
        assert not matching(city.outsider, NeedFilter(2021, Show.ALL), TODAY)

    def test_a_withdrawn_project_is_owed_nothing(
        self, city: City, project: Project, needs: object
    ) -> None:
        Project.objects.filter(pk=project.pk).update(withdrawn_at=NOW)
        assert owed_to(city.office, NeedFilter(2021), TODAY).needs == 0

    def test_queries_do_not_grow_with_the_needs(
        self, city: City, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for n in range(12):
            need = need_of(city, project, name=f"第{n}批供地")
            promise_need(need, on=date(2021, 6, 10), by=city.other_liaison, now=NOW)
        found = in_order(city.office, NeedFilter(2021), TODAY)
        with django_assert_max_num_queries(11):
            rows_on(found, TODAY, calendar_in_force())


class TestElements:
    def test_every_element_has_one_sign_and_serves_something(self) -> None:
        listed = elements()
        assert len({one.code for one in listed}) == len(listed) == 15
        assert len({one.short for one in listed}) == len(listed)
        assert all(len(one.short) == 1 for one in listed)
        assert all(one.serves and one.suppliers for one in listed if one.code != "other")

    def test_what_it_serves_is_a_step_of_our_templates(self) -> None:
        steps = {step.code for one in templates() for step in one.draft.steps}
        assert {code for one in elements() for code in one.serves} <= steps

    def test_an_unknown_code_counts_as_other(self) -> None:
        assert not is_element("gold")
        assert element_of("gold").name == "其他"

    def test_the_usual_supplier_is_named_when_only_one_fits(self) -> None:
        units = [("示例资规局", "a"), ("示例市自然资源和规划局", "b"), ("东镇", "c"), ("西镇", "d")]
        assert element_of("land").usual_supplier(units) == "b"
        assert element_of("clearance").usual_supplier(units) == "b"
        assert element_of("clearance").usual_supplier(units[2:]) is None
