"""What the channels share that call an address: they hold the policy of where calls may go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from guatu.domain.words import Sentence, say
from guatu.kit.outbound import Answer, Policy, Unreachable, fault_of, post
from guatu.notices.channels.base import Channel, ChannelDown, Route


class CallingChannel(Channel):
    """``policy`` is asked for at each call: whoever builds the channel says where it may call."""

    routed: ClassVar[bool] = True

    def __init__(self, policy: Callable[[], Policy]) -> None:
        self._policy = policy

    def route_fault(self, route: Route) -> Sentence | None:
        if self.secret_needed and not route.secret:
            return say("请填写密钥。")
        return fault_of(route.url, self._policy())

    def call(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        given = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "guatu"}
        try:
            return post(url, body, given | dict(headers), self._policy())
        except Unreachable as error:
            raise ChannelDown(error.sentence) from error
