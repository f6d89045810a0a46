from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Nature(TextChoices):
    ONGOING = "ongoing", _("续建")
    NEW = "new", _("新开工")
    COMPLETING = "completing", _("竣工")
    PREPARING = "preparing", _("预备")


class LightColour(TextChoices):
    """A verdict of the rules, never typed in; declared worst first."""

    RED = "red", _("红")
    YELLOW = "yellow", _("黄")
    GREEN = "green", _("绿")
    PAUSED = "paused", _("暂停")
    NONE = "none", _("无数据")


class LinkType(TextChoices):
    FS = "FS", _("完成—开始")
    SS = "SS", _("开始—开始")
    FF = "FF", _("完成—完成")
    SF = "SF", _("开始—完成")


class BaselineKind(TextChoices):
    ORIGINAL = "original", _("原计划")
    APPROVED = "approved", _("批准调整")


class ReportSource(TextChoices):
    FORM = "form", _("填报")
    LEDGER = "ledger", _("台账导入")


class TallyBy(TextChoices):
    """The cuts for which running totals are kept."""

    CITY = "city", _("全市")
    LINE = "line", _("工作线")
    UNIT = "unit", _("牵头单位")
    SPONSOR = "sponsor", _("包保领导")
