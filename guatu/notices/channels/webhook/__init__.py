"""A generic webhook: signed JSON to a system of the government's own."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime
from http import HTTPStatus
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guatu.domain.words import say
from guatu.notices.channels.base import ChannelDown, LetterRefused, Parcel, Route
from guatu.notices.channels.calling import CallingChannel

#: What says that this very letter is wrong; other refusals are about the address or the secret.
_ABOUT_THE_LETTER = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)


class WebhookChannel(CallingChannel):
    """The receiver checks the signature and does nothing twice for one ``Idempotency-Key``."""

    code = "webhook"
    label = _("业务系统接口")
    about = _("推送到本地的办公或短信系统，由它转给本人。")
    secret_label = _("签名密钥")
    secret_needed: ClassVar[bool] = True
    url_help = _("对方系统接收通知的 https 地址；主机名须由系统管理员加入允许名单。")
    address_label: ClassVar[str | Promise] = _("在该系统中的账号")
    address_help: ClassVar[str | Promise] = _("不填就用挂图的用户名。")

    def send(self, parcel: Parcel, route: Route, now: datetime) -> None:
        body = json.dumps(_content(parcel), ensure_ascii=False, sort_keys=True).encode()
        stamp = str(int(now.timestamp()))
        answer = self.call(
            route.url,
            body,
            {
                "Idempotency-Key": str(parcel.key),
                "Guatu-Timestamp": stamp,
                "Guatu-Signature": signature(route.secret, stamp, body),
            },
        )
        if not 200 <= answer.status < 300:
            raise _refusal(answer.status)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """``v1=`` and HMAC-SHA256 over the time stamp, a dot and the body, in hex."""
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256)
    return f"v1={digest.hexdigest()}"


def _content(parcel: Parcel) -> dict[str, object]:
    return {
        "id": str(parcel.key),
        "government": parcel.government,
        "to": {
            "user": str(parcel.user_id),
            "username": parcel.username,
            "name": parcel.name,
            "address": parcel.address or parcel.username,
        },
        "urgent": parcel.urgent,
        "notices": [
            {
                "id": str(line.id),
                "kind": line.kind,
                "words": line.words,
                "url": line.url,
                "at": line.at.isoformat(),
                "late": line.late,
            }
            for line in parcel.lines
        ],
    }


def _refusal(status: int) -> ChannelDown:
    if status in _ABOUT_THE_LETTER:
        return LetterRefused(say("对方系统不收这条通知（HTTP {status}）。", status=status))
    if 300 <= status < 400:
        return ChannelDown(
            say("对方地址要求跳转（HTTP {status}），请填写最终地址。", status=status)
        )
    if 400 <= status < 500:
        return ChannelDown(
            say("对方系统拒绝（HTTP {status}），请核对地址和签名密钥。", status=status)
        )
    return ChannelDown(say("对方系统出错（HTTP {status}）。", status=status))
