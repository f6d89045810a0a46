from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemKind(TextChoices):
    """Where an item of a day comes from; own ones are written by hand."""

    DISPATCH = "dispatch", _("派单")
    NEED = "need", _("要素")
    MILESTONE = "milestone", _("节点")
    COMMITMENT = "commitment", _("承诺")
    OWN = "own", _("自列")


class ItemState(TextChoices):
    """As ``guatu.domain.dayclear.State``; a test compares them."""

    OPEN = "open", _("待办")
    DONE = "done", _("已办结")
    CARRIED = "carried", _("结转")
    BLOCKED = "blocked", _("卡住")
    UNCLEARED = "uncleared", _("未清")
    RELEASED = "released", _("已解除")
