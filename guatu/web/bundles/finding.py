"""Finding bundles; who may not see bundles at all is told so, the rows of others do not exist."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from guatu.bundles.models import Arrival, Bundle, Sender
from guatu.bundles.queries.listing import arrivals_of, bundles_of, senders_of
from guatu.web.shared.requests import Request


def visible_bundle(request: Request, pk: UUID) -> Bundle:
    return get_object_or_404(bundles_of(request.user), pk=pk)


def visible_arrival(request: Request, pk: UUID) -> Arrival:
    return get_object_or_404(arrivals_of(request.user), pk=pk)


def visible_sender(request: Request, pk: UUID) -> Sender:
    return get_object_or_404(senders_of(request.user), pk=pk)
