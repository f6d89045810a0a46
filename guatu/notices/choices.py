from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NoticeKind(TextChoices):
    """What a notice is about; people mute by it."""

    DISPATCH = "dispatch", _("交办")
    REMINDER = "reminder", _("提醒催办")
    COMMITMENT = "commitment", _("承诺")
    MEETING = "meeting", _("调度会商")
    PROJECT = "project", _("项目")
    POST = "post", _("岗位")
    SYSTEM = "system", _("系统")


class Urgency(TextChoices):
    """Urgent notices go out at once, day and night, and nobody can mute them."""

    NORMAL = "normal", _("一般")
    URGENT = "urgent", _("紧急")


class Digest(TextChoices):
    """How often the normal notices of a person leave by a channel."""

    AT_ONCE = "at_once", _("随时")
    HOURLY = "hourly", _("每小时合并一次")
    DAILY = "daily", _("每天合并一封")


class Sending(TextChoices):
    """Where a notice on its way through a channel is, or the letter that carries it."""

    WAITING = "waiting", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已送达")
    GIVEN_UP = "given_up", _("未送达")
    DROPPED = "dropped", _("不再发送")
