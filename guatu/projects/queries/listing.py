"""One page of the project list: rows, totals, what to filter by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Sum, Value, Window
from django.db.models.functions import Coalesce, NullIf, RowNumber

from guatu.domain import pace
from guatu.lines.models import WorkLine
from guatu.org.models import Holding, Post, Unit, User
from guatu.projects.choices import LightColour, TallyBy
from guatu.projects.models import Milestone, Project, Tally
from guatu.projects.queries.filters import (
    ORDERS,
    UNINDEXED_LIMIT,
    ListFilter,
    in_order,
    matching,
)

PER_PAGE = 50
#: Counting and turning pages stop here, so that a page costs the same however long the list is.
COUNT_LIMIT = 10_000
ZERO = Decimal(0)
LIGHTS = tuple(LightColour.values)


@dataclass(frozen=True, slots=True)
class NextMilestone:
    """The earliest open milestone; ``days_left`` are calendar days, below zero when late."""

    name: str
    day: date
    days_left: int


@dataclass(frozen=True, slots=True)
class ListRow:
    """A project as a list shows it; money in 万元, ``gap`` in points, shares in percent."""

    pk: UUID
    number: int
    name: str
    code: str
    nature: str
    category: str
    light: str
    light_reason: Mapping[str, Any]
    line: str
    unit: str
    sponsor: str
    total_investment: Decimal | None
    year_plan: Decimal | None
    year_done: Decimal
    share: Decimal | None
    gap: Decimal | None
    physical_percent: Decimal | None
    physical_words: str
    required_finish: date | None
    next: NextMilestone | None


@dataclass(frozen=True, slots=True)
class ListTotals:
    """Sums over all that matches, parts of packages left out.

    ``matches`` counts the rows of the list; ``more`` says that there are more than were
    counted, and then there are no sums.
    """

    matches: int
    more: bool = False
    projects: int = 0
    red: int = 0
    yellow: int = 0
    green: int = 0
    paused: int = 0
    none: int = 0
    total_investment: Decimal = ZERO
    year_plan: Decimal = ZERO
    year_done: Decimal = ZERO
    share: Decimal | None = None
    gap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """``order`` is the one in force: a column that would read too much falls back to numbers."""

    rows: Sequence[ListRow]
    totals: ListTotals
    number: int
    pages: int
    order: str
    descending: bool

    @property
    def sorts_anything(self) -> bool:
        """Whether columns without an index may be sorted by as well."""
        return self.totals.matches <= UNINDEXED_LIMIT


@dataclass(frozen=True, slots=True)
class Options:
    """What there is to choose from: pairs of id and label."""

    lines: Sequence[tuple[str, str]]
    units: Sequence[tuple[str, str]]
    sponsors: Sequence[tuple[str, str]]


def list_page(
    user: User,
    wanted: ListFilter,
    *,
    today: date,
    order: str = "number",
    descending: bool = False,
    number: int = 1,
) -> ListPage:
    """Page ``number`` (from 1, brought into range) of what matches."""
    expected = pace.expected_by_months(today, wanted.year)
    totals = totals_of(user, wanted, expected)
    pages = max(1, -(-min(totals.matches, COUNT_LIMIT) // PER_PAGE))
    number = min(max(number, 1), pages)
    if not ORDERS[order].indexed and totals.matches > UNINDEXED_LIMIT:
        order, descending = "number", False
    rows = in_order(matching(user, wanted), order, descending=descending)
    start = (number - 1) * PER_PAGE
    shown = rows_of(rows[start : start + PER_PAGE], expected, today)
    return ListPage(shown, totals, number, pages, order, descending)


def totals_of(user: User, wanted: ListFilter, expected: pace.Share) -> ListTotals:
    """From the running totals where the list is one of their cuts, else added up."""
    cut = wanted.tally if user.access.sees_all else None
    if cut is not None:
        by, key = cut
        row = Tally.objects.filter(tenant=user.tenant_id, year=wanted.year, by=by, key=key).first()
        return _from_tally(row, expected) if row else ListTotals(0)
    return _added_up(matching(user, wanted), expected)


def rows_of(found: QuerySet[Project], expected: pace.Share, today: date) -> list[ListRow]:
    """The rows in their order: one query for them, one for sponsors, one for milestones."""
    raw = list(found.values_list(*_COLUMNS, named=True))
    holders = holders_of({row.sponsor_id for row in raw if row.sponsor_id})
    upcoming = next_milestones([row.id for row in raw], today)
    return [_row(row, holders, upcoming.get(row.id), expected) for row in raw]


def iterate(
    user: User, wanted: ListFilter, *, today: date, order: str, descending: bool, limit: int
) -> Iterator[ListRow]:
    """All that matches up to ``limit``, a thousand rows at a time, for a file."""
    expected = pace.expected_by_months(today, wanted.year)
    rows = in_order(matching(user, wanted), order, descending=descending)
    ids = list(rows.values_list("id", flat=True)[:limit])
    for start in range(0, len(ids), 500):
        chunk = ids[start : start + 500]
        place = {pk: n for n, pk in enumerate(chunk)}
        found = rows_of(Project.objects.filter(id__in=chunk), expected, today)
        yield from sorted(found, key=lambda row: place[row.pk])


def next_milestones(project_ids: Iterable[UUID], today: date) -> dict[UUID, NextMilestone]:
    """The earliest open milestone of each project, one query for all."""
    open_rows = (
        Milestone.objects.filter(
            project_id__in=list(project_ids),
            actual_finish__isnull=True,
            planned_finish__isnull=False,
        )
        .annotate(place=Window(RowNumber(), "project_id", ("planned_finish", "serial")))
        .filter(place=1)
        .values_list("project_id", "name", "planned_finish")
    )
    return {
        project_id: NextMilestone(name, day, (day - today).days)
        for project_id, name, day in open_rows
        if day
    }


def holders_of(post_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of the people who hold these posts now."""
    held = Holding.objects.current().filter(post_id__in=list(post_ids))
    return dict(held.values_list("post_id", "user__name"))


