from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.kit.models import Row, TenantRow, wan_field
from guatu.kit.pinyin import pinyin_of
from guatu.org.choices import Role
from guatu.org.models import User
from guatu.projects.choices import (
    BaselineKind,
    LightColour,
    LinkType,
    Nature,
    ReportSource,
    TallyBy,
)

if TYPE_CHECKING:
    from guatu.org.access import Access


class RulePack(TenantRow):
    """A set of light rules in force from a day; its text is data, checked when it is loaded."""

    code = models.CharField(_("代码"), max_length=40)
    version = models.CharField(_("版本"), max_length=20)
    name = models.CharField(_("名称"), max_length=60)
    rules = models.JSONField()
    adopted_at = models.DateTimeField(null=True)
    in_force = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "code", "version"], name="pack_once"),
            models.UniqueConstraint(
                fields=["tenant"], condition=Q(in_force=True), name="one_pack_in_force"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User) -> ProjectQuerySet:
        """Every look-up begins here: the projects that ``user`` may see, withdrawn ones too."""
        return self.seen_with(user.access)

    def seen_with(self, access: Access) -> ProjectQuerySet:
        own = self.filter(tenant_id=access.tenant_id)
        return own if access.sees_all else own.filter(_scope(access)).distinct()

    def listed(self) -> ProjectQuerySet:
        """On the list now: not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def counted(self) -> ProjectQuerySet:
        """What totals count: listed, and not a part of a package that is counted whole."""
        return self.listed().filter(parent__isnull=True)


def _scope(access: Access) -> Q:
    """Units see what they lead, answer for or assist; posts what is bound to them."""
    scope = Q(owner_post_id__in=access.post_ids) | Q(sponsor_id__in=access.post_ids)
    if access.unit_ids:
        scope |= Q(lead_unit_id__in=access.unit_ids)
        scope |= Q(responsible_unit_id__in=access.unit_ids)
        scope |= Q(assist_units__in=access.unit_ids)
    if Role.TASK_FORCE in access.roles:
        scope |= Q(task_force__head_id__in=access.post_ids)
        scope |= Q(task_force__members__in=access.post_ids)
    return scope


class Project(TenantRow):
    """A key project (重点项目) on the wall chart of one year.

    Money is in 万元, areas in 平方米. The columns from ``light`` on are derived: they are
    written by the patrol and by progress reports, never typed in.
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveIntegerField(_("序号"))
    name = models.CharField(_("项目名称"), max_length=200)
    pinyin = models.CharField(max_length=200, blank=True, editable=False)
    initials = models.CharField(max_length=80, blank=True, editable=False)
    code = models.CharField(_("项目代码"), max_length=24, blank=True)
    content = models.TextField(_("建设规模及内容"), blank=True)
    nature = models.CharField(_("建设性质"), max_length=12, choices=Nature.choices, blank=True)
    category = models.CharField(_("项目类别"), max_length=60, blank=True)
    tags = models.JSONField(_("标签"), default=list, blank=True)
    line = models.ForeignKey(
        "lines.WorkLine",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("工作线"),
    )
    also_lines = models.ManyToManyField(
        "lines.WorkLine", blank=True, related_name="also_projects", verbose_name=_("同时列入")
    )
    task_force = models.ForeignKey(
        "lines.TaskForce",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("工作专班"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("所属打包项目"),
    )

    total_investment = wan_field(verbose_name=_("总投资（万元）"), null=True, blank=True)
    year_plan = wan_field(verbose_name=_("年度计划投资（万元）"), null=True, blank=True)
    done_before_year = wan_field(verbose_name=_("至上年底完成（万元）"), null=True, blank=True)
    year_goal = models.CharField(_("年度形象进度目标"), max_length=300, blank=True)
    month_curve = models.JSONField(_("分月投资计划"), default=list, blank=True)

    sales = wan_field(verbose_name=_("新增销售收入（万元）"), null=True, blank=True)
    tax = wan_field(verbose_name=_("新增税收（万元）"), null=True, blank=True)
    jobs = models.PositiveIntegerField(_("新增就业（人）"), null=True, blank=True)
    floor_area = models.DecimalField(
        _("建筑面积（平方米）"), max_digits=14, decimal_places=2, null=True, blank=True
    )

    owner_name = models.CharField(_("项目单位"), max_length=120, blank=True)
    owner_credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    owner_post = models.ForeignKey(
        "org.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_projects",
        verbose_name=_("项目负责人"),
    )
    lead_unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="led_projects",
        verbose_name=_("牵头单位"),
    )
    responsible_unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="responsible_projects",
        verbose_name=_("责任单位"),
    )
    assist_units = models.ManyToManyField(
        "org.Unit", blank=True, related_name="assisted_projects", verbose_name=_("配合单位")
    )
    sponsor = models.ForeignKey(
        "org.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sponsored_projects",
        verbose_name=_("包保领导"),
    )
    location = models.CharField(_("建设地点"), max_length=120, blank=True)

    planned_start = models.DateField(_("计划开工"), null=True, blank=True)
    required_finish = models.DateField(_("要求完成"), null=True, blank=True)
    actual_start = models.DateField(_("实际开工"), null=True, blank=True)
    actual_finish = models.DateField(_("实际竣工"), null=True, blank=True)
    registered_on = models.DateField(_("入库日期"), null=True, blank=True)
    remark = models.CharField(_("备注"), max_length=300, blank=True)

    listed_on = models.DateField(_("列入日期"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(max_length=200, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    light = models.CharField(
        _("灯"),
        max_length=8,
        choices=LightColour.choices,
        default=LightColour.NONE,
        editable=False,
    )
    light_rank = models.PositiveSmallIntegerField(default=4, editable=False)
    light_since = models.DateField(null=True, editable=False)
    light_reason = models.JSONField(default=dict, editable=False)
    next_check = models.DateField(null=True, editable=False)
    year_done = wan_field(default=Decimal(0), editable=False)
    physical_percent = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, editable=False
    )
    physical_words = models.CharField(max_length=300, blank=True, editable=False)
    last_period = models.DateField(null=True, editable=False)
    min_slack = models.IntegerField(null=True, editable=False)
    replans = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ("number", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "code"],
                condition=~Q(code="") & Q(withdrawn_at__isnull=True),
                name="project_code_once_per_tenant",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "year", "number", "id"], name="project_by_number"),
            models.Index(
                fields=["tenant", "year", "light_rank", "number", "id"], name="project_by_light"
            ),
            models.Index(fields=["tenant", "year", "pinyin", "id"], name="project_by_name"),
            models.Index(
                fields=["tenant", "year", "total_investment", "id"], name="project_by_total"
            ),
            models.Index(fields=["tenant", "year", "line", "number"], name="project_by_line"),
            models.Index(fields=["tenant", "next_check"], name="project_by_next_check"),
            models.Index(fields=["tenant", "name"], name="project_by_exact_name"),
        )

    def __str__(self) -> str:
        return self.name

    def spell(self) -> None:
        """Fill the search columns from the name."""
        spelt = pinyin_of(self.name)
        self.pinyin, self.initials = spelt.full, spelt.initials

    @property
    def done_total(self) -> Decimal:
        """Since the start of construction, in 万元."""
        before: Decimal = self.done_before_year or Decimal(0)
        own: Decimal = self.year_done
        return before + own

    @property
    def is_listed(self) -> bool:
        return self.withdrawn_at is None

    def days_left(self, today: date) -> int | None:
        """Calendar days to the required finish; negative when it has passed."""
        return (self.required_finish - today).days if self.required_finish else None


