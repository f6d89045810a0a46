from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class DispatchStatus(TextChoices):
    """As ``guatu.domain.lifecycle.Status``; a test compares them."""

    DRAFT = "draft", _("拟稿")
    APPROVING = "approving", _("待审批")
    ISSUED = "issued", _("待签收")
    DECLINED = "declined", _("退回交办方")
    RECEIVED = "received", _("办理中")
    REPLIED = "replied", _("待复核")
    SENT_BACK = "sent_back", _("退回重办")
    COMPLETED = "completed", _("办结待销号")
    SIGNED_OFF = "signed_off", _("已销号")
    WITHDRAWN = "withdrawn", _("已撤回")


class Kind(TextChoices):
    ASSIGNMENT = "assignment", _("交办单")
    SUPERVISION = "supervision", _("督办单")
    EXPRESS = "express", _("直通车")


class Source(TextChoices):
    """What a dispatch comes from."""

    MEETING = "meeting", _("会议议定")
    INSTRUCTION = "instruction", _("领导批示")
    RED_LIGHT = "red_light", _("项目亮红灯")
    BLOCKER = "blocker", _("卡点堵点")
    NEED = "need", _("要素保障迟滞")
    VISIT = "visit", _("一线走访")
    COMPLAINT = "complaint", _("群众和企业诉求")
    EXPRESS = "express", _("问题直通车")
    RECHECK = "recheck", _("回头看")
    OTHER = "other", _("其他")


class Weight(IntegerChoices):
    """How important a matter is: heavier ones may enter a ladder higher up (三明)."""

    PLAIN = 0, _("一般")
    NOTABLE = 1, _("较重要")
    URGENT = 2, _("重要或领导批示")
    SPECIAL = 3, _("特别重大")


class EvidenceKind(TextChoices):
    """What must be there before a dispatch is signed off; words are always asked."""

    DOCUMENT = "document", _("文件材料")
    PHOTO = "photo", _("现场照片")
    FIGURES = "figures", _("数据表")


class PartStatus(TextChoices):
    """How far a unit is with its part."""

    WAITING = "waiting", _("未签收")
    WORKING = "working", _("办理中")
    DONE = "done", _("已完成")
    RELEASED = "released", _("已解除")


class Leg(TextChoices):
    """What a clock measures."""

    RECEIVE = "receive", _("签收")
    FIRST_REPLY = "first_reply", _("首次反馈")
    FINISH = "finish", _("办结")
    REVIEW = "review", _("复核")
    WAIT = "wait", _("等待")


class ClockStatus(TextChoices):
    RUNNING = "running", _("计时中")
    PAUSED = "paused", _("已暂停")
    STOPPED = "stopped", _("已停止")


class Colour(TextChoices):
    """How urgently a dispatch is pressed: words of the ladder, not lights."""

    NONE = "", _("未催办")
    WHITE = "white", _("白单")
    BLUE = "blue", _("蓝单")
    YELLOW = "yellow", _("黄单")
    ORANGE = "orange", _("橙单")
    RED = "red", _("红单")


class ExtensionStatus(TextChoices):
    ASKED = "asked", _("待审批")
    GRANTED = "granted", _("已同意")
    REFUSED = "refused", _("未同意")
    LAPSED = "lapsed", _("不再需要")


class EntryKind(TextChoices):
    """What stands in the course of a dispatch."""

    REPORT = "report", _("进展")
    REPLY = "reply", _("办结反馈")
    SENT_BACK = "sent_back", _("退回重办")
    COMPLETED = "completed", _("复核通过")
    SIGNED_OFF = "signed_off", _("销号")
    REOPENED = "reopened", _("重新打开")
    DECLINED = "declined", _("退回交办方")
    REASSIGNED = "reassigned", _("转办")
    CO_HANDLED = "co_handled", _("增加会办单位")
    PAUSED = "paused", _("挂起等待")
    RESUMED = "resumed", _("恢复办理")
    WITHDRAWN = "withdrawn", _("撤回")


class Finding(TextChoices):
    """What a look-back (回头看) found."""

    HOLDS = "holds", _("属实")
    PARTLY = "partly", _("部分属实")
    FALSE = "false", _("不属实")
