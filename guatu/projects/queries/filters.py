"""Which projects a list shows, and in what order."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, FloatField, OrderBy, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, NullIf

from guatu.org.models import User
from guatu.projects.choices import Expectation, LightColour, Nature, TallyBy
from guatu.projects.models import Milestone, Project
from guatu.projects.tallies import NOBODY

#: The cuts in which a project stands once, and its column.
CUT_COLUMNS = {
    "unit": "lead_unit_id",
    "sponsor": "sponsor_id",
    "chain": "chain_id",
    "township": "township_id",
    "park": "park_id",
}


class Scope(StrEnum):
    """``LISTED`` is what totals count; ``PARTS`` adds the parts of packages, ``RESERVE`` is what
    stands on the list without being counted."""

    LISTED = ""
    PARTS = "parts"
    RESERVE = "reserve"
    WITHDRAWN = "withdrawn"


class Timing(StrEnum):
    """How the finish stands to what was promised (``Expectation``), and two further questions."""

    ORIGINAL = "original"
    REPLANNED = "replanned"
    LATE = "late"
    BEHIND = "behind"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What a list is narrowed to; empty values do not narrow.

    ``line`` to ``park`` are ids, ``NOBODY`` for projects without one; a line lists its own
    projects and those that it lists as well. ``timing`` is one of ``Timing``, ``month`` the first
    day of a month in which an open milestone is planned.
    """

    year: int
    words: str = ""
    line: UUID | None = None
    unit: UUID | None = None
    sponsor: UUID | None = None
    chain: UUID | None = None
    township: UUID | None = None
    park: UUID | None = None
    light: str = ""
    nature: str = ""
    category: str = ""
    timing: str = ""
    month: date | None = None
    scope: Scope = Scope.LISTED

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names of what narrows the list, in the order of the fields."""
        names = [f.name for f in fields(self) if f.name != "year"]
        return tuple(name for name in names if getattr(self, name))

    @property
    def tally(self) -> tuple[str, UUID] | None:
        """The cut whose running totals are the totals of this list, if there is one."""
        match self.chosen:
            case ():
                return TallyBy.CITY, NOBODY
            case ("line" | "unit" | "sponsor" | "chain" | "township" | "park" as name,):
                return TallyBy(name), getattr(self, name)
        return None


@dataclass(frozen=True, slots=True)
class Order:
    """A column to sort by; ``descending`` is how people first want it."""

    columns: tuple[str, ...]
    descending: bool = False
    indexed: bool = False


#: Sorting by a column without an index reads all that matches, so it is offered up to here.
UNINDEXED_LIMIT = 2000

ORDERS: Mapping[str, Order] = {
    "number": Order(("number",), indexed=True),
    "name": Order(("pinyin",), indexed=True),
    "light": Order(("light_rank", "number"), indexed=True),
    "total": Order(("total_investment",), descending=True, indexed=True),
    "plan": Order(("year_plan",), descending=True),
    "done": Order(("year_done",), descending=True),
    "share": Order(("share",)),
    "physical": Order(("physical_percent",)),
    "finish": Order(("required_finish",)),
    "original": Order(("original_finish",)),
    "forecast": Order(("forecast_finish",)),
    "p80": Order(("p80_finish",)),
    "check": Order(("next_check",)),
    "start": Order(("planned_start",)),
    "registered": Order(("year_registered",), descending=True),
    "paid": Order(("year_paid",), descending=True),
    "since": Order(("light_since",), descending=True),
    "confidence": Order(("confidence",), descending=True),
}


def matching(user: User, wanted: ListFilter) -> QuerySet[Project]:
    """The projects of ``wanted`` that ``user`` may see, in no order."""
    rows = Project.objects.visible_to(user).filter(year=wanted.year)
    return _narrowed(_scoped(rows, wanted), wanted)


def in_order(rows: QuerySet[Project], key: str, *, descending: bool) -> QuerySet[Project]:
    """``rows`` by a column of ``ORDERS``; unknown values come last either way."""
    order = ORDERS[key]
    if key == "share":
        rows = rows.annotate(share=_SHARE)
    first, *rest = (*order.columns, "id")
    # one direction for all of them, so that an index can be read backwards
    return rows.order_by(
        OrderBy(F(first), descending=descending, nulls_last=True),
        *(OrderBy(F(column), descending=descending) for column in rest),
    )


# Floats, or SQLite divides whole amounts as whole numbers.
_SHARE = Cast("year_done", FloatField()) / NullIf(Cast("year_plan", FloatField()), Value(0.0))


def _scoped(rows: Any, wanted: ListFilter) -> QuerySet[Project]:
    if wanted.scope is Scope.WITHDRAWN:
        found: QuerySet[Project] = rows.filter(withdrawn_at__isnull=False)
    elif wanted.scope is Scope.RESERVE or wanted.nature == Nature.RESERVE:
        found = rows.listed().filter(nature=Nature.RESERVE, parent__isnull=True)
    elif wanted.scope is Scope.PARTS or wanted.words:
        found = rows.listed()
    else:
        found = rows.counted()
    return found


def _narrowed(rows: QuerySet[Project], wanted: ListFilter) -> QuerySet[Project]:
    for name, column in CUT_COLUMNS.items():
        key = getattr(wanted, name)
        if key is not None:
            rows = rows.filter(**{column: None if key == NOBODY else key})
    if wanted.line is not None:
        rows = rows.filter(_in_line(wanted.line))
    if wanted.light:
        # the rank stands in the index, the word does not
        rows = rows.filter(light_rank=LightColour.values.index(wanted.light))
    for name in ("nature", "category"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.timing:
        rows = rows.filter(_TIMED[Timing(wanted.timing)])
    if wanted.month:
        rows = rows.filter(Exists(_open_in(wanted.month)))
    return rows.filter(spelt(wanted.words)) if wanted.words else rows


_TIMED = {
    **{timing: Q(expectation=timing.value) for timing in Timing},
    # what is late is behind the original plan too, unless the promise was moved forward since
    Timing.BEHIND: Q(expectation=Expectation.REPLANNED)
    | Q(expectation=Expectation.LATE, required_finish__gte=F("original_finish")),
    Timing.GREEN: Q(green_by_replanning=True),
}


def _in_line(line: UUID) -> Q:
    if line == NOBODY:
        return Q(line__isnull=True)
    also = Project.also_lines.through._default_manager.filter(workline=line)
    return Q(line=line) | Q(pk__in=also.values("project_id"))


def _open_in(month: date) -> QuerySet[Milestone]:
    last = month.replace(day=monthrange(month.year, month.month)[1])
    return Milestone.objects.filter(
        project=OuterRef("pk"), actual_finish__isnull=True, planned_finish__range=(month, last)
    )


def spelt(words: str) -> Q:
    """By name or part of it, by pinyin, by initials, by code, by number: 曲阜, qufu, qf, 12."""
    said = words.strip()
    latin = said.lower().replace(" ", "")
    found = Q(name__icontains=said) | Q(code__icontains=said)
    if latin.isascii() and latin.isalnum():
        found |= Q(pinyin__contains=latin) | Q(initials__contains=latin)
    if said.isascii() and said.isdigit() and len(said) < 8:
        found |= Q(number=int(said))
    return found
