"""How a person wants to be told."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from guatu.journal.queries import events_of
from guatu.notices.models import Letter, Preference
from tests.city import NOW, City
from tests.notices.sample import only, set_up
from tests.notices.servers import WebServer

HERE = "/notices/preferences/"
MAIL = {"enabled": "on", "address": "liaison@example.test", "digest": "hourly", "muted": "meeting"}


@pytest.fixture
def person(city: City) -> Client:
    return city.client(city.liaison)


def text(browser: Client) -> str:
    answer = browser.get(HERE)
    assert answer.status_code == 200
    return answer.content.decode()


def chosen(channel: str) -> Preference:
    return Preference.objects.get(channel=channel)


def test_only_channels_that_work_here_are_offered(
    city: City, person: Client, web: WebServer
) -> None:
    html = text(person)
    assert "站内消息" in html
    assert "电子邮件" in html
    assert "企业微信群机器人" not in html
    set_up(city.tenant, "wecom", web.url())
    assert "企业微信群机器人" in text(person)
    assert person.post(f"{HERE}dingtalk/", MAIL).status_code == 404
    assert person.post(f"{HERE}nonsense/", MAIL).status_code == 404


def test_a_choice_is_kept_and_shown(city: City, person: Client) -> None:
    answer = person.post(f"{HERE}mail/", MAIL, follow=True)
    html = answer.content.decode()
    assert "已保存“电子邮件”" in html
    assert 'value="liaison@example.test"' in html
    row = chosen("mail")
    assert (row.user, row.enabled, row.digest) == (city.liaison, True, "hourly")
    assert row.muted == ["meeting"]
    [event] = events_of(city.tenant.pk).filter(code="preference.changed")
    assert "liaison@example.test" not in str(event.details)


def test_a_channel_is_left_and_the_inbox_never_is(city: City, person: Client) -> None:
    person.post(f"{HERE}mail/", {"digest": "daily"})
    assert not chosen("mail").enabled
    person.post(f"{HERE}inbox/", {"muted": ["meeting", "project"]})
    assert chosen("inbox").enabled
    assert chosen("inbox").muted == ["meeting", "project"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"address": "不是邮箱"}, "邮箱写得不对"),
        ({"address": ""}, "账号上没有邮箱"),
        ({"digest": "yearly"}, "yearly"),
        ({"muted": "nonsense"}, "nonsense"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    city: City, person: Client, changes: dict[str, Any], said: str
) -> None:
    answer = person.post(f"{HERE}mail/", MAIL | changes)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Preference.objects.exists()


def test_a_letter_that_did_not_arrive_is_told_to_the_person(city: City, person: Client) -> None:
    only(city.liaison, "mail", address="old@example.test")
    Letter.objects.create(
        tenant=city.tenant,
        user=city.liaison,
        channel="mail",
        urgency="normal",
        status="given_up",
        due_at=NOW,
        next_try=NOW,
        fault={
            "template": "邮件服务器不认邮箱 {address}，请核对。",
            "params": {"address": "old@x"},
        },
    )
    assert "邮件服务器不认邮箱 old@x" in text(person)
    assert "邮件服务器不认邮箱" not in text(city.client(city.head))


def test_wrong_methods_and_no_log_in(person: Client) -> None:
    assert person.get(f"{HERE}mail/").status_code == 405
    assert Client().get(HERE).status_code == 302
