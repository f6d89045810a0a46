"""Logging in and out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guatu.org.actions import disable_account, reset_password
from tests.city import NOW, PASSWORD, City

LOGIN = "/accounts/login/"


def log_in(browser: Client, city: City, password: str = PASSWORD) -> Any:
    return browser.post(LOGIN, {"login": city.office.username, "password": password})


def test_the_right_password_opens_the_first_page(city: City) -> None:
    answer = log_in(Client(), city)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/start/")


def test_whoever_was_asked_to_log_in_comes_back_to_the_page(city: City) -> None:
    browser = Client()
    asked = browser.get("/settings/")
    assert asked["Location"] == "/accounts/login/?next=/settings/"
    form = {"login": city.office.username, "password": PASSWORD, "next": "/settings/"}
    assert browser.post(LOGIN, form)["Location"] == "/settings/"


def test_a_wrong_password_is_said_and_the_name_stays(city: City) -> None:
    html = log_in(Client(), city, "不是这个密码").content.decode()
    assert "用户名或密码不对" in html
    assert f'value="{city.office.username}"' in html
    assert "不是这个密码" not in html


def test_an_unknown_name_reads_like_a_wrong_password(city: City) -> None:
    answer = Client().post(LOGIN, {"login": "nobody", "password": PASSWORD})
    assert "用户名或密码不对" in answer.content.decode()


def test_five_wrong_passwords_stop_the_account_here_even_with_the_right_one(
    city: City, settings: Any
) -> None:
    settings.AXES_ENABLED = True
    browser = Client()
    for _attempt in range(4):
        assert log_in(browser, city, "不是这个密码").status_code == 200
    fifth = log_in(browser, city, "不是这个密码")
    assert fifth.status_code == 429
    assert "暂停登录 5 分钟" in fifth.content.decode()
    assert log_in(browser, city).status_code == 429
    other = browser.post(LOGIN, {"login": city.head.username, "password": PASSWORD})
    assert other.status_code == 302


def test_capitals_in_the_name_give_no_more_tries(city: City, settings: Any) -> None:
    settings.AXES_ENABLED = True
    browser, name = Client(), city.office.username
    tries = (name, name.upper(), name.title(), f"{name} ", name)
    answers = [browser.post(LOGIN, {"login": n, "password": "不是这个密码"}) for n in tries]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]


def test_a_new_password_opens_the_door_at_once(city: City, settings: Any) -> None:
    settings.AXES_ENABLED = True
    browser, new = Client(), "另一个-长口令-2021"
    for _attempt in range(5):
        log_in(browser, city, "不是这个密码")
    reset_password(city.office, new, by=city.system_admin, now=NOW)
    assert log_in(browser, city, new).status_code == 302


def test_a_stopped_account_is_told_so(city: City) -> None:
    disable_account(city.office, by=city.system_admin, now=NOW)
    browser = Client()
    answer = log_in(browser, city)
    assert answer["Location"] == "/accounts/inactive/"
    assert "_auth_user_id" not in browser.session
    assert "账号已停用" in browser.get("/accounts/inactive/").content.decode()


def test_logging_out_is_a_post_and_asks_on_a_get(office: Client) -> None:
    asked = office.get("/accounts/logout/")
    assert "退出登录" in asked.content.decode()
    assert "_auth_user_id" in office.session
    assert office.post("/accounts/logout/")["Location"] == LOGIN
    assert "_auth_user_id" not in office.session


def test_a_form_from_before_the_log_in_is_told_to_be_stale(city: City) -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(LOGIN, {"login": city.office.username, "password": PASSWORD})
    assert answer.status_code == 403
    assert "页面打开得太久" in answer.content.decode()


def test_demo_accounts_are_listed_only_in_a_demonstration(city: City, settings: Any) -> None:
    city.liaison.username = "demo-liaison"
    city.liaison.save(update_fields=["username"])
    assert "demo-liaison" not in Client().get(LOGIN).content.decode()
    settings.DEMO = True
    html = Client().get(LOGIN).content.decode()
    assert f'data-username="demo-liaison" data-password="{settings.DEMO_PASSWORD}"' in html
    assert "示例工信局 联络员</td>" in html
    assert ">联络员</td>" in html
    assert city.outsider.username not in html


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_language_switch_is_remembered(office: Client, language: str) -> None:
    answer = office.post(
        reverse("set_language"), {"language": language, "next": "/settings/"}, follow=True
    )
    said = answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/settings/"
    assert ('<html lang="en">' in said) == (language == "en")
