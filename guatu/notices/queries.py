"""Reading notices: the inbox of a person, how people and governments want to be told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from guatu.domain.words import N_, Sentence, say
from guatu.notices.channels import CHANNELS, Channels
from guatu.notices.channels.base import Channel, Route
from guatu.notices.choices import NoticeKind, Sending
from guatu.notices.hours import Hours
from guatu.notices.models import (
    ChannelSetting,
    Delivery,
    Letter,
    Notice,
    NoticeHours,
    Preference,
)
from guatu.org.models import Tenant, User

#: More unread than this is shown as so many: nobody counts further.
MOST_COUNTED = 99
LONG_WAITING = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """How a person is reached by a channel, chosen or by default. ``address`` None: not at all."""

    channel: Channel
    enabled: bool
    chosen: str
    address: str | None
    digest: str
    muted: frozenset[str]
    is_default: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A channel as the settings page shows it."""

    channel: Channel
    setting: ChannelSetting | None
    is_ready: bool
    waiting: int
    given_up: int


def unread_count(user_id: UUID) -> int:
    """One query by a partial index, that stops counting at ``MOST_COUNTED``."""
    unread = Notice.objects.filter(user_id=user_id, read_at__isnull=True).order_by()
    return unread.values("pk")[:MOST_COUNTED].count()


def kinds_of(user: User) -> list[NoticeKind]:
    """The kinds of which this person has notices, in the order of the choices."""
    kinds = Notice.objects.filter(user=user).order_by().values_list("kind", flat=True)
    found = set(kinds.distinct())
    return [kind for kind in NoticeKind if kind.value in found]


def wish_of(user: User, channel: Channel, row: Preference | None) -> Wish:
    """``row``: what the person has chosen, None for nothing."""
    chosen = row.address if row else ""
    return Wish(
        channel,
        row.enabled if row else channel.on_by_default,
        chosen,
        channel.address_of(chosen, user.email),
        row.digest if row else channel.default_digest,
        frozenset(row.muted) if row else frozenset(),
        row is None,
    )


def wishes_of(user: User, channels: Channels = CHANNELS) -> list[Wish]:
    """Every channel that works in the person's government, in the order of the registry."""
    rows = {row.channel: row for row in Preference.objects.filter(user=user)}
    routes = routes_of([user.tenant_id], channels)
    return [
        wish_of(user, channel, rows.get(code))
        for code, channel in channels.items()
        if channel.is_ready(routes.get((user.tenant_id, code)))
    ]


def routes_of(tenants: Collection[UUID], channels: Channels) -> dict[tuple[UUID, str], Route]:
    """Channels that governments have set up and not stopped, by government and code."""
    rows = ChannelSetting.objects.filter(tenant__in=tenants, channel__in=channels, enabled=True)
    return {(row.tenant_id, row.channel): Route(row.url, row.secret) for row in rows}


def hours_of(tenants: Collection[UUID]) -> Mapping[UUID, Hours]:
    """Quiet hours and the time of the daily letter of each government."""
    rows = {row.tenant_id: row.hours for row in NoticeHours.objects.filter(tenant__in=tenants)}
    return {pk: rows.get(pk, Hours()) for pk in tenants}


def standings(tenant: Tenant, channels: Channels = CHANNELS) -> list[Standing]:
    """The channels that leave the house, with what is on its way and what did not arrive."""
    settings = {row.channel: row for row in ChannelSetting.objects.filter(tenant=tenant)}
    routes = routes_of([tenant.pk], channels)
    letters = Letter.objects.filter(tenant=tenant).order_by().values_list("channel")
    given_up = dict(letters.filter(status=Sending.GIVEN_UP).annotate(Count("pk")))
    under_way = letters.filter(status__in=[Sending.WAITING, Sending.SENDING])
    on_way = dict(under_way.annotate(Count("pk")))
    return [
        Standing(
            channel,
            settings.get(code),
            channel.is_ready(routes.get((tenant.pk, code))),
            on_way.get(code, 0),
            given_up.get(code, 0),
        )
        for code, channel in channels.items()
        if channel.outward
    ]


def last_failures(user: User) -> dict[str, Letter]:
    """By channel, the newest letter to this person if it did not arrive."""
    found: dict[str, Letter] = {}
    for channel in CHANNELS:
        last = Letter.objects.filter(user=user, channel=channel).order_by("-id").first()
        if last and last.fault and last.status in (Sending.GIVEN_UP, Sending.WAITING):
            found[channel] = last
    return found


def faults(tenant_id: UUID, now: datetime) -> Iterable[Sentence]:
    """What contradicts itself or has waited too long; that nothing is doubled the tables see to."""
    own = Delivery.objects.filter(tenant_id=tenant_id)
    apart = own.exclude(letter=None).filter(
        Q(status=Sending.SENT) & ~Q(letter__status=Sending.SENT)
        | ~Q(status=Sending.SENT) & Q(letter__status=Sending.SENT) & ~Q(status=Sending.DROPPED)
    )
    if n := apart.count():
        yield say(N_("{n} 条提醒的发送状态与信件不符"), n=n)
    overdue = own.filter(status=Sending.WAITING, due_at__lt=now - LONG_WAITING)
    if n := overdue.count():
        yield say(N_("{n} 条提醒超过一天没有发出，请查看后台任务是否在运行"), n=n)
