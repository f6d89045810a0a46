"""One page of the project list: rows, totals, what to filter by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from guatu.domain import pace
from guatu.lines.models import Chain, Park, WorkLine
from guatu.org.models import Holding, Post, Unit, User
from guatu.projects.choices import Expectation, TallyBy
from guatu.projects.models import Project, Tally
from guatu.projects.queries.columns import Beside, reads
from guatu.projects.queries.filters import (
    CUT_COLUMNS,
    ORDERS,
    UNINDEXED_LIMIT,
    ListFilter,
    in_order,
    matching,
)
from guatu.projects.queries.totals import COUNT_LIMIT, ListTotals, totals_of
from guatu.projects.reasons import AsOf

PER_PAGE = 50
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class NextMilestone:
    """The earliest open milestone; ``days_left`` are calendar days, below zero when late."""

    name: str
    day: date
    days_left: int


class Finish(NamedTuple):
    """What was last approved, what was first promised, what is expected, what was; ``keeps`` is one
    of ``Expectation`` or empty."""

    required: date | None
    original: date | None
    forecast: date | None
    actual: date | None
    keeps: str

    @property
    def is_late(self) -> bool:
        return self.keeps == Expectation.LATE

    @property
    def moved(self) -> bool:
        """Whether another finish than the original one is in force."""
        return self.original is not None and self.original != self.required


@dataclass(frozen=True, slots=True)
class ListRow:
    """A project as a list shows it; money in 万元, ``gap`` in points, shares in percent.

    ``extra`` holds the columns of ``EXTRAS`` that were asked for.
    """

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
    finish: Finish
    green_by_replanning: bool
    next: NextMilestone | None
    extra: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


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
    chains: Sequence[tuple[str, str]]
    townships: Sequence[tuple[str, str]]
    parks: Sequence[tuple[str, str]]


def list_page(
    user: User,
    wanted: ListFilter,
    *,
    today: date,
    order: str = "number",
    descending: bool = False,
    number: int = 1,
    extras: Sequence[str] = (),
) -> ListPage:
    """Page ``number`` (from 1, brought into range) of what matches, with further columns."""
    expected = pace.expected_by_months(today, wanted.year)
    totals = totals_of(user, wanted, expected)
    pages = max(1, -(-min(totals.matches, COUNT_LIMIT) // PER_PAGE))
    number = min(max(number, 1), pages)
    if not ORDERS[order].indexed and totals.matches > UNINDEXED_LIMIT:
        order, descending = "number", False
    rows = in_order(matching(user, wanted), order, descending=descending)
    start = (number - 1) * PER_PAGE
    shown = rows_of(rows[start : start + PER_PAGE], expected, today, extras)
    return ListPage(shown, totals, number, pages, order, descending)


def rows_of(
    found: QuerySet[Project], expected: pace.Share, today: date, extras: Sequence[str] = ()
) -> list[ListRow]:
    """The rows in their order: one query for them, one for sponsors."""
    raw = list(found.values_list(*_COLUMNS, *reads(extras, _COLUMNS), named=True))
    beside = Beside.of(extras, [row.id for row in raw]) if extras else None
    holders = holders_of({row.sponsor_id for row in raw if row.sponsor_id})
    as_of = AsOf(today)
    rows = [_row(row, holders, expected, as_of, today) for row in raw]
    if beside is None:
        return rows
    return [replace(row, extra=beside.values(read)) for row, read in zip(rows, raw, strict=True)]


def iterate(
    user: User,
    wanted: ListFilter,
    *,
    today: date,
    order: str,
    descending: bool,
    limit: int,
    extras: Sequence[str] = (),
    only: Collection[UUID] = (),
) -> Iterator[ListRow]:
    """All that matches up to ``limit``, or ``only`` these of it, some at a time, for a file."""
    expected = pace.expected_by_months(today, wanted.year)
    rows = in_order(matching(user, wanted), order, descending=descending)
    if only:
        rows = rows.filter(id__in=list(only))
    ids = list(rows.values_list("id", flat=True)[:limit])
    for start in range(0, len(ids), 500):
        chunk = ids[start : start + 500]
        place = {pk: n for n, pk in enumerate(chunk)}
        found = rows_of(Project.objects.filter(id__in=chunk), expected, today, extras)
        yield from sorted(found, key=lambda row: place[row.pk])


def holders_of(post_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of the people who hold these posts now."""
    held = Holding.objects.current().filter(post_id__in=list(post_ids))
    return dict(held.values_list("post_id", "user__name"))


def options(user: User, year: int) -> Options:
    """Lines of the year, and the units, sponsors, chains … that have projects: one query."""
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
        *(_named(rows, kind, user, year) for kind, rows in _cut_rows(user).items()),
    )
    found = list(every[0].union(*every[1:], all=True))
    return Options(
        *(
            [(str(key), label) for kind, key, label, _ in _by_rank(found) if kind == one]
            for one in ("line", "unit", "sponsor", "chain", "township", "park")
        )
    )


def _cut_rows(user: User) -> dict[TallyBy, QuerySet[Any]]:
    units = Unit.objects.filter(tenant_id=user.tenant_id)
    return {
        TallyBy.CHAIN: Chain.objects.visible_to(user),
        TallyBy.TOWNSHIP: units,
        TallyBy.PARK: Park.objects.visible_to(user),
    }


def _named(rows: QuerySet[Any], kind: TallyBy, user: User, year: int) -> Any:
    own = rows.filter(id__in=_keys(user, year, kind)).order_by()
    label = _UNIT_LABEL if kind is TallyBy.TOWNSHIP else F("name")
    return own.values_list(Value(str(kind)), "id", label, Value(0))


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
    "original_finish",
    "forecast_finish",
    "actual_finish",
    "expectation",
    "green_by_replanning",
    "next_step",
    "next_due",
)


def _row(
    row: Any,
    holders: Mapping[UUID, str],
    expected: pace.Share,
    as_of: AsOf,
    today: date,
) -> ListRow:
    return ListRow(
        pk=row.id,
        number=row.number,
        name=row.name,
        code=row.code,
        nature=row.nature,
        category=row.category,
        light=row.light,
        light_reason=as_of.told(row.light_reason),
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
        finish=Finish(
            row.required_finish,
            row.original_finish,
            row.forecast_finish,
            row.actual_finish,
            row.expectation,
        ),
        green_by_replanning=row.green_by_replanning,
        next=NextMilestone(row.next_step, row.next_due, (row.next_due - today).days)
        if row.next_due
        else None,
    )


def _keys(user: User, year: int, by: TallyBy) -> Any:
    if user.access.sees_all:
        rows = Tally.objects.filter(tenant=user.tenant_id, year=year, by=by, projects__gt=0)
        return rows.values("key")
    column = CUT_COLUMNS[by].removesuffix("_id")
    seen = Project.objects.visible_to(user).filter(year=year, **{f"{column}__isnull": False})
    return seen.values(column)


def _by_rank(found: Iterable[Any]) -> list[Any]:
    return sorted(found, key=lambda row: (row[3], row[2]))
