from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IntakeStatus(TextChoices):
    UPLOADED = "uploaded", _("已上传")
    READING = "reading", _("正在读取")
    READ = "read", _("待核对")
    ENTERING = "entering", _("正在入账")
    ENTERED = "entered", _("已入账")
    UNDOING = "undoing", _("正在撤销")
    UNDONE = "undone", _("已撤销")
    REFUSED = "refused", _("未能读取")
    DROPPED = "dropped", _("已放弃")


class RowFate(TextChoices):
    """What entering a row does: the difference against the list as it stands."""

    NEW = "new", _("新增")
    BACK = "back", _("恢复列入")
    CHANGED = "changed", _("有变化")
    SAME = "same", _("无变化")
    GONE = "gone", _("台账中已没有")
    SKIPPED = "skipped", _("不入账")


class ListNotice(TextChoices):
    """Codes of problems found by holding a row against the list, the units and the posts."""

    UNKNOWN_UNIT = "unknown_unit", _("单位不在册")
    SEVERAL_UNITS = "several_units", _("单位不止一个")
    UNKNOWN_SPONSOR = "unknown_sponsor", _("包保领导不在册")
    UNKNOWN_LINE = "unknown_line", _("工作线不在册")
    UNKNOWN_NATURE = "unknown_nature", _("建设性质不认识")
    BAD_VALUE = "bad_value", _("内容不合要求")
    TOO_LONG = "too_long", _("文字过长")
    CODE_ELSEWHERE = "code_elsewhere", _("项目代码另有所属")
    REPEATED = "repeated", _("同一项目出现两次")
    ALREADY_REPORTED = "already_reported", _("本月已报进度")