class Milestone(Row):
    """A milestone (节点) of a project: the latest approved plan, the forecast, the facts."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    serial = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    name = models.CharField(_("节点"), max_length=80)
    duration = models.PositiveSmallIntegerField(_("工作日"))
    weight = models.DecimalField(_("权重（%）"), max_digits=5, decimal_places=2, default=Decimal(0))
    committed = models.BooleanField(_("承诺节点"), default=True)
    planned_start = models.DateField(null=True)
    planned_finish = models.DateField(null=True)
    forecast_finish = models.DateField(null=True)
    actual_start = models.DateField(null=True)
    actual_finish = models.DateField(null=True)
    critical = models.BooleanField(default=False)
    slack = models.IntegerField(null=True)

    class Meta:
        ordering = ("serial", "id")
        constraints = (
            models.UniqueConstraint(fields=["project", "code"], name="milestone_code_once"),
        )
        indexes = (models.Index(fields=["planned_finish"], name="milestone_by_finish"),)

    def __str__(self) -> str:
        return self.name

    def is_overdue(self, today: date) -> bool:
        return (
            self.actual_finish is None
            and self.planned_finish is not None
            and self.planned_finish < today
        )


class MilestoneLink(Row):
    """A dependency between two milestones of one project; ``lag`` in workdays, below 0 a lead."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="links")
    before = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="links_out")
    after = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="links_in")
    type = models.CharField(max_length=2, choices=LinkType.choices, default=LinkType.FS)
    lag = models.SmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["before", "after", "type"], name="link_once"),
            models.CheckConstraint(
                condition=~Q(before=models.F("after")), name="link_between_two_milestones"
            ),
        )


class Baseline(Row):
    """Plan dates as approved at one moment; number 0 is the original and is never changed."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="baselines")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=BaselineKind.choices)
    required_finish = models.DateField()
    dates = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["project", "number"], name="baseline_number_once"),
        )


class ProgressReport(Row):
    """A month's report. ``invested`` is cumulative since 1 January, so a skipped month or a
    correction leaves the later months true."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="reports")
    period = models.DateField(_("月份"), help_text=_("当月第一天"))
    invested = wan_field(verbose_name=_("年初累计完成投资（万元）"), null=True, blank=True)
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


class Excuse(Row):
    """An accepted reason (正当理由) that suspends the colour of one dimension for a time."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="excuses")
    dimension = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(_("理由"), max_length=300)
    granted_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()


class Verdict(Row):
    """What the rules say of a project since ``day``, until they say something else.

    ``body`` is as of the last day on which they were asked: while the same rules decide, its
    figures and days are brought up to date.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="verdicts")
    day = models.DateField()
    light = models.CharField(max_length=8, choices=LightColour.choices)
    before = models.CharField(max_length=8, choices=LightColour.choices, blank=True)
    body = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=["project", "-at"], name="verdict_by_project"),
            models.Index(fields=["day", "light"], name="verdict_by_day"),
        )


class Tally(TenantRow):
    """Running totals of one cut of the list, moved by every act in its own transaction."""

    year = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=8, choices=TallyBy.choices)
    key = models.UUIDField()
    projects = models.IntegerField(default=0)
    red = models.IntegerField(default=0)
    yellow = models.IntegerField(default=0)
    green = models.IntegerField(default=0)
    paused = models.IntegerField(default=0)
    none = models.IntegerField(default=0)
    started = models.IntegerField(default=0)
    total_investment = wan_field(default=Decimal(0))
    year_plan = wan_field(default=Decimal(0))
    year_done = wan_field(default=Decimal(0))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "year", "by", "key"], name="tally_once"),
        )


class MonthTally(TenantRow):
    """The city's investment curve: what was planned for and done by the end of each month."""

    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    done = wan_field(default=Decimal(0))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "year", "month"], name="month_tally_once"),
        )
