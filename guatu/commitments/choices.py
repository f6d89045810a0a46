from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CommitmentStatus(TextChoices):
    """As ``guatu.domain.commitments.Status``; a test compares them."""

    DRAFTED = "drafted", _("拟诺")
    OFFERED = "offered", _("待本人确认")
    APPROVING = "approving", _("审诺")
    SHOWN = "shown", _("亮诺")
    PRACTISING = "practising", _("践诺")
    RENEGOTIATED = "renegotiated", _("改诺")
    KEPT = "kept", _("兑现")
    KEPT_LATE = "kept_late", _("迟兑现")
    PARTLY = "partly", _("部分兑现")
    BROKEN = "broken", _("未兑现")
    WITHDRAWN = "withdrawn", _("撤销")


class CommitmentKind(TextChoices):
    ANNUAL = "annual", _("年度承诺")
    STAR = "star", _("星标项目承诺")
    SPECIAL = "special", _("专项承诺")


class RevisionStatus(TextChoices):
    ASKED = "asked", _("待审定")
    GRANTED = "granted", _("已同意")
    REFUSED = "refused", _("未同意")


class ReviewGrade(TextChoices):
    """What the organisation says of a year of promises; best first."""

    GOOD = "good", _("好")
    FAIR = "fair", _("较好")
    PLAIN = "plain", _("一般")
    POOR = "poor", _("差")
