"""Accounts: opened with a fit password, stopped at once, given back."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session

from guatu.journal.queries import history_of
from guatu.kit.refusals import Refusal
from guatu.org.access import Forbidden
from guatu.org.actions import disable_account, enable_account, open_account, reset_password
from guatu.org.choices import AdminKind
from guatu.org.models import User
from tests.city import NOW, PASSWORD, City


def test_an_account_is_opened_and_can_log_in(city: City) -> None:
    user = open_account(city.tenant, " xiaoyin ", "示例寅", PASSWORD, by=city.system_admin, now=NOW)

    stored = User.objects.get(username="xiaoyin")
    assert stored.check_password(PASSWORD)
    assert (stored.tenant, stored.name, stored.admin_kind) == (city.tenant, "示例寅", "")
    assert [e.code for e in history_of(user.pk)] == ["user.created"]


def test_a_person_without_a_password_can_hold_posts_but_not_log_in(city: City) -> None:
    user = open_account(city.tenant, "leader", "示例卯", None, by=city.system_admin, now=NOW)

    assert not user.has_usable_password()


@pytest.mark.parametrize("who", ["office", "security_admin", "audit_admin", "head", "outsider"])
def test_nobody_else_opens_accounts(city: City, who: str) -> None:
    with pytest.raises(Forbidden):
        open_account(city.tenant, "xiaoyin", "示例寅", PASSWORD, by=getattr(city, who), now=NOW)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short-7x", "至少 12 个字符"),
        ("password1234", "常见"),
        ("202103150900", "数字"),
        ("shili-xiaoyin", "用户名"),
    ],
)
def test_a_weak_password_is_refused_in_chinese(city: City, password: str, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        open_account(city.tenant, "shilixiaoyin", "示例寅", password, by=city.system_admin, now=NOW)

    sentence = str(refused.value.fields["password"])
    assert words in sentence
    assert "password" not in sentence
    assert not User.objects.filter(username="shilixiaoyin").exists()


@pytest.mark.parametrize(
    ("username", "name", "field"),
    [("", "示例寅", "username"), ("xiao yin", "示例寅", "username"), ("xiaoyin", " ", "name")],
)
def test_what_is_missing_is_said_at_its_field(
    city: City, username: str, name: str, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        open_account(city.tenant, username, name, PASSWORD, by=city.system_admin, now=NOW)

    assert set(refused.value.fields) == {field}


def test_a_username_is_taken_whatever_its_case_and_government(city: City) -> None:
    taken = city.outsider.username.upper()

    with pytest.raises(Refusal, match="已被使用"):
        open_account(city.tenant, taken, "示例寅", PASSWORD, by=city.system_admin, now=NOW)


def test_stopping_an_account_ends_its_sessions_and_nothing_else(city: City) -> None:
    theirs, others = city.client(city.head), city.client(city.liaison)
    assert Session.objects.count() == 2

    disable_account(city.head, by=city.system_admin, now=NOW)

    assert Session.objects.count() == 1
    assert "_auth_user_id" not in theirs.session
    assert others.session["_auth_user_id"] == str(city.liaison.pk)
    assert city.posts["head"].holder == city.head
    assert not User.objects.get(pk=city.head.pk).is_active


def test_stopping_twice_is_one_event_and_it_can_be_taken_back(city: City) -> None:
    for _ in range(2):
        disable_account(city.head, by=city.system_admin, now=NOW)
    for _ in range(2):
        enable_account(city.head, by=city.system_admin, now=NOW)

    assert User.objects.get(pk=city.head.pk).is_active
    assert [e.code for e in history_of(city.head.pk)] == ["user.enabled", "user.disabled"]


def test_nobody_stops_the_own_account(city: City) -> None:
    with pytest.raises(Refusal, match="不能停用自己"):
        disable_account(city.system_admin, by=city.system_admin, now=NOW)


def test_a_new_password_replaces_the_old_one_and_ends_sessions(city: City) -> None:
    city.client(city.head)
    new = "另一个示例口令-2021"

    reset_password(city.head, new, by=city.system_admin, now=NOW)

    stored = User.objects.get(pk=city.head.pk)
    assert stored.check_password(new)
    assert not stored.check_password(PASSWORD)
    assert not Session.objects.exists()
    with pytest.raises(Forbidden):
        reset_password(city.head, new, by=city.office, now=NOW)


def test_the_system_administrator_opens_the_other_administrators_accounts(city: City) -> None:
    user = open_account(
        city.tenant,
        "security",
        "示例寅",
        PASSWORD,
        admin_kind=AdminKind.SECURITY,
        by=city.system_admin,
        now=NOW,
    )

    assert user.access.can("post.grant", city.posts["head"])
    assert not user.access.can("user.open", city.tenant)
