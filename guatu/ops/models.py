from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guatu.kit.models import Row


class JobRun(Row):
    """One run of a job of the timetable; its period is taken once, so twice is once."""

    name = models.CharField(_("任务"), max_length=40)
    period_key = models.CharField(_("周期"), max_length=60, unique=True)
    started_at = models.DateTimeField(_("开始"))
    finished_at = models.DateTimeField(_("结束"), null=True)
    failed = models.BooleanField(_("未完成"), default=False)
    outcome = models.CharField(_("结果"), max_length=300, blank=True)

    class Meta:
        ordering = ("-started_at", "-id")
        indexes = (models.Index(fields=["name", "-started_at"], name="job_run_by_name"),)

    def __str__(self) -> str:
        return self.period_key
