"""What a page of shared capacity begins with; what is not visible is not there."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from guatu.capacity.models import Capacity, Levelling
from guatu.web.shared.requests import Request


def visible_capacities(request: Request) -> QuerySet[Capacity]:
    rows = Capacity.objects.visible_to(request.user).select_related("post__unit", "unit")
    return rows.prefetch_related("post__holdings__user").order_by("id")


def visible_capacity(request: Request, pk: UUID) -> Capacity:
    return get_object_or_404(visible_capacities(request), pk=pk)


def visible_proposal(request: Request, pk: UUID) -> Levelling:
    rows = Levelling.objects.visible_to(request.user).select_related("made_by", "tenant")
    return get_object_or_404(rows, pk=pk)
