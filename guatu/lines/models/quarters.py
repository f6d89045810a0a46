"""Targets of quarters (开门红) by indicator, of the city and of its lines, and what was reached."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.domain.periods import Quarter
from guatu.domain.quarters import Bounds
from guatu.kit.models import Row, TenantRow
from guatu.lines.choices import QuarterSource
from guatu.lines.models.lines import Target, WorkLine
from guatu.org.models import User


class QuarterIndicatorQuerySet(models.QuerySet["QuarterIndicator"]):
    def visible_to(self, user: User) -> QuarterIndicatorQuerySet:
        return self.filter(tenant_id=user.tenant_id)


class QuarterIndicator(TenantRow):
    """What quarters are measured by: 完成投资, 新开工项目, 规上工业产值.

    ``adds_up``: the lines come to the city; a rate does not. ``yellow`` and ``red``: from how many
    points behind pace it is yellow, beyond how many red.
    """

    serial = models.PositiveSmallIntegerField(_("序号"), default=1)
    name = models.CharField(_("指标"), max_length=40)
    unit = models.CharField(_("计量单位"), max_length=20)
    source = models.CharField(
        _("完成数从哪里来"),
        max_length=10,
        choices=QuarterSource.choices,
        default=QuarterSource.ENTERED,
    )
    adds_up = models.BooleanField(_("各线相加得全市"), default=True)
    yellow = models.DecimalField(
        _("黄灯（落后百分点）"), max_digits=5, decimal_places=2, default=Decimal(10)
    )
    red = models.DecimalField(
        _("红灯（落后超过百分点）"), max_digits=5, decimal_places=2, default=Decimal(30)
    )

    objects = QuarterIndicatorQuerySet.as_manager()

    class Meta:
        ordering = ("serial", "id")
        constraints = (
            models.UniqueConstraint(fields=["tenant", "name"], name="quarter_indicator_once"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.yellow, self.red)

    @property
    def is_entered(self) -> bool:
        return self.source == QuarterSource.ENTERED


class QuarterTargetQuerySet(models.QuerySet["QuarterTarget"]):
    def visible_to(self, user: User) -> QuarterTargetQuerySet:
        """As the lines: the city's public programme."""
        return self.filter(tenant_id=user.tenant_id)

    def of(self, quarter: Quarter) -> QuarterTargetQuerySet:
        return self.filter(year=quarter.year, quarter=quarter.number)


class QuarterTarget(TenantRow):
    """What an indicator has to reach in one quarter; without a ``line`` it is the city's.

    Without a ``value`` there is no number: of the city the lines are then added up. ``part_of`` is
    the target of the year that it is a part of.
    """

    indicator = models.ForeignKey(
        QuarterIndicator, on_delete=models.PROTECT, related_name="targets"
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    quarter = models.PositiveSmallIntegerField(_("季度"))
    line = models.ForeignKey(
        WorkLine, on_delete=models.CASCADE, null=True, related_name="quarter_targets"
    )
    value = models.DecimalField(_("季度目标"), max_digits=18, decimal_places=4, null=True)
    part_of = models.ForeignKey(
        Target,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="quarter_targets",
        verbose_name=_("所属年度目标"),
    )

    objects = QuarterTargetQuerySet.as_manager()

    class Meta:
        ordering = ("indicator__serial", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["indicator", "year", "quarter", "line"],
                condition=Q(line__isnull=False),
                name="quarter_target_once_per_line",
            ),
            models.UniqueConstraint(
                fields=["indicator", "year", "quarter"],
                condition=Q(line__isnull=True),
                name="quarter_target_once_per_city",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "year", "quarter"], name="quarter_target_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.period.label}{self.indicator}"

    @property
    def period(self) -> Quarter:
        return Quarter(self.year, self.quarter)


class QuarterActual(Row):
    """What had been reached since the first day of the quarter, as of a day.

    Rows are only added: of those of one day the last one holds, and one without a value takes back
    what was entered for that day.
    """

    quarter_target = models.ForeignKey(
        QuarterTarget, on_delete=models.CASCADE, related_name="actuals"
    )
    as_of = models.DateField(_("截至"))
    value = models.DecimalField(_("完成数"), max_digits=18, decimal_places=4, null=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-as_of", "-entered_at", "-id")
        indexes = (models.Index(fields=["quarter_target", "as_of"], name="quarter_actual_by_day"),)

    def __str__(self) -> str:
        return f"{self.as_of:%Y-%m-%d}"