def options(user: User, year: int) -> Options:
    """Lines of the year, and the units and sponsors that have projects: one query."""
    lines = WorkLine.objects.visible_to(user).of_year(year)
    units = Unit.objects.filter(tenant_id=user.tenant_id, id__in=_keys(user, year, TallyBy.UNIT))
    posts = Post.objects.visible_to(user).filter(id__in=_keys(user, year, TallyBy.SPONSOR))
    posts = posts.annotate(
        now=FilteredRelation("holdings", condition=Q(holdings__until__isnull=True))
    )
    every = (
        lines.order_by().values_list(Value("line"), "id", "title", F("number")),
        units.order_by().values_list(Value("unit"), "id", _UNIT_LABEL, Value(0)),
        posts.order_by().values_list(
            Value("sponsor"), "id", Coalesce("now__user__name", "title"), F("rank")
        ),
    )
    found = list(every[0].union(*every[1:], all=True))
    return Options(
        *(
            [(str(key), label) for kind, key, label, _ in _by_rank(found) if kind == one]
            for one in ("line", "unit", "sponsor")
        )
    )


def categories(user: User, year: int, limit: int = 60) -> list[str]:
    """The categories in use, in their order."""
    rows = Project.objects.visible_to(user).filter(year=year).listed().exclude(category="")
    return list(rows.order_by("category").values_list("category", flat=True).distinct()[:limit])


_UNIT_LABEL = Coalesce(NullIf("short_name", Value("")), "name")
_COLUMNS = (
    "id",
    "number",
    "name",
    "code",
    "nature",
    "category",
    "light",
    "light_reason",
    "line__title",
    "lead_unit__short_name",
    "lead_unit__name",
    "sponsor_id",
    "sponsor__title",
    "total_investment",
    "year_plan",
    "year_done",
    "last_period",
    "physical_percent",
    "physical_words",
    "required_finish",
)
#: A part of a package is counted with the package.
_WHOLE = Q(parent__isnull=True)
_SUMS: dict[str, Any] = {
    "projects": Count("id", filter=_WHOLE),
    **{colour: Count("id", filter=_WHOLE & Q(light_rank=n)) for n, colour in enumerate(LIGHTS)},
    "total_investment": Sum("total_investment", filter=_WHOLE),
    "year_plan": Sum("year_plan", filter=_WHOLE),
    "year_done": Sum("year_done", filter=_WHOLE),
}


def _row(
    row: Any, holders: Mapping[UUID, str], coming: NextMilestone | None, expected: pace.Share
) -> ListRow:
    return ListRow(
        pk=row.id,
        number=row.number,
        name=row.name,
        code=row.code,
        nature=row.nature,
        category=row.category,
        light=row.light,
        light_reason=row.light_reason,
        line=row.line__title or "",
        unit=row.lead_unit__short_name or row.lead_unit__name or "",
        sponsor=holders.get(row.sponsor_id) or row.sponsor__title or "",
        total_investment=row.total_investment,
        year_plan=row.year_plan,
        year_done=row.year_done,
        share=pace.rate(row.year_done, row.year_plan) if row.last_period else None,
        gap=pace.gap(row.year_done, row.year_plan, expected) if row.last_period else None,
        physical_percent=row.physical_percent,
        physical_words=row.physical_words,
        required_finish=row.required_finish,
        next=coming,
    )


def _from_tally(row: Tally, expected: pace.Share) -> ListTotals:
    return _totals(vars(row), row.projects, expected)


def _added_up(rows: QuerySet[Project], expected: pace.Share) -> ListTotals:
    """Rows and sums in one query that stops one past the limit."""
    sums = rows.order_by()[: COUNT_LIMIT + 1].aggregate(matches=Count("id"), **_SUMS)
    if sums["matches"] > COUNT_LIMIT:
        return ListTotals(COUNT_LIMIT, more=True)
    return _totals(sums, sums["matches"], expected)


def _totals(sums: Mapping[str, Any], matches: int, expected: pace.Share) -> ListTotals:
    figures: dict[str, Any] = {n: ZERO if sums[n] is None else sums[n] for n in _SUMS}
    plan, done = figures["year_plan"], figures["year_done"]
    return ListTotals(
        matches, **figures, share=pace.rate(done, plan), gap=pace.gap(done, plan, expected)
    )


def _keys(user: User, year: int, by: TallyBy) -> Any:
    if user.access.sees_all:
        rows = Tally.objects.filter(tenant=user.tenant_id, year=year, by=by, projects__gt=0)
        return rows.values("key")
    column = {TallyBy.UNIT: "lead_unit", TallyBy.SPONSOR: "sponsor"}[by]
    seen = Project.objects.visible_to(user).filter(year=year, **{f"{column}__isnull": False})
    return seen.values(column)


def _by_rank(found: Iterable[Any]) -> list[Any]:
    return sorted(found, key=lambda row: (row[3], row[2]))
