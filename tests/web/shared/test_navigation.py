from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.urls import path
from django.views.i18n import set_language

from guatu.web.shared.navigation import navigation


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", nothing, name="overview"),
    path("wallchart/", nothing, name="wallchart"),
    path("projects/", nothing, name="project-list"),
    path("journal/", nothing, name="journal"),
    path("i18n/setlang/", set_language, name="set_language"),
    path("accounts/login/", nothing, name="account_login"),
]

CITY = SimpleNamespace(name="示例市", short_name="示例市", year=2021, stopped_on=date(2021, 3, 15))
PAGE = "{% extends 'base.html' %}{% block title %}作战图 & 表{% endblock %}"


@pytest.fixture(autouse=True)
def own_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


def request(*acts: str, here: str = "overview", signed_in: bool = True) -> Any:
    made: Any = RequestFactory().get("/")
    made.resolver_match = SimpleNamespace(url_name=here)
    made.user = SimpleNamespace(is_authenticated=signed_in, name="示例甲")
    made.tenant = CITY if signed_in else None
    made.access = SimpleNamespace(can=lambda act: act in acts) if signed_in else None
    made.now = datetime(2021, 3, 15, 8, tzinfo=ZoneInfo("Asia/Shanghai")) if signed_in else None
    made._messages = []
    return made


def labels(groups: Iterable[Any]) -> list[list[str]]:
    return [[str(item.label) for item in group] for group in groups]


def test_only_pages_that_exist_are_shown_in_the_order_of_work() -> None:
    assert labels(navigation(request("journal.read"))["nav"]) == [
        ["总览", "作战图", "项目"],
        ["日志"],
    ]


def test_what_a_person_may_not_use_is_not_shown() -> None:
    assert labels(navigation(request())["nav"]) == [["总览", "作战图", "项目"]]


def test_before_log_in_there_is_no_rail() -> None:
    given = navigation(request(signed_in=False))
    assert given["nav"] == ()
    assert given["phone_nav"] == ()
    assert given["search_url"] == ""


@pytest.mark.parametrize("here", ["project-list", "project-detail", "project-progress-new"])
def test_the_entry_stays_marked_on_the_pages_below_it(here: str) -> None:
    items = [item for group in navigation(request(here=here))["nav"] for item in group]
    assert [str(item.label) for item in items if item.active] == ["项目"]


def test_a_badge_is_given_by_the_request() -> None:
    asked = request()
    asked.badges = {"projects": 6}
    (group,) = navigation(asked)["nav"]
    assert [item.badge for item in group] == [0, 0, 6]


def test_phones_have_the_same_pages_in_a_bottom_bar() -> None:
    phone = navigation(request())["phone_nav"]
    assert [(str(item.label), item.url) for item in phone] == [
        ("总览", "/"),
        ("项目", "/projects/"),
    ]


def test_a_page_tells_place_time_and_title_twice() -> None:
    html = engines["django"].from_string(PAGE).render({}, request(here="wallchart"))
    assert "<title>作战图 & 表 - 示例市 挂图</title>" in html
    assert "<h1>作战图 & 表</h1>" in html
    assert "数据截至 2021-03-15 08:00" in html
    assert "演示时钟 2021-03-15" in html
    assert "示例市 · 2021" in html


def test_a_real_city_has_no_demo_clock() -> None:
    asked = request()
    asked.tenant = SimpleNamespace(**{**vars(CITY), "stopped_on": None})
    assert "演示时钟" not in engines["django"].from_string(PAGE).render({}, asked)


def test_pages_carry_no_script_of_their_own() -> None:
    html = engines["django"].from_string(PAGE).render({}, request())
    scripts = html.split("<script")[1:]
    assert scripts
    assert all(" src=" in script.split(">")[0] and "></script>" in script for script in scripts)
    assert "onclick" not in html
    assert "hx-on" not in html


def test_messages_are_strips_that_can_be_closed() -> None:
    asked = request()
    asked._messages = [Message(40, "第 17 行<b>读不出金额")]
    html = engines["django"].from_string(PAGE).render({}, asked)
    assert "problem is-error" in html
    assert "第 17 行&lt;b&gt;读不出金额" in html


@pytest.mark.parametrize("code", ["400", "403", "404", "409", "413", "429", "500"])
def test_error_pages_speak_without_anybody_logged_in(code: str) -> None:
    html = (
        engines["django"].get_template(f"errors/{code}.html").render({}, request(signed_in=False))
    )
    assert "data-reason" in html
    assert f">{code}<" in html
    assert "{" + "%" not in html


def test_an_error_page_gives_the_reason_of_the_business() -> None:
    page = engines["django"].get_template("errors/409.html")
    html = page.render({"sentence": "示例乙已于 9:10 签收。"}, request(signed_in=False))
    assert "示例乙已于 9:10 签收。" in html


def test_log_in_lists_demo_accounts_only_for_a_demonstration() -> None:
    page = engines["django"].get_template("account/login.html")
    person = SimpleNamespace(
        name="示例甲", post="办公室主任", about="全部项目", username="office", password="p<w>"
    )
    shown = page.render({"demo_accounts": [person], "demo_tenant": CITY}, request(signed_in=False))
    assert 'data-username="office" data-password="p&lt;w&gt;"' in shown
    assert "演示时钟停在 2021-03-15" in shown
    assert "演示账号" not in page.render({}, request(signed_in=False))
