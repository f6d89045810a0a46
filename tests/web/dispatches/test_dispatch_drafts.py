"""Writing a dispatch: what is filled in, what is kept, what is sent."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from guatu.dispatches.models import Dispatch
from guatu.org.models import PostRole
from guatu.projects.models import Project
from tests.city import City
from tests.projects.needing import need_of, planned_project
from tests.web.dispatches.dispatching import drafted, fresh, url_of

NEW = "/dispatches/new/"


def typed(city: City, **more: Any) -> dict[str, Any]:
    return {
        "key": uuid4().hex,
        "title": "公告出让芯片项目用地",
        "asked": "发布出让公告。",
        "lead_unit": city.industry.pk,
        "urgency": "normal",
        "source": "meeting",
        "kind": "assignment",
        "weight": "0",
        "then": "draft",
        **more,
    }


def only() -> Dispatch:
    return Dispatch.objects.get()


class TestNew:
    def test_kept_as_a_draft(self, city: City, office: Client) -> None:
        response = office.post(NEW, typed(city, evidence=["photo"], assisting=[city.housing.pk]))
        made = only()
        assert (response.status_code, response["Location"]) == (302, url_of(made))
        assert (made.status, made.number, made.evidence) == ("draft", "", ["photo"])
        assert [part.unit for part in made.parts.all()] == [city.industry, city.housing]

    def test_issued_at_once(self, city: City, office: Client) -> None:
        page = office.post(NEW, typed(city, then="issue"), follow=True).content.decode()
        assert "已下发“〔2021〕1号”。" in page
        assert only().status == "issued"

    def test_sent_for_approval_by_whoever_may_not_issue(self, city: City, doer: Client) -> None:
        page = doer.get(NEW).content.decode()
        assert 'value="submit"' in page
        assert 'value="issue"' not in page
        doer.post(NEW, typed(city, lead_unit=city.housing.pk, then="submit"))
        assert only().status == "approving"

    def test_what_cannot_be_issued_is_not_kept_behind_ones_back(
        self, city: City, doer: Client
    ) -> None:
        response = doer.post(NEW, typed(city, lead_unit=city.housing.pk, then="issue"))
        assert response.status_code == 422
        assert "您的岗位不能“交办单：下发”" in response.content.decode()
        assert not Dispatch.objects.exists()

    def test_the_same_sending_makes_one(self, city: City, office: Client) -> None:
        sent = typed(city)
        first, second = office.post(NEW, sent), office.post(NEW, sent)
        assert first["Location"] == second["Location"]
        assert Dispatch.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"title": ""}, "工作事项"),
            ({"due_on": "2021-03-01"}, "完成时限 2021-03-01 已经过去"),
            ({"urgency": "gold"}, "紧急程度"),
            ({"lead_unit": "7"}, "主办单位"),
        ],
    )
    def test_faults_stand_at_their_fields_and_what_was_typed_stays(
        self, city: City, office: Client, wrong: dict[str, str], said: str
    ) -> None:
        response = office.post(NEW, typed(city, **wrong))
        page = response.content.decode()
        assert response.status_code == 422
        assert said in page
        assert "发布出让公告。" in page
        assert not Dispatch.objects.exists()

    def test_a_vacant_post_is_named(self, city: City, office: Client) -> None:
        city.posts["head"].holdings.update(until=date(2021, 3, 1))
        response = office.post(NEW, typed(city, owner_post=city.posts["head"].pk))
        assert response.status_code == 422
        assert "“局长”现在空缺，没有人能签收" in response.content.decode()

    def test_each_class_says_when_its_legs_would_be_due(self, office: Client) -> None:
        page = office.get(NEW).content.decode()
        for said in ("急件", "一般件", "难件", "3月29日（周一） 17:30", "反馈后 2 个工作日"):
            assert said in page

    def test_who_may_not_draft_is_turned_away(self, city: City, client: Client) -> None:
        assert city.client(city.reader).get(NEW).status_code == 403
        assert city.client(city.reader).post(NEW, typed(city)).status_code == 403
        assert client.get(NEW).status_code == 302
        assert not Dispatch.objects.exists()


class TestPrefilled:
    def test_from_a_project_whose_light_is_red(self, city: City, office: Client) -> None:
        project = city.project()
        why = {"template": "供地未落实", "params": {}}
        Project.objects.filter(pk=project.pk).update(light="red", light_reason=why)
        form = form_of(office.get(f"{NEW}?project={project.pk}"))
        assert form["title"].value() == "解决“示例轴承生产线项目”亮红灯的问题"
        assert "供地未落实" in form["asked"].value()
        assert (form["source"].value(), form["lead_unit"].value()) == (
            "red_light",
            city.industry.pk,
        )

    def test_from_a_need(self, city: City, office: Client) -> None:
        need = need_of(city, planned_project(city))
        form = form_of(office.get(f"{NEW}?need={need.pk}"))
        assert "供地" in form["title"].value()
        assert form["due_on"].value() == date(2021, 5, 27)
        assert (form["source"].value(), form["lead_unit"].value()) == ("need", city.housing.pk)
        office.post(
            f"{NEW}?need={need.pk}",
            typed(city, lead_unit=city.housing.pk, need=need.pk, project=need.project_id),
        )
        assert only().need == need

    def test_from_a_milestone(self, city: City, office: Client) -> None:
        project = planned_project(city)
        step = project.milestones.exclude(planned_finish=None).order_by("planned_finish").last()
        assert step is not None
        form = form_of(office.get(f"{NEW}?project={project.pk}&milestone={step.pk}"))
        assert step.name in form["title"].value()
        assert form["due_on"].value() == step.planned_finish

    @pytest.mark.parametrize("query", ["project=7", "need=%00", "source=gold", "milestone=x"])
    def test_what_is_not_there_is_left_empty(self, office: Client, query: str) -> None:
        form = form_of(office.get(f"{NEW}?{query}"))
        assert not form["title"].value()
        assert form["source"].value() == "other"

    def test_a_project_that_one_does_not_see_is_not_told(
        self, city: City, stranger: Client
    ) -> None:
        project = city.project()
        page = stranger.get(f"{NEW}?project={project.pk}").content.decode()
        assert project.name not in page


class TestEdit:
    def test_written_anew(self, city: City, office: Client) -> None:
        made = drafted(city)
        form = form_of(office.get(url_of(made, "edit")))
        assert form["title"].value() == made.title
        assert form["lead_unit"].value() == city.industry.pk
        office.post(url_of(made, "edit"), typed(city, title="改过的事项", seen=made.version))
        assert fresh(made).title == "改过的事项"

    def test_written_anew_and_issued(self, city: City, office: Client) -> None:
        made = drafted(city)
        sent = typed(city, title="改过的事项", seen=made.version, then="issue")
        page = office.post(url_of(made, "edit"), sent, follow=True).content.decode()
        assert "已下发“〔2021〕1号”。" in page

    def test_somebody_else_was_first_and_what_was_typed_stays(
        self, city: City, office: Client
    ) -> None:
        made = drafted(city)
        office.post(url_of(made, "edit"), typed(city, title="先改的", seen=made.version))
        response = office.post(url_of(made, "edit"), typed(city, title="后改的", seen=made.version))
        page = response.content.decode()
        assert response.status_code == 409
        assert "示例甲 在 03月15日" in page
        assert 'value="后改的"' in page
        assert f'name="seen" value="{fresh(made).version}"' in page
        assert fresh(made).title == "先改的"

    def test_only_a_draft_and_only_by_its_side(
        self, city: City, office: Client, doer: Client, dispatch: Dispatch
    ) -> None:
        assert office.get(url_of(dispatch, "edit")).status_code == 400
        assert doer.get(url_of(dispatch, "edit")).status_code == 403
        assert doer.get(url_of(drafted(city), "edit")).status_code == 404
        assert city.client(city.outsider).get(url_of(dispatch, "edit")).status_code == 404

    def test_a_deputy_without_a_unit_of_his_own_may_draft(self, city: City) -> None:
        assert PostRole.objects.filter(post=city.posts["deputy"]).exists()
        city.client(city.deputy).post(NEW, typed(city, then="issue"))
        assert only().issuer_post == city.posts["deputy"]


def form_of(response: Any) -> Any:
    assert response.status_code == 200
    return response.context["form"]
