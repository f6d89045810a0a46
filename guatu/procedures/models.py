"""The procedures (前期手续) that a government gives its projects, as rows of its own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.domain import procedures as domain
from guatu.kit.models import TenantRow
from guatu.org.models import User
from guatu.procedures.choices import ProcedureGroup, ProcedurePlace
from guatu.workdays.choices import Counting


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def visible_to(self, user: User) -> ProcedureQuerySet:
        """Everybody plans by the library of the own government."""
        return self.filter(tenant_id=user.tenant_id)


class Procedure(TenantRow):
    """A procedure: who decides, in how many days, after what, and for which projects.

    ``owner`` says in words who decides (发改); ``unit`` is that unit of the government where there
    is one. ``after`` are codes of the library. What ``alternative``, ``condition`` and ``usual``
    mean is told by ``guatu.domain.procedures``. ``by_default``: as it ships, not set by anybody
    here.
    """

    group = models.CharField(_("分组"), max_length=1, choices=ProcedureGroup.choices)
    serial = models.PositiveSmallIntegerField(_("序号"))
    code = models.CharField(_("代码"), max_length=30)
    name = models.CharField(_("手续"), max_length=40)
    owner = models.CharField(_("主管部门"), max_length=40, blank=True)
    unit = models.ForeignKey(
        "org.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("办理单位"),
    )
    statutory_days = models.PositiveSmallIntegerField(_("法定天数"))
    promised_days = models.PositiveSmallIntegerField(_("承诺天数"), null=True, blank=True)
    counting = models.CharField(
        _("计日方式"), max_length=8, choices=Counting.choices, default=Counting.WORKDAYS
    )
    place = models.CharField(
        _("办理阶段"),
        max_length=12,
        choices=ProcedurePlace.choices,
        default=ProcedurePlace.BEFORE,
    )
    after = models.JSONField(_("前置手续"), default=list, blank=True)
    alternative = models.CharField(_("几选一"), max_length=30, blank=True)
    condition = models.CharField(_("适用条件"), max_length=40, blank=True)
    usual = models.BooleanField(_("默认适用"), default=True)
    deferrable = models.BooleanField(_("可容缺"), default=False)
    materials = models.TextField(_("申请材料"), max_length=1000, blank=True)
    source = models.CharField(_("依据"), max_length=200, blank=True)
    by_default = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        ordering = ("group", "serial", "id")
        constraints = (
            models.UniqueConstraint(fields=["tenant", "code"], name="procedure_code_once"),
            models.CheckConstraint(
                condition=Q(alternative="") | Q(condition=""), name="procedure_asked_once"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def in_workdays(self) -> bool:
        return self.counting == Counting.WORKDAYS

    def as_domain(self) -> domain.Procedure:
        return domain.Procedure(
            code=self.code,
            name=self.name,
            days=self.statutory_days,
            promised=self.promised_days,
            calendar_days=not self.in_workdays,
            place=domain.Place(self.place),
            after=tuple(self.after),
            alternative=self.alternative,
            condition=self.condition,
            usual=self.usual,
            deferrable=self.deferrable,
            group=self.group,
            owner=self.owner,
        )
