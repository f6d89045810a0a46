"""Who is told of what: one function per event code, registered when the apps are loaded.

    @told_of("dispatch.issued", NoticeKind.DISPATCH)
    def issued(of: Occasion) -> Iterator[Told]:
        dispatch = Dispatch.objects.get(pk=of.object_id)
        yield from at_posts([dispatch.owner_post_id], of.sentence, dispatch.get_absolute_url())

The code must be among those that the journal writes to the outbox (``register(…, tells=[…])``).
Duties are bound to posts, so functions name posts; who holds them is looked up here, when the
event is spread, and again when a letter leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from guatu.domain.words import Sentence
from guatu.journal.outbox import Occasion
from guatu.notices.choices import NoticeKind, Urgency
from guatu.org.models import Holding, User


@dataclass(frozen=True, slots=True)
class Told:
    """One person to be told. ``post_id``: for the sake of which post; whoever leaves it gets
    nothing more. Without a ``user`` it is whoever holds that post. ``late``: the rule that told
    should have told earlier (补发)."""

    user: User | None
    urgency: Urgency
    url: str
    words: Sentence
    post_id: UUID | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Who is told in the end, and of what."""

    user: User
    told: Told


Find = Callable[[Occasion], Iterable[Told]]


@dataclass(frozen=True, slots=True)
class Audience:
    code: str
    kind: NoticeKind
    find: Find


_audiences: dict[str, Audience] = {}


def told_of(code: str, kind: NoticeKind) -> Callable[[Find], Find]:
    """Make the decorated function the audience of an event code."""

    def register(find: Find) -> Find:
        _audiences[code] = Audience(code, kind, find)
        return find

    return register


def audiences() -> dict[str, Audience]:
    return dict(_audiences)


def people_told(of: Occasion) -> list[Person]:
    """Who is told of one event; see ``people_told_of_each``."""
    return people_told_of_each([of])[0]


def people_told_of_each(occasions: Sequence[Occasion]) -> list[list[Person]]:
    """For each event each person once, never whoever did it, and only who is of the government
    and in use. Who is told for two reasons is told for the more urgent one.

    Who holds the posts is asked once for all events.
    """
    found = [(of, list(_find(of))) for of in occasions]
    posts = {told.post_id for _of, all_told in found for told in all_told if told.user is None}
    holders = _holders(posts)
    return [_people(of, all_told, holders) for of, all_told in found]


def kind_of(code: str) -> NoticeKind:
    return _audiences[code].kind


def at_posts(
    posts: Iterable[UUID | None],
    words: Sentence,
    url: str,
    *,
    urgency: Urgency = Urgency.NORMAL,
    late: bool = False,
) -> Iterator[Told]:
    """Whoever holds these posts when the event is spread; a vacant post tells nobody."""
    for post in dict.fromkeys(posts):
        if post is not None:
            yield Told(None, urgency, url, words, post_id=post, late=late)


def _find(of: Occasion) -> Iterable[Told]:
    audience = _audiences.get(of.code)
    return audience.find(of) if audience else ()


def _holders(posts: Collection[UUID | None]) -> dict[UUID, User]:
    held = Holding.objects.current().filter(post__in=posts, post__closed_on__isnull=True)
    return {holding.post_id: holding.user for holding in held.select_related("user")}


def _people(of: Occasion, all_told: Iterable[Told], holders: Mapping[UUID, User]) -> list[Person]:
    found: dict[UUID, Person] = {}
    for told in all_told:
        user = told.user or (holders.get(told.post_id) if told.post_id else None)
        if user is None or not _may_be_told(user, of):
            continue
        before = found.get(user.pk)
        if before is None or _outranks(told, before.told):
            found[user.pk] = Person(user, told)
    return list(found.values())


def _outranks(told: Told, before: Told) -> bool:
    return told.urgency == Urgency.URGENT and before.urgency != Urgency.URGENT


def _may_be_told(user: User, of: Occasion) -> bool:
    return user.is_active and user.tenant_id == of.tenant_id and user.pk != of.actor_id
