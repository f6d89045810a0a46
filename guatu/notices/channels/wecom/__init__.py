"""A robot in a group chat of 企业微信."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guatu.notices.channels.base import Parcel
from guatu.notices.channels.robots import RobotChannel


class WecomChannel(RobotChannel):
    """Text of at most 2,048 bytes; whom to call is a list of user ids."""

    code = "wecom"
    label = _("企业微信群机器人")
    about = _("发到工作群并点名本人；群里的人都能看到。")
    url_help = _("在群设置里添加机器人后复制的 Webhook 地址。")
    address_label: ClassVar[str | Promise] = _("企业微信账号")
    address_help: ClassVar[str | Promise] = _("通讯录里的账号，用于在群里点名；不填就只写姓名。")
    hosts = frozenset({"qyapi.weixin.qq.com"})
    most_bytes = 2048

    def content(self, parcel: Parcel) -> dict[str, Any]:
        text: dict[str, Any] = {"content": self.text_of(parcel)}
        if parcel.address:
            text["mentioned_list"] = [parcel.address]
        return {"msgtype": "text", "text": text}
