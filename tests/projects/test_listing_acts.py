"""Entering projects, changing them, taking them off the list and back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from guatu.kit.refusals import Refusal, StateChanged
from guatu.projects.actions.holding import rows_by_id
from guatu.projects.actions.listing import (
    change_projects,
    create_project,
    create_projects,
    edit_project,
    restore_project,
    withdraw_project,
)
from guatu.projects.actions.planning import Draft, Step, accept_plan
from guatu.projects.models import Project, Tally, Verdict
from guatu.projects.tallies import NOBODY
from tests.city import NOW, TODAY, City
from tests.projects.looking import (
    assert_forbidden,
    assert_totals_are_true,
    codes,
    last_verdict,
    newest,
    strangers,
)

CODE = "2101-370881-04-01-123456"


def whole_city(city: City) -> Tally:
    return Tally.objects.get(tenant=city.tenant, year=2021, by="city", key=NOBODY)


def edit(project: Project, city: City, **values: object) -> Project:
    project.refresh_from_db()
    return edit_project(project, values, seen=project.version, by=city.office, now=NOW)


class TestEntering:
    def test_a_project_is_numbered_spelt_judged_counted_and_told(self, city):
        first, second = city.project(), city.project("示例市民中心", total_investment=Decimal(800))
        assert (first.number, second.number) == (1, 2)
        assert (second.pinyin, second.initials) == ("shilishiminzhongxin", "slsmzx")
        assert codes(second) == ["project.created"]
        assert last_verdict(second).light == second.light
        assert whole_city(city).projects == 2
        assert whole_city(city).total_investment == Decimal(52800)
        assert_totals_are_true(city.tenant)

    def test_only_the_office_enters(self, city):
        people = (city.liaison, city.head, city.deputy, *strangers(city))
        assert_forbidden(
            lambda person: create_project(
                city.tenant, {"name": "示例项目"}, year=2021, by=person, now=NOW
            ),
            *people,
        )
        assert not Project.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", "  "),
            ("code", "2101-370881"),
            ("owner_credit_code", "91350100M000100Y4Z"),
            ("total_investment", Decimal(-1)),
            ("year_plan", Decimal(10) ** 12),
            ("required_finish", date(9999, 12, 31)),
            ("planned_start", date(1, 1, 1)),
            ("jobs", 9_999_999_999),
            ("floor_area", Decimal(10) ** 12),
            ("required_finish", date(2020, 12, 31)),
            ("actual_finish", date(2021, 1, 5)),
            ("actual_start", TODAY + timedelta(days=1)),
            ("registered_on", TODAY + timedelta(days=1)),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, city, field, value):
        with pytest.raises(Refusal) as refused:
            city.project(**{field: value})
        assert list(refused.value.fields) == [field]
        assert not Project.objects.exists()

    def test_rows_of_another_government_are_refused(self, city):
        with pytest.raises(Refusal) as refused:
            create_project(
                city.outsider.tenant,
                {"name": "示例项目", "lead_unit": city.industry, "assist_units": [city.housing]},
                year=2021,
                by=city.outsider,
                now=NOW,
            )
        assert set(refused.value.fields) == {"lead_unit", "assist_units"}

    def test_a_code_stands_for_one_listed_project(self, city):
        first = city.project(code=CODE)
        with pytest.raises(Refusal, match="示例轴承生产线项目"):
            city.project("示例第二项目", code=CODE)
        withdraw_project(first, reason="合并", by=city.office, now=NOW)
        city.project("示例第二项目", code=CODE)
        with pytest.raises(Refusal, match="示例第二项目"):
            restore_project(first, by=city.office, now=NOW)

    def test_a_code_twice_in_one_list_is_refused_before_anything_is_written(self, city):
        listed = [{"name": f"示例{n}项目", "code": CODE} for n in "甲乙"]
        with pytest.raises(Refusal, match="示例甲项目"), transaction.atomic():
            create_projects(city.tenant, listed, year=2021, by=city.office, now=NOW)
        assert not Project.objects.exists()

    def test_many_cost_as_many_queries_as_few(self, city):
        def queries(count: int) -> int:
            listed = [
                {"name": f"示例{n}项目", "lead_unit": city.industry, "assist_units": [city.housing]}
                for n in range(count)
            ]
            with transaction.atomic(), CaptureQueriesContext(connection) as seen:
                create_projects(city.tenant, listed, year=2021, by=city.office, now=NOW)
            return len(seen)

        queries(1)
        assert queries(3) == queries(300)
        assert Project.objects.count() == 304
        assert Verdict.objects.count() == 304
        assert_totals_are_true(city.tenant)


class TestChanging:
    def test_what_changed_is_told_with_before_and_after(self, city):
        project = city.project()
        changed = edit(project, city, name="示例轴承二期", year_plan=Decimal(9000))
        assert changed.version == 2
        assert changed.initials == "slzceq"
        assert newest(project) == "修改“示例轴承二期”：项目名称、年度计划投资（万元）"
        assert whole_city(city).year_plan == Decimal(9000)
        assert_totals_are_true(city.tenant)

    def test_the_same_values_again_change_nothing(self, city):
        project = city.project()
        same = edit(project, city, name=project.name, lead_unit=city.industry, tags=[])
        assert same.version == 1
        assert codes(project) == ["project.created"]

    def test_totals_follow_a_project_to_another_line_unit_and_sponsor(self, city):
        project = city.project()
        edit(project, city, line=city.housing_line, lead_unit=city.housing, sponsor=None)
        assert_totals_are_true(city.tenant)
        of_unit = Tally.objects.get(by="unit", key=city.housing.pk)
        assert (of_unit.projects, of_unit.total_investment) == (1, Decimal(52000))

    def test_the_second_of_two_is_told_who_changed_what(self, city):
        project = city.project()
        edit_project(project, {"remark": "一"}, seen=1, by=city.liaison, now=NOW)
        with pytest.raises(StateChanged, match="示例丙 在 09:00 修改了“示例轴承生产线项目”的备注"):
            edit_project(project, {"remark": "二"}, seen=1, by=city.office, now=NOW)

    def test_units_change_their_own_and_no_others(self, city):
        project = city.project()
        for n, person in enumerate((city.liaison, city.head), start=1):
            edit_project(project, {"remark": person.name}, seen=n, by=person, now=NOW)
        assert_forbidden(
            lambda person: edit_project(project, {"remark": "改"}, seen=3, by=person, now=NOW),
            city.inspector,
            *strangers(city),
        )

    def test_who_assists_and_further_lines_are_replaced_and_told(self, city):
        project = city.project(assist_units=[city.housing])
        edit(project, city, assist_units=[city.workshop], also_lines=[city.housing_line])
        assert list(project.assist_units.all()) == [city.workshop]
        assert list(project.also_lines.all()) == [city.housing_line]
        event = project.version, newest(project)
        assert event == (1, "修改“示例轴承生产线项目”：配合单位、同时列入")
        edit(project, city, assist_units=[city.workshop])
        assert codes(project) == ["project.created", "project.changed"]

    def test_the_lead_unit_does_not_assist_itself(self, city):
        with pytest.raises(Refusal) as refused:
            city.project(assist_units=[city.industry], also_lines=[city.industry_line])
        assert set(refused.value.fields) == {"assist_units", "also_lines"}

    def test_a_future_fact_is_refused_but_does_not_block_other_fields(self, city):
        project = city.project(actual_start=None)
        Project.objects.filter(pk=project.pk).update(actual_start=date(2021, 6, 1))
        edit(project, city, actual_start=date(2021, 6, 1), remark="台账所载")
        with pytest.raises(Refusal, match="今天以后"):
            edit(project, city, actual_start=date(2021, 6, 2))

    def test_a_promise_under_a_plan_is_moved_by_another_plan_only(self, city):
        project = city.project()
        draft = Draft((Step("done", "竣工验收", 12),))
        accept_plan(project, draft, date(2021, 12, 31), reason="", by=city.office, now=NOW)
        with pytest.raises(Refusal) as refused:
            edit(project, city, required_finish=date(2022, 6, 30))
        assert list(refused.value.fields) == ["required_finish"]
        edit(project, city, required_finish=date(2021, 12, 31), remark="不变")

    def test_a_part_cannot_hold_parts(self, city):
        package, part, other = (city.project(f"示例{n}项目") for n in "甲乙丙")
        part = edit(part, city, parent=package)
        for wrong, parent in ((other, part), (package, other), (other, other)):
            with pytest.raises(Refusal) as refused:
                edit(wrong, city, parent=parent)
            assert list(refused.value.fields) == ["parent"]

    def test_a_part_is_counted_with_its_package(self, city):
        package, part = city.project("示例打包项目"), city.project("示例子项")
        edit(part, city, parent=package)
        assert whole_city(city).projects == 1
        edit(part, city, parent=None)
        assert whole_city(city).projects == 2
        assert_totals_are_true(city.tenant)

    def test_many_are_changed_with_as_many_queries_as_few(self, city):
        def queries(count: int, remark: str) -> int:
            ids = [p.pk for p in projects[:count]]
            with transaction.atomic():
                held = rows_by_id(city.tenant, ids)
                with CaptureQueriesContext(connection) as seen:
                    wanted = [(p, {"remark": remark}) for p in held.values()]
                    assert len(change_projects(wanted, by=city.office, now=NOW)) == count
            return len(seen)

        listed = [{"name": f"示例{n}项目"} for n in range(60)]
        with transaction.atomic():
            projects = create_projects(city.tenant, listed, year=2021, by=city.office, now=NOW)
        queries(1, "零")
        assert queries(3, "一") == queries(60, "二")


class TestWithdrawing:
    def test_off_the_list_it_has_no_light_and_counts_for_nothing(self, city):
        project = city.project()
        withdraw_project(project, reason="资金未落实", by=city.office, now=NOW)
        project.refresh_from_db()
        assert project.withdrawn_reason == "资金未落实"
        assert project.light == "none"
        assert newest(project) == "“示例轴承生产线项目”退出台账：资金未落实"
        assert whole_city(city).projects == 0
        assert_totals_are_true(city.tenant)

    def test_back_on_the_list_it_is_as_it_was_and_has_not_turned(self, city):
        project = city.project()
        light = project.light
        withdraw_project(project, reason="合并", by=city.office, now=NOW)
        restore_project(project, by=city.office, now=NOW)
        project.refresh_from_db()
        assert (project.light, project.withdrawn_reason) == (light, "")
        assert last_verdict(project).before == ""
        assert codes(project)[-1] == "project.restored"
        assert_totals_are_true(city.tenant)

    def test_twice_is_once(self, city):
        project = city.project()
        for _ in range(2):
            withdraw_project(project, reason="合并", by=city.office, now=NOW)
        for _ in range(2):
            restore_project(project, by=city.office, now=NOW)
        assert codes(project).count("project.withdrawn") == 1
        assert codes(project).count("project.restored") == 1

    def test_a_package_takes_its_parts_along_and_brings_them_back(self, city):
        package = city.project("示例打包项目")
        early, late = (city.project(f"示例{n}子项", parent=package) for n in "甲乙")
        withdraw_project(early, reason="已完成", by=city.office, now=NOW - timedelta(days=1))
        withdraw_project(package, reason="合并", by=city.office, now=NOW)
        assert Project.objects.listed().count() == 0
        restore_project(package, by=city.office, now=NOW)
        assert set(Project.objects.listed()) == {package, late}
        assert_totals_are_true(city.tenant)

    def test_no_part_is_entered_or_moved_under_a_package_that_has_left(self, city):
        package, other = city.project("示例打包项目"), city.project()
        withdraw_project(package, reason="合并", by=city.office, now=NOW)
        package.refresh_from_db()
        with pytest.raises(Refusal, match="已退出台账，不能再有子项"):
            city.project("示例子项", parent=package)
        with pytest.raises(Refusal, match="已退出台账，不能再有子项"):
            edit(other, city, parent=package)

    def test_a_part_does_not_come_back_without_its_package(self, city):
        package = city.project("示例打包项目")
        part = city.project("示例子项", parent=package)
        withdraw_project(package, reason="合并", by=city.office, now=NOW)
        with pytest.raises(Refusal, match="请先恢复列入“示例打包项目”"):
            restore_project(part, by=city.office, now=NOW)
        assert Project.objects.listed().count() == 0

    def test_a_reason_and_the_office_are_needed(self, city):
        project = city.project()
        with pytest.raises(Refusal, match="理由"):
            withdraw_project(project, reason=" ", by=city.office, now=NOW)
        for act in (
            lambda person: withdraw_project(project, reason="合并", by=person, now=NOW),
            lambda person: restore_project(project, by=person, now=NOW),
        ):
            assert_forbidden(act, city.liaison, city.inspector, *strangers(city))
        assert Project.objects.listed().count() == 1

    def test_a_withdrawn_project_is_not_edited(self, city):
        project = city.project()
        withdraw_project(project, reason="合并", by=city.office, now=NOW)
        with pytest.raises(Refusal, match="已退出台账"):
            edit(project, city, remark="改")
