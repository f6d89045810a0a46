"""Whom a dispatch can be given to: a unit that is there and has somebody to receive it."""

from __future__ import annotations

from uuid import UUID

from guatu.domain.words import N_, Sentence, say
from guatu.kit.refusals import Refusal
from guatu.org.choices import Role
from guatu.org.models import Post, Unit, User

_RECEIVING = (Role.UNIT_HEAD, Role.LIAISON)
_DOING = (*_RECEIVING, Role.OFFICE, Role.TASK_FORCE, Role.PROJECT_OWNER)


def receivers(unit: Unit) -> list[User]:
    """Who can receive for ``unit``: heads and liaisons of it and of the units above."""
    places = [unit.pk, *(one.pk for one in Unit.objects.get_ancestors(unit))]
    posts = Post.objects.filter(
        unit_id__in=places, closed_on__isnull=True, post_roles__role__in=_RECEIVING
    )
    held = User.objects.filter(
        holdings__until__isnull=True, holdings__post__in=posts, is_active=True
    )
    return list(held.distinct())


def unit_fault(unit: Unit, tenant_id: UUID, *, post: Post | None = None) -> Sentence | None:
    """Why ``unit``, or its ``post``, cannot be given a part."""
    if unit.tenant_id != tenant_id or unit.closed_on is not None:
        return say(N_("“{unit}”已撤销，请另选单位。"), unit=unit.name)
    if post is not None and (fault := _post_fault(post, unit)):
        return fault
    if not (post is not None and _can_do(post)) and not receivers(unit):
        return say(
            N_("“{unit}”还没有能签收的人。请先为它的联络员或负责人开通账号，或指定责任岗位。"),
            unit=unit.name,
        )
    return None


def refuse_vacant(
    unit: Unit, tenant_id: UUID, *, post: Post | None = None, field: str = "unit"
) -> None:
    fault = unit_fault(unit, tenant_id, post=post)
    if fault is not None:
        raise Refusal(fault, {field: fault})


def _can_do(post: Post) -> bool:
    roles = set(post.post_roles.values_list("role", flat=True))
    return bool(roles & {str(role) for role in _DOING})


def _post_fault(post: Post, unit: Unit) -> Sentence | None:
    if post.unit_id != unit.pk or post.closed_on is not None:
        return say(N_("责任岗位不在主办单位，请重新选择。"))
    if post.holder is None:
        return say(
            N_("“{post}”现在空缺，没有人能签收。请另选岗位，或先办理任职。"), post=post.title
        )
    return None
