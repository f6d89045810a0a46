"""Who is told of meetings, blockers and visits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from guatu.command.models import Blocker, Meeting, Visit
from guatu.journal.outbox import Occasion
from guatu.notices.audience import Told, at_posts, told_of
from guatu.notices.audiences.roles import office_posts, unit_posts
from guatu.notices.choices import NoticeKind

Of = Callable[[Blocker], list[UUID]]


def _invited(code: str, page: str) -> None:
    @told_of(code, NoticeKind.MEETING)
    def find(of: Occasion) -> Iterator[Told]:
        meeting = Meeting.objects.get(pk=of.object_id)
        posts = [meeting.chair_id, *meeting.attendees.values_list("pk", flat=True)]
        yield from at_posts(posts, of.sentence, f"/command/meetings/{meeting.pk}/{page}")


for _code, _page in (
    ("meeting.called", ""),
    ("meeting.changed", ""),
    ("meeting.cancelled", ""),
    ("meeting.minuted", "minutes/"),
):
    _invited(_code, _page)


def _office(blocker: Blocker) -> list[UUID]:
    return office_posts(blocker.tenant_id)


def _owner(blocker: Blocker) -> list[UUID]:
    return unit_posts([blocker.owner_unit_id])


def _doer(blocker: Blocker) -> list[UUID]:
    return unit_posts([blocker.doing_unit_id])


def _waiting(blocker: Blocker) -> list[UUID]:
    """The side of the project: who waits for it to be cleared."""
    project = blocker.project
    owner = [project.owner_post_id] if project.owner_post_id else []
    return [*owner, *unit_posts([project.lead_unit_id])]


_BLOCKERS: dict[str, tuple[Of, ...]] = {
    "blocker.raised": (_office, _owner),
    "blocker.accepted": (_doer, _waiting),
    "blocker.given": (_doer, _waiting),
    "blocker.solved": (_owner, _waiting),
    "blocker.confirmed": (_doer, _waiting),
    "blocker.sent_back": (_doer,),
    "blocker.passed_up": (_office, _waiting),
    "blocker.reopened": (_office, _doer),
}


def _about(code: str, sides: tuple[Of, ...]) -> None:
    @told_of(code, NoticeKind.PROJECT)
    def find(of: Occasion) -> Iterator[Told]:
        blocker = Blocker.objects.select_related("project").get(pk=of.object_id)
        posts = [post for side in sides for post in side(blocker)]
        yield from at_posts(posts, of.sentence, f"/command/blockers/{blocker.pk}/")


for _code, _sides in _BLOCKERS.items():
    _about(_code, _sides)


@told_of("visit.planned", NoticeKind.MEETING)
def visit_planned(of: Occasion) -> Iterator[Told]:
    visit = Visit.objects.select_related("project").get(pk=of.object_id)
    project = visit.project
    posts = [visit.leader_id, project.owner_post_id, *unit_posts([project.lead_unit_id])]
    yield from at_posts(posts, of.sentence, f"/command/visits/{visit.pk}/")
