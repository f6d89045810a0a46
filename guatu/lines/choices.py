from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LineStatus(TextChoices):
    DRAFT = "draft", _("拟定")
    APPROVED = "approved", _("已批准")
    RUNNING = "running", _("运行中")
    CLOSED = "closed", _("已收官")


class TaskStatus(TextChoices):
    OPEN = "open", _("推进中")
    DONE = "done", _("已完成")
