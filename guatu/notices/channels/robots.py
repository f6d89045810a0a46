"""What the robots of group chats have in common: JSON in, ``errcode`` out."""

from __future__ import annotations

import json
from abc import abstractmethod
from datetime import datetime
from typing import Any, ClassVar

from guatu.domain.words import say
from guatu.notices.channels.base import ChannelDown, Parcel, Route, heading, listed
from guatu.notices.channels.calling import CallingChannel


class RobotChannel(CallingChannel):
    """Posts into the group of the robot and calls the person by name, if the id there is known.

    Robots know no idempotency key; the header goes along for gateways, and the number at the end
    of the text shows a reader that two messages are the same one.
    """

    hosts: ClassVar[frozenset[str]]
    most_bytes: ClassVar[int]

    def send(self, parcel: Parcel, route: Route, now: datetime) -> None:
        body = json.dumps(self.content(parcel), ensure_ascii=False).encode()
        headers = {"Idempotency-Key": str(parcel.key)}
        answer = self.call(self.address(route, now), body, headers)
        if answer.status != 200:
            raise ChannelDown(say("机器人接口出错（HTTP {status}）。", status=answer.status))
        code, said = _result(answer.body)
        if code != 0:
            raise ChannelDown(say("机器人没有收下（{code}：{said}）。", code=code, said=said))

    def address(self, route: Route, now: datetime) -> str:
        return route.url

    @abstractmethod
    def content(self, parcel: Parcel) -> dict[str, Any]:
        """The message as this robot takes it."""

    def text_of(self, parcel: Parcel, calling: str = "") -> str:
        head = f"{heading(parcel)}{calling or parcel.name}："
        foot = f"（{parcel.government} 挂图 {str(parcel.key)[-6:]}）"
        left = self.most_bytes - len(head.encode()) - len(foot.encode()) - 2
        return "\n".join([head, *listed(parcel.lines, most=left), foot])


def _result(raw: bytes) -> tuple[int, str]:
    try:
        said = json.loads(raw)
        return int(said["errcode"]), str(said.get("errmsg", ""))[:100]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ChannelDown(say("机器人的回答读不懂，请核对地址。")) from None
