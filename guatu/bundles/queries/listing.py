"""Bundles as the page lists them."""

from __future__ import annotations

from django.db.models import QuerySet

from guatu.bundles.models import Arrival, Bundle, Sender
from guatu.org.models import User


def bundles_of(user: User) -> QuerySet[Bundle]:
    return Bundle.objects.visible_to(user).select_related("made_by")


def arrivals_of(user: User) -> QuerySet[Arrival]:
    return Arrival.objects.visible_to(user).select_related("sender", "tenant", "arrived_by")


def senders_of(user: User) -> QuerySet[Sender]:
    return Sender.objects.visible_to(user).select_related("accepted_by")
