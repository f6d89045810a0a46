"""Which posts a dispatch speaks to: by their place in the matter, as a ladder names them.

A place that nobody holds is passed on to the next above: whatever is pressed reaches somebody.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from guatu.dispatches.models import Dispatch, Part
from guatu.domain.escalation import Addressee
from guatu.org.choices import Role
from guatu.org.models import Holding, Post, Unit

Posts = list[UUID]


def posts_of(dispatch: Dispatch, addressee: Addressee, part: Part | None = None) -> Posts:
    """The posts that are held now; of ``part`` where it is about one, else of the lead."""
    own = part or lead_of(dispatch)
    if addressee is Addressee.DOER:
        return doers(own)
    if addressee is Addressee.LEAD:
        return doers(lead_of(dispatch))
    if addressee is Addressee.UNIT_HEAD:
        return _of_unit(own.unit, Role.UNIT_HEAD) or _superiors(own.unit)
    if addressee is Addressee.SUPERIOR:
        return _superiors(own.unit) or office(dispatch)
    if addressee is Addressee.ISSUER:
        return issuers(dispatch)
    if addressee is Addressee.SPONSOR:
        return sponsors(dispatch) or office(dispatch)
    return office(dispatch)


def lead_of(dispatch: Dispatch) -> Part:
    parts = dispatch.parts.select_related("unit", "post").exclude(status="released")
    return parts.get(is_lead=True)


def helpers_of(dispatch: Dispatch) -> list[Part]:
    parts = dispatch.parts.select_related("unit", "post").exclude(status="released")
    return list(parts.filter(is_lead=False))


def doers(part: Part) -> Posts:
    """The responsible post; without one the liaisons of the unit, its head, those above."""
    named = _held([part.post_id]) if part.post_id else []
    return (
        named
        or _of_unit(part.unit, Role.LIAISON)
        or _of_unit(part.unit, Role.UNIT_HEAD)
        or _superiors(part.unit)
    )


def issuers(dispatch: Dispatch) -> Posts:
    """Who issued it; the office where that post is vacant."""
    return _held([dispatch.issuer_post_id]) or office(dispatch)


def sponsors(dispatch: Dispatch) -> Posts:
    project = dispatch.project
    return _held([project.sponsor_id]) if project else []


def office(dispatch: Dispatch) -> Posts:
    posts = Post.objects.filter(tenant_id=dispatch.tenant_id, closed_on__isnull=True)
    return _held(posts.filter(post_roles__role=Role.OFFICE).values_list("pk", flat=True))


def of_unit(unit: Unit) -> Posts:
    """Who answers for a unit that is waited for."""
    return _of_unit(unit, Role.LIAISON) or _of_unit(unit, Role.UNIT_HEAD) or _superiors(unit)


def _of_unit(unit: Unit, role: Role) -> Posts:
    posts = Post.objects.filter(unit=unit, closed_on__isnull=True, post_roles__role=role)
    return _held(posts.values_list("pk", flat=True))


def _superiors(unit: Unit) -> Posts:
    """The head of the nearest unit above that has one."""
    for above in reversed(list(Unit.objects.get_ancestors(unit))):
        if found := _of_unit(above, Role.UNIT_HEAD):
            return found
    return []


def _held(posts: Iterable[UUID | None]) -> Posts:
    """Those of ``posts`` that somebody holds, in their order."""
    wanted = [post for post in dict.fromkeys(posts) if post is not None]
    held = set(Holding.objects.current().filter(post__in=wanted).values_list("post_id", flat=True))
    return [post for post in wanted if post in held]
