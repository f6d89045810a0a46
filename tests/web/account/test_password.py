"""Changing one's own password."""

from __future__ import annotations

import pytest
from django.test import Client

from guatu.journal.queries import latest, sentence_of
from guatu.org.models import User
from tests.city import PASSWORD, City

HERE = "/accounts/password/change/"
NEW = "另一个-长口令-2021"


def sent(browser: Client, old: str = PASSWORD, new: str = NEW, again: str = "") -> object:
    form = {"oldpassword": old, "password1": new, "password2": again or new}
    return browser.post(HERE, form, follow=True)


def test_the_new_password_counts_and_the_journal_says_so(city: City, office: Client) -> None:
    answer = sent(office)
    assert "登录密码已修改" in answer.content.decode()
    assert User.objects.get(pk=city.office.pk).check_password(NEW)
    event = latest(city.office.pk)
    assert event is not None
    assert str(sentence_of(event)) == "修改账号“示例甲”的登录密码"
    assert event.actor_id == city.office.pk


def test_one_stays_logged_in_here_and_is_logged_out_elsewhere(city: City, office: Client) -> None:
    elsewhere = city.client(city.office)
    sent(office)
    assert office.get("/settings/").status_code == 200
    assert elsewhere.get("/settings/").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("不是这个", NEW, "", "当前密码不对"),
        (PASSWORD, "短", "", "密码太短，至少 12 个字符"),
        (PASSWORD, "123456789012345", "", "不能只有数字"),
        (PASSWORD, "370881-office", "", "与用户名或姓名太相似"),
        (PASSWORD, PASSWORD, "", "新密码不能与当前密码相同"),
        (PASSWORD, NEW, "手滑输错的口令", "两次输入的新密码不一样"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(
    city: City, office: Client, old: str, new: str, again: str, said: str
) -> None:
    answer = sent(office, old, new, again)
    assert said in answer.content.decode()
    assert User.objects.get(pk=city.office.pk).check_password(PASSWORD)
    assert latest(city.office.pk) is None


def test_strangers_are_sent_to_the_log_in(city: City) -> None:
    assert Client().get(HERE)["Location"].startswith("/accounts/login/")
