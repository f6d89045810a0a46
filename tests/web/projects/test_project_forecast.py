"""The forecast and the quality of the plan on the page of a project."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.test import Client

from guatu.projects.actions.milestones import finish_milestone
from guatu.projects.facts import rows_of
from guatu.projects.models import Milestone, Project
from guatu.projects.queries.forecast import DRAWS, Forecast, forecast_of
from guatu.workdays.queries import calendar_in_force
from tests.city import NOW, TODAY, City
from tests.web.projects.doors import READ, answers


def section(browser: Client, project: Project) -> str:
    response = browser.get(f"/projects/{project.pk}/")
    assert response.status_code == 200
    page: str = response.content.decode()
    start = page.index('id="forecast"')
    return page[start : page.index("</section>", start)]


def forecast(project: Project, today: date = TODAY) -> Forecast:
    found = forecast_of(project, rows_of([project])[project.pk], today, calendar_in_force())
    assert found is not None
    return found


def words(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def finish_all(city: City, project: Project) -> None:
    for step in project.milestones.all():
        finish_milestone(step, on=TODAY, by=city.office, now=NOW)


class TestFigures:
    def test_they_are_those_of_the_draws(self, office: Client, planned: Project) -> None:
        found = forecast(planned)
        outlook = found.outlook
        assert outlook is not None
        assert outlook.draws == DRAWS
        assert outlook.p50 < outlook.p80 < outlook.p90
        told = words(section(office, planned))
        for day in (outlook.p50, outlook.p80, outlook.p90):
            assert f"{day}" in told
        assert "要求 2021-12-31" in told
        assert "3 个节点没有填最快和最慢工期，按 90% 和 150% 计" in told

    def test_asking_twice_gives_the_same_and_writes_nothing(
        self, office: Client, planned: Project
    ) -> None:
        before = list(planned.milestones.values())
        assert section(office, planned) == section(office, planned)
        assert list(planned.milestones.values()) == before

    def test_three_points_of_the_plan_are_used(self, office: Client, planned: Project) -> None:
        assumed = forecast(planned).outlook
        Milestone.objects.filter(project=planned, code="frame").update(
            optimistic=80, pessimistic=400
        )
        told = forecast(planned).outlook
        assert assumed is not None
        assert told is not None
        assert told.p80 > assumed.p80
        assert "2 个节点没有填" in section(office, planned)

    def test_the_sentence_says_by_how_much_it_will_be_late(
        self, office: Client, planned: Project
    ) -> None:
        Project.objects.filter(pk=planned.pk).update(required_finish=date(2021, 8, 31))
        outlook = forecast(Project.objects.get(pk=planned.pk)).outlook
        assert outlook is not None
        late = (outlook.p80 - date(2021, 8, 31)).days
        assert f"八成把握要到 {outlook.p80}，比要求的 2021-08-31 晚 {late} 天" in section(
            office, planned
        )

    def test_steps_that_decide_the_finish_have_bars(self, office: Client, planned: Project) -> None:
        bars = section(office, planned).split('class="critical-bars"')[1].split("</dl>")[0]
        assert re.findall(r'title="(\S+)"', bars) == ["基础", "主体", "验收"]
        assert bars.count("width:100%") == 3


class TestPace:
    def test_before_the_planned_start_it_says_when(self, office: Client, planned: Project) -> None:
        plan = {"planned_start": TODAY, "planned_finish": TODAY + timedelta(90)}
        Milestone.objects.filter(project=planned).update(**plan)
        Project.objects.filter(pk=planned.pk).update(planned_start=TODAY, actual_start=None)
        told = section(office, planned)
        assert "计划 2021-03-15 开始，开始后这里有挣得进度。" in told
        assert "SPI(t)" not in told

    def test_work_done_ahead_of_the_plan_is_ahead(
        self, office: Client, city: City, planned: Project
    ) -> None:
        finish_milestone(planned.milestones.all()[0], on=TODAY, by=city.office, now=NOW)
        earned = forecast(planned).earned
        assert earned is not None
        assert earned.figures.variance > 0
        told = words(section(office, planned))
        assert "超前" in told
        assert "挣得进度指数 SPI(t)" in told


class TestQuality:
    def test_fourteen_checks_with_what_to_look_at(self, office: Client, planned: Project) -> None:
        told = section(office, planned)
        assert told.count('<th scope="row"') == 14
        assert "倒排所致" in told  # the last step is held to the promise
        assert "基础、主体" in words(told)  # longer than 44 workdays, and with as much slack
        assert "14 项中 2 项建议查看" in words(told)

    def test_what_is_overdue_counts_against_the_plan(self, planned: Project) -> None:
        first = planned.milestones.all()[0]
        first.planned_finish = TODAY - timedelta(10)
        first.save(update_fields=["planned_finish"])
        missed = next(check for check in forecast(planned).checks if check.number == 11)
        assert missed.activities == ("base",)


class TestEmpty:
    def test_without_a_plan_there_is_no_section(self, office: Client, project: Project) -> None:
        page = office.get(f"/projects/{project.pk}/").content.decode()
        assert 'id="forecast"' not in page
        assert 'href="#forecast"' not in page

    def test_what_is_done_is_not_forecast(
        self, office: Client, city: City, planned: Project
    ) -> None:
        finish_all(city, planned)
        told = section(office, planned)
        assert "全部节点已于 2021-03-15 完成，不再预测。" in told
        assert "关键程度" not in told
        assert "计划质量" not in told

    def test_a_plan_beyond_the_calendar_says_so(self, office: Client, planned: Project) -> None:
        Milestone.objects.filter(project=planned, code="frame").update(pessimistic=30_000)
        told = section(office, planned)
        assert "这份计划推算不出来" in told
        assert "工作日历" in told


def test_who_sees_the_project_sees_its_forecast(city: City, planned: Project) -> None:
    assert answers(city, "get", f"/projects/{planned.pk}/") == READ
    assert "八成把握" in section(city.client(city.reader), planned)
