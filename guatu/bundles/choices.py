from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ArrivalStatus(TextChoices):
    """What has become of a bundle that came in."""

    CHECKED = "checked", _("已核验，待接收")
    ACCEPTED = "accepted", _("已接收")
    DROPPED = "dropped", _("已放弃")
    UNDONE = "undone", _("已撤销")


class RowVerdict(TextChoices):
    """As ``guatu.domain.bundles.verdicts.Verdict``; a test compares them."""

    NEW = "new", _("新增")
    CHANGED = "changed", _("更正")
    SAME = "same", _("相同")
    OLDER = "older", _("本网更新，保留本网")
    UNKNOWN = "unknown", _("找不到项目")
    AMBIGUOUS = "ambiguous", _("对不上唯一项目")
    WITHDRAWN = "withdrawn", _("项目已退出")
    FAULTY = "faulty", _("数字不合规则")


class ListRowVerdict(TextChoices):
    """As ``guatu.domain.bundles.verdicts.ListVerdict``; a test compares them."""

    NEW = "new", _("新增")
    CHANGED = "changed", _("更正")
    AMENDED = "amended", _("冻结后更正")
    LEFT_OUT = "left_out", _("不列")
    SAME = "same", _("相同")
    OLDER = "older", _("本网更新，保留本网")
    SOURCE = "source", _("以来源为准")
    CLOSED = "closed", _("清单已报送，未写入")
    UNKNOWN = "unknown", _("找不到清单")
    AMBIGUOUS = "ambiguous", _("对不上唯一事项")
    FAULTY = "faulty", _("须到清单上更正")
