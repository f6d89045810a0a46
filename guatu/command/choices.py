from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeetingStatus(TextChoices):
    """As ``guatu.domain.meetings.Status``; a test compares them."""

    CALLED = "called", _("待召开")
    HELD = "held", _("开会中")
    MINUTED = "minuted", _("已出纪要")
    CLOSED = "closed", _("议定事项已清")
    CANCELLED = "cancelled", _("已取消")


class MeetingKind(TextChoices):
    """A joint meeting takes up what the month's visits left open."""

    STEERING = "steering", _("调度会")
    JOINT = "joint", _("会办会")


class AgendaCause(TextChoices):
    """As ``guatu.domain.agenda.Cause``; a test compares them."""

    RED = "red", _("亮红灯")
    DISPUTED = "disputed", _("灯与业主判断不一")
    NEED = "need", _("要素迟滞")
    DISPATCH = "dispatch", _("交办逾期")
    BLOCKER = "blocker", _("堵点未通")
    FOLLOW_UP = "follow_up", _("上月交办未结")
    PUT_OFF = "put_off", _("上次缓议")
    ADDED = "added", _("临时提出")


class ItemStatus(TextChoices):
    """What has become of a matter on an agenda."""

    OPEN = "open", _("待议")
    DECIDED = "decided", _("已议定")
    NO_ACTION = "no_action", _("无需交办")
    PUT_OFF = "put_off", _("缓议")
    STRUCK = "struck", _("撤下")


class BlockerStatus(TextChoices):
    """As ``guatu.domain.blockers.Status``; a test compares them."""

    OPEN = "open", _("已收到")
    ACCEPTED = "accepted", _("已受理")
    SOLVING = "solving", _("正在解决")
    SOLVED = "solved", _("已解决待确认")
    CONFIRMED = "confirmed", _("已打通")
    PASSED_UP = "passed_up", _("已提请上级")


class BlockerKind(TextChoices):
    LAND = "land", _("用地")
    FUNDS = "funds", _("资金")
    ENVIRONMENT = "environment", _("环保")
    PLANNING = "planning", _("规划")
    ENERGY = "energy", _("能耗")
    CLEARANCE = "clearance", _("征拆")
    UTILITIES = "utilities", _("配套")
    LABOUR = "labour", _("用工")
    WILL = "will", _("企业意愿")
    OTHER = "other", _("其他")


class VisitStage(TextChoices):
    """How far a visit is; follows from its row and its decisions, never stored."""

    PLANNED = "planned", _("待走访")
    MADE = "made", _("已走访")
    DECIDED = "decided", _("已议定")
    CLEARED = "cleared", _("议定事项已清")
