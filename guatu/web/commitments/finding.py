"""Finding promises and reviews: what a person may not see does not exist."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from guatu.commitments.models import Commitment, YearlyReview
from guatu.commitments.queries.listing import with_people
from guatu.commitments.queries.reviews import with_holder
from guatu.web.shared.requests import Request


def visible_commitment(request: Request, pk: UUID) -> Commitment:
    """With its posts and units, and who holds those posts now."""
    return get_object_or_404(with_people(Commitment.objects.visible_to(request.user)), pk=pk)


def visible_review(request: Request, pk: UUID) -> YearlyReview:
    return get_object_or_404(with_holder(YearlyReview.objects.visible_to(request.user)), pk=pk)
