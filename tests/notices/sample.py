"""An event code for tests of how people are told, and channels that may call this machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from ipaddress import ip_network
from typing import Any
from uuid import UUID

from django.db import models, transaction

from guatu.domain.words import say
from guatu.journal.actions import SYSTEM, Actor, record
from guatu.journal.outbox import Occasion
from guatu.kit.outbound import Policy
from guatu.notices.actions import deliver, spread
from guatu.notices.audience import Told, at_posts
from guatu.notices.channels import CHANNELS, Channels
from guatu.notices.channels.dingtalk import DingtalkChannel
from guatu.notices.channels.webhook import WebhookChannel
from guatu.notices.channels.wecom import WecomChannel
from guatu.notices.choices import Urgency
from guatu.notices.models import ChannelSetting, Preference
from guatu.org.models import Post, Tenant, User
from tests.city import NOW, City
from tests.notices.servers import HOST

CODE, SILENT = "sample.asked", "sample.noted"
SENTENCES = {CODE: "请办理“{label}”", SILENT: "记下“{label}”"}

#: What is allowed here and nowhere else: plain http to this very machine.
HERE = Policy(
    hosts=frozenset({HOST}),
    networks=(ip_network("127.0.0.1/32"),),
    schemes=frozenset({"http"}),
    seconds=0.3,
)
CHANNELS_HERE: Channels = {
    **CHANNELS,
    "webhook": WebhookChannel(lambda: HERE),
    "wecom": WecomChannel(lambda: HERE),
    "dingtalk": DingtalkChannel(lambda: HERE),
}


def asked(of: Occasion) -> Iterator[Told]:
    """The posts and people that the event names."""
    details = of.details
    urgency = Urgency.URGENT if details.get("urgent") else Urgency.NORMAL
    late = bool(details.get("late"))
    posts = [UUID(pk) for pk in details.get("posts", ())]
    yield from at_posts(posts, of.sentence, "/units/", urgency=urgency, late=late)
    for user in User.objects.filter(pk__in=details.get("users", ())):
        words = say("请 {name} 办理", name=user.name)
        yield Told(user, urgency, "/units/", words, late=late)


def happen(
    of: models.Model,
    *people: User | Post,
    at: datetime = NOW,
    by: Actor = SYSTEM,
    code: str = CODE,
    **details: Any,
) -> None:
    """An act of which these people, and who holds these posts, are to be told."""
    posts = [str(one.pk) for one in people if isinstance(one, Post)]
    users = [str(one.pk) for one in people if isinstance(one, User)]
    with transaction.atomic():
        record(code, of, by=by, at=at, posts=posts, users=users, **details)


def tell(now: datetime = NOW, channels: Channels = CHANNELS_HERE) -> None:
    """One turn of the worker."""
    spread(now, channels=channels)
    deliver(now, channels=channels)


def prefer(user: User, channel: str, **values: Any) -> Preference:
    given = {"enabled": True, "address": "", "digest": "at_once", "muted": [], **values}
    row, _fresh = Preference.objects.update_or_create(
        user=user, channel=channel, defaults={"tenant_id": user.tenant_id, **given}
    )
    return row


def only(user: User, channel: str, **values: Any) -> None:
    """This channel and the inbox, no other."""
    for code in CHANNELS:
        prefer(user, code, enabled=False)
    prefer(user, channel, **values)


def set_up(tenant: Tenant, channel: str, url: str, secret: str = "") -> ChannelSetting:
    row, _fresh = ChannelSetting.objects.update_or_create(
        tenant=tenant, channel=channel, defaults={"enabled": True, "url": url, "secret": secret}
    )
    return row


def everyone(city: City) -> Iterable[User]:
    return User.objects.filter(tenant=city.tenant)
