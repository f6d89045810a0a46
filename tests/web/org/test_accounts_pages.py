"""Accounts, for the system administrator alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from guatu.journal.queries import history_of
from guatu.org.models import User
from tests.city import PASSWORD, City

HERE = "/units/accounts/"
NEW = {"username": "newcomer", "name": "示例寅", "password": PASSWORD, "admin_kind": ""}


@pytest.fixture
def admin(city: City) -> Client:
    return city.client(city.system_admin)


def one(user: User, rest: str) -> str:
    return f"{HERE}{user.pk}/{rest}/"


def text(browser: Client, query: str = "") -> str:
    answer = browser.get(f"{HERE}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_all_accounts_with_posts_and_kinds(city: City, admin: Client) -> None:
    html = text(admin)
    assert "示例工信局 联络员" in html
    assert "安全管理员" in html
    assert "示例丑" not in html
    assert "示例戊" not in text(admin, "?q=示例甲")


def test_an_account_is_opened_and_can_log_in(city: City, admin: Client) -> None:
    answer = admin.post(f"{HERE}new/", NEW, follow=True)
    assert "已为 示例寅 开通账号" in answer.content.decode()
    login = {"login": "newcomer", "password": PASSWORD}
    assert Client().post("/accounts/login/", login).status_code == 302


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"username": "370881-OFFICE"}, "已被使用"),
        ({"username": "有 空格"}, "不能有空格"),
        ({"name": ""}, "姓名"),
        ({"password": "短"}, "密码太短"),
    ],
)
def test_what_is_wrong_is_said_and_no_password_comes_back(
    city: City, admin: Client, changes: dict[str, Any], said: str
) -> None:
    answer = admin.post(f"{HERE}new/", NEW | changes)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert PASSWORD not in html


def test_a_stopped_account_is_out_at_once_and_comes_back(city: City, admin: Client) -> None:
    browser = city.client(city.liaison)
    assert browser.get("/settings/").status_code == 200
    for _time in range(2):
        admin.post(one(city.liaison, "closing"))
    assert browser.get("/settings/").status_code == 302
    admin.post(one(city.liaison, "opening"))
    assert User.objects.get(pk=city.liaison.pk).is_active
    codes = [event.code for event in history_of(city.liaison.pk)]
    assert codes == ["user.enabled", "user.disabled"]


def test_nobody_stops_himself(city: City, admin: Client) -> None:
    answer = admin.post(one(city.system_admin, "closing"), follow=True)
    assert "不能停用自己的账号" in answer.content.decode()
    assert User.objects.get(pk=city.system_admin.pk).is_active


def test_a_new_password_replaces_the_old_one(city: City, admin: Client) -> None:
    new = "另一个-长口令-2021"
    answer = admin.post(one(city.liaison, "password"), {"password": new}, follow=True)
    assert "已重设 示例丙 的登录密码" in answer.content.decode()
    assert User.objects.get(pk=city.liaison.pk).check_password(new)
    weak = admin.post(one(city.liaison, "password"), {"password": "1234"})
    assert weak.status_code == 422


@pytest.mark.parametrize("who", ["office", "liaison", "security_admin", "audit_admin", "reader"])
def test_nobody_else(city: City, who: str) -> None:
    browser = city.client(getattr(city, who))
    assert browser.get(HERE).status_code == 403
    assert browser.post(f"{HERE}new/", NEW).status_code == 403
    for rest in ("closing", "opening", "password"):
        answer = browser.post(one(city.liaison, rest), {"password": "另一个-长口令-2021"})
        assert answer.status_code == 403
    liaison = User.objects.get(pk=city.liaison.pk)
    assert liaison.is_active
    assert liaison.check_password(PASSWORD)
    assert not User.objects.filter(username="newcomer").exists()


def test_accounts_of_a_neighbour_do_not_exist(city: City, admin: Client) -> None:
    for rest in ("closing", "opening", "password"):
        assert admin.post(one(city.outsider, rest), {"password": PASSWORD}).status_code == 404
