"""The log of visits, what they decide, and the month on paper."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guatu.command.actions.visiting import Seen, log_visit, plan_visit
from guatu.command.models import Decision, Visit
from guatu.dispatches.models import Dispatch
from guatu.projects.models import Project
from tests.city import NOW, TODAY, City
from tests.command.steering import LINE, raised

LIST = "/command/visits/"
PHOTO = b"\xff\xd8\xff\xe0" + b"0" * 32 + b"\xff\xd9"


@pytest.fixture
def project(city: City) -> Project:
    return city.project()


@pytest.fixture
def deputy(city: City) -> Client:
    return city.client(city.deputy)


@pytest.fixture
def visit(city: City, project: Project) -> Visit:
    seen = Seen(TODAY, "设备已到，图审未出", "下周看图审")
    return log_visit(project, city.posts["deputy"], seen, by=city.deputy, now=NOW)


def url_of(visit: Visit, rest: str = "") -> str:
    return f"{LIST}{visit.pk}/{rest}"


def page_of(browser: Client, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_leader_logs_a_visit_without_a_photo(
    city: City, deputy: Client, project: Project
) -> None:
    page = page_of(deputy, f"{LIST}new/?project={project.pk}")
    assert f'<option value="{city.posts["deputy"].pk}" selected' in page
    sent = {
        "project": project.pk, "leader": city.posts["deputy"].pk, "made_on": "2021-03-15",
        "found": "图审未出",
    }  # fmt: skip
    response = deputy.post(f"{LIST}new/", sent, follow=True)
    page = response.content.decode()
    assert "走访已登记" in page
    assert "图审未出" in page


def test_a_photo_is_kept_if_there_is_one(city: City, deputy: Client, project: Project) -> None:
    sent = {
        "project": project.pk, "leader": city.posts["deputy"].pk, "made_on": "2021-03-15",
        "found": "图审未出", "photo": SimpleUploadedFile("现场.jpg", PHOTO, "image/jpeg"),
    }  # fmt: skip
    deputy.post(f"{LIST}new/", sent)
    visit = Visit.objects.get()
    assert deputy.get(url_of(visit, "photo/"))["Content-Type"] == "image/jpeg"
    assert city.client(city.outsider).get(url_of(visit, "photo/")).status_code == 404


def test_without_a_photo_there_is_none_to_see(deputy: Client, visit: Visit) -> None:
    assert deputy.get(url_of(visit, "photo/")).status_code == 404


def test_a_planned_visit_is_made_later(city: City, deputy: Client, project: Project) -> None:
    sent = {
        "project": project.pk, "leader": city.posts["deputy"].pk, "planned_on": "2021-03-15",
    }  # fmt: skip
    deputy.post(f"{LIST}plan/", sent)
    visit = Visit.objects.get()
    assert "待走访" in page_of(deputy, LIST)
    assert "登记走访后可以写议定事项" in page_of(deputy, url_of(visit))
    sent = {"seen": 1, "made_on": "2021-03-15", "found": "图审未出"}
    assert deputy.post(url_of(visit, "log/"), sent).status_code == 302
    assert "已走访" in page_of(deputy, url_of(visit))


def test_a_day_in_the_future_comes_back_with_what_was_typed(
    city: City, deputy: Client, project: Project
) -> None:
    sent = {
        "project": project.pk, "leader": city.posts["deputy"].pk, "made_on": "2021-03-20",
        "found": "图审未出",
    }  # fmt: skip
    response = deputy.post(f"{LIST}new/", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "不能晚于今天" in page
    assert "图审未出" in page


class TestDeciding:
    def test_a_line_becomes_a_dispatch(self, deputy: Client, visit: Visit) -> None:
        response = deputy.post(url_of(visit, "decision/"), {"words": LINE}, follow=True)
        page = response.content.decode()
        assert "已交办：示例住建局" in page
        assert Dispatch.objects.get().number in page

    def test_without_a_day_it_comes_back(self, deputy: Client, visit: Visit) -> None:
        response = deputy.post(url_of(visit, "decision/"), {"words": "示例住建局出图审"})
        assert response.status_code == 422
        assert "没有写明哪天以前办完" in response.content.decode()

    def test_nothing_to_do_says_why(self, deputy: Client, visit: Visit) -> None:
        url = url_of(visit, "no-action/")
        assert deputy.post(url, {"reason": ""}).status_code == 422
        assert deputy.post(url, {"reason": "进度正常"}).status_code == 302
        assert "无需交办：进度正常" in page_of(deputy, url_of(visit))

    def test_others_read_and_do_not_decide(self, city: City, visit: Visit) -> None:
        for user in (city.inspector, city.reader, city.liaison):
            browser = city.client(user)
            assert url_of(visit, "decision/") not in page_of(browser, url_of(visit))
            assert browser.post(url_of(visit, "decision/"), {"words": LINE}).status_code == 403
        outsider = city.client(city.outsider)
        assert outsider.post(url_of(visit, "decision/"), {"words": LINE}).status_code == 404
        assert not Decision.objects.exists()


class TestMonth:
    def test_what_was_decided_is_gathered_and_leads_to_the_joint_meeting(
        self, deputy: Client, visit: Visit
    ) -> None:
        deputy.post(url_of(visit, "decision/"), {"words": LINE})
        page = page_of(deputy, f"{LIST}month/?month=2021-03")
        for said in (LINE, "设备已到，图审未出", "示例住建局", "2021-03-25", "交办 1 件"):
            assert said in page
        assert "/command/meetings/new/?month=2021-03" in page
        before = page_of(deputy, f"{LIST}month/?month=2021-02")
        assert "这个月的走访没有议定事项" in before

    def test_leaders_stand_with_what_was_cleared(
        self, city: City, deputy: Client, project: Project, visit: Visit
    ) -> None:
        raised(city, project)
        page = page_of(deputy, LIST)
        assert "本月打通" in page
        assert "按岗位顺序列出" in page
        assert "示例乙（副市长）" in page

    def test_the_queries_do_not_grow_with_the_visits(
        self, city: City, deputy: Client, project: Project
    ) -> None:
        counts = []
        for _ in range(6):
            plan_visit(project, city.posts["deputy"], TODAY, by=city.deputy, now=NOW)
            with CaptureQueriesContext(connection) as seen:
                page_of(deputy, LIST)
            counts.append(len(seen))
        assert counts[1] == counts[-1]

    def test_senseless_months_are_this_one(self, deputy: Client, visit: Visit) -> None:
        assert "设备已到" in page_of(deputy, f"{LIST}?month=2021-13")

    def test_strangers_see_nothing(self, city: City, visit: Visit) -> None:
        assert "设备已到" not in page_of(city.client(city.outsider), LIST)
        assert city.client(city.outsider).get(url_of(visit)).status_code == 404
