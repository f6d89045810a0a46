"""Entering a project and changing it; two people at one form."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from guatu.journal.queries import history_of
from guatu.lines.actions import create_chain, create_park
from guatu.lines.models import Target
from guatu.org.choices import UnitKind
from guatu.org.models import Unit
from guatu.projects.actions.listing import edit_project
from guatu.projects.actions.milestones import start_project
from guatu.projects.actions.planning import Draft, Step, accept_plan
from guatu.projects.models import Project
from tests.city import NOW, City
from tests.web.projects.doors import ACT, FORBIDDEN, answers

NEW = "/projects/new/"
CODE = "2101-370881-04-01-123456"


def typed(**fields: Any) -> dict[str, Any]:
    return {"name": "示例新项目", **fields}


def form_of(project: Project, **fields: Any) -> dict[str, Any]:
    """What a browser sends back of an untouched form."""
    return {
        "seen": project.version,
        "name": project.name,
        "line": project.line_id or "",
        "lead_unit": project.lead_unit_id or "",
        "sponsor": project.sponsor_id or "",
        "owner_post": project.owner_post_id or "",
        "total_investment": "52000",
        "year_plan": "12000",
        "planned_start": "2021-01-10",
        "actual_start": "2021-01-10",
        "required_finish": "2021-12-31",
        **fields,
    }


def edit_url(project: Project) -> str:
    return f"/projects/{project.pk}/edit/"


class TestNew:
    def test_the_office_enters_a_project_with_a_name_only(self, office: Client, city: City) -> None:
        response = office.post(NEW, typed())

        project = Project.objects.get()
        assert response["Location"] == f"/projects/{project.pk}/"
        assert (project.name, project.number, project.year) == ("示例新项目", 1, 2021)
        assert [e.code for e in history_of(project.pk)][-1] == "project.created"
        assert "已列入台账，序号 1" in office.get(response["Location"]).content.decode()

    def test_what_was_typed_is_read_as_people_type_it(self, office: Client, city: City) -> None:
        months = "100 200 300 400 500 600 700 800 900 1,000 1,100 1,200"
        office.post(
            NEW,
            typed(
                total_investment="１２，０００．５",
                tags="省重点、十强产业 省重点",
                month_curve=months,
                code=CODE,
                lead_unit=city.industry.pk,
                required_finish="2021-12-31",
            ),
        )

        project = Project.objects.get()
        assert project.total_investment == Decimal("12000.5")
        assert project.tags == ["省重点", "十强产业"]
        assert project.month_curve[0] == "100"
        assert project.month_curve[-1] == "1200"
        assert project.lead_unit == city.industry
        assert project.required_finish == date(2021, 12, 31)

    def test_chain_park_township_and_targets_are_chosen(self, office: Client, city: City) -> None:
        town = Unit.objects.get(pk=city.workshop.pk)
        town.kind = UnitKind.TOWNSHIP
        town.save(update_fields=["kind"])
        chain = create_chain(city.tenant, {"name": "高端装备"}, by=city.office, now=NOW)
        park = create_park(city.tenant, {"name": "示例产业园"}, by=city.office, now=NOW)
        target = Target.objects.create(line=city.industry_line, name="新增规上企业", words="略")
        form = office.get(NEW).content.decode()
        assert "工业立市　新增规上企业" in form
        township = re.search(r'<select name="township".*?</select>', form, re.S)
        assert township
        assert "示例产业中心" in township.group()
        assert "示例住建局" not in township.group()

        chosen = {"chain": chain.pk, "park": park.pk, "township": town.pk, "targets": [target.pk]}
        page = office.post(NEW, typed(**chosen), follow=True).content.decode()

        project = Project.objects.get()
        assert (project.chain, project.park, project.township) == (chain, park, town)
        assert list(project.targets.all()) == [target]
        for words in ("高端装备", "示例产业园", "示例产业中心", "新增规上企业"):
            assert words in page
        office.post(edit_url(project), form_of(project))
        assert not project.targets.exists()

    @pytest.mark.parametrize(
        ("field", "text", "said"),
        [
            ("name", "", "项目名称"),
            ("total_investment", "三千", "总投资"),
            ("month_curve", "1 2 3", "应有 12 个数，现有 3 个"),
            ("month_curve", "2 1" + " 3" * 10, "后一个月不应少于前一个月"),
            ("code", "123", "项目代码"),
            ("required_finish", "2020-01-01", "早于计划开工日"),
            ("parent", "77", "台账里没有序号为 77 的打包项目"),
            ("total_investment", "-1", "金额不能为负数"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, office: Client, city: City, field: str, text: str, said: str
    ) -> None:
        sent = typed(planned_start="2021-01-10", remark="很长的一段备注") | {field: text}

        response = office.post(NEW, sent)

        page = response.content.decode()
        assert response.status_code == 422
        assert said in page
        assert "很长的一段备注" in page
        assert f'value="{text}"' in page
        assert not Project.objects.exists()

    def test_a_code_stands_for_one_project(self, office: Client, city: City) -> None:
        city.project(name="示例先来项目", code=CODE)

        response = office.post(NEW, typed(code=CODE))

        assert response.status_code == 422
        assert "已用于“示例先来项目”" in response.content.decode()

    @pytest.mark.parametrize("who", ["liaison", "reader", "owner", "inspector"])
    def test_nobody_else_may(self, city: City, who: str) -> None:
        browser = city.client(getattr(city, who))
        assert browser.get(NEW).status_code == FORBIDDEN
        assert browser.post(NEW, typed()).status_code == FORBIDDEN
        assert not Project.objects.exists()

    def test_rows_of_another_city_are_no_choice(self, office: Client, city: City) -> None:
        theirs = city.outsider.holdings.get().post
        response = office.post(NEW, typed(sponsor=theirs.pk, lead_unit=theirs.unit_id))
        assert response.status_code == 422
        assert not Project.objects.exists()

    def test_other_methods_are_not_known(self, office: Client) -> None:
        assert office.put(NEW).status_code == 405


class TestEdit:
    def test_the_form_shows_what_there_is(self, liaison: Client, project: Project) -> None:
        page = liaison.get(edit_url(project)).content.decode()

        assert 'value="示例轴承生产线项目"' in page
        assert 'value="52000"' in page
        assert 'value="2021-12-31"' in page
        assert f'name="seen" value="{project.version}"' in page

    def test_a_change_is_stored_and_told(self, liaison: Client, project: Project) -> None:
        response = liaison.post(edit_url(project), form_of(project, total_investment="60000"))

        project.refresh_from_db()
        assert response["Location"] == f"/projects/{project.pk}/"
        assert project.total_investment == Decimal(60000)
        newest = history_of(project.pk).filter(code="project.changed").get()
        assert newest.details["changes"] == {"total_investment": ["52000", "60000"]}

    def test_who_assists_is_stored_and_told(
        self, liaison: Client, city: City, project: Project
    ) -> None:
        sent = form_of(project, assist_units=[city.housing.pk], also_lines=[city.housing_line.pk])
        liaison.post(edit_url(project), sent)

        assert list(project.assist_units.all()) == [city.housing]
        assert list(project.also_lines.all()) == [city.housing_line]
        page = liaison.get(f"/projects/{project.pk}/").content.decode()
        assert "配合单位" in page
        assert "示例住建局" in page
        assert "城建提升" in page

    def test_an_untouched_form_changes_nothing(self, liaison: Client, project: Project) -> None:
        liaison.post(edit_url(project), form_of(project))

        assert not history_of(project.pk).filter(code="project.changed").exists()

    def test_sent_twice_it_is_done_once(self, liaison: Client, project: Project) -> None:
        sent = form_of(project, remark="一次")
        first, second = (liaison.post(edit_url(project), sent) for _ in range(2))

        assert (first.status_code, second.status_code) == (302, 409)
        assert history_of(project.pk).filter(code="project.changed").count() == 1

    def test_a_unit_that_was_closed_stays_where_it_was(
        self, office: Client, city: City, project: Project
    ) -> None:
        city.industry.closed_on = date(2021, 3, 1)
        city.industry.save(update_fields=["closed_on"])

        response = office.post(edit_url(project), form_of(project, remark="照旧"))

        project.refresh_from_db()
        assert response.status_code == 302
        assert project.lead_unit_id == city.industry.pk

    def test_with_a_plan_its_finish_is_not_changed_here(
        self, office: Client, planned: Project
    ) -> None:
        page = office.get(edit_url(planned)).content.decode()
        assert "已有计划，要变更请到“调整计划”" in page

        office.post(edit_url(planned), form_of(planned, required_finish="2022-06-30", remark="改"))

        planned.refresh_from_db()
        assert (planned.required_finish, planned.remark) == (date(2021, 12, 31), "改")

    def test_a_project_is_no_part_of_itself(self, office: Client, project: Project) -> None:
        response = office.post(edit_url(project), form_of(project, parent=project.number))
        assert response.status_code == 422
        assert "不能是自己的子项" in response.content.decode()

    def test_doors(self, city: City, project: Project) -> None:
        assert answers(city, "get", edit_url(project)) == ACT
        assert answers(city, "post", edit_url(project), form_of(project, name="别的")) == ACT
        project.refresh_from_db()
        assert project.name == "示例轴承生产线项目"


class TestTwoAtOnce:
    def change(self, city: City, project: Project, **values: Any) -> None:
        edit_project(project, values, seen=project.version, by=city.head, now=NOW)

    def test_the_second_is_told_who_changed_what_and_keeps_what_was_typed(
        self, liaison: Client, city: City, project: Project
    ) -> None:
        sent = form_of(project, total_investment="60000", remark="我的备注")
        self.change(city, project, total_investment=Decimal(55000))

        response = liaison.post(edit_url(project), sent)

        page = response.content.decode()
        assert response.status_code == 409
        assert "示例丁 在 09:00 修改了“示例轴承生产线项目”的总投资" in page
        assert 'value="60000"' in page
        assert "他人已改为“55000”，上面仍是您填的" in page
        assert 'value="我的备注"' in page
        project.refresh_from_db()
        assert project.total_investment == Decimal(55000)

    def test_a_field_that_only_the_other_changed_takes_the_new_value(
        self, liaison: Client, city: City, project: Project
    ) -> None:
        sent = form_of(project, remark="我的备注")
        self.change(
            city, project, lead_unit=city.workshop, nature="new", required_finish=date(2021, 11, 30)
        )

        page = liaison.post(edit_url(project), sent).content.decode()

        assert f'value="{city.workshop.pk}" selected' in page or (
            f'value="{city.workshop.pk}" data-keys' in page
        )
        assert 'value="2021-11-30"' in page
        assert "他人已改为“2021-11-30”，您未改动，已换成新值" in page
        assert "他人已改为“新开工”" in page

    def test_boxes_that_only_the_other_ticked_are_ticked(
        self, liaison: Client, city: City, project: Project
    ) -> None:
        sent = form_of(project, remark="我的备注")
        self.change(city, project, assist_units=[city.housing])

        page = liaison.post(edit_url(project), sent).content.decode()

        assert re.search(rf'name="assist_units" value="{city.housing.pk}"[^>]* checked', page)
        assert "他人已改为“示例住建局”" in page

    def test_after_comparing_it_is_saved_over_the_newer_one(
        self, liaison: Client, city: City, project: Project
    ) -> None:
        sent = form_of(project, remark="我的备注")
        self.change(city, project, location="示例开发区")
        liaison.post(edit_url(project), sent)
        project.refresh_from_db()

        again = form_of(project, remark="我的备注", location="示例开发区")
        response = liaison.post(edit_url(project), again)

        project.refresh_from_db()
        assert response.status_code == 302
        assert (project.remark, project.location) == ("我的备注", "示例开发区")

    def test_a_plan_adopted_meanwhile_is_told(
        self, office: Client, city: City, project: Project
    ) -> None:
        sent = form_of(project, remark="我的备注")
        draft = Draft((Step("base", "基础", 60),))
        accept_plan(project, draft, date(2021, 11, 30), reason="", by=city.head, now=NOW)

        response = office.post(edit_url(project), sent)

        page = response.content.decode()
        assert response.status_code == 409
        assert "示例丁 在 09:00 修改了“示例轴承生产线项目”的计划" in page
        assert 'value="2021-11-30"' in page
        assert 'value="我的备注"' in page

    def test_a_start_noted_meanwhile_is_not_lost(
        self, liaison: Client, city: City, project: Project
    ) -> None:
        Project.objects.filter(pk=project.pk).update(actual_start=None)
        project.refresh_from_db()
        sent = form_of(project, actual_start="", remark="我的备注")
        start_project(project, on=date(2021, 3, 10), by=city.head, now=NOW)

        response = liaison.post(edit_url(project), sent)

        page = response.content.decode()
        assert response.status_code == 409
        assert 'value="2021-03-10"' in page
        assert "示例丁 在 09:00 修改了“示例轴承生产线项目”的实际开工" in page
