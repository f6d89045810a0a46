from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProcedureGroup(TextChoices):
    """Groups run in parallel as far as their links allow."""

    APPROVAL = "a", _("立项")
    LAND = "b", _("用地规划")
    ASSESSMENT = "c", _("评估")
    CONSTRUCTION = "d", _("建设")
    CLOSING = "e", _("收尾")


class ProcedurePlace(TextChoices):
    """Where a procedure stands to the works; by the names of ``guatu.domain.procedures``."""

    BEFORE = "before", _("开工前")
    DURING = "during", _("施工中")
    SINCE_START = "since_start", _("自开工起限期")
    AFTER = "after", _("竣工后")
