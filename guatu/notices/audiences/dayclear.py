"""The evening of a unit is told to its head, that of a task force to who leads it."""

from __future__ import annotations

from collections.abc import Iterator

from guatu.dayclear.models import DayClosing
from guatu.journal.outbox import Occasion
from guatu.notices.audience import Told, at_posts, told_of
from guatu.notices.audiences.roles import head_posts
from guatu.notices.choices import NoticeKind


@told_of("dayclear.summed", NoticeKind.REMINDER)
def summed(of: Occasion) -> Iterator[Told]:
    closing = DayClosing.objects.select_related("force").get(pk=of.object_id)
    force = closing.force
    posts = [force.head_id] if force else head_posts([closing.unit_id])
    yield from at_posts(
        posts, of.sentence, f"/dayclear/?day={closing.day:%Y-%m-%d}&unit={closing.unit_id}"
    )
