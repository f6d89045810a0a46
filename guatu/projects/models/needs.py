"""The guarantee chart (保障图): what a project needs of others, by when, and if it is there."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.kit.models import Row
from guatu.org.models import User
from guatu.projects.choices import NeedStatus
from guatu.projects.models.plans import Milestone
from guatu.projects.models.projects import Project


class SupportNeedQuerySet(models.QuerySet["SupportNeed"]):
    def visible_to(self, user: User) -> SupportNeedQuerySet:
        """The needs of projects that ``user`` may see, and those that their units supply."""
        seen = Q(project__in=Project.objects.visible_to(user).order_by().values("pk"))
        access = user.access
        own = Q(project__tenant_id=access.tenant_id) & (
            Q(supplier_id__in=access.unit_ids) | Q(post_id__in=access.post_ids)
        )
        return self.filter(seen | own)

    def open(self) -> SupportNeedQuerySet:
        """Neither there nor dropped."""
        return self.filter(status__in=(NeedStatus.NEEDED, NeedStatus.PROMISED))


class SupportNeed(Row):
    """A need (要素) of a project, who supplies it and the milestone that waits for it.

    ``needed_by`` follows from the milestone: ``lead`` workdays before its latest start. Without a
    milestone it is typed in, with ``reason`` saying why there is none.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="needs")
    serial = models.PositiveSmallIntegerField()
    element = models.CharField(_("要素"), max_length=40)
    name = models.CharField(_("需求"), max_length=80)
    milestone = models.ForeignKey(
        Milestone,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("保障的节点"),
    )
    lead = models.PositiveSmallIntegerField(_("提前量（工作日）"), default=0)
    needed_by = models.DateField(_("需求时间"), null=True, blank=True)
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    supplier = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supplied_needs",
        verbose_name=_("保障单位"),
    )
    post = models.ForeignKey(
        "org.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supplied_needs",
        verbose_name=_("责任岗位"),
    )
    status = models.CharField(
        _("状态"), max_length=12, choices=NeedStatus.choices, default=NeedStatus.NEEDED
    )
    promised_on = models.DateField(_("承诺时间"), null=True, blank=True)
    delivered_on = models.DateField(_("落实时间"), null=True, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    blocker = models.CharField(_("卡点堵点"), max_length=300, blank=True)
    blocked_since = models.DateField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SupportNeedQuerySet.as_manager()

    class Meta:
        ordering = ("serial", "id")
        indexes = (
            models.Index(fields=["supplier", "status", "needed_by"], name="need_by_supplier"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def tenant_id(self) -> UUID:
        """A need belongs to the government of its project."""
        own: UUID = self.project.tenant_id
        return own

    @property
    def is_open(self) -> bool:
        return self.status in (NeedStatus.NEEDED, NeedStatus.PROMISED)

    @property
    def is_blocked(self) -> bool:
        """What is settled keeps the words of its blocker, to have them when it is reopened."""
        return self.is_open and self.blocker != ""

    def is_late(self, today: date) -> bool:
        """Not there on the day by which it was needed."""
        return self.is_open and self.needed_by is not None and self.needed_by < today
