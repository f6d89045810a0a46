from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PaperKind(TextChoices):
    BULLETIN = "bulletin", _("通报")
    WEEKLY = "weekly", _("周报")
    SLIP = "slip", _("督办单")
    SHEET = "sheet", _("交办单")
    MINUTES = "minutes", _("会议纪要")
    STARTS = "starts", _("集中开工简报")


class PaperStatus(TextChoices):
    """As ``guatu.domain.papers.states.Status``; a test compares them."""

    DRAFT = "draft", _("草稿")
    APPROVED = "approved", _("已签批")
    ISSUED = "issued", _("已印发")
    WITHDRAWN = "withdrawn", _("已撤回")


class Numbering(TextChoices):
    """How a kind is counted within the year."""

    DOCUMENT = "document", _("机关代字〔年〕号")
    ISSUE = "issue", _("年第几期")
