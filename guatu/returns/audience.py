"""Who is told of a sheet: the liaisons of the unit, of one without them its head."""

from __future__ import annotations

from collections.abc import Iterator

from guatu.journal.outbox import Occasion
from guatu.notices.audience import Told, at_posts, told_of
from guatu.notices.audiences.roles import head_posts, unit_posts
from guatu.notices.choices import NoticeKind
from guatu.returns.models import ReturnSheet


@told_of("return_sheet.mailed", NoticeKind.REMINDER)
@told_of("return_sheet.sent", NoticeKind.REMINDER)
def sent(of: Occasion) -> Iterator[Told]:
    """For the page of the round, where the sheet is fetched and brought back."""
    sheet = ReturnSheet.objects.only("unit_id", "round_id").get(pk=of.object_id)
    posts = unit_posts([sheet.unit_id]) or head_posts([sheet.unit_id])
    yield from at_posts(posts, of.sentence, f"/returns/{sheet.round_id}/")
