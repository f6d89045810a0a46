from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StartStatus(TextChoices):
    """As ``guatu.domain.starts.Status``; a test compares them."""

    PLANNED = "planned", _("筹备中")
    HELD = "held", _("已举行")
    CANCELLED = "cancelled", _("已取消")
