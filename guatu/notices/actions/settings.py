"""What the office sets up for all and a person for himself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from guatu.domain.words import Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.notices.actions.health import setting_for_change
from guatu.notices.channels import CHANNELS, Channels
from guatu.notices.channels.base import Channel, Route
from guatu.notices.choices import Digest, NoticeKind, Sending
from guatu.notices.hours import Hours
from guatu.notices.models import ChannelSetting, Delivery, Letter, NoticeHours, Preference
from guatu.org.access import require
from guatu.org.models import Tenant, User

LONGEST_ADDRESS = 200
SETTING = ("enabled", "url", "secret")
HEALTH = ("failures", "failing_since", "paused_until", "fault")


@dataclass(frozen=True, slots=True)
class Choice:
    """How a person wants a channel; ``address`` empty: the default of the channel."""

    enabled: bool
    address: str = ""
    digest: str = Digest.AT_ONCE
    muted: Collection[str] = ()


@transaction.atomic
def change_channel(
    tenant: Tenant,
    code: str,
    *,
    enabled: bool,
    url: str | None,
    secret: str | None,
    by: User,
    now: datetime,
    channels: Channels = CHANNELS,
) -> ChannelSetting:
    """Set up or stop a channel that calls an address; ``url`` or ``secret`` None: as it was.

    The journal says that it was changed and by whom; the address holds a key, so it does not say
    to what.
    """
    require(by, "channel.edit", tenant)
    channel = _routed(code, channels)
    row = setting_for_change(tenant.pk, code)
    route = Route(
        row.url if url is None else url.strip(), row.secret if secret is None else secret.strip()
    )
    if enabled and (fault := channel.route_fault(route)):
        raise Refusal(fault, {_field_of(channel, route): fault})
    changed = [
        name
        for name, value in (("enabled", enabled), ("url", route.url), ("secret", route.secret))
        if getattr(row, name) != value
    ]
    row.enabled, row.url, row.secret = enabled, route.url, route.secret
    row.failures, row.failing_since, row.paused_until, row.fault = 0, None, None, None
    row.save(update_fields=[*SETTING, *HEALTH])
    if changed:
        state = "启用" if enabled else "停用"
        details = {"channel": str(channel.label), "state": state, "fields": changed}
        journal.record("channel.changed", row, by=by, at=now, **details)
    return row


@transaction.atomic
def change_hours(tenant: Tenant, hours: Hours, *, by: User, now: datetime) -> None:
    """Set the government's quiet hours and the time of its daily letter."""
    require(by, "channel.edit", tenant)
    if hours.is_quiet(now.replace(hour=hours.letter_at.hour, minute=hours.letter_at.minute)):
        inside = say("每日合并信的时间落在免打扰时段里，请错开。")
        raise Refusal(inside, {"letter_at": inside})
    row, _fresh = NoticeHours.objects.update_or_create(
        tenant=tenant,
        defaults={
            "quiet_from": hours.quiet_from,
            "quiet_until": hours.quiet_until,
            "letter_at": hours.letter_at,
        },
    )
    quiet = f"{hours.quiet_from:%H:%M}—{hours.quiet_until:%H:%M}"
    letter = f"{hours.letter_at:%H:%M}"
    journal.record("notice_hours.changed", row, by=by, at=now, quiet=quiet, letter=letter)


@transaction.atomic
def change_preference(
    user: User, code: str, choice: Choice, *, now: datetime, channels: Channels = CHANNELS
) -> Preference:
    """A person's own choice; urgent kinds are not asked for here, nobody can mute them."""
    channel = channels.get(code)
    if channel is None:
        raise Refusal(say("没有这种提醒方式，请刷新页面后重选。"))
    address = choice.address.strip()
    faults = _faults(channel, choice, address, user)
    if faults:
        raise Refusal(next(iter(faults.values())), faults)
    row, _fresh = Preference.objects.update_or_create(
        user=user,
        channel=code,
        defaults={
            "tenant_id": user.tenant_id,
            "enabled": choice.enabled or not channel.outward,
            "address": address,
            "digest": choice.digest,
            "muted": sorted(choice.muted),
        },
    )
    journal.record("preference.changed", row, by=user, at=now, channel=str(channel.label))
    return row


@transaction.atomic
def resend_given_up(tenant: Tenant, code: str, *, by: User, now: datetime) -> int:
    """Try again what did not arrive; marked as late, and under the same keys as before."""
    require(by, "channel.edit", tenant)
    old = Letter.objects.filter(tenant=tenant, channel=code, status=Sending.GIVEN_UP)
    ids = list(old.select_for_update(no_key=True).values_list("pk", flat=True))
    if not ids:
        raise Refusal(say("没有未送达的信，不用重新发送。"))
    Delivery.objects.filter(letter__in=ids, status=Sending.GIVEN_UP).update(status=Sending.SENDING)
    Letter.objects.filter(pk__in=ids).update(
        status=Sending.WAITING, due_at=now, next_try=now, tries=0, tries_with_files=0, fault=None
    )
    row = setting_for_change(tenant.pk, code)
    row.paused_until = None
    row.save(update_fields=["paused_until"])
    label = str(CHANNELS[code].label)
    journal.record("channel.resent", row, by=by, at=now, channel=label, count=len(ids))
    return len(ids)


def _routed(code: str, channels: Channels) -> Channel:
    channel = channels.get(code)
    if channel is None or not channel.routed:
        raise Refusal(say("这个渠道不在这里设置。"))
    return channel


def _field_of(channel: Channel, route: Route) -> str:
    return "secret" if channel.secret_needed and not route.secret else "url"


def _faults(channel: Channel, choice: Choice, address: str, user: User) -> dict[str, Sentence]:
    faults: dict[str, Sentence] = {}
    if len(address) > LONGEST_ADDRESS:
        faults["address"] = say("地址太长，请核对。")
    elif address and (fault := channel.address_fault(address)):
        faults["address"] = fault
    elif choice.enabled and channel.address_of(address, user.email) is None:
        faults["address"] = say("账号上没有邮箱，请在此填写。")
    if choice.digest not in Digest.values:
        faults["digest"] = say("请从列表中选择。")
    if not set(choice.muted) <= set(NoticeKind.values):
        faults["muted"] = say("请从列表中选择。")
    return faults
