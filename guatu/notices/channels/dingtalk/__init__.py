"""A robot in a group chat of 钉钉."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guatu.notices.channels.base import Parcel, Route
from guatu.notices.channels.robots import RobotChannel


class DingtalkChannel(RobotChannel):
    """Signed when the robot was set up with 加签; whom to call stands in the text as well."""

    code = "dingtalk"
    label = _("钉钉群机器人")
    about = _("发到工作群并点名本人；群里的人都能看到。")
    secret_label = _("加签密钥")
    url_help = _("在群设置里添加自定义机器人后复制的 Webhook 地址。")
    address_label: ClassVar[str | Promise] = _("钉钉用户编号")
    address_help: ClassVar[str | Promise] = _("通讯录里的 userid，用于在群里点名；不填就只写姓名。")
    hosts = frozenset({"oapi.dingtalk.com"})
    most_bytes = 18_000

    def address(self, route: Route, now: datetime) -> str:
        if not route.secret:
            return route.url
        stamp = str(int(now.timestamp() * 1000))
        signed = urlencode({"timestamp": stamp, "sign": sign(route.secret, stamp)})
        return f"{route.url}{'&' if '?' in route.url else '?'}{signed}"

    def content(self, parcel: Parcel) -> dict[str, Any]:
        calling = f"@{parcel.address} {parcel.name}" if parcel.address else ""
        return {
            "msgtype": "text",
            "text": {"content": self.text_of(parcel, calling)},
            "at": {"atUserIds": [parcel.address] if parcel.address else [], "isAtAll": False},
        }


def sign(secret: str, stamp: str) -> str:
    """HMAC-SHA256 of ``timestamp\\nsecret`` with the secret as key, in base64."""
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()
