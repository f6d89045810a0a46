"""Key projects: the rows of the list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.kit.models import TenantRow, wan_field
from guatu.kit.pinyin import pinyin_of
from guatu.org.choices import Role
from guatu.org.models import User
from guatu.projects.choices import Expectation, LightColour, Nature

if TYPE_CHECKING:
    from guatu.org.access import Access


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
        """What totals count: listed, not in reserve, not a part of a package counted whole."""
        return self.listed().filter(parent__isnull=True).exclude(nature=Nature.RESERVE)


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
    written by the patrol and by progress reports, never typed in. The last pause of the whole
    project was from ``paused_on`` to ``paused_until``, both included, and waited for
    ``paused_for``; later days are those on which it is still expected to hold.
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
    targets = models.ManyToManyField(
        "lines.Target", blank=True, related_name="projects", verbose_name=_("支撑的目标")
    )
    chain = models.ForeignKey(
        "lines.Chain",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("产业链"),
    )
    park = models.ForeignKey(
        "lines.Park",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("园区"),
    )
    township = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="township_projects",
        verbose_name=_("所在乡镇"),
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
    planned_paid = wan_field(verbose_name=_("应支付资金（万元）"), null=True, blank=True)
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
    paused_on = models.DateField(null=True, editable=False)
    paused_until = models.DateField(null=True, editable=False)
    paused_for = models.CharField(max_length=200, blank=True, editable=False)
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
    year_registered = wan_field(null=True, editable=False)
    year_paid = wan_field(null=True, editable=False)
    physical_percent = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, editable=False
    )
    physical_words = models.CharField(max_length=300, blank=True, editable=False)
    last_period = models.DateField(null=True, editable=False)
    min_slack = models.IntegerField(null=True, editable=False)
    original_finish = models.DateField(null=True, editable=False)
    forecast_finish = models.DateField(null=True, editable=False)
    p80_finish = models.DateField(null=True, editable=False)
    replans = models.PositiveSmallIntegerField(default=0, editable=False)
    expectation = models.CharField(
        max_length=12, choices=Expectation.choices, blank=True, editable=False
    )
    green_by_replanning = models.BooleanField(default=False, editable=False)
    next_step = models.CharField(max_length=100, blank=True, editable=False)
    next_due = models.DateField(null=True, editable=False)
    start_due = models.BooleanField(default=False, editable=False)
    owner_view = models.PositiveSmallIntegerField(null=True, editable=False)
    confidence = models.PositiveSmallIntegerField(null=True, editable=False)
    gist = models.CharField(max_length=32, blank=True, editable=False)

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
            models.Index(fields=["next_check"], name="project_by_next_check"),
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
