"""Who is told of date changes and pauses: whoever decides, whoever asked, whoever is awaited."""

from __future__ import annotations

from collections.abc import Iterator

from guatu.datechanges.models import DateChange, PlanPause
from guatu.datechanges.queries import addressees
from guatu.journal.outbox import Occasion
from guatu.notices.audience import Told, at_posts, told_of
from guatu.notices.choices import NoticeKind, Urgency


@told_of("date_change.asked", NoticeKind.PROJECT)
def asked(of: Occasion) -> Iterator[Told]:
    row = _change(of)
    yield from at_posts(addressees.deciders(row), of.sentence, _page(row))


@told_of("date_change.adopted", NoticeKind.PROJECT)
def adopted(of: Occasion) -> Iterator[Told]:
    row = _change(of)
    posts = [*addressees.own_side(row.project), *addressees.leaders(row.project)]
    yield from at_posts(posts, of.sentence, _page(row))


def _register_decided(code: str) -> None:
    @told_of(code, NoticeKind.PROJECT)
    def find(of: Occasion) -> Iterator[Told]:
        """Whoever asked, and the side of the project."""
        row = _change(of)
        yield Told(row.asked_by, Urgency.NORMAL, _page(row), of.sentence)
        yield from at_posts(addressees.own_side(row.project), of.sentence, _page(row))


for _code in ("date_change.approved", "date_change.refused"):
    _register_decided(_code)


@told_of("pause.asked", NoticeKind.PROJECT)
def pause_asked(of: Occasion) -> Iterator[Told]:
    """The office decides; the unit that is waited for has it on its desk already."""
    row = _pause(of)
    posts = [*addressees.office(row), *addressees.awaited(row)]
    yield from at_posts(posts, of.sentence, _page_of_pause(row))


def _register_pause(code: str) -> None:
    @told_of(code, NoticeKind.PROJECT)
    def find(of: Occasion) -> Iterator[Told]:
        row = _pause(of)
        yield Told(row.asked_by, Urgency.NORMAL, _page_of_pause(row), of.sentence)
        posts = [*addressees.own_side(row.project), *addressees.awaited(row)]
        yield from at_posts(posts, of.sentence, _page_of_pause(row))


for _code in ("pause.approved", "pause.refused", "pause.ended"):
    _register_pause(_code)


def _change(of: Occasion) -> DateChange:
    rows = DateChange.objects.select_related(
        "asked_by", "project__lead_unit", "project__responsible_unit"
    )
    return rows.get(pk=of.object_id)


def _pause(of: Occasion) -> PlanPause:
    rows = PlanPause.objects.select_related(
        "asked_by", "unit", "project__lead_unit", "project__responsible_unit"
    )
    return rows.get(pk=of.object_id)


def _page(row: DateChange) -> str:
    return f"/date-changes/{row.pk}/"


def _page_of_pause(row: PlanPause) -> str:
    return f"/date-changes/pauses/{row.pk}/"
