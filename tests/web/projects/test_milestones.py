"""Milestones done, not done after all, expected later; the start of the works."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from guatu.journal.queries import history_of
from guatu.projects.models import Milestone, Project
from tests.city import TODAY, City
from tests.web.projects.doors import ACT, answers


@pytest.fixture
def base(planned: Project) -> Milestone:
    return planned.milestones.get(code="base")


def url_of(milestone: Milestone, act: str) -> str:
    return f"/projects/{milestone.project_id}/milestones/{milestone.pk}/{act}/"


def codes(project_pk: object) -> list[str]:
    return [e.code for e in history_of(project_pk)]


class TestCompletion:
    def test_it_is_noted_and_told(self, liaison: Client, base: Milestone) -> None:
        response = liaison.post(url_of(base, "completion"), {"on": "2021-03-12"})

        base.refresh_from_db()
        assert base.actual_finish == date(2021, 3, 12)
        assert "milestone.done" in codes(base.project_id)
        page = liaison.get(response["Location"]).content.decode()
        assert "节点“基础”已登记 2021-03-12 完成" in page
        assert "撤回完成记录" in page

    def test_the_same_day_twice_is_once(self, liaison: Client, base: Milestone) -> None:
        for _ in range(2):
            assert liaison.post(url_of(base, "completion"), {"on": "2021-03-12"}).status_code == 302
        assert codes(base.project_id).count("milestone.done") == 1

    def test_another_day_needs_taking_back_first(self, liaison: Client, base: Milestone) -> None:
        liaison.post(url_of(base, "completion"), {"on": "2021-03-12"})
        response = liaison.post(url_of(base, "completion"), {"on": "2021-03-10"})
        assert response.status_code == 422
        assert "请先撤回完成记录" in response.content.decode()

    @pytest.mark.parametrize(
        ("on", "said"),
        [("2021-03-16", "不能登记今天以后的日期"), ("", "完成日期"), ("昨天", "完成日期")],
    )
    def test_a_day_that_cannot_be_is_said_on_a_page_of_its_own(
        self, liaison: Client, base: Milestone, on: str, said: str
    ) -> None:
        response = liaison.post(url_of(base, "completion"), {"on": on})
        page = response.content.decode()
        assert response.status_code == 422
        assert said in page
        assert f'value="{on}"' in page or not on
        base.refresh_from_db()
        assert base.actual_finish is None

    def test_the_form_offers_today(self, liaison: Client, base: Milestone) -> None:
        page = liaison.get(url_of(base, "completion")).content.decode()
        assert "节点“基础”完成" in page
        assert 'value="2021-03-15"' in page


class TestReopening:
    def test_it_takes_a_reason(self, liaison: Client, base: Milestone) -> None:
        liaison.post(url_of(base, "completion"), {"on": "2021-03-12"})
        assert liaison.post(url_of(base, "reopening"), {"reason": " "}).status_code == 422

        liaison.post(url_of(base, "reopening"), {"reason": "验收未过"})

        base.refresh_from_db()
        assert base.actual_finish is None
        assert codes(base.project_id).count("milestone.reopened") == 1

    def test_what_is_open_cannot_be_reopened(self, liaison: Client, base: Milestone) -> None:
        response = liaison.post(url_of(base, "reopening"), {"reason": "验收未过"})
        assert response.status_code == 422
        assert "没有完成记录" in response.content.decode()


class TestForecast:
    def test_it_is_noted_and_taken_back(self, liaison: Client, base: Milestone) -> None:
        liaison.post(url_of(base, "forecast"), {"finish": "2021-12-20"})
        base.refresh_from_db()
        assert base.forecast_finish == date(2021, 12, 20)

        response = liaison.post(url_of(base, "forecast"), {"finish": ""})

        base.refresh_from_db()
        assert base.forecast_finish is None
        assert "已取消节点“基础”的预计日期" in liaison.get(response["Location"]).content.decode()

    def test_the_past_is_no_forecast(self, liaison: Client, base: Milestone) -> None:
        response = liaison.post(url_of(base, "forecast"), {"finish": "2021-03-01"})
        assert response.status_code == 422
        assert "预计日期不能早于今天" in response.content.decode()


class TestStart:
    def test_the_works_begin_once(self, liaison: Client, city: City) -> None:
        project = city.project(actual_start=None)
        url = f"/projects/{project.pk}/start/"
        assert url in liaison.get(f"/projects/{project.pk}/").content.decode()

        first = liaison.post(url, {"on": "2021-03-01"})
        second = liaison.post(url, {"on": "2021-03-02"})

        project.refresh_from_db()
        assert (first.status_code, second.status_code) == (302, 422)
        assert project.actual_start == date(2021, 3, 1)
        assert "已于 2021-03-01 开工" in second.content.decode()
        assert url not in liaison.get(f"/projects/{project.pk}/").content.decode()


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        ("completion", {"on": TODAY.isoformat()}),
        ("reopening", {"reason": "验收未过"}),
        ("forecast", {"finish": "2021-12-20"}),
    ],
)
def test_doors(city: City, office: Client, base: Milestone, act: str, sent: dict[str, str]) -> None:
    url = url_of(base, act)
    assert answers(city, "get", url) == ACT
    assert answers(city, "post", url, sent) == ACT
    assert office.delete(url).status_code == 405
    base.refresh_from_db()
    assert (base.actual_finish, base.forecast_finish) == (None, None)


def test_a_milestone_is_found_only_under_its_own_project(
    office: Client, city: City, base: Milestone
) -> None:
    other = city.project(name="示例第二项目")
    url = f"/projects/{other.pk}/milestones/{base.pk}/completion/"
    assert office.post(url, {"on": TODAY.isoformat()}).status_code == 404


def test_the_start_has_the_same_doors(city: City) -> None:
    project = city.project(actual_start=None)
    url = f"/projects/{project.pk}/start/"
    assert answers(city, "post", url, {"on": "2021-03-01"}) == ACT
    project.refresh_from_db()
    assert project.actual_start is None
