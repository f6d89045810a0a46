"""Looking back: the draws with how far each is, and what one of them holds."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q, QuerySet

from guatu.dispatches.choices import Finding
from guatu.dispatches.models import Part, Recheck, Sample
from guatu.org.models import User

FAILED = (Finding.PARTLY, Finding.FALSE)


def samples(user: User) -> QuerySet[Sample]:
    """Newest first, with ``drawn``, ``looked`` at and ``failed`` counted."""
    rows = Sample.objects.visible_to(user).annotate(
        drawn=Count("rechecks"),
        looked=Count("rechecks", filter=~Q(rechecks__finding="")),
        failed=Count("rechecks", filter=Q(rechecks__finding__in=FAILED)),
    )
    return rows.order_by("-drawn_at", "-id")


def rechecks_of(sample: Sample) -> list[Recheck]:
    """With the dispatches and the units that lead them."""
    parts = Prefetch("dispatch__parts", Part.objects.select_related("unit"))
    return list(sample.rechecks.select_related("dispatch").prefetch_related(parts))
