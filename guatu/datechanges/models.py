"""Requests to move committed dates, pauses while others are waited for, and the rules of both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.datechanges.choices import BasisKind, ChangeLevel, ChangeStatus
from guatu.domain.datechanges import FINISH, Made, Moved
from guatu.kit.models import TenantRow
from guatu.org.models import User
from guatu.projects.models import Project


class ChangeQuerySet(models.QuerySet["DateChange"]):
    def visible_to(self, user: User) -> ChangeQuerySet:
        """Those of the projects that ``user`` may see."""
        seen = Project.objects.visible_to(user).order_by().values("pk")
        return self.filter(tenant_id=user.access.tenant_id, project__in=seen)


class DateChange(TenantRow):
    """改期: what committed dates are to move, why, on what ground, who agreed, what follows.

    ``target`` is the code of the milestone that was asked for, empty for the required finish;
    ``moves`` has every committed date that goes with it as ``[code, name, before, after]``, the
    day empty where a promise is dropped. ``direct``: adopted with a plan by whoever approves
    plans. ``base`` is how many plans had been adopted when it was asked. Days are calendar days,
    ``notice`` and the slacks workdays.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="date_changes")
    number = models.PositiveSmallIntegerField(_("第几次"))
    status = models.CharField(
        _("状态"), max_length=10, choices=ChangeStatus.choices, default=ChangeStatus.ASKED
    )
    direct = models.BooleanField(default=False)
    target = models.CharField(max_length=40, blank=True)
    moves = models.JSONField()
    days = models.PositiveIntegerField(_("推迟天数"))
    reason = models.CharField(max_length=40)
    reason_name = models.CharField(_("原因"), max_length=40)
    objective = models.BooleanField(_("客观原因"), default=False)
    counted = models.BooleanField(_("计入限额"), default=True)
    words = models.CharField(_("说明"), max_length=300)
    waiting_unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("等待的单位"),
    )
    basis = models.CharField(_("依据类型"), max_length=10, choices=BasisKind.choices)
    evidence = models.CharField(_("依据"), max_length=200)
    agreed = models.ManyToManyField(
        "org.Post", related_name="agreed_date_changes", verbose_name=_("同意的岗位")
    )
    pause = models.ForeignKey(
        "PlanPause", on_delete=models.PROTECT, null=True, related_name="date_changes"
    )
    asked_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"))
    notice = models.IntegerField(_("提前的工作日"))
    level = models.CharField(_("审批层级"), max_length=8, choices=ChangeLevel.choices)
    base = models.PositiveSmallIntegerField()
    forecast_before = models.DateField(null=True)
    forecast_after = models.DateField(null=True)
    slack_before = models.IntegerField(null=True)
    slack_after = models.IntegerField(null=True)
    decided_by = models.ForeignKey(
        "org.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("审批意见"), max_length=300, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    baseline = models.OneToOneField(
        "projects.Baseline", on_delete=models.PROTECT, null=True, related_name="date_change"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=["project", "number"], name="date_change_number_once"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(status="asked"), name="one_date_change_asked"
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(baseline__isnull=False),
                name="approved_date_change_has_plan",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "status", "-asked_at"], name="date_change_by_status"),
        )

    def __str__(self) -> str:
        return f"“{self.project.name}”第 {self.number} 次改期"

    @property
    def moved(self) -> Sequence[Moved]:
        return [
            Moved(
                code, name, date.fromisoformat(before), date.fromisoformat(after) if after else None
            )
            for code, name, before, after in self.moves
        ]

    @property
    def made(self) -> Made:
        return Made(self.moved, self.counted)

    @property
    def main(self) -> Moved:
        """What was asked for; of a plan the date that moves farthest."""
        moved = self.moved
        asked = next((one for one in moved if one.code == self.target), None)
        return asked if asked and not self.direct else max(moved, key=lambda one: one.days)

    @property
    def finish(self) -> Moved | None:
        """How the required finish moves with it."""
        return next((one for one in self.moved if one.code == FINISH), None)

    @property
    def is_open(self) -> bool:
        return self.status == ChangeStatus.ASKED


