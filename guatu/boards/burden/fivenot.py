"""What of this installation bears on each of the five prohibitions, read as it is in force now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.conf import settings

from guatu.boards.burden.reading import meter_of_units
from guatu.burden.choices import ComplaintStatus
from guatu.burden.models import Complaint
from guatu.burden.queries.asked import weeks_until
from guatu.burden.terms import caps_of
from guatu.dispatches.choices import EvidenceKind
from guatu.dispatches.models import Dispatch, DispatchQuerySet
from guatu.dispatches.models.dispatches import UNSEEN
from guatu.domain.burden.caps import Cap, Scope
from guatu.domain.burden.counting import NOTHING, Measure
from guatu.domain.burden.prohibitions import TRACKING, Checked, Finding, Prohibition, suspect_words
from guatu.domain.words import N_, Sentence, say
from guatu.kit.clock import CHINA
from guatu.lines.choices import LineStatus
from guatu.lines.models import ScoreItem, WorkLine
from guatu.notices.models import ChannelSetting
from guatu.org.models import User
from guatu.worklists.models import WorkItem

#: Of the cells of lists the system has to fill so many percent.
LEAST_PREFILLED = 80
#: Weeks over which lists, demands and repetitions are looked at.
LOOKED_AT = 4


@dataclass(frozen=True, slots=True)
class Policy:
    """What the pages tell browsers: headers that the web layer sends."""

    content: str
    permissions: str


def five_not(user: User, policy: Policy, now: datetime) -> list[Checked]:
    """The five in their order, each with what bears on it in the government of ``user``; what the
    user may not see is counted and not named."""
    found = {
        Prohibition.ASKING: _asking(user.tenant_id, now),
        Prohibition.SIGNING_IN: _signing_in(user),
        Prohibition.FORCED_USE: _forced_use(user),
        Prohibition.TRACES: _traces(user, policy),
        Prohibition.BUSINESS: _business(policy),
    }
    return [Checked(one, list(found[one])) for one in Prohibition]


def complaint_finding(tenant_id: UUID, now: datetime) -> Finding:
    """That the complaint function is there and works: nothing waits beyond its time."""
    rows = Complaint.objects.filter(tenant_id=tenant_id)
    late = rows.filter(status=ComplaintStatus.OPEN, due_at__lt=now).count()
    words = say(N_("共收到 {n} 条，超过答复时限 {late} 条"), n=rows.count(), late=late)
    return Finding(N_("投诉建议功能"), words, late == 0, "complaint-list")


def _asking(tenant_id: UUID, now: datetime) -> Iterator[Finding]:
    weeks = weeks_until(now.astimezone(CHINA).date(), LOOKED_AT)
    meter = meter_of_units(tenant_id, weeks)
    whole = sum((week.count for week in meter.weeks), NOTHING)
    share = whole.prefilled_percent
    words = say(N_("近 {n} 周还没有清单"), n=LOOKED_AT)
    if share is not None:
        words = say(
            N_("近 {n} 周 {cells} 项，系统预填 {share}%（应不低于 {least}%）"),
            n=LOOKED_AT, cells=whole.list_fields, share=share, least=LEAST_PREFILLED,
        )  # fmt: skip
    holds = None if share is None else share >= LEAST_PREFILLED
    yield Finding(N_("工作清单由系统预填"), words, holds, "burden")
    twice = _typed_twice(tenant_id, weeks.moments)
    words = say(N_("近 {n} 周 {twice} 项"), n=LOOKED_AT, twice=twice)
    yield Finding(N_("同一周内同一事项被不同清单重复手填"), words, twice == 0, "work-list-all")
    caps = [cap for cap in caps_of(tenant_id) if cap.scope is Scope.UNIT]
    typed = {cap.measure for cap in caps} & {Measure.TYPED, Measure.FORMS}
    words = say(N_("已采用 {n} 项，其中超限不得下发 {hard} 项"), n=len(caps), hard=_hard(caps))
    if not caps:
        words = say(N_("还没有采用限额"))
    yield Finding(N_("每周填报和表单的限额"), words, bool(typed), "burden-caps")
    week = meter.weeks[-1]
    over = sum(any(used.is_over for used in meter.used(count)) for count in week.units.values())
    words = say(N_("{n} 个单位"), n=over)
    yield Finding(N_("本周超过限额的单位"), words, over == 0 if caps else None, "burden")


def _signing_in(user: User) -> Iterator[Finding]:
    yield from _suspects(user, Prohibition.SIGNING_IN)
    words = say(
        N_("{n} 条，防破解口令用（安全需要），没有页面统计"), n=_login_records(user.tenant_id)
    )
    yield Finding(N_("登录和退出时间的记录"), words, None)
    columns = _columns(("online_seconds", "online_minutes", "check_in"))
    yield Finding(N_("记录在线时长或签到的数据栏"), _named(columns), not columns)


def _forced_use(user: User) -> Iterator[Finding]:
    yield from _suspects(user, Prohibition.FORCED_USE)
    hours = settings.SESSION_COOKIE_AGE // 3600
    words = say(N_("会话 {n} 小时；不登录没有后果，密码不强制定期更换"), n=hours)
    yield Finding(N_("登录要求"), words, None)
    rows = ChannelSetting.objects.filter(tenant_id=user.tenant_id, enabled=True)
    channels = sorted(rows.values_list("channel", flat=True))
    words = say(N_("网页即可使用；另开通 {n} 个通道，收不收由本人设定"), n=len(channels))
    yield Finding(N_("消息通道"), words, None, "settings")


def _traces(user: User, policy: Policy) -> Iterator[Finding]:
    yield from _suspects(user, Prohibition.TRACES)
    photos = [
        row
        for row in _under_way(user.tenant_id).only("evidence")
        if EvidenceKind.PHOTO in row.evidence
    ]
    words = say(N_("{n} 件"), n=len(photos))
    yield Finding(N_("在办交办单要求必附照片"), words, not photos, "dispatch-list")
    for name, feature in ((N_("网页取用定位"), "geolocation"), (N_("网页取用摄像头"), "camera")):
        barred = f"{feature}=()" in policy.permissions.replace(" ", "")
        yield Finding(name, say(N_("禁止")) if barred else say(N_("未禁止")), barred)
    columns = _columns(TRACKING)
    yield Finding(N_("记录位置、点赞的数据栏"), _named(columns), not columns)


def _business(policy: Policy) -> Iterator[Finding]:
    own = "default-src 'self'" in policy.content and "form-action 'self'" in policy.content
    words = say(N_("只加载本系统内容，表单只提交到本系统")) if own else say(N_("允许外部内容"))
    yield Finding(N_("页面内容来源"), words, own)
    hosts = list(settings.WEBHOOK_HOSTS)
    words = say(N_("{n} 个：{hosts}"), n=len(hosts), hosts="、".join(hosts) or "无")
    yield Finding(N_("允许推送的外部地址"), words, None)


def _under_way(tenant_id: UUID) -> DispatchQuerySet:
    """Dispatches that were issued and are not over."""
    return Dispatch.objects.filter(tenant_id=tenant_id).open().exclude(status__in=UNSEEN)


def _suspects(user: User, prohibition: Prohibition) -> Iterator[Finding]:
    """Score items and open dispatches that demand what must not be demanded."""
    items = ScoreItem.objects.filter(line__tenant_id=user.tenant_id).exclude(
        line__status=LineStatus.CLOSED
    )
    lines = set(WorkLine.objects.visible_to(user).values_list("pk", flat=True))
    scored = [
        (name, words, line in lines)
        for name, words, line in items.values_list("name", "words", "line_id")
    ]
    yield _suspect(prohibition, N_("考核事项的内容"), scored, "line-list")
    seen = set(Dispatch.objects.visible_to(user).open().values_list("pk", flat=True))
    asked = _under_way(user.tenant_id).values_list("title", "asked", "pk")
    given = [(title, words, pk in seen) for title, words, pk in asked]
    yield _suspect(prohibition, N_("在办交办单的要求"), given, "dispatch-list")


def _suspect(
    prohibition: Prohibition, name: str, texts: Sequence[tuple[str, str, bool]], url_name: str
) -> Finding:
    """``texts``: title, words, and whether the reader may see them; else they only count."""
    found = [
        f"“{title}”（{'、'.join(bad)}）" if seen else ""
        for title, more, seen in texts
        if (bad := suspect_words(prohibition, f"{title} {more}"))
    ]
    shown = [one for one in found if one]
    words = say(N_("逐条看过 {all} 项，没有涉及的"), all=len(texts))
    if found and not shown:
        words = say(N_("逐条看过 {all} 项，涉及 {n} 项"), all=len(texts), n=len(found))
    elif found:
        named = "；".join(shown[:3])
        words = say(
            N_("逐条看过 {all} 项，涉及 {n} 项：{named}"), all=len(texts), n=len(found), named=named
        )
    return Finding(name, words, not found, url_name)


def _typed_twice(tenant_id: UUID, moments: tuple[datetime, datetime]) -> int:
    """Matters of a unit on which somebody typed in two lists that were prepared in one week."""
    first, end = moments
    rows = WorkItem.objects.filter(
        work_list__tenant_id=tenant_id,
        work_list__round__prepared_at__gte=first,
        work_list__round__prepared_at__lt=end,
        source_id__isnull=False,
    ).exclude(hand={})
    found = rows.values_list("work_list__unit_id", "source_id", "work_list__round__prepared_at")
    weeks: dict[tuple[UUID, UUID | None, tuple[int, int]], int] = {}
    for unit, source, at in found:
        year, week, _day = at.astimezone(CHINA).isocalendar()
        key = (unit, source, (year, week))
        weeks[key] = weeks.get(key, 0) + 1
    return sum(number > 1 for number in weeks.values())


def _columns(wanted: tuple[str, ...]) -> list[str]:
    """Columns of our tables whose name is, or begins or ends with, one of ``wanted``."""
    return sorted(
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("guatu.")
        for field in model._meta.get_fields()
        if any(field.name in (word, f"{word}s") for word in wanted)
    )


def _named(columns: list[str]) -> Sentence:
    return say(N_("{n} 个：{names}"), n=len(columns), names="、".join(columns) or "无")


def _hard(caps: Sequence[Cap]) -> int:
    return sum(cap.hard for cap in caps)


def _login_records(tenant_id: UUID) -> int:
    """Of people of this government."""
    names = User.objects.filter(tenant_id=tenant_id).order_by().values("username")
    model = apps.get_model("axes", "AccessLog")
    found: int = model._default_manager.filter(username__in=names).count()
    return found
