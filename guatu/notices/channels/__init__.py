"""The registry of channels: a channel is a package here and a line below."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from django.conf import settings

from guatu.kit.outbound import Policy
from guatu.notices.channels.base import Channel
from guatu.notices.channels.dingtalk import DingtalkChannel
from guatu.notices.channels.inbox import InboxChannel
from guatu.notices.channels.mail import MailChannel
from guatu.notices.channels.webhook import WebhookChannel
from guatu.notices.channels.wecom import WecomChannel

Channels = Mapping[str, Channel]


def webhook_policy() -> Policy:
    """Hosts, and networks of the government's own, that the installation allows."""
    networks = tuple(ipaddress.ip_network(text) for text in settings.WEBHOOK_NETWORKS)
    return Policy(hosts=frozenset(settings.WEBHOOK_HOSTS), networks=networks)


CHANNELS: Channels = {
    channel.code: channel
    for channel in (
        InboxChannel(),
        MailChannel(),
        WecomChannel(lambda: Policy(hosts=WecomChannel.hosts)),
        DingtalkChannel(lambda: Policy(hosts=DingtalkChannel.hosts)),
        WebhookChannel(webhook_policy),
    )
}
