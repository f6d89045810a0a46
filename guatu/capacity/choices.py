from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Counted(TextChoices):
    """What takes up a capacity; by the names of ``guatu.domain.capacity``."""

    UNDER_WAY = "under_way", _("同时办理")
    BEGUN = "begun", _("每周受理")
    DUE = "due", _("每周到期")


class LevellingStatus(TextChoices):
    SEARCHING = "searching", _("正在优化")
    READY = "ready", _("待采用")
    FAILED = "failed", _("没有算成")
