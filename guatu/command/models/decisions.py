"""What was decided in a meeting or on a site; each becomes a dispatch, or says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.command.models.blockers import Blocker
from guatu.command.models.meetings import AgendaItem, Meeting
from guatu.command.models.visits import Visit
from guatu.kit.models import TenantRow
from guatu.org.models import User

if TYPE_CHECKING:
    from guatu.org.access import Access


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: User) -> DecisionQuerySet:
        """Those of meetings and visits that ``user`` may see."""
        access: Access = user.access
        own = self.filter(tenant_id=access.tenant_id)
        if access.sees_all:
            return own
        meetings = Meeting.objects.seen_with(access).order_by().values("pk")
        visits = Visit.objects.seen_with(access).order_by().values("pk")
        return own.filter(Q(item__meeting__in=meetings) | Q(visit__in=visits))


class Decision(TenantRow):
    """A line of the minutes. With ``dispatch`` it was handed to a unit; without one ``reason``
    says why nobody has to do anything."""

    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="decisions")
    serial = models.PositiveSmallIntegerField()
    words = models.CharField(_("议定事项"), max_length=300)
    unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("主办单位"),
    )
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    reason = models.CharField(_("无需交办的理由"), max_length=300, blank=True)
    blocker = models.ForeignKey(
        Blocker,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("堵点"),
    )
    dispatch = models.OneToOneField(
        "dispatches.Dispatch", on_delete=models.PROTECT, null=True, related_name="decision"
    )
    made_at = models.DateTimeField()
    made_on = models.DateField()
    made_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "serial", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(item__isnull=True, visit__isnull=False)
                | Q(item__isnull=False, visit__isnull=True),
                name="decision_of_meeting_or_visit",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, due_on__isnull=False) | ~Q(reason=""),
                name="decision_with_unit_and_date_or_reason",
            ),
        )
        indexes = (models.Index(fields=["tenant", "made_on"], name="decision_by_day"),)

    def __str__(self) -> str:
        return self.words
