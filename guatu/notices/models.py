from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.kit.models import TenantRow
from guatu.notices.choices import Digest, NoticeKind, Sending, Urgency
from guatu.notices.hours import Hours
from guatu.org.models import Post, User


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> NoticeQuerySet:
        return self.filter(user_id=user.pk, tenant_id=user.tenant_id)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)


class Notice(TenantRow):
    """One person told of one event: a row of the inbox, the same whatever channels carry it.

    ``words`` is a sentence; ``post`` is the post for whose sake the person is told, empty when it
    is for the person's own. ``at`` is when it happened, ``told_at`` when it stood in the inbox;
    ``late``: made up for after a stop (补发).
    """

    event = models.ForeignKey(
        "journal.Event", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    urgency = models.CharField(max_length=8, choices=Urgency.choices, default=Urgency.NORMAL)
    words = models.JSONField()
    url = models.CharField(max_length=200, blank=True)
    late = models.BooleanField(default=False)
    at = models.DateTimeField()
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=["event", "user"], name="notice_once_per_event"),
        )
        indexes = (
            models.Index(fields=["user", "-id"], name="notice_by_user"),
            models.Index(
                fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread_by_user"
            ),
            models.Index(
                fields=["tenant", "at"],
                condition=Q(kind="reminder"),
                name="notice_reminder_by_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.event_id}"

    @property
    def is_urgent(self) -> bool:
        return self.urgency == Urgency.URGENT


class Letter(TenantRow):
    """What goes out in one piece to one person by one channel: the ledger of sending.

    Written before anything leaves and marked after. Its id is the effect key: the Message-ID of a
    mail, the Idempotency-Key of a call. ``tries`` is also the version: who marks a letter must have
    made its latest try. ``due_at`` is when it was meant to leave and never moves, ``next_try``
    does; while it is being sent ``next_try`` is when the lease ends. ``tries_with_files``: how many
    tries failed over its files. A letter that was sent with a ``fault`` arrived without a file that
    belongs to it.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    urgency = models.CharField(max_length=8, choices=Urgency.choices)
    status = models.CharField(max_length=10, choices=Sending.choices)
    due_at = models.DateTimeField()
    next_try = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    tries_with_files = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    fault = models.JSONField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["next_try"],
                condition=Q(status__in=("waiting", "sending")),
                name="letter_under_way",
            ),
            models.Index(fields=["user", "channel", "-id"], name="letter_by_user"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Delivery(TenantRow):
    """A notice on its way by one channel; ``letter`` carries it once it has left or tried to.

    ``enclosed``: its file went along; empty for what has not left or left before this was noted.
    """

    notice = models.ForeignKey(
        Notice, on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=20)
    urgency = models.CharField(max_length=8, choices=Urgency.choices)
    status = models.CharField(max_length=10, choices=Sending.choices, default=Sending.WAITING)
    due_at = models.DateTimeField()
    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, null=True, related_name="deliveries"
    )
    enclosed = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_per_channel"),
        )
        indexes = (
            models.Index(
                fields=["due_at"], condition=Q(status="waiting"), name="delivery_waiting_by_time"
            ),
            models.Index(
                fields=["user", "channel"],
                condition=Q(status="waiting"),
                name="delivery_waiting_by_user",
            ),
        )

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel}"


class Preference(TenantRow):
    """How one person wants one channel; without a row the channel's default holds.

    ``address``: where the channel finds the person, empty for the one on the account. ``muted``:
    kinds of which normal notices are not carried.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="preferences")
    channel = models.CharField(max_length=20)
    enabled = models.BooleanField(_("启用"), default=True)
    address = models.CharField(_("接收地址"), max_length=200, blank=True)
    digest = models.CharField(
        _("一般消息"), max_length=10, choices=Digest.choices, default=Digest.AT_ONCE
    )
    muted = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "channel"], name="preference_once"),)

    def __str__(self) -> str:
        return f"{self.user} {self.channel}"


class ChannelSettingQuerySet(models.QuerySet["ChannelSetting"]):
    def visible_to(self, user: User) -> ChannelSettingQuerySet:
        return self.filter(tenant_id=user.tenant_id)


class ChannelSetting(TenantRow):
    """One channel of one government: where it calls, and how it has been doing.

    ``failures`` counts failures without a success between; until ``paused_until`` nothing is tried,
    so a dead address costs one try per pause and holds up nobody.
    """

    channel = models.CharField(max_length=20)
    enabled = models.BooleanField(_("启用"), default=False)
    url = models.CharField(_("地址"), max_length=500, blank=True)
    secret = models.CharField(_("密钥"), max_length=200, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    fault = models.JSONField(null=True)
    worked_at = models.DateTimeField(null=True)
    tested_at = models.DateTimeField(null=True)
    test_fault = models.JSONField(null=True)
    testing_since = models.DateTimeField(null=True)

    objects = ChannelSettingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "channel"], name="channel_once_per_tenant"),
        )

    def __str__(self) -> str:
        return self.channel


class NoticeHours(TenantRow):
    """A government's quiet hours and the time of its daily letter; without a row ours hold."""

    quiet_from = models.TimeField(_("免打扰从"))
    quiet_until = models.TimeField(_("免打扰到"))
    letter_at = models.TimeField(_("每日合并信发出时间"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant"], name="notice_hours_once"),)

    def __str__(self) -> str:
        return str(self.tenant_id)

    @property
    def hours(self) -> Hours:
        return Hours(self.quiet_from, self.quiet_until, self.letter_at)
