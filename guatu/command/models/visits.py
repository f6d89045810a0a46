"""Visits of leaders on site (一线攻坚)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.kit.models import TenantRow
from guatu.org.models import User
from guatu.projects.models import Project

if TYPE_CHECKING:
    from guatu.org.access import Access


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: User) -> VisitQuerySet:
        """With the projects that ``user`` may see, and those of the own post."""
        return self.seen_with(user.access)

    def seen_with(self, access: Access) -> VisitQuerySet:
        own = self.filter(tenant_id=access.tenant_id)
        if access.sees_all:
            return own
        projects = Project.objects.seen_with(access).order_by().values("pk")
        return own.filter(Q(project__in=projects) | Q(leader_id__in=access.post_ids))


class Visit(TenantRow):
    """A leader at a project: planned for ``planned_on``, made on ``made_on``. The photo is never
    asked for, and where the leader was is not recorded."""

    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        related_name="visits",
        verbose_name=_("项目"),
    )
    leader = models.ForeignKey(
        "org.Post", on_delete=models.PROTECT, related_name="visits", verbose_name=_("走访领导")
    )
    planned_on = models.DateField(_("计划走访"), null=True, blank=True)
    made_on = models.DateField(_("走访日期"), null=True, blank=True)
    found = models.CharField(_("现场情况"), max_length=800, blank=True)
    follow_up = models.CharField(_("下次关注"), max_length=300, blank=True)
    photo = models.CharField(max_length=64, blank=True)
    photo_media = models.CharField(max_length=40, blank=True)
    logged_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(planned_on__isnull=False) | Q(made_on__isnull=False),
                name="visit_has_a_day",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "made_on"], name="visit_by_day"),
            models.Index(fields=["leader", "made_on"], name="visit_by_leader"),
        )

    def __str__(self) -> str:
        return f"{self.project} {self.made_on or self.planned_on:%Y-%m-%d}"
