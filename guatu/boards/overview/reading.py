"""The overview of one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from guatu.boards.overview.facts import Curve, Cut, CutTable, NextMilestone, Overview, Totals
from guatu.boards.overview.totals import COLUMNS, Figures, figures_of, months_of
from guatu.boards.overview.turns import turns_since
from guatu.boards.overview.upcoming import upcoming_by
from guatu.boards.overview.week import week_of
from guatu.domain import pace
from guatu.lines.models import Chain, Park, WorkLine
from guatu.org.models import Post, Unit, User
from guatu.projects.choices import TallyBy
from guatu.projects.queries.listing import holders_of
from guatu.projects.tallies import NOBODY

#: Turned lights on the page itself; the others have a page of their own.
SHOWN_TURNS = 7


def overview(user: User, by: TallyBy, *, year: int, today: date) -> Overview:
    """What ``user`` sees on opening the system: of the whole city, or of the own projects."""
    table = cut_table(user, by, year=year, today=today)
    through = pace.months_elapsed(today, year)
    return Overview(
        expected=pace.expected_by_months(today, year),
        turned=turns_since(user, today - timedelta(days=1), year=year, limit=SHOWN_TURNS),
        curve=curve_of(table.whole.year_plan, months_of(user, year), through),
        table=table,
        week=week_of(user, year=year, today=today),
    )


def cut_table(user: User, by: TallyBy, *, year: int, today: date) -> CutTable:
    """Lines in their order; units and sponsors with the most red lights first."""
    figures = figures_of(user, by, year)
    sizes = {key: totals.projects for key, totals in figures.by.items() if key != NOBODY}
    upcoming = upcoming_by(user, COLUMNS[by], sizes, year=year, today=today)
    return table_of(user, by, figures, upcoming, year=year, day=today)


def table_of(
    user: User,
    by: TallyBy,
    figures: Figures,
    upcoming: Mapping[UUID, NextMilestone],
    *,
    year: int,
    day: date,
) -> CutTable:
    """The figures with names, gaps and what comes next where there are projects."""
    expected = pace.expected_by_months(day, year)
    cuts = [
        replace(
            cut,
            totals=_with_gap(cut.totals, expected),
            next=upcoming.get(cut.key) if cut.totals.projects else None,
        )
        for cut in _NAMED[by](user, year, figures.by)
    ]
    if NOBODY in figures.by:
        cuts.append(Cut(NOBODY, "", "", "", _with_gap(figures.by[NOBODY], expected)))
    whole = _with_gap(figures.whole, expected)
    return CutTable(whole, cuts, _repeated(figures))


def _repeated(figures: Figures) -> Totals:
    named = [f.name for f in fields(Totals) if f.name != "gap"]
    sums: dict[str, Any] = {
        name: sum(getattr(totals, name) for totals in figures.by.values())
        - getattr(figures.whole, name)
        for name in named
    }
    return Totals(**sums)


def _lines(user: User, year: int, found: Mapping[UUID, Totals]) -> list[Cut]:
    """Every work line of the year in its order, also one without projects."""
    rows = WorkLine.objects.visible_to(user).of_year(year)
    lines = list(rows.select_related("lead_unit", "sponsor"))
    names = holders_of(line.sponsor_id for line in lines if line.sponsor_id)
    return [
        Cut(
            line.pk,
            line.title,
            line.lead_unit.label if line.lead_unit else "",
            (names.get(line.sponsor.pk) or line.sponsor.title) if line.sponsor else "",
            found.get(line.pk, Totals()),
        )
        for line in lines
    ]


def _units(user: User, year: int, found: Mapping[UUID, Totals]) -> list[Cut]:
    units = Unit.objects.visible_to(user).filter(id__in=list(found))
    return _worst_first([Cut(unit.pk, unit.label, "", "", found[unit.pk]) for unit in units])


def _sponsors(user: User, year: int, found: Mapping[UUID, Totals]) -> list[Cut]:
    posts = Post.objects.visible_to(user).filter(id__in=list(found)).select_related("unit")
    names = holders_of(post.pk for post in posts)
    return _worst_first(
        [Cut(p.pk, names.get(p.pk, p.title), p.unit.label, p.title, found[p.pk]) for p in posts]
    )


def _chains(user: User, year: int, found: Mapping[UUID, Totals]) -> list[Cut]:
    chains = Chain.objects.visible_to(user).filter(id__in=list(found)).select_related("lead_unit")
    names = holders_of(chain.head_id for chain in chains if chain.head_id)
    return _worst_first(
        [
            Cut(
                chain.pk,
                chain.name,
                chain.lead_unit.label if chain.lead_unit else "",
                names.get(chain.head_id, "") if chain.head_id else "",
                found[chain.pk],
            )
            for chain in chains
        ]
    )


def _parks(user: User, year: int, found: Mapping[UUID, Totals]) -> list[Cut]:
    parks = Park.objects.visible_to(user).filter(id__in=list(found)).select_related("unit")
    return _worst_first(
        [Cut(p.pk, p.name, p.unit.label if p.unit else "", "", found[p.pk]) for p in parks]
    )


_NAMED = {
    TallyBy.LINE: _lines,
    TallyBy.UNIT: _units,
    TallyBy.SPONSOR: _sponsors,
    TallyBy.CHAIN: _chains,
    TallyBy.TOWNSHIP: _units,
    TallyBy.PARK: _parks,
}


def _worst_first(cuts: Sequence[Cut]) -> list[Cut]:
    def gravity(cut: Cut) -> tuple[int, int, int, str]:
        return -cut.totals.red, -cut.totals.yellow, -cut.totals.projects, cut.title

    return sorted(cuts, key=gravity)


def _with_gap(totals: Totals, expected: pace.Share) -> Totals:
    return replace(totals, gap=pace.gap(totals.year_done, totals.year_plan, expected))


def curve_of(plan: Decimal, done: Sequence[Decimal], through: int) -> Curve:
    """100 of 1,200 by the end of January goes on as 200, 300 …"""
    months = range(1, 13)
    speed = done[through - 1] / through if through else None
    return Curve(
        pace=tuple(plan * month / 12 for month in months),
        done=tuple(done[month - 1] if month <= through else None for month in months),
        forecast=tuple(
            speed * month if speed and 0 < through <= month else None for month in months
        ),
    )
