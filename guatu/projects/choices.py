from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from guatu.workdays.choices import Counting as Counting


class Nature(TextChoices):
    ONGOING = "ongoing", _("续建")
    NEW = "new", _("新开工")
    COMPLETING = "completing", _("竣工")
    PREPARING = "preparing", _("预备")
    RESERVE = "reserve", _("储备")


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


class Expectation(TextChoices):
    """Which promise the finish keeps: of works that are finished as they ended, of the others as
    their forecast says. Empty while neither is known."""

    ORIGINAL = "original", _("守住原计划")
    REPLANNED = "replanned", _("守住调整后计划")
    LATE = "late", _("晚于要求")


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
    CHAIN = "chain", _("产业链")
    TOWNSHIP = "township", _("乡镇街道")
    PARK = "park", _("园区")


class NeedStatus(TextChoices):
    """Late is no status: it is what the day says of an open need."""

    NEEDED = "needed", _("待承诺")
    PROMISED = "promised", _("已承诺")
    DELIVERED = "delivered", _("已落实")
    NOT_NEEDED = "not_needed", _("不需要")


class OpinionKind(TextChoices):
    OWNER = "owner", _("业主判断")
    REVIEW = "review", _("独立评估")


class OpinionStep(IntegerChoices):
    """How sure it is that the promise will be kept; 1 is the best."""

    SURE = 1, _("很有把握")
    LIKELY = 2, _("较有把握")
    OPEN = 3, _("有风险")
    DOUBTFUL = 4, _("较难完成")
    LOST = 5, _("难以完成")


class ListVersionKind(TextChoices):
    FIRST = "first", _("年初清单")
    ADJUSTED = "adjusted", _("调整")


class ListChangeKind(TextChoices):
    """The four kinds of change of the list, and what happens to a project that stays on it."""

    ADDED = "added", _("增补")
    STARTED = "started", _("储备转实施")
    RESERVED = "reserved", _("实施转储备")
    WITHDRAWN = "withdrawn", _("退出")
    SPLIT = "split", _("拆分")
    CHANGED = "changed", _("内容变更")


class BulkKind(TextChoices):
    CHOSEN = "chosen", _("批量修改")
    PASTED = "pasted", _("粘贴")
