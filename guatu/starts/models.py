"""Concentrated starts: events, the projects of each with what was announced, and their rules."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.domain import starts
from guatu.kit.models import Row, TenantRow, wan_field
from guatu.org.models import User
from guatu.starts.choices import StartStatus

WORDS = 300


class StartEventQuerySet(models.QuerySet["StartEvent"]):
    def visible_to(self, user: User) -> StartEventQuerySet:
        """What was held was announced, so everyone in the tenant sees it; what is prepared or
        was cancelled is seen by those who see every project, and by the host unit."""
        own, access = self.filter(tenant_id=user.tenant_id), user.access
        if access.sees_all:
            return own
        return own.filter(Q(status=StartStatus.HELD) | Q(host_unit__in=access.unit_ids))

    def held(self) -> StartEventQuerySet:
        return self.filter(status=StartStatus.HELD)


class StartEvent(TenantRow):
    """A day on which several projects begin together, at a main site and further ones.

    ``note`` says where the figures come from; ``reason`` why it was cancelled or reopened.
    """

    day = models.DateField(_("日期"))
    title = models.CharField(_("名称"), max_length=80)
    batch = models.CharField(
        _("批次"), max_length=40, blank=True, help_text=_("如“2021年第一批”“一季度”。")
    )
    site = models.CharField(_("主会场"), max_length=120)
    branches = models.JSONField(_("分会场"), default=list, blank=True)
    host_unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("承办单位"),
    )
    note = models.CharField(_("数据说明"), max_length=WORDS, blank=True)
    status = models.CharField(
        _("状态"), max_length=10, choices=StartStatus.choices, default=StartStatus.PLANNED
    )
    reason = models.CharField(_("原因"), max_length=WORDS, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = StartEventQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-id")
        constraints = (
            models.UniqueConstraint(fields=["tenant", "day", "title"], name="start_event_once"),
        )
        indexes = (models.Index(fields=["tenant", "status", "day"], name="start_event_by_status"),)

    def __str__(self) -> str:
        return self.title

    @property
    def is_held(self) -> bool:
        return self.status == StartStatus.HELD

    @property
    def is_past(self) -> bool:
        return self.status != StartStatus.PLANNED

    def days_since(self, today: date) -> int:
        return (today - self.day).days


class StartProject(Row):
    """A project of an event with its figures as announced there, in 万元; the list of the year may
    say something else later. ``looked_days``: the last look whose outcome was told."""

    event = models.ForeignKey(StartEvent, on_delete=models.CASCADE, related_name="projects")
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="start_events"
    )
    serial = models.PositiveSmallIntegerField(_("序号"))
    site = models.CharField(_("开工地点"), max_length=120, blank=True)
    kind = models.CharField(_("项目类别"), max_length=starts.KIND_LENGTH)
    industry = models.CharField(_("所属产业"), max_length=60, blank=True)
    total_investment = wan_field(verbose_name=_("总投资（万元）"), null=True, blank=True)
    year_investment = wan_field(verbose_name=_("当年投资（万元）"), null=True, blank=True)
    sales = wan_field(verbose_name=_("新增销售收入（万元）"), null=True, blank=True)
    tax = wan_field(verbose_name=_("新增利税（万元）"), null=True, blank=True)
    jobs = models.PositiveIntegerField(_("新增就业（人）"), null=True, blank=True)
    looked_days = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("serial", "id")
        constraints = (
            models.UniqueConstraint(fields=["event", "project"], name="start_project_once"),
        )

    def __str__(self) -> str:
        return self.project.name

    @property
    def announced(self) -> starts.Project:
        return starts.Project(
            total=self.total_investment,
            year=self.year_investment,
            kind=self.kind,
            industry=self.industry,
            sales=self.sales,
            tax=self.tax,
            jobs=self.jobs,
        )


class StartTerms(TenantRow):
    """Rules of concentrated starts: one row a government; what ships holds where there is none."""

    rules = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant"], name="start_terms_once"),)

    def __str__(self) -> str:
        return str(_("集中开工规则"))
