"""Blockers (卡点堵点): what stops a project, who answers for it and who clears it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from guatu.command.choices import BlockerKind, BlockerStatus
from guatu.dispatches.choices import PartStatus
from guatu.dispatches.models import Part
from guatu.domain.blockers import STUCK, UNCLEARED, Status
from guatu.kit.clock import CHINA
from guatu.kit.models import Row, TenantRow
from guatu.org.models import Unit, User
from guatu.projects.models import Project

if TYPE_CHECKING:
    from guatu.org.access import Access


class BlockerQuerySet(models.QuerySet["Blocker"]):
    def visible_to(self, user: User) -> BlockerQuerySet:
        """With the projects that ``user`` may see, and what the own units answer for or clear."""
        return self.seen_with(user.access)

    def seen_with(self, access: Access) -> BlockerQuerySet:
        own = self.filter(tenant_id=access.tenant_id)
        if access.sees_all:
            return own
        projects = Project.objects.seen_with(access).order_by().values("pk")
        led = Part.objects.filter(unit_id__in=access.unit_ids, is_lead=True)
        led = led.exclude(status=PartStatus.RELEASED)
        return own.filter(
            Q(project__in=projects)
            | Q(owner_unit_id__in=access.unit_ids)
            | Q(doing_unit_id__in=access.unit_ids)
            | Q(dispatch__in=led.order_by().values("dispatch"))
            | Q(raised_by_id=access.user_id)
        )

    def uncleared(self) -> BlockerQuerySet:
        """Not confirmed yet."""
        return self.filter(status__in=[status.value for status in UNCLEARED])

    def stuck(self) -> BlockerQuerySet:
        """Those about which somebody still has to do something."""
        return self.filter(status__in=[status.value for status in STUCK])


class BlockerBatch(TenantRow):
    """A batch (第几批) as the office released it; what is left of it is counted, never stored."""

    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("批次"))
    title = models.CharField(_("说明"), max_length=120, blank=True)
    released_at = models.DateTimeField()
    released_by_name = models.CharField(max_length=100)

    class Meta:
        ordering = ("-year", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "year", "number"], name="batch_number_once_per_year"
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} 年第 {self.number} 批"


class Blocker(TenantRow):
    """``owner_unit`` (盯办单位) sees to it and confirms, ``doing_unit`` clears it: never one."""

    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveIntegerField(_("编号"))
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        related_name="blockers",
        verbose_name=_("项目"),
    )
    milestone = models.ForeignKey(
        "projects.Milestone",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("卡住的节点"),
    )
    kind = models.CharField(_("类别"), max_length=12, choices=BlockerKind.choices)
    words = models.CharField(_("卡在哪里"), max_length=300)
    express = models.BooleanField(default=False, editable=False)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    owner_unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        related_name="watched_blockers",
        verbose_name=_("盯办单位"),
    )
    doing_unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="blockers",
        verbose_name=_("解决单位"),
    )
    due_on = models.DateField(_("限期"), null=True, blank=True)
    status = models.CharField(
        _("状态"), max_length=10, choices=BlockerStatus.choices, default=BlockerStatus.OPEN
    )
    dispatch = models.ForeignKey(
        "dispatches.Dispatch", on_delete=models.PROTECT, null=True, related_name="blockers"
    )
    batch = models.ForeignKey(
        BlockerBatch, on_delete=models.PROTECT, null=True, related_name="blockers"
    )
    solved_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = BlockerQuerySet.as_manager()

    class Meta:
        ordering = ("raised_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "year", "number"], name="blocker_number_once_per_year"
            ),
            models.CheckConstraint(
                condition=Q(doing_unit__isnull=True) | ~Q(doing_unit=F("owner_unit")),
                name="blocker_owner_is_not_its_doer",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "status", "raised_at"], name="blocker_by_status"),
            models.Index(fields=["project", "status"], name="blocker_by_project"),
        )

    def __str__(self) -> str:
        return f"{self.label}“{self.words[:40]}”"

    @property
    def label(self) -> str:
        return f"堵点〔{self.year}〕{self.number}号"

    @property
    def stage(self) -> Status:
        return Status(self.status)

    @property
    def is_cleared(self) -> bool:
        return self.stage not in UNCLEARED

    @property
    def doer(self) -> Unit | None:
        """Who clears it now: the lead unit of its dispatch, which may have been passed on, else
        ``doing_unit``; reads the parts of the dispatch as prefetched."""
        dispatch = self.dispatch
        if dispatch is None or dispatch.is_closed:
            return self.doing_unit
        unit: Unit = dispatch.lead.unit
        return unit

    def days_open(self, today: date) -> int:
        """Calendar days since it was raised, up to the day on which it was cleared."""
        until = self.cleared_at.astimezone(CHINA).date() if self.cleared_at else today
        return max((until - self.raised_at.astimezone(CHINA).date()).days, 0)

    def is_late(self, today: date) -> bool:
        return self.stage in STUCK and self.due_on is not None and self.due_on < today


class BlockerNote(Row):
    """What was done about a blocker, or said of it, with a photo if somebody liked to add one."""

    blocker = models.ForeignKey(Blocker, on_delete=models.CASCADE, related_name="notes")
    verb = models.CharField(max_length=12)
    words = models.CharField(max_length=500, blank=True)
    photo = models.CharField(max_length=64, blank=True)
    photo_media = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=100)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.words
