"""What is reported of a project month by month."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guatu.kit.models import Row, TenantRow, wan_field
from guatu.projects.choices import ReportSource
from guatu.projects.models.projects import Project


class ProgressReport(Row):
    """A month's report. ``invested`` is cumulative since 1 January, so a skipped month or a
    correction leaves the later months true."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="reports")
    period = models.DateField(_("月份"), help_text=_("当月第一天"))
    invested = wan_field(verbose_name=_("年初累计完成投资（万元）"), null=True, blank=True)
    registered = wan_field(verbose_name=_("年初累计入库投资（万元）"), null=True, blank=True)
    paid = wan_field(verbose_name=_("年初累计支付（万元）"), null=True, blank=True)
    physical_words = models.CharField(_("形象进度"), max_length=300, blank=True)
    physical_percent = models.DecimalField(
        _("形象进度（%）"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    photo = models.CharField(max_length=64, blank=True)
    reason = models.CharField(_("说明"), max_length=300, blank=True)
    source = models.CharField(max_length=8, choices=ReportSource.choices)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-period",)
        constraints = (
            models.UniqueConstraint(fields=["project", "period"], name="report_once_per_month"),
        )
        indexes = (models.Index(fields=["period", "project"], name="report_by_period"),)


class ReportTyping(TenantRow):
    """That somebody typed a month's report, or a correction of it: written once, never changed,
    and there still when the report is corrected or taken back later.

    ``cells`` are those that were typed; ``post`` and ``unit`` those who answered for the project
    then.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    period = models.DateField()
    at = models.DateTimeField()
    post = models.ForeignKey("org.Post", on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    cells = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("at", "id")
        indexes = (models.Index(fields=["tenant", "at"], name="typing_by_moment"),)
