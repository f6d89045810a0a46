"""The page of one project: light, plan, money, reports, history, what each person may do."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guatu.projects.actions.listing import edit_project
from guatu.projects.actions.milestones import finish_milestone
from guatu.projects.actions.planning import Draft, Step, Tie, accept_plan
from guatu.projects.actions.progress import MonthFigures, report_progress
from guatu.projects.models import Project
from guatu.projects.patrol import patrol
from tests.city import NOW, TODAY, City
from tests.projects.granted import GRANTED
from tests.web.projects.doors import READ, answers
from tests.web.rail import BADGES

DRAFT_STEPS = (Step("base", "基础", 60), Step("frame", "主体", 80), Step("check", "验收", 12))


def url_of(project: Project) -> str:
    return f"/projects/{project.pk}/"


def page_of(browser: Client, project: Project) -> str:
    response = browser.get(url_of(project))
    assert response.status_code == 200
    return response.content.decode()


def data_in(page: str, name: str) -> Any:
    found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])


def report(city: City, project: Project, month: int, invested: int, **more: Any) -> None:
    figures = MonthFigures(date(2021, month, 1), Decimal(invested), **more)
    report_progress(project, figures, by=city.office, now=NOW)


class TestLight:
    def test_one_sentence_why_and_what_would_turn_it(
        self, office: Client, city: City, planned: Project
    ) -> None:
        first = planned.milestones.first()
        assert first is not None
        first.planned_finish = TODAY - timedelta(days=20)
        first.save(update_fields=["planned_finish"])
        patrol(city.tenant, now=NOW, everything=True)

        page = page_of(office, planned)

        strip = page[page.index('id="light"') : page.index('class="project-body"')]
        assert "is-red" in strip
        assert "节点“基础”应于" in strip
        assert "怎样转绿" in strip
        assert '按规则包“<a href="/rules/default/">通用红黄绿灯</a>”第 2 版' in strip
        assert "/rules/default/#d-milestones" in strip

    def test_a_green_one_asks_for_nothing(self, office: Client, city: City) -> None:
        project = city.project(registered_on=date(2021, 1, 20), required_finish=None)
        report(city, project, 2, 2500)

        page = page_of(office, project)

        assert "strip is-green" in page
        assert "怎样转绿" not in page


class TestPlan:
    def test_the_chart_shows_plan_baseline_and_what_is_done(
        self, office: Client, city: City, planned: Project
    ) -> None:
        base, _frame, _check = planned.milestones.all()
        finish_milestone(base, on=TODAY, by=city.office, now=NOW)
        accept_plan(
            planned,
            Draft(DRAFT_STEPS),
            date(2022, 3, 31),
            reason="供地推迟",
            grant=GRANTED,
            by=city.office,
            now=NOW,
        )

        page = page_of(office, planned)
        chart = data_in(page, "plan-data")

        assert chart["today"] == "2021-03-15"
        assert [task["name"] for task in chart["tasks"]] == ["基础", "主体", "验收"]
        first, second, last = chart["tasks"]
        assert (first["done"], first["finish"]) == (1, "2021-03-15")
        assert last["finish"] == "2022-03-31"
        assert last["baseline"][1] == "2021-12-31"
        assert second["done"] == 0
        assert "2021-10-01" in chart["offdays"]  # National Day
        assert "计划调整过 1 次" in page
        assert "供地推迟" in page

    def test_work_done_before_it_was_to_begin_keeps_its_length(
        self, office: Client, city: City, planned: Project
    ) -> None:
        check = planned.milestones.all()[2]
        finish_milestone(check, on=TODAY, by=city.office, now=NOW)

        bar = data_in(page_of(office, planned), "plan-data")["tasks"][2]

        assert (bar["start"], bar["finish"]) == ("2021-02-26", "2021-03-15")  # 12 workdays

    def test_links_and_the_critical_chain_are_in_it(self, office: Client, planned: Project) -> None:
        chart = data_in(page_of(office, planned), "plan-data")

        assert [link["kind"] for link in chart["links"]] == ["FS", "FS"]
        assert all(task["critical"] for task in chart["tasks"])

    def test_without_a_plan_it_leads_to_planning(self, office: Client, project: Project) -> None:
        page = page_of(office, project)
        assert "还没有排计划" in page
        assert f"/projects/{project.pk}/plan/" in page

    def test_who_may_not_plan_is_not_sent_there(self, reader: Client, project: Project) -> None:
        page = page_of(reader, project)
        assert "还没有排计划" in page
        assert f"/projects/{project.pk}/plan/" not in page


class TestMoney:
    def test_the_curve_holds_plan_pace_and_what_was_done(self, office: Client, city: City) -> None:
        project = city.project(month_curve=[str(1000 * n) for n in range(1, 13)])
        report(city, project, 1, 900)
        report(city, project, 2, 2100)

        curve = data_in(page_of(office, project), "curve-data")

        assert curve["unit"] == "亿元"
        assert curve["done"][:3] == [0.09, 0.21, None]
        assert curve["plan"][-1] == 1.2
        assert curve["pace"][5] == 0.6
        assert curve["today"] == 1

    def test_reports_stand_newest_first_with_what_each_month_added(
        self, office: Client, city: City, project: Project
    ) -> None:
        report(city, project, 1, 900, physical_words="场地平整")
        report(city, project, 2, 2100, physical_words="桩基完成", physical_percent=Decimal(20))

        page = page_of(office, project)

        reports = page[page.index('id="reports"') :]
        assert reports.index("2021年2月") < reports.index("2021年1月")
        for words in ("2,100", "1,200", "20.0%", "桩基完成", "示例甲"):
            assert words in reports

    def test_empty_states(self, office: Client, reader: Client, city: City) -> None:
        project = city.project(year_plan=None)
        page = page_of(office, project)
        assert "年度计划投资和月报都还没有" in page
        assert "还没有报过进度" in page
        assert f"/projects/{project.pk}/reports/" in page
        assert f"/projects/{project.pk}/reports/" not in page_of(reader, project)


class TestHistory:
    def write(self, city: City, project: Project, times: int) -> None:
        for n in range(times):
            project = Project.objects.get(pk=project.pk)
            values = {"remark": f"备注 {n}"}
            edit_project(project, values, seen=project.version, by=city.office, now=NOW)

    def test_acts_are_told_in_sentences(self, office: Client, city: City, project: Project) -> None:
        self.write(city, project, 1)
        page = page_of(office, project)
        assert "修改“示例轴承生产线项目”：备注" in page
        assert "列入重点项目“示例轴承生产线项目”" in page

    def test_twenty_at_a_time(self, office: Client, city: City, project: Project) -> None:
        self.write(city, project, 25)
        page = page_of(office, project)
        more = re.search(r'hx-get="([^"]*history/\?before=\d+)"', page)
        assert page.count('<li>\n    <time class="num"') == 20
        assert more

        part = office.get(more[1], headers={"HX-Request": "true"}).content.decode()
        whole = office.get(more[1]).content.decode()

        assert "<html" not in part
        assert "列入重点项目" in part
        assert "<html" in whole
        assert "示例轴承生产线项目的历史" in whole

    def test_nonsense_in_the_address_is_the_beginning(
        self, office: Client, project: Project
    ) -> None:
        assert office.get(f"{url_of(project)}history/?before=x").status_code == 200


class TestParts:
    def test_a_package_lists_its_parts_and_a_part_names_its_package(
        self, office: Client, city: City, project: Project
    ) -> None:
        part = city.project(name="示例子项", parent=project)
        assert "示例子项" in page_of(office, project)
        assert "示例轴承生产线项目" in page_of(office, part)


def test_a_page_costs_the_same_number_of_queries_however_much_there_is(
    office: Client, city: City, planned: Project
) -> None:
    report(city, planned, 1, 900)
    ties = (Tie("base", "frame"), Tie("frame", "check"))
    sooner = Draft(DRAFT_STEPS, ties)
    accept_plan(planned, sooner, date(2021, 12, 30), reason="提前", by=city.office, now=NOW)
    office.get(url_of(planned))
    with CaptureQueriesContext(connection) as little:
        office.get(url_of(planned))
    steps = tuple(Step(f"s{n}", f"工序 {n}", 2) for n in range(40))
    draft = Draft((*DRAFT_STEPS, *steps), ties)
    accept_plan(planned, draft, date(2021, 12, 29), reason="细化", by=city.office, now=NOW)
    report(city, planned, 2, 2100)
    with CaptureQueriesContext(connection) as much:
        office.get(url_of(planned))
    assert len(much) == len(little) <= 39 + BADGES


def test_buttons_are_those_of_the_person(city: City, project: Project) -> None:
    def offered(who: str) -> set[str]:
        page = page_of(city.client(getattr(city, who)), project)
        acts = ("reports/", "edit/", "plan/", "withdrawal/", "start/")
        return {act for act in acts if f'href="{url_of(project)}{act}"' in page}

    assert offered("office") == {"reports/", "edit/", "plan/", "withdrawal/"}
    assert offered("liaison") == {"reports/", "edit/", "plan/"}
    assert offered("owner") == {"reports/"}
    assert offered("reader") == set()


def test_doors(city: City, office: Client, project: Project) -> None:
    for url in (url_of(project), f"{url_of(project)}history/"):
        assert answers(city, "get", url) == READ
        assert office.post(url).status_code == 405
        assert Client().get(url).status_code == 302
