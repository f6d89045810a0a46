"""我的待办 as a page: what is there, one tap to the act, nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guatu.dayclear.actions.settling import add
from guatu.dispatches.actions.doing import receive
from guatu.dispatches.models import Dispatch
from guatu.kit import clock
from guatu.org.models import User
from tests.city import NOW, TODAY, City
from tests.dayclear.days import FRIDAY, MONDAY, dispatch_to_industry, need_of_industry

DESK = "/desk/"


def page_of(city: City, user: User) -> str:
    response = city.client(user).get(DESK)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture(autouse=True)
def mid_morning(monkeypatch: pytest.MonkeyPatch, city: City) -> None:
    """The desk at nine in the morning, whenever the test runs."""
    monkeypatch.setattr(clock, "now", lambda stopped_on=None: NOW)


class TestReading:
    def test_it_is_for_people_who_are_logged_in(self, client: Client, db: None) -> None:
        response = client.get(DESK)
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]

    def test_nothing_may_be_posted_to_it(self, city: City) -> None:
        assert city.client(city.head).post(DESK).status_code == 405

    def test_what_is_due_stands_on_its_shelf_with_one_button(self, city: City) -> None:
        today = dispatch_to_industry(city, title="今天到期的事")
        dispatch_to_industry(city, title="周五到期的事", due_on=FRIDAY)
        need_of_industry(city, city.project(owner_post=None), on=TODAY + timedelta(days=20))
        page = page_of(city, city.head)
        places = [
            page.index(words)
            for words in ("今天必须", "今天到期的事", "本周", "周五到期的事", "之后")
        ]
        assert places == sorted(places)
        assert f"/dispatches/{today.pk}/receipt/" in page
        assert "今天 17:30 前" in page
        assert "待签收" in page

    def test_what_is_of_others_is_not_there(self, city: City) -> None:
        dispatch_to_industry(city, title="工信局的事")
        for user in (city.other_liaison, city.reader, city.deputy):
            assert "工信局的事" not in page_of(city, user)

    def test_an_empty_desk_says_that_all_is_done(self, city: City) -> None:
        assert "都办完了" in page_of(city, city.head)
        assert "都办完了" in page_of(city, city.reader)

    def test_it_counts_no_points_and_no_visits(self, city: City) -> None:
        dispatch_to_industry(city)
        page = page_of(city, city.head)
        for word in ("积分", "打卡", "签到", "登录次数", "在线时长", "排名"):
            assert word not in page


class TestActing:
    def test_one_tap_receives(self, city: City) -> None:
        dispatch = dispatch_to_industry(city, due_on=FRIDAY)
        browser = city.client(city.liaison)
        assert 'name="seen"' in browser.get(DESK).content.decode()
        response = browser.post(
            f"/dispatches/{dispatch.pk}/receipt/", {"seen": str(dispatch.version)}
        )
        assert response.status_code == 302
        assert Dispatch.objects.get().status == "received"
        assert f"/dispatches/{dispatch.pk}/report/" in browser.get(DESK).content.decode()

    def test_the_button_of_each_duty_leads_to_a_page_that_is_there(self, city: City) -> None:
        received = dispatch_to_industry(city, title="已签收的", due_on=FRIDAY)
        receive(received, seen=received.version, by=city.liaison, now=NOW)
        dispatch_to_industry(city, title="刚到的")
        need_of_industry(city, city.project(owner_post=None))
        add(city.industry, "走访示例企业", day=MONDAY, by=city.head, now=NOW)
        browser = city.client(city.head)
        page = browser.get(DESK).content.decode()
        links = {part.split('"')[0] for part in page.split('<a class="btn btn-primary" href="')[1:]}
        assert len(links) >= 2
        for link in links:
            assert browser.get(link).status_code == 200, link


class TestStart:
    @pytest.mark.parametrize(
        ("who", "page"),
        [
            ("head", "/desk/"),
            ("liaison", "/desk/"),
            ("owner", "/desk/"),
            ("office", "/"),
            ("deputy", "/"),
            ("reader", "/"),
            ("system_admin", "/"),
        ],
    )
    def test_people_who_work_see_their_desk_people_who_steer_the_overview(
        self, city: City, who: str, page: str
    ) -> None:
        response = city.client(getattr(city, who)).get("/desk/start/")
        assert response["Location"] == page


def test_it_takes_few_queries(
    city: City, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(6):
        dispatch_to_industry(city, title=f"事项{n}", due_on=FRIDAY)
    browser = city.client(city.head)
    browser.get(DESK)
    with django_assert_max_num_queries(34):
        browser.get(DESK)
