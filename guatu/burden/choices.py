from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CappedMeasure(TextChoices):
    """As ``guatu.domain.burden.counting.Measure``; a test compares them."""

    TYPED = "typed", _("人工填报项")
    FORMS = "forms", _("表单")
    SLIPS = "slips", _("派单")
    MEETINGS = "meetings", _("会议")
    MINUTES = "minutes", _("参会人分钟")
    REMINDERS = "reminders", _("提醒催办")


class ComplaintKind(TextChoices):
    COMPLAINT = "complaint", _("投诉")
    SUGGESTION = "suggestion", _("建议")


class ComplaintStatus(TextChoices):
    """As ``guatu.domain.burden.complaints.Status``; a test compares them."""

    OPEN = "open", _("待答复")
    ANSWERED = "answered", _("已答复")
    SETTLED = "settled", _("已了结")


class ComplaintEntryKind(TextChoices):
    """What was said in the course of a complaint."""

    ANSWER = "answer", _("答复")
    AGAIN = "again", _("继续反映")
