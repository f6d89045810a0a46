from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DayKind(TextChoices):
    STATUTORY_HOLIDAY = "statutory_holiday", _("法定节假日")
    REST_DAY = "rest_day", _("调休放假")
    MAKE_UP_WORKDAY = "make_up_workday", _("调休上班")


class Counting(TextChoices):
    """In which days the length of a step is counted."""

    WORKDAYS = "workdays", _("工作日")
    DAYS = "days", _("日历日")
