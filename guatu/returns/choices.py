from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileStatus(TextChoices):
    READ = "read", _("待入账")
    ENTERED = "entered", _("已入账")
    UNDONE = "undone", _("已撤销")
    DROPPED = "dropped", _("已放弃")
    REFUSED = "refused", _("未能读取")


class LineFate(TextChoices):
    """As ``guatu.domain.returns.merging.Fate``; a test compares them."""

    CHANGE = "change", _("改")
    ADD = "add", _("增")
    SAME = "same", _("无变化")
    CONFLICT = "conflict", _("两边都改过")
    REFUSED = "refused", _("不收")
    NOTED = "noted", _("说明")


class SheetPart(TextChoices):
    """As ``guatu.domain.returns.columns.Part``; a test compares them."""

    PROGRESS = "progress", _("项目进度")
    WORK = "work", _("周清单")
