"""Who is told of lists of work: the liaison of what is to be filled, the head of what was filed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from guatu.journal.outbox import Occasion
from guatu.notices.audience import Told, at_posts, told_of
from guatu.notices.audiences.roles import head_posts, office_posts, unit_posts
from guatu.notices.choices import NoticeKind
from guatu.worklists.models import WorkList


def _fillers(unit: UUID) -> list[UUID]:
    """The liaisons; of a unit without one its head."""
    return unit_posts([unit]) or head_posts([unit])


def _heads(unit: UUID) -> list[UUID]:
    return head_posts([unit])


def _both(unit: UUID) -> list[UUID]:
    return [*unit_posts([unit]), *head_posts([unit])]


def _register(code: str, posts: Callable[[UUID], list[UUID]]) -> None:
    @told_of(code, NoticeKind.REMINDER)
    def find(of: Occasion) -> Iterator[Told]:
        """At the posts of the unit, for the page of its list."""
        unit_id = WorkList.objects.values_list("unit_id", flat=True).get(pk=of.object_id)
        yield from at_posts(posts(unit_id), of.sentence, f"/worklists/{of.object_id}/")


for _code, _posts in (
    ("work_list.prepared", _fillers),
    ("work_list.returned", _fillers),
    ("work_list.filed", _heads),
    ("work_list.filed_late", _heads),
    ("work_list.missed", _both),
):
    _register(_code, _posts)


@told_of("work_round.called", NoticeKind.REMINDER)
def called(of: Occasion) -> Iterator[Told]:
    """The office, once for all units that are missing."""
    page = f"/worklists/all/?round={of.object_id}"
    yield from at_posts(office_posts(of.tenant_id), of.sentence, page)
