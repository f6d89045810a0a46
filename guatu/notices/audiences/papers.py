"""Who is told of official papers: to whom they go, and the writer of what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from guatu.journal.outbox import Occasion
from guatu.notices.audience import Told, at_posts, told_of
from guatu.notices.audiences.roles import unit_posts
from guatu.notices.choices import NoticeKind, Urgency
from guatu.org.models import Unit
from guatu.papers.models import Paper


def _to_units(code: str) -> None:
    @told_of(code, NoticeKind.DISPATCH)
    def find(of: Occasion) -> Iterator[Told]:
        paper = Paper.objects.get(pk=of.object_id)
        yield from at_posts(unit_posts(_units(paper)), of.sentence, _url(paper))


_to_units("paper.issued")
_to_units("paper.withdrawn")


@told_of("paper.returned", NoticeKind.DISPATCH)
def returned(of: Occasion) -> Iterator[Told]:
    paper = Paper.objects.select_related("written_by").get(pk=of.object_id)
    yield Told(paper.written_by, Urgency.NORMAL, _url(paper), of.sentence)


def _units(paper: Paper) -> list[UUID]:
    if paper.to_all:
        units = Unit.objects.filter(tenant_id=paper.tenant_id, closed_on__isnull=True)
    else:
        units = Unit.objects.filter(pk__in=paper.recipients.values("pk"))
    return list(units.values_list("pk", flat=True))


def _url(paper: Paper) -> str:
    return f"/papers/{paper.pk}/"
