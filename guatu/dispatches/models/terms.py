"""How a government runs its dispatches: limits, ladder, caps, hours."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from guatu.kit.models import TenantRow


class Terms(TenantRow):
    """One row a government; defaults hold where there is none (``dispatches.terms``)."""

    limits = models.CharField(_("时限方案"), max_length=40, default="default")
    ladder = models.CharField(_("催办梯级"), max_length=40, default="default")
    opens = models.TimeField(_("上班"), default=time(8, 30))
    closes = models.TimeField(_("下班"), default=time(17, 30))
    cut_off = models.TimeField(_("日清截止"), default=time(22, 0))
    quiet_from = models.TimeField(_("免打扰起"), default=time(22, 0))
    quiet_until = models.TimeField(_("免打扰止"), default=time(7, 0))
    most_bounces = models.PositiveSmallIntegerField(_("最多退回交办方次数"), default=2)
    most_extensions = models.PositiveSmallIntegerField(_("最多延期次数"), default=2)
    most_extended_days = models.PositiveSmallIntegerField(_("最多累计延期天数"), default=60)
    lock_days = models.PositiveSmallIntegerField(_("到期前几天不再受理延期"), default=0)
    default_post = models.ForeignKey(
        "org.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("无人认领时的兜底岗位"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant"], name="dispatch_terms_once"),)

    def __str__(self) -> str:
        return str(self.tenant_id)
