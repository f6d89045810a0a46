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


class QuarterSource(TextChoices):
    """Where the figure of an indicator comes from: entered, or counted from the projects."""

    ENTERED = "entered", _("牵头单位填报")
    INVESTED = "invested", _("项目月报的完成投资")
    STARTED = "started", _("实际开工的项目数")
    FINISHED = "finished", _("实际竣工的项目数")
    REGISTERED = "registered", _("入库的项目数")
