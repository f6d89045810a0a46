"""Meetings (调度会) and what stands on their agendas."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.command.choices import AgendaCause, ItemStatus, MeetingKind, MeetingStatus
from guatu.domain import meetings as table
from guatu.kit.models import Row, TenantRow
from guatu.org.models import User

if TYPE_CHECKING:
    from guatu.org.access import Access

#: Minutes of a meeting for which nothing else was said.
USUAL_MINUTES = 60


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> MeetingQuerySet:
        """Leaders, office and inspectors see all; others those that they call, chair or attend."""
        return self.seen_with(user.access)

    def seen_with(self, access: Access) -> MeetingQuerySet:
        own = self.filter(tenant_id=access.tenant_id)
        if access.sees_all:
            return own
        posts = access.post_ids
        return own.filter(
            Q(chair_id__in=posts)
            | Q(task_force__head_id__in=posts)
            | Q(pk__in=self.model.objects.filter(attendees__in=posts).order_by().values("pk"))
        )


class Meeting(TenantRow):
    """A meeting of a task force, of a headquarters, or (neither given) of the whole command post.

    While it is called its agenda follows the projects of its scope; what is discussed is fixed
    when it begins (``AgendaItem.serial``).
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveIntegerField(_("次数"))
    kind = models.CharField(
        _("类别"), max_length=8, choices=MeetingKind.choices, default=MeetingKind.STEERING
    )
    title = models.CharField(_("会议名称"), max_length=80)
    headquarters = models.ForeignKey(
        "lines.HeadQuarters",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("指挥部"),
    )
    task_force = models.ForeignKey(
        "lines.TaskForce",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("专班"),
    )
    starts_at = models.DateTimeField(_("时间"))
    minutes = models.PositiveSmallIntegerField(_("预计时长（分钟）"), default=USUAL_MINUTES)
    place = models.CharField(_("地点"), max_length=80)
    chair = models.ForeignKey(
        "org.Post", on_delete=models.PROTECT, related_name="+", verbose_name=_("主持")
    )
    attendees: models.ManyToManyField[models.Model, models.Model] = models.ManyToManyField(
        "org.Post", blank=True, related_name="+", verbose_name=_("参加")
    )
    month = models.DateField(_("会办月份"), null=True, blank=True)
    status = models.CharField(
        _("状态"), max_length=10, choices=MeetingStatus.choices, default=MeetingStatus.CALLED
    )
    opening = models.CharField(_("会议概况"), max_length=500, blank=True)
    called_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)
    minuted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "year", "number"], name="meeting_number_once_per_year"
            ),
            models.CheckConstraint(
                condition=Q(headquarters__isnull=True) | Q(task_force__isnull=True),
                name="meeting_of_one_body",
            ),
        )
        indexes = (models.Index(fields=["tenant", "-starts_at"], name="meeting_by_time"),)

    def __str__(self) -> str:
        return self.title

    @property
    def stage(self) -> table.Status:
        return table.Status(self.status)

    @property
    def label(self) -> str:
        """〔2021〕3次: how minutes are counted."""
        return f"〔{self.year}〕{self.number}次"

    @property
    def body(self) -> str:
        """Whose meeting it is; "" for the whole command post."""
        return str(self.task_force or self.headquarters or "")


class AgendaItem(Row):
    """A matter on an agenda: a project with all that is wrong with it, a dispatch without a
    project, or something added by hand. ``serial`` is its place, given when the meeting begins;
    ``reasons`` are the sentences why it stood there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    key = models.CharField(max_length=60)
    serial = models.PositiveSmallIntegerField(null=True)
    title = models.CharField(_("议题"), max_length=200)
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("项目"),
    )
    dispatch = models.ForeignKey(
        "dispatches.Dispatch", on_delete=models.PROTECT, null=True, related_name="+"
    )
    cause = models.CharField(max_length=10, choices=AgendaCause.choices, default=AgendaCause.ADDED)
    reasons = models.JSONField(default=list)
    words = models.CharField(_("说明"), max_length=300, blank=True)
    status = models.CharField(
        _("状态"), max_length=10, choices=ItemStatus.choices, default=ItemStatus.OPEN
    )
    deferred = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    changed_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["serial", "id"]
        constraints = (
            models.UniqueConstraint(fields=["meeting", "key"], name="item_once_per_meeting"),
        )
        indexes = (models.Index(fields=["status"], name="item_by_status"),)

    def __str__(self) -> str:
        return self.title

    @property
    def tenant_id(self) -> UUID:
        """An item belongs to the government of its meeting."""
        own: UUID = self.meeting.tenant_id
        return own