class PauseQuerySet(models.QuerySet["PlanPause"]):
    def visible_to(self, user: User) -> PauseQuerySet:
        """Those of the projects that ``user`` may see, and those that wait for the own units."""
        access = user.access
        seen = Q(project__in=Project.objects.visible_to(user).order_by().values("pk"))
        return self.filter(seen | Q(unit_id__in=access.unit_ids), tenant_id=access.tenant_id)

    def running(self) -> PauseQuerySet:
        """Approved, and what is waited for is not there yet."""
        return self.filter(status=ChangeStatus.APPROVED, ended_on__isnull=True)


class PlanPause(TenantRow):
    """暂停等待: a milestone, or the whole project, rests because of a unit that is waited for.

    From the asking on the unit has ``need`` on its desk; once approved the light rests
    (``excuses``) up to ``expected``. ``days`` are the workdays that it cost, known when it ended.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="pauses")
    milestone = models.ForeignKey(
        "projects.Milestone",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="pauses",
        verbose_name=_("暂停的节点"),
    )
    subject = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("等待的单位")
    )
    what = models.CharField(_("等什么"), max_length=80)
    words = models.CharField(_("说明"), max_length=300)
    since = models.DateField(_("暂停起"))
    expected = models.DateField(_("预计到"))
    need = models.ForeignKey(
        "projects.SupportNeed", on_delete=models.PROTECT, related_name="pauses"
    )
    excuses = models.ManyToManyField("projects.Excuse", related_name="+")
    status = models.CharField(
        _("状态"), max_length=10, choices=ChangeStatus.choices, default=ChangeStatus.ASKED
    )
    asked_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "org.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("审批意见"), max_length=300, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    ended_on = models.DateField(_("恢复日期"), null=True)
    days = models.PositiveSmallIntegerField(_("暂停的工作日"), null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PauseQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-id")
        indexes = (
            models.Index(
                fields=["tenant", "status"],
                condition=Q(ended_on__isnull=True),
                name="pause_that_runs",
            ),
        )

    def __str__(self) -> str:
        return f"“{self.subject or self.project.name}”暂停，{self.waits_for}"

    @property
    def waits_for(self) -> str:
        return f"等{self.unit.label}{self.what}"

    @property
    def as_reason(self) -> str:
        """As a sentence quotes it."""
        return f"{self.subject or self.project.name}暂停，{self.waits_for}"

    @property
    def is_whole(self) -> bool:
        """Whether the whole project rests; a milestone keeps its name when it leaves the plan."""
        return not self.subject

    @property
    def is_running(self) -> bool:
        return self.status == ChangeStatus.APPROVED and self.ended_on is None

    @property
    def is_open(self) -> bool:
        return self.status == ChangeStatus.ASKED


class ChangeTerms(TenantRow):
    """改期规则: one row a government; what ships holds where there is none (``datechanges.terms``).

    ``reasons`` as in the preset; ``rests`` are the dimensions of light rules that a pause stops.
    """

    most_times = models.PositiveSmallIntegerField(_("同一日期最多改期次数"))
    most_days = models.PositiveSmallIntegerField(_("每个项目累计最多推迟天数"))
    lock_days = models.PositiveSmallIntegerField(_("到期前几个工作日不再受理"))
    notice_days = models.PositiveSmallIntegerField(_("不足几个工作日提出的由领导审批"))
    leader_days = models.PositiveSmallIntegerField(_("推迟超过几天的由领导审批"))
    reasons = models.JSONField(_("改期原因"))
    rests = models.JSONField(_("暂停时不计色的方面"))
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant"], name="change_terms_once"),)

    def __str__(self) -> str:
        return str(self.tenant_id)
