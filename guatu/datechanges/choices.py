from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ChangeStatus(TextChoices):
    """As ``guatu.domain.datechanges.Status``; a test compares them."""

    ASKED = "asked", _("待审批")
    APPROVED = "approved", _("已同意")
    REFUSED = "refused", _("未同意")
    WITHDRAWN = "withdrawn", _("已撤回")


class ChangeLevel(TextChoices):
    """As ``guatu.domain.datechanges.Level``."""

    OFFICE = "office", _("总指挥部办公室")
    LEADER = "leader", _("指挥长或包保领导")


class BasisKind(TextChoices):
    """What a change is grounded on: named by number or address, never demanded as a file."""

    MINUTES = "minutes", _("会议纪要")
    DOCUMENT = "document", _("文件或批复")
    DRAWING = "drawing", _("设计变更单")
    LETTER = "letter", _("来往函件")
    RECORD = "record", _("现场记录")
    OTHER = "other", _("其他")
