"""The plan of a project: milestones, what ties them, the dates once approved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.kit.models import Row
from guatu.projects.choices import BaselineKind, Counting, LinkType
from guatu.projects.models.projects import Project


class Milestone(Row):
    """A milestone (节点) of a project: the latest approved plan, the forecast, the facts.

    ``duration``, ``optimistic`` and ``pessimistic`` are counted in the days that ``counting``
    names. ``procedure`` is the code of the step of the procedure library that it was taken from,
    ``unit`` whoever answers for the step where that is not who answers for the project.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    serial = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    name = models.CharField(_("节点"), max_length=80)
    duration = models.PositiveSmallIntegerField(_("天数"))
    counting = models.CharField(
        _("计日方式"), max_length=8, choices=Counting.choices, default=Counting.WORKDAYS
    )
    optimistic = models.PositiveSmallIntegerField(_("最快天数"), null=True)
    pessimistic = models.PositiveSmallIntegerField(_("最慢天数"), null=True)
    procedure = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        related_name="milestones",
        verbose_name=_("办理单位"),
    )
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
