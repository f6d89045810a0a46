"""Complaints and suggestions as pages show them."""

from __future__ import annotations

from django.db.models import QuerySet

from guatu.burden.choices import ComplaintStatus
from guatu.burden.models import Complaint
from guatu.org.models import User


def complaints_of(user: User, status: str = "") -> QuerySet[Complaint]:
    """The newest first; of one status where it is named."""
    rows = Complaint.objects.visible_to(user).select_related("about", "by")
    if status in ComplaintStatus.values:
        return rows.filter(status=status)
    return rows


def by_digest(digest: str) -> Complaint | None:
    """That of which somebody shows the code; never one with a name, which needs none."""
    rows = Complaint.objects.filter(by__isnull=True).select_related("about", "tenant")
    return rows.filter(digest=digest).first() if digest else None
