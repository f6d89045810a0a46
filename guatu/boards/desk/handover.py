"""The receipt of a hand-over (移交清单): what is open on a post, whoever holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from guatu.boards.desk.facts import Line
from guatu.boards.desk.reading import rows_of
from guatu.boards.desk.standing import standing_of
from guatu.domain.desk import Band, Pile, band_of, in_order, timing_of
from guatu.org.access import UNIT_WIDE, Access
from guatu.org.models import Post, Unit


@dataclass(frozen=True, slots=True)
class Heap:
    """What is open of one sort."""

    pile: Pile
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Receipt:
    """As of ``at``; ``late`` of ``count`` are past their time."""

    at: datetime
    heaps: Sequence[Heap]

    @property
    def count(self) -> int:
        return sum(len(heap.lines) for heap in self.heaps)

    @property
    def late(self) -> int:
        return sum(line.late for heap in self.heaps for line in heap.lines)


def receipt_of(post: Post, now: datetime) -> Receipt:
    """Everything that whoever holds ``post`` must do, read as if nobody held another post.

    A vacant post shows what its next holder will find; what was done stays where it was done.
    """
    standing = standing_of(_access_of(post), now)
    standing = replace(standing, units=standing.units | _own_units(post))
    rows = {row.duty: row for row in rows_of(standing)}
    lines = [
        Line(rows[duty], timing_of(duty, now, standing.calendar), band_of(duty, now) is Band.LATE)
        for duty in in_order(rows, now)
    ]
    return Receipt(now, list(_heaped(lines)))


def _heaped(lines: Sequence[Line]) -> Iterator[Heap]:
    for pile in Pile:
        own = [line for line in lines if line.row.duty.pile is pile]
        if own:
            yield Heap(pile, own)


def _access_of(post: Post) -> Access:
    """The standing of somebody who holds this post and no other."""
    roles = frozenset(str(row.role) for row in post.post_roles.all())
    paths = (str(post.unit.path),) if roles & UNIT_WIDE else ()
    units = Unit.objects.filter(tenant_id=post.tenant_id).below(paths)
    ids: frozenset[UUID] = frozenset(units.values_list("id", flat=True))
    return Access(
        user_id=post.holder.pk if post.holder else post.pk,
        tenant_id=post.tenant_id,
        roles=roles,
        admin_kind="",
        post_ids=frozenset({post.pk}),
        unit_ids=ids,
        unit_paths=paths,
    )


def _own_units(post: Post) -> frozenset[UUID]:
    roles = {str(row.role) for row in post.post_roles.all()}
    return frozenset({post.unit_id}) if roles & UNIT_WIDE else frozenset()
