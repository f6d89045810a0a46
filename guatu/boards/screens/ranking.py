"""Lines and units by the share of the year's plan that is done, with their places of a week ago.

Today's figures are running totals; those of a week ago are summed from what was kept of every
project then, once a day for all screens: they do not change any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from django.db.models import Sum

from guatu.boards.overview import Cut
from guatu.boards.overview.reading import table_of
from guatu.boards.overview.totals import COLUMNS, figures_of
from guatu.boards.screens.facts import Asked, Ranked, RankingFacts, SponsorsFacts
from guatu.domain import pace
from guatu.domain.ranking import climbed, places
from guatu.kit.clock import CHINA
from guatu.projects.choices import TallyBy
from guatu.projects.models import ProjectState

WEEK = timedelta(days=7)
ZERO = Decimal(0)
Sums = dict[UUID, tuple[Decimal, Decimal]]


def lines_of(asked: Asked) -> RankingFacts:
    return _ranking(asked, TallyBy.LINE)


def units_of(asked: Asked) -> RankingFacts:
    return _ranking(asked, TallyBy.UNIT)


def sponsors_of(asked: Asked) -> SponsorsFacts:
    """By post and unit; who holds a post does not stand on a board."""
    own = [cut for cut in cuts_of(asked, TallyBy.SPONSOR) if cut.totals.projects]
    longest = _longest(own)
    rows = [
        Ranked(cut.key, f"{cut.lead} {cut.leader}", cut.totals, None, None, _length(cut, longest))
        for cut in own[: asked.rows]
    ]
    return SponsorsFacts(rows, max(0, len(own) - len(rows)))


def cuts_of(asked: Asked, by: TallyBy) -> list[Cut]:
    """With names and gaps, without what comes next; projects that stand in none are left out."""
    figures = figures_of(asked.viewer, by, asked.year)
    table = table_of(asked.viewer, by, figures, {}, year=asked.year, day=asked.today)
    return [cut for cut in table.cuts if cut.title]


def _ranking(asked: Asked, by: TallyBy) -> RankingFacts:
    own = [cut for cut in cuts_of(asked, by) if cut.totals.projects]
    place = places({cut.key: cut.totals.share for cut in own})
    day = asked.today - WEEK
    before = places(_shares_at(asked.tenant.pk, asked.year, by, day)) if place else {}
    own.sort(key=lambda cut: cut.totals.share if cut.totals.share is not None else -1, reverse=True)
    longest = _longest(own)
    rows = [
        Ranked(
            key=cut.key,
            title=cut.title,
            totals=cut.totals,
            place=place.get(cut.key),
            climbed=climbed(before.get(cut.key), place.get(cut.key)),
            length=_length(cut, longest),
        )
        for cut in own[: asked.rows]
    ]
    return RankingFacts(rows, len(own) - len(rows), day if before else None, bool(place))


def _longest(cuts: list[Cut]) -> int:
    return max((cut.totals.projects for cut in cuts), default=1)


def _length(cut: Cut, longest: int) -> int:
    return max(2, round(cut.totals.projects / longest * 100))


@lru_cache(maxsize=64)
def _shares_at(tenant_id: UUID, year: int, by: TallyBy, day: date) -> Mapping[UUID, Decimal | None]:
    """As it stood at the end of ``day``; nothing of it can change, so it is read once."""
    moment = datetime.combine(day + timedelta(days=1), time(0), CHINA)
    rows = ProjectState.objects.at(moment).counted().filter(tenant=tenant_id, year=year)
    sums: Sums = {}
    column = COLUMNS[by]
    summed = rows.values(column).annotate(planned=Sum("year_plan"), done=Sum("year_done"))
    for row in summed.order_by():
        _add(sums, row[column], row["planned"], row["done"])
    if by is TallyBy.LINE:
        also = rows.exclude(also_lines=[]).values_list("also_lines", "year_plan", "year_done")
        for lines, planned, done in also.iterator():
            for line in lines:
                _add(sums, UUID(line), planned, done)
    return {key: pace.rate(done, planned) for key, (planned, done) in sums.items()}


def _add(sums: Sums, key: UUID | None, planned: Decimal | None, done: Decimal | None) -> None:
    if key is not None:
        before = sums.get(key, (ZERO, ZERO))
        sums[key] = (before[0] + (planned or ZERO), before[1] + (done or ZERO))
