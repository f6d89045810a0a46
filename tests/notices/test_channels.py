"""What each channel sends, by the formats of those who receive it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail

from guatu.kit.clock import CHINA
from guatu.kit.ids import uuid7
from guatu.notices.channels import CHANNELS, webhook_policy
from guatu.notices.channels.base import ChannelDown, LetterRefused, Line, Parcel, Route, listed
from guatu.notices.channels.dingtalk import sign
from guatu.notices.channels.mail import message_of
from tests.conventions.sources import ROOT
from tests.notices.sample import CHANNELS_HERE
from tests.notices.servers import MailServer, WebServer

AT = datetime(2021, 3, 15, 9, 0, tzinfo=CHINA)
SECRET = "示例密钥-2021"


def line(words: str = "请签收“供地”", **values: Any) -> Line:
    given = {
        "id": uuid7(),
        "kind": "dispatch",
        "kind_words": "交办",
        "words": words,
        "url": "https://guatu.example.test/dispatches/1/",
        "at": AT,
        "late": False,
        **values,
    }
    return Line(**given)


def parcel(*lines: Line, **values: Any) -> Parcel:
    given = {
        "key": uuid7(),
        "government": "示例市",
        "user_id": uuid7(),
        "username": "liaison",
        "name": "示例丙",
        "address": "",
        "urgent": False,
        "lines": lines or (line(),),
        **values,
    }
    return Parcel(**given)


# webhook


def documented() -> Callable[..., bool]:
    """The verification code of the manual, as a reader copies it."""
    text = (ROOT / "docs" / "operations" / "notices.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len([line for line in code.splitlines() if line]) == 6
    names: dict[str, Any] = {}
    exec(code, names)
    genuine: Callable[..., bool] = names["genuine"]
    return genuine


def sent(web: WebServer, one: Parcel) -> tuple[dict[str, str], bytes]:
    CHANNELS_HERE["webhook"].send(one, Route(web.url(), SECRET), AT)
    call = web.calls[-1]
    names = {name.lower(): name for name in ("Guatu-Timestamp", "Guatu-Signature")}
    return {names.get(name, name): value for name, value in call.headers.items()}, call.body


def test_the_code_of_the_manual_knows_what_is_genuine(web: WebServer) -> None:
    genuine = documented()
    headers, body = sent(web, parcel())
    assert genuine(SECRET, headers, body, AT.timestamp)
    assert not genuine(SECRET, headers, body + b" ", AT.timestamp)
    assert not genuine("另一把", headers, body, AT.timestamp)
    later = (AT + timedelta(minutes=6)).timestamp
    assert not genuine(SECRET, headers, body, later)
    moved = {**headers, "Guatu-Timestamp": str(int(later()))}
    assert not genuine(SECRET, moved, body, later)


def test_a_webhook_is_told_who_what_and_where(web: WebServer) -> None:
    one = parcel(line(late=True), line("请反馈“用电”"), urgent=True, address="oa-17")
    sent(web, one)
    content = web.calls[0].content
    assert content["id"] == web.calls[0].headers["idempotency-key"] == str(one.key)
    assert content["to"] == {
        "user": str(one.user_id),
        "username": "liaison",
        "name": "示例丙",
        "address": "oa-17",
    }
    assert [one["words"] for one in content["notices"]] == ["请签收“供地”", "请反馈“用电”"]
    assert content["notices"][0] | {"id": ""} == {
        "id": "",
        "kind": "dispatch",
        "words": "请签收“供地”",
        "url": "https://guatu.example.test/dispatches/1/",
        "at": "2021-03-15T09:00:00+08:00",
        "late": True,
    }


@pytest.mark.parametrize(
    ("status", "for_good", "said"),
    [
        (302, False, "跳转"),
        (400, True, "不收这条"),
        (401, False, "签名密钥"),
        (404, False, "地址"),
        (422, True, "不收这条"),
        (429, False, "429"),
        (500, False, "出错"),
    ],
)
def test_what_a_webhook_answers(web: WebServer, status: int, for_good: bool, said: str) -> None:
    web.status = status
    with pytest.raises(ChannelDown, match=said) as trouble:
        CHANNELS_HERE["webhook"].send(parcel(), Route(web.url(), SECRET), AT)
    assert isinstance(trouble.value, LetterRefused) == for_good


def test_a_webhook_needs_an_allowed_host_and_a_secret(settings: object) -> None:
    channel = CHANNELS["webhook"]
    good = Route("https://oa.example.test/hook", SECRET)
    assert "名单" in str(channel.route_fault(good))
    settings.WEBHOOK_HOSTS = ["oa.example.test"]
    settings.WEBHOOK_NETWORKS = ["10.20.0.0/16"]
    assert channel.route_fault(good) is None
    assert "密钥" in str(channel.route_fault(Route(good.url, "")))
    assert webhook_policy().networks


# robots


def test_wecom_gets_text_and_whom_to_call(web: WebServer) -> None:
    one = parcel(line(), line("请反馈“用电”", late=True), address="zhangs", urgent=True)
    CHANNELS_HERE["wecom"].send(one, Route(web.url("/cgi-bin/webhook/send?key=k1")), AT)
    [call] = web.calls
    assert call.path == "/cgi-bin/webhook/send?key=k1"
    assert call.content["msgtype"] == "text"
    assert call.content["text"]["mentioned_list"] == ["zhangs"]
    assert call.content["text"]["content"].splitlines() == [
        "【紧急】【补发】示例丙：",
        "1. 请签收“供地”",
        "https://guatu.example.test/dispatches/1/",
        "2. 请反馈“用电”（补发，原时间 03月15日 09:00）",
        "https://guatu.example.test/dispatches/1/",
        f"（示例市 挂图 {str(one.key)[-6:]}）",
    ]


def test_dingtalk_gets_text_a_signature_and_whom_to_call(web: WebServer) -> None:
    route = Route(web.url("/robot/send?access_token=t1"), "SEC000")
    CHANNELS_HERE["dingtalk"].send(parcel(address="user17"), route, AT)
    [call] = web.calls
    query = {name: value for name, [value] in parse_qs(urlsplit(call.path).query).items()}
    stamp = str(int(AT.timestamp() * 1000))
    assert query == {"access_token": "t1", "timestamp": stamp, "sign": sign("SEC000", stamp)}
    assert call.content["msgtype"] == "text"
    assert call.content["at"] == {"atUserIds": ["user17"], "isAtAll": False}
    assert call.content["text"]["content"].startswith("@user17 示例丙：")


def test_dingtalks_signature_is_that_of_a_hand_computed_example() -> None:
    """By ``openssl dgst -sha256 -hmac`` over the time stamp, a line feed and the secret."""
    assert sign("SECexample", "1577808000000") == HAND_COMPUTED


HAND_COMPUTED = "QF1L8nACjmYYWgfx44lMF5e8OCI/A3F3S8p8LN6fYHY="


def test_without_a_secret_dingtalk_is_not_signed(web: WebServer) -> None:
    CHANNELS_HERE["dingtalk"].send(parcel(), Route(web.url("/robot/send?access_token=t1")), AT)
    assert web.calls[0].path == "/robot/send?access_token=t1"


@pytest.mark.parametrize("code", ["wecom", "dingtalk"])
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b'{"errcode": 93000, "errmsg": "invalid webhook url"}', "93000：invalid webhook url"),
        (b'{"errcode": 310000, "errmsg": "sign not match"}', "310000：sign not match"),
        (b"<html>", "读不懂"),
        (b"[]", "读不懂"),
        (b'{"errcode": null}', "读不懂"),
    ],
)
def test_a_robot_that_did_not_take_it_says_why(
    web: WebServer, code: str, answer: bytes, said: str
) -> None:
    web.answer = answer
    with pytest.raises(ChannelDown, match=said):
        CHANNELS_HERE[code].send(parcel(), Route(web.url()), AT)


@pytest.mark.parametrize(("code", "most"), [("wecom", 2048), ("dingtalk", 20_000)])
@pytest.mark.parametrize("long", [1, 400, 3000])
def test_no_text_is_longer_than_the_robot_takes(
    web: WebServer, code: str, most: int, long: int
) -> None:
    one = parcel(*[line("示" * long) for _time in range(60)], address="示" * 60)
    CHANNELS_HERE[code].send(one, Route(web.url()), AT)
    text = web.calls[0].content["text"]["content"]
    assert len(text.encode()) <= most
    assert "条，请登录挂图查看" in text or "60. 示" in text


@pytest.mark.parametrize("code", ["wecom", "dingtalk"])
def test_robots_call_their_own_makers_host_only(code: str) -> None:
    assert "名单" in str(CHANNELS[code].route_fault(Route("https://evil.example.test/?key=1")))
    [host] = CHANNELS[code].hosts
    assert CHANNELS[code].route_fault(Route(f"https://{host}/send?key=1")) is None


# mail


def test_a_letter_of_one_notice_has_it_as_subject() -> None:
    message = message_of(parcel(line("请签收\r\nBcc: x@evil.test“供地”"), address="a@example.test"))
    assert message.subject == "请签收 Bcc: x@evil.test“供地”"
    assert "https://guatu.example.test/dispatches/1/" in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_letter_says_what_is_urgent_and_what_is_late() -> None:
    message = message_of(parcel(line(late=True), line(), urgent=True, address="a@example.test"))
    assert message.subject == "【紧急】【补发】挂图提醒 2 条"


def test_a_mail_that_is_sent_twice_has_one_message_id() -> None:
    one = parcel(address="a@example.test")
    for _time in range(2):
        CHANNELS["mail"].send(one, Route(), AT)
    ids = {message.message()["Message-ID"] for message in mail.outbox}
    assert ids == {f"<{one.key}@example.test>"}


@pytest.mark.parametrize(
    ("answer", "for_good"), [(b"550 no such user", True), (b"451 try later", False)]
)
def test_what_a_mail_server_says_of_an_address(
    post_office: MailServer, answer: bytes, for_good: bool
) -> None:
    post_office.to_recipient = answer
    with pytest.raises(ChannelDown, match=r"a@example\.test") as trouble:
        CHANNELS["mail"].send(parcel(address="a@example.test"), Route(), AT)
    assert isinstance(trouble.value, LetterRefused) == for_good


def test_a_mail_server_that_is_away_is_a_sentence(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with pytest.raises(ChannelDown, match="连不上邮件服务器"):
        CHANNELS["mail"].send(parcel(address="a@example.test"), Route(), AT)


@pytest.mark.parametrize("most", [80, 200, 2000])
def test_what_does_not_fit_is_counted(most: int) -> None:
    lines = [line(f"第{n}件", url="") for n in range(100)]
    texts = listed(lines, most=most)
    assert len("\n".join(texts).encode()) <= most
    if len(texts) <= 100 and "另有" in texts[-1]:
        assert texts[-1] == f"……另有 {100 - len(texts) + 1} 条，请登录挂图查看。"
