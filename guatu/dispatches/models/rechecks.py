"""Looking back (回头看): a sample of what was signed off is checked again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guatu.dispatches.choices import Finding
from guatu.dispatches.models.dispatches import Dispatch
from guatu.kit.models import Row, TenantRow
from guatu.org.models import User


class SampleQuerySet(models.QuerySet["Sample"]):
    def visible_to(self, user: User) -> SampleQuerySet:
        return self.filter(tenant_id=user.tenant_id)


class Sample(TenantRow):
    """A draw: from what was signed off in a span of days, by a seed that anybody can repeat."""

    drawn_at = models.DateTimeField()
    drawn_by_name = models.CharField(max_length=100)
    first = models.DateField(_("销号起"))
    last = models.DateField(_("销号止"))
    pool = models.PositiveIntegerField()
    seed = models.CharField(max_length=40)

    objects = SampleQuerySet.as_manager()

    class Meta:
        ordering = ("-drawn_at", "-id")

    def __str__(self) -> str:
        return f"{self.first:%Y-%m-%d} — {self.last:%Y-%m-%d}"


class Recheck(Row):
    """What was found of one of them; ``finding`` empty until somebody has looked."""

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="rechecks")
    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="rechecks")
    finding = models.CharField(max_length=8, choices=Finding.choices, blank=True)
    words = models.CharField(_("核查情况"), max_length=500, blank=True)
    at = models.DateTimeField(null=True)
    by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["sample", "dispatch"], name="rechecked_once_a_sample"),
        )

    def __str__(self) -> str:
        return str(self.dispatch)
