"""A test message: asked for on the settings page, sent by the worker like everything else."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from guatu.domain.words import Sentence, say
from guatu.kit.clock import CHINA
from guatu.kit.ids import uuid7
from guatu.kit.refusals import Refusal
from guatu.notices.actions.health import note_success, setting_for_change
from guatu.notices.actions.packing import whole
from guatu.notices.channels import CHANNELS, Channels
from guatu.notices.channels.base import Channel, ChannelDown, Line, Parcel, Route
from guatu.notices.choices import NoticeKind
from guatu.notices.models import ChannelSetting, Preference
from guatu.notices.queries import routes_of, wish_of
from guatu.org.access import require
from guatu.org.models import Tenant, User

#: Between two tests of a channel: whoever answers there has other things to do.
BETWEEN_TESTS = timedelta(seconds=10)


@transaction.atomic
def ask_test(
    tenant: Tenant, code: str, *, by: User, now: datetime, channels: Channels = CHANNELS
) -> ChannelSetting:
    """Note that a test is under way; ``send_test`` makes it."""
    require(by, "channel.edit", tenant)
    channel = channels.get(code)
    route = routes_of([tenant.pk], channels).get((tenant.pk, code))
    if channel is None or not channel.outward or not channel.is_ready(route):
        raise Refusal(say("这个渠道还没有启用，请先设置并启用。"))
    row = setting_for_change(tenant.pk, code)
    if row.testing_since and now - row.testing_since < BETWEEN_TESTS:
        raise Refusal(say("刚发过测试消息，请过 10 秒再试。"))
    row.testing_since, row.tested_at, row.test_fault = now, None, None
    row.save(update_fields=["testing_since", "tested_at", "test_fault"])
    return row


def send_test(
    tenant_id: UUID, code: str, user_id: UUID, now: datetime, channels: Channels = CHANNELS
) -> Sentence | None:
    """Send it and note what came of it; a channel that works need not rest any longer."""
    channel, user = channels[code], User.objects.select_related("tenant").get(pk=user_id)
    route = routes_of([tenant_id], channels).get((tenant_id, code))
    fault = _try(channel, user, route or Route(), now)
    with transaction.atomic():
        row = setting_for_change(tenant_id, code)
        row.tested_at, row.test_fault = now, fault and fault.as_json()
        row.save(update_fields=["tested_at", "test_fault"])
    if fault is None:
        note_success(tenant_id, code, now)
    return fault


def _try(channel: Channel, user: User, route: Route, now: datetime) -> Sentence | None:
    row = Preference.objects.filter(user=user, channel=channel.code).first()
    address = wish_of(user, channel, row).address
    if address is None:
        return say("您的账号上没有邮箱，测试消息无处可发；请先在“我的提醒方式”里填写。")
    try:
        channel.send(_parcel(user, address, now), route, now)
    except ChannelDown as trouble:
        return trouble.sentence
    return None


def _parcel(user: User, address: str, now: datetime) -> Parcel:
    line = Line(
        id=uuid7(),
        kind=NoticeKind.SYSTEM,
        kind_words=str(NoticeKind.SYSTEM.label),
        words="这是一条测试消息，收到即表示渠道可用。",
        url=whole("/"),
        at=now.astimezone(CHINA),
        late=False,
    )
    return Parcel(
        key=uuid7(),
        government=user.tenant.name,
        user_id=user.pk,
        username=user.username,
        name=user.name,
        address=address,
        urgent=False,
        lines=(line,),
    )
