"""Who is told of complaints: the office and the inspectors of what comes in, the writer of the
answer, where there is a name."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from guatu.burden.models import Complaint
from guatu.journal.outbox import Occasion
from guatu.notices.audience import Told, at_posts, told_of
from guatu.notices.audiences.roles import inspector_posts, office_posts
from guatu.notices.choices import NoticeKind, Urgency


@told_of("complaint.filed", NoticeKind.SYSTEM)
def filed(of: Occasion) -> Iterator[Told]:
    yield from _answerers(of)


@told_of("complaint.asked_again", NoticeKind.SYSTEM)
def asked_again(of: Occasion) -> Iterator[Told]:
    yield from _answerers(of)


@told_of("complaint.answered", NoticeKind.SYSTEM)
def answered(of: Occasion) -> Iterator[Told]:
    by = Complaint.objects.select_related("by").get(pk=of.object_id).by
    if by is not None:
        yield Told(by, Urgency.NORMAL, _page(of.object_id), of.sentence)


def _answerers(of: Occasion) -> Iterator[Told]:
    posts = [*office_posts(of.tenant_id), *inspector_posts(of.tenant_id)]
    yield from at_posts(posts, of.sentence, _page(of.object_id))


def _page(pk: UUID) -> str:
    return f"/burden/complaints/{pk}/"
