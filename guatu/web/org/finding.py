"""Finding units, posts and people of one's own government; others do not exist."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from guatu.org.models import Post, Unit, User


def visible_unit(user: User, pk: UUID) -> Unit:
    unit: Unit = get_object_or_404(Unit.objects.visible_to(user), pk=pk)
    return unit


def visible_post(user: User, pk: UUID) -> Post:
    rows = Post.objects.visible_to(user).select_related("unit")
    return get_object_or_404(rows.prefetch_related("post_roles"), pk=pk)


def visible_person(user: User, pk: UUID) -> User:
    return get_object_or_404(User, pk=pk, tenant_id=user.tenant_id)
