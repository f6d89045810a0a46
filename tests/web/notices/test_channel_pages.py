"""The channels of the government: set up by the office, tried out, sent again."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.core import mail
from django.test import Client

from guatu.journal.queries import events_of
from guatu.notices.actions import ask_test, send_test
from guatu.notices.actions.delivering import MOST_TRIES
from guatu.notices.choices import Sending
from guatu.notices.models import ChannelSetting, Letter, NoticeHours
from tests.city import NOW, City
from tests.notices.sample import CHANNELS_HERE, happen, only, set_up, tell
from tests.notices.servers import WebServer

HERE = "/notices/channels/"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=d4e5f6a7b8c9d0e1f2"
SECRET = "SEC-only-once-2021"
HOUR = timedelta(hours=1)


def text(browser: Client, rest: str = "") -> str:
    answer = browser.get(f"{HERE}{rest}")
    assert answer.status_code == 200
    return answer.content.decode()


def setting(channel: str) -> ChannelSetting:
    return ChannelSetting.objects.get(channel=channel)


def test_a_robot_is_set_up_and_its_key_not_shown_again(city: City, office: Client) -> None:
    answer = office.post(f"{HERE}wecom/", {"enabled": "on", "url": WECOM}, follow=True)
    html = answer.content.decode()
    assert "已保存“企业微信群机器人”" in html
    assert setting("wecom").url == WECOM
    for page in (html, text(office, "wecom/")):
        assert "693a91f6" not in page
    assert "key=…5aaa" in text(office, "wecom/")
    [event] = events_of(city.tenant.pk).filter(code="channel.changed")
    assert event.actor_id == city.office.pk
    assert "693a91f6" not in str(event.details)


def test_what_is_left_empty_stays_and_a_secret_is_never_shown(office: Client) -> None:
    office.post(f"{HERE}dingtalk/", {"enabled": "on", "url": DINGTALK, "secret": SECRET})
    html = text(office, "dingtalk/")
    assert SECRET not in html
    assert "已设置，不再显示" in html
    office.post(f"{HERE}dingtalk/", {"enabled": "on", "url": "", "secret": ""})
    assert (setting("dingtalk").url, setting("dingtalk").secret) == (DINGTALK, SECRET)
    office.post(f"{HERE}dingtalk/", {"url": "", "secret": "", "no_secret": "on"})
    row = setting("dingtalk")
    assert (row.enabled, row.url, row.secret) == (False, DINGTALK, "")


@pytest.mark.parametrize(
    ("channel", "sent", "said"),
    [
        ("wecom", {"url": ""}, "请粘贴从对方系统复制的完整地址"),
        ("wecom", {"url": WECOM.replace("https", "http")}, "https://"),
        ("wecom", {"url": "https://evil.example.test/?key=1"}, "名单"),
        ("webhook", {"url": "https://oa.example.test/", "secret": SECRET}, "名单"),
        ("webhook", {"url": "https://oa.example.test/"}, "请填写密钥"),
    ],
)
def test_what_is_wrong_is_said_and_no_secret_comes_back(
    office: Client, channel: str, sent: dict[str, str], said: str
) -> None:
    answer = office.post(f"{HERE}{channel}/", {"enabled": "on", **sent})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert SECRET not in answer.content.decode()
    assert not ChannelSetting.objects.filter(enabled=True).exists()


def test_a_test_by_mail_goes_to_whoever_asked(city: City, office: Client) -> None:
    only(city.office, "mail", address="office@example.test")
    answer = office.post(f"{HERE}mail/test/", follow=True)
    [message] = mail.outbox
    assert message.to == ["office@example.test"]
    assert "这是一条测试消息" in message.body
    assert "送达" in answer.content.decode()


def test_a_test_that_cannot_go_says_why(city: City, office: Client, settings: object) -> None:
    assert "邮箱" in office.post(f"{HERE}mail/test/", follow=True).content.decode()
    settings.WEBHOOK_HOSTS = ["localhost"]
    set_up(city.tenant, "webhook", "https://localhost/hook", SECRET)
    html = office.post(f"{HERE}webhook/test/", follow=True).content.decode()
    assert "没有发出" in html
    assert "localhost 指向内部网络" in html
    assert "还没有启用" in office.post(f"{HERE}dingtalk/test/", follow=True).content.decode()


def test_a_test_that_works_ends_the_pause(city: City, office: Client, web: WebServer) -> None:
    set_up(city.tenant, "wecom", web.url())
    only(city.liaison, "wecom")
    web.status = 503
    happen(city.industry, city.liaison)
    tell(NOW)
    assert "连续 1 次没有发出" in text(office)
    web.status = 200
    ask_test(city.tenant, "wecom", by=city.office, now=NOW, channels=CHANNELS_HERE)
    assert send_test(city.tenant.pk, "wecom", city.office.pk, NOW, CHANNELS_HERE) is None
    assert setting("wecom").paused_until is None
    tell(NOW + timedelta(minutes=1))
    assert "示例丙" in web.calls[-1].content["text"]["content"]


def test_a_test_under_way_is_looked_after(city: City, office: Client, web: WebServer) -> None:
    set_up(city.tenant, "wecom", web.url())
    page = text(office)
    assert "hx-get" not in page.split("test-wecom")[1].split(">")[0]
    row = setting("wecom")
    row.testing_since = office.get(HERE).wsgi_request.now
    row.save(update_fields=["testing_since"])
    assert "正在发送测试消息" in text(office, "wecom/test/")
    again = office.post(f"{HERE}wecom/test/", follow=True).content.decode()
    assert "请过 10 秒再试" in again


def test_a_webhook_that_never_answers_is_shown_and_holds_up_nobody(
    city: City, office: Client, web: WebServer, settings: object
) -> None:
    """Three people by webhook, one by mail: one silent call a round, and the mail goes out."""
    settings.WEBHOOK_HOSTS = ["127.0.0.1"]
    set_up(city.tenant, "webhook", web.url(), SECRET)
    web.silent = True
    for person in (city.liaison, city.head, city.deputy):
        only(person, "webhook")
    only(city.inspector, "mail", address="inspector@example.test")
    happen(city.industry, city.liaison, city.head, city.deputy, city.inspector)
    tell(NOW)
    assert len(mail.outbox) == 1
    assert len(web.calls) == 1
    for turn in range(1, MOST_TRIES + 1):
        tell(NOW + turn * HOUR)
    assert len(web.calls) == MOST_TRIES + 1
    assert Letter.objects.filter(status=Sending.GIVEN_UP).count() == 1
    html = text(office)
    assert "秒内没有回答" in html
    assert "出错，正在自动重试" in html
    assert "未送达" in html


def test_what_did_not_arrive_is_sent_again(city: City, office: Client, web: WebServer) -> None:
    set_up(city.tenant, "wecom", web.url())
    only(city.liaison, "wecom")
    assert "不用重新发送" in office.post(f"{HERE}wecom/resending/", follow=True).content.decode()
    web.status = 503
    happen(city.industry, city.liaison)
    for turn in range(MOST_TRIES):
        tell(NOW + turn * HOUR)
    web.status, web.calls = 200, []
    html = office.post(f"{HERE}wecom/resending/", follow=True).content.decode()
    assert "1 封已排队" in html
    tell(Letter.objects.get().due_at)
    assert "补发" in web.calls[0].content["text"]["content"]
    assert events_of(city.tenant.pk).filter(code="channel.resent").count() == 1


def test_the_system_administrator_may_set_them_up_as_well(city: City) -> None:
    admin = city.client(city.system_admin)
    admin.post(f"{HERE}wecom/", {"enabled": "on", "url": WECOM})
    assert setting("wecom").enabled
    assert "企业微信群机器人" in text(admin)


def test_hours_are_set(city: City, office: Client) -> None:
    sent = {"quiet_from": "21:30", "quiet_until": "07:30", "letter_at": "08:30"}
    assert "已保存提醒时段" in office.post(f"{HERE}hours/", sent, follow=True).content.decode()
    row = NoticeHours.objects.get()
    assert (row.quiet_from, row.letter_at) == (time(21, 30), time(8, 30))
    assert "21:30—07:30" in text(office)
    wrong = office.post(f"{HERE}hours/", sent | {"letter_at": "06:00"})
    assert wrong.status_code == 422
    assert "请错开" in wrong.content.decode()
    assert office.post(f"{HERE}hours/", sent | {"letter_at": "半夜"}).status_code == 422


@pytest.mark.parametrize("who", ["liaison", "head", "deputy", "reader", "audit_admin"])
def test_nobody_else(city: City, who: str) -> None:
    browser = city.client(getattr(city, who))
    for rest in ("", "wecom/", "hours/", "wecom/test/"):
        assert browser.get(f"{HERE}{rest}").status_code == 403
    for rest in ("wecom/", "wecom/test/", "wecom/resending/", "hours/"):
        assert browser.post(f"{HERE}{rest}", {"enabled": "on", "url": WECOM}).status_code == 403
    assert not ChannelSetting.objects.filter(enabled=True).exists()


def test_a_neighbours_settings_are_its_own(city: City, office: Client) -> None:
    office.post(f"{HERE}wecom/", {"enabled": "on", "url": WECOM})
    assert "5aaa" not in text(city.client(city.outsider), "wecom/")


def test_channels_that_are_not_set_up_here_have_no_page(office: Client) -> None:
    for code in ("mail", "inbox", "nonsense"):
        assert office.get(f"{HERE}{code}/").status_code == 404
    assert office.get(f"{HERE}inbox/test/").status_code == 404
