from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ListRhythm(TextChoices):
    """As ``guatu.domain.worklists.rhythm.Rhythm``; a test compares them."""

    WEEK = "week", _("周清单")
    MONTH = "month", _("月调度")
    QUARTER = "quarter", _("季推进")
    YEAR = "year", _("年清单")


class ListStatus(TextChoices):
    """As ``guatu.domain.worklists.table.Status``; a test compares them."""

    OPEN = "open", _("待填报")
    FILED = "filed", _("待审定")
    APPROVED = "approved", _("已审定")
    LOCKED = "locked", _("已冻结")
    REVIEWED = "reviewed", _("已点评")


class RowKind(TextChoices):
    """As ``guatu.domain.worklists.rows.Kind``; a test compares them."""

    MILESTONE = "milestone", _("项目节点")
    DISPATCH = "dispatch", _("交办单")
    DECISION = "decision", _("会议议定")
    COMMITMENT = "commitment", _("承诺")
    NEED = "need", _("要素保障")
    BLOCKER = "blocker", _("堵点")
    DATE_CHANGE = "date_change", _("改期")
    OWN = "own", _("自列")


class RowStanding(TextChoices):
    """As ``guatu.domain.worklists.rows.Standing``; a test compares them."""

    OVERDUE = "overdue", _("逾期")
    WAITING = "waiting", _("等待")
    RUNNING = "running", _("推进中")
    DONE = "done", _("已完成")
