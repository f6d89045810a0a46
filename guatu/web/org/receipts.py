"""The receipt of a hand-over as its page lists it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guatu.boards.desk import Place, Receipt, Row
from guatu.domain.desk import DutyKind, Pile
from guatu.org.access import Access
from guatu.org.models import Post
from guatu.web.shared.duties import page_of
from guatu.web.shared.sentences import in_words


@dataclass(frozen=True, slots=True)
class Entry:
    kind: DutyKind
    title: str
    about: str
    url: str
    timing: str
    late: bool
    carried: int


@dataclass(frozen=True, slots=True)
class Heap:
    pile: Pile
    entries: Sequence[Entry]


def may_read(access: Access, post: Post) -> bool:
    """Whoever arranges hand-overs, and who holds the post."""
    return access.can("org.hand_over", post) or post.pk in access.post_ids


def listed(receipt: Receipt) -> list[Heap]:
    return [
        Heap(
            heap.pile,
            [
                Entry(
                    kind=line.row.duty.kind,
                    title=line.row.title,
                    about=in_words(line.row.about),
                    url=_page(line.row),
                    timing=in_words(line.timing),
                    late=line.late,
                    carried=line.row.carried,
                )
                for line in heap.lines
            ],
        )
        for heap in receipt.heaps
    ]


def _page(row: Row) -> str:
    place = Place.PROJECT if row.place is Place.MILESTONE else row.place
    return page_of(place.value, row.page_id)
