"""Caps of a government, what was let through above them, complaints and their answers."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from guatu.burden.choices import (
    CappedMeasure,
    ComplaintEntryKind,
    ComplaintKind,
    ComplaintStatus,
)
from guatu.domain.burden.complaints import Status
from guatu.kit.models import Row, TenantRow
from guatu.org.choices import Role
from guatu.org.models import User

WORDS = 1000
REASON = 300
#: Who sees all complaints: two, so that none is handled by those alone whom it is about.
SEES_COMPLAINTS = frozenset({Role.OFFICE, Role.INSPECTOR})


class BurdenTerms(TenantRow):
    """Caps and the time for an answer: one row a government, from the day it adopts them."""

    rules = models.JSONField(_("限额"))
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant"], name="burden_terms_once"),)

    def __str__(self) -> str:
        return str(self.tenant_id)


class BurdenWaiverQuerySet(models.QuerySet["BurdenWaiver"]):
    def visible_to(self, user: User) -> BurdenWaiverQuerySet:
        """Everybody of the government: what was let through is no secret."""
        return self.filter(tenant_id=user.tenant_id).select_related("unit")


class BurdenWaiver(TenantRow):
    """A hard cap lifted for one week with a reason; without ``unit`` for all units."""

    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    week = models.DateField(_("哪一周"), help_text=_("当周星期一"))
    measure = models.CharField(_("放行哪一项"), max_length=10, choices=CappedMeasure.choices)
    reason = models.CharField(_("理由"), max_length=REASON)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    objects = BurdenWaiverQuerySet.as_manager()

    class Meta:
        ordering = ("-week", "-id")
        indexes = (models.Index(fields=["tenant", "week"], name="burden_waiver_by_week"),)

    def __str__(self) -> str:
        return self.reason


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User) -> ComplaintQuerySet:
        """The office and the inspectors see all, others what they wrote under their name."""
        own = self.filter(tenant_id=user.tenant_id)
        return own if user.access.roles & SEES_COMPLAINTS else own.filter(by_id=user.pk)


class Complaint(TenantRow):
    """A complaint or suggestion about the burden of work or about the product.

    Without ``by`` nobody knows who wrote it: neither here nor in the journal nor anywhere else;
    the writer finds it again by a code, of which only the digest is kept. A form that is sent
    twice has one code and is one complaint. ``page`` is where it was
    written, ``about`` the unit concerned.
    """

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(_("编号"))
    kind = models.CharField(_("类别"), max_length=10, choices=ComplaintKind.choices)
    words = models.TextField(_("内容"), max_length=WORDS)
    page = models.CharField(_("哪个页面"), max_length=200, blank=True)
    about = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("涉及单位"),
    )
    by = models.ForeignKey("org.User", on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    filed_at = models.DateTimeField()
    due_at = models.DateTimeField(_("答复时限"))
    status = models.CharField(
        _("状态"), max_length=10, choices=ComplaintStatus.choices, default=ComplaintStatus.OPEN
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ("-filed_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "year", "number"], name="complaint_number_once_per_year"
            ),
        )
        indexes = (models.Index(fields=["tenant", "status", "due_at"], name="complaint_by_due"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}〔{self.year}〕{self.number}号"

    @property
    def stage(self) -> Status:
        return Status(self.status)

    def is_late(self, now: datetime) -> bool:
        return self.stage is Status.OPEN and self.due_at < now


class ComplaintEntry(Row):
    """An answer, or what the writer said to it; never changed."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=ComplaintEntryKind.choices)
    words = models.TextField(max_length=WORDS)
    by_name = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return self.words[:80]
