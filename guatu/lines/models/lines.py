from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guatu.kit.models import Row, TenantRow
from guatu.lines.choices import LineStatus, TaskStatus
from guatu.org.models import User


class WorkLineQuerySet(models.QuerySet["WorkLine"]):
    def visible_to(self, user: User) -> WorkLineQuerySet:
        """Work lines are the city's public programme: everyone in the tenant sees them."""
        return self.filter(tenant_id=user.tenant_id)

    def of_year(self, year: int) -> WorkLineQuerySet:
        return self.filter(year=year)


class WorkLine(TenantRow):
    """A work line (工作线) of one year, with its lead unit and the leader who vouches for it."""

    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("名称"), max_length=60)
    lead_unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_lines",
        verbose_name=_("牵头单位"),
    )
    assist_units = models.ManyToManyField(
        "org.Unit", blank=True, related_name="assisted_lines", verbose_name=_("配合单位")
    )
    sponsor = models.ForeignKey(
        "org.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_lines",
        verbose_name=_("牵头领导"),
    )
    summary = models.TextField(_("总体要求"), blank=True)
    plan = models.TextField(_("工作方案"), blank=True)
    plan_version = models.PositiveSmallIntegerField(_("方案版本"), default=1)
    status = models.CharField(
        _("状态"), max_length=10, choices=LineStatus.choices, default=LineStatus.DRAFT
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = WorkLineQuerySet.as_manager()

    class Meta:
        ordering = ("number", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "year", "number"], name="line_number_once_per_year"
            ),
            models.UniqueConstraint(
                fields=["tenant", "year", "title"], name="line_title_once_per_year"
            ),
        )

    def __str__(self) -> str:
        return self.title


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, user: User) -> TargetQuerySet:
        """As the lines that they belong to."""
        return self.filter(line__tenant_id=user.tenant_id)


class Target(Row):
    """A target of a line: a number with its unit, or words where no number exists yet."""

    line = models.ForeignKey(WorkLine, on_delete=models.CASCADE, related_name="targets")
    serial = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("目标"), max_length=120)
    words = models.CharField(
        _("目标值（文字）"),
        max_length=200,
        blank=True,
        help_text=_("暂无数值的目标照原文写，如“与全省保持一致”。"),
    )
    value = models.DecimalField(_("目标值"), max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("计量单位"), max_length=20, blank=True)
    actual = models.DecimalField(
        _("完成值"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    actual_on = models.DateField(_("完成值截至"), null=True, blank=True)
    at_most = models.BooleanField(_("不超过目标值为完成"), default=False)
    due = models.DateField(_("完成时限"), null=True, blank=True)
    post = models.ForeignKey(
        "org.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("责任岗位"),
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ("serial", "id")

    def __str__(self) -> str:
        return self.name


class ScoreItem(Row):
    """A score item (考核事项): what a post is appraised on, for a target of a line."""

    line = models.ForeignKey(WorkLine, on_delete=models.CASCADE, related_name="score_items")
    target = models.ForeignKey(
        Target, on_delete=models.CASCADE, null=True, blank=True, related_name="score_items"
    )
    post = models.ForeignKey(
        "org.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="score_items",
        verbose_name=_("责任岗位"),
    )
    serial = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("考核事项"), max_length=120)
    points = models.DecimalField(_("分值"), max_digits=6, decimal_places=2)
    words = models.CharField(_("计分办法"), max_length=300, blank=True)

    class Meta:
        ordering = ("serial", "id")

    def __str__(self) -> str:
        return self.name


class PlanTask(Row):
    """A row of a line's annual work plan: the road map in order, the timetable by quarter."""

    line = models.ForeignKey(WorkLine, on_delete=models.CASCADE, related_name="tasks")
    serial = models.PositiveSmallIntegerField(_("序号"))
    topic = models.CharField(_("主题"), max_length=60, blank=True)
    task = models.CharField(_("任务"), max_length=300)
    lead_unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("牵头单位"),
    )
    assist_words = models.CharField(_("配合单位"), max_length=200, blank=True)
    leader = models.ForeignKey(
        "org.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("牵头领导"),
    )
    due = models.DateField(_("完成时限"), null=True, blank=True)
    due_words = models.CharField(_("时限原文"), max_length=60, blank=True)
    quarter_goals = models.JSONField(_("季度目标"), default=list)
    status = models.CharField(
        _("状态"), max_length=10, choices=TaskStatus.choices, default=TaskStatus.OPEN
    )
    progress = models.CharField(_("进展"), max_length=300, blank=True)

    class Meta:
        ordering = ("serial", "id")

    def __str__(self) -> str:
        return self.task


class HeadQuarters(TenantRow):
    """A command post (指挥部): commander, office and the lines or projects that it drives."""

    name = models.CharField(_("名称"), max_length=80)
    commander = models.ForeignKey(
        "org.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("指挥长"),
    )
    office_unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("办公室所在单位"),
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="branches"
    )
    lines = models.ManyToManyField(WorkLine, blank=True, related_name="headquarters")
    rhythm = models.CharField(_("调度节奏"), max_length=100, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=["tenant", "name"], name="headquarters_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class TaskForce(TenantRow):
    """A task force (专班): head and members by post, seconded for a scope and a rhythm."""

    name = models.CharField(_("名称"), max_length=80)
    line = models.ForeignKey(
        WorkLine,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="task_forces",
        verbose_name=_("所属工作线"),
    )
    head = models.ForeignKey(
        "org.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="headed_forces",
        verbose_name=_("组长"),
    )
    members = models.ManyToManyField(
        "org.Post", blank=True, related_name="task_forces", verbose_name=_("成员")
    )
    scope = models.CharField(_("职责范围"), max_length=300, blank=True)
    rhythm = models.CharField(_("调度节奏"), max_length=100, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=["tenant", "name"], name="task_force_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class ChainQuerySet(models.QuerySet["Chain"]):
    def visible_to(self, user: User) -> ChainQuerySet:
        return self.filter(tenant_id=user.tenant_id)


class Chain(TenantRow):
    """An industry chain (产业链) with the leader at its head (链长)."""

    name = models.CharField(_("产业链"), max_length=60)
    head = models.ForeignKey(
        "org.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("链长"),
    )
    lead_unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("牵头单位"),
    )

    objects = ChainQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["tenant", "name"], name="chain_name_once"),)

    def __str__(self) -> str:
        return self.name


class ParkQuerySet(models.QuerySet["Park"]):
    def visible_to(self, user: User) -> ParkQuerySet:
        return self.filter(tenant_id=user.tenant_id)


class Park(TenantRow):
    """A park (园区) and the unit that runs it; a project in it also belongs to a township."""

    name = models.CharField(_("园区"), max_length=60)
    unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("管理单位"),
    )

    objects = ParkQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["tenant", "name"], name="park_name_once"),)

    def __str__(self) -> str:
        return self.name
