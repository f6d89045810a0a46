from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from guatu.kit.models import Row
from guatu.workdays.choices import DayKind


class CalendarVersion(Row):
    """One edition of the national workday calendar; a new notice makes a new edition."""

    version = models.CharField(_("版本"), max_length=40, unique=True)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    provisional_from = models.PositiveSmallIntegerField(
        _("自该年起为暂定"), help_text=_("国务院尚未发布放假通知的年份按周末加法定节日推算。")
    )
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ("-loaded_at",)

    def __str__(self) -> str:
        return self.version


class SpecialDay(models.Model):
    """A day that differs from the week: a holiday off, or a weekend day worked."""

    calendar = models.ForeignKey(CalendarVersion, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    kind = models.CharField(max_length=20, choices=DayKind.choices)
    name = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("day",)
        constraints = (
            models.UniqueConstraint(fields=["calendar", "day"], name="special_day_once"),
        )
