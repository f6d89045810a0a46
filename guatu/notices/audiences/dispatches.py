"""Who is told of what happens to a dispatch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from guatu.dispatches.models import Clock, Dispatch, Part
from guatu.dispatches.queries import addressees
from guatu.domain.escalation import Addressee
from guatu.journal.outbox import Occasion
from guatu.notices.audience import Told, at_posts, told_of
from guatu.notices.choices import NoticeKind, Urgency

Of = Callable[[Dispatch], Iterable[UUID]]


def _lead(dispatch: Dispatch) -> list[UUID]:
    return addressees.doers(addressees.lead_of(dispatch))


def _all_doers(dispatch: Dispatch) -> list[UUID]:
    helpers = [addressees.doers(part) for part in addressees.helpers_of(dispatch)]
    return [*_lead(dispatch), *(post for posts in helpers for post in posts)]


def _drafter(dispatch: Dispatch) -> list[UUID]:
    return [dispatch.issuer_post_id] if dispatch.issuer_post_id else []


def _awaited(dispatch: Dispatch) -> list[UUID]:
    pauses = dispatch.pauses.filter(until__isnull=True).select_related("unit")
    return [post for pause in pauses for post in addressees.of_unit(pause.unit)]


def _both(dispatch: Dispatch) -> list[UUID]:
    return [*_all_doers(dispatch), *addressees.issuers(dispatch)]


_TOLD: dict[str, Of] = {
    "dispatch.submitted": addressees.office,
    "dispatch.returned_draft": _drafter,
    "dispatch.issued": _all_doers,
    "dispatch.declined": addressees.issuers,
    "dispatch.defaulted": _both,
    "dispatch.reassigned": _both,
    "dispatch.co_handled": _all_doers,
    "dispatch.part_done": _lead,
    "dispatch.replied": addressees.issuers,
    "dispatch.sent_back": _all_doers,
    "dispatch.completed": _lead,
    "dispatch.signed_off": _all_doers,
    "dispatch.reopened": _both,
    "dispatch.withdrawn": _all_doers,
    "dispatch.extension_asked": addressees.issuers,
    "dispatch.extension_granted": _lead,
    "dispatch.extension_refused": _lead,
    "dispatch.paused": _awaited,
    "dispatch.resumed": _both,
    "dispatch.rechecked": addressees.issuers,
}


def _register(code: str, posts: Of) -> None:
    @told_of(code, NoticeKind.DISPATCH)
    def find(of: Occasion) -> Iterator[Told]:
        dispatch = _dispatch(of.object_id)
        urgency = Urgency.URGENT if dispatch.urgency == "urgent" else Urgency.NORMAL
        yield from at_posts(posts(dispatch), of.sentence, _page(dispatch), urgency=urgency)


@told_of("dispatch.pressed", NoticeKind.REMINDER)
def pressed(of: Occasion) -> Iterator[Told]:
    """Whom the rung names; a rung with a colour is urgent, a plain reminder waits for the day."""
    dispatch, part = _dispatch(of.object_id), _part(of)
    posts = [
        post
        for who in of.details["addressees"]
        for post in addressees.posts_of(dispatch, Addressee(who), part)
    ]
    urgency = Urgency.URGENT if of.details.get("pressing") else Urgency.NORMAL
    late = bool(of.details["made_up"])
    yield from at_posts(posts, of.sentence, _page(dispatch), urgency=urgency, late=late)


def _dispatch(pk: UUID) -> Dispatch:
    return Dispatch.objects.select_related("project", "issuer_unit").get(pk=pk)


def _part(of: Occasion) -> Part | None:
    clock = Clock.objects.select_related("part__unit").filter(pk=of.details["clock"]).first()
    return clock.part if clock else None


def _page(dispatch: Dispatch) -> str:
    return f"/dispatches/{dispatch.pk}/"


for _code, _posts in _TOLD.items():
    _register(_code, _posts)
