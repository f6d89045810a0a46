"""Reading rounds and lists: one unit's, and all units' together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from guatu.domain.worklists.rhythm import Period, Rhythm
from guatu.domain.worklists.rows import Share, Standing
from guatu.org.models import User
from guatu.worklists.models import WorkCorrection, WorkItem, WorkList, WorkRound


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by how they stand, without those that were left out."""

    by: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return sum(self.by.values())

    @property
    def done(self) -> int:
        return self.by.get(Standing.DONE, 0)

    @property
    def overdue(self) -> int:
        return self.by.get(Standing.OVERDUE, 0)

    @property
    def waiting(self) -> int:
        return self.by.get(Standing.WAITING, 0)

    @property
    def running(self) -> int:
        return self.by.get(Standing.RUNNING, 0)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """The list of a unit in figures."""

    row: WorkList
    counts: Counts
    missing: bool


@dataclass(frozen=True, slots=True)
class LineOf:
    """The rows of a work line, of whatever unit; without a line ``title`` is empty."""

    line_id: UUID | None
    title: str
    units: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class Together:
    """All lists of a round that a person may see."""

    units: Sequence[UnitLine]
    lines: Sequence[LineOf]
    counts: Counts
    share: Share

    @property
    def missing(self) -> list[UnitLine]:
        return [one for one in self.units if one.missing]

    @property
    def late(self) -> list[UnitLine]:
        return [one for one in self.units if one.row.is_late]

    @property
    def filed(self) -> int:
        return sum(one.row.filed_at is not None for one in self.units)

    @property
    def approved(self) -> int:
        return sum(one.row.approved_at is not None for one in self.units)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for among the rows of a round."""

    unit: UUID | None = None
    line: UUID | None = None
    standing: str = ""
    words: str = ""

    @property
    def chosen(self) -> bool:
        return bool(self.unit or self.line or self.standing or self.words)


def round_of(user: User, rhythm: Rhythm, day: date) -> WorkRound | None:
    """The round of the period in which ``day`` lies, else the last one before it."""
    rows = WorkRound.objects.filter(tenant_id=user.access.tenant_id, rhythm=rhythm.value)
    return rows.filter(first__lte=Period.of(rhythm, day).first).order_by("-first").first()


def rounds_beside(row: WorkRound) -> tuple[WorkRound | None, WorkRound | None]:
    """The rounds before and after, as far as there are any."""
    rows = WorkRound.objects.filter(tenant_id=row.tenant_id, rhythm=row.rhythm)
    before = rows.filter(first__lt=row.first).order_by("-first").first()
    return before, rows.filter(first__gt=row.first).order_by("first").first()


def own_lists(user: User, row: WorkRound | None) -> QuerySet[WorkList]:
    """Those of a round that the units of this person file; the highest unit first."""
    rows = WorkList.objects.visible_to(user).filter(unit_id__in=user.access.unit_ids, round=row)
    return rows.select_related("unit", "round").order_by("unit__path")


def with_people(rows: QuerySet[WorkList]) -> QuerySet[WorkList]:
    return rows.select_related("unit", "round", "tenant", "filed_by", "approved_by")


def items_of(row: WorkList) -> list[WorkItem]:
    """Of one list in its order, with what was put right."""
    items = row.items.select_related("line", "work_list__round")
    return list(items.prefetch_related("corrections"))


def items_among(user: User, row: WorkRound, wanted: Wanted) -> QuerySet[WorkItem]:
    """The rows of all lists of a round that a person may see, unit by unit."""
    lists = WorkList.objects.visible_to(user).filter(round=row)
    found = WorkItem.objects.filter(work_list__in=lists, struck="")
    if wanted.unit:
        found = found.filter(work_list__unit_id=wanted.unit)
    if wanted.line:
        found = found.filter(line_id=wanted.line)
    if wanted.standing:
        found = found.filter(standing=wanted.standing)
    if wanted.words:
        found = found.filter(label__icontains=wanted.words)
    corrections = WorkCorrection.objects.order_by("at", "id")
    found = found.select_related("work_list__unit", "work_list__round", "line")
    found = found.prefetch_related(Prefetch("corrections", corrections))
    return found.order_by("work_list__unit__path", "serial", "id")


def together(user: User, row: WorkRound, now: datetime) -> Together:
    """By unit, by line and in all: three queries, however many rows there are."""
    lists = list(with_people(WorkList.objects.visible_to(user)).filter(round=row))
    listed = WorkItem.objects.filter(
        work_list__in=WorkList.objects.visible_to(user).filter(round=row).order_by(),
        struck="",
    ).order_by()
    counted = listed.values_list("work_list_id", "standing").annotate(n=Count("id"))
    by_list: dict[UUID, Counter[str]] = defaultdict(Counter)
    for list_id, standing, n in counted:
        by_list[list_id][standing] += n
    units = [
        UnitLine(one, Counts(by_list.get(one.pk, Counter())), one.is_missing(now)) for one in lists
    ]
    return Together(
        units=units,
        lines=_by_line(listed),
        counts=Counts(sum(by_list.values(), Counter())),
        share=sum((one.share for one in lists), Share()),
    )


def _by_line(listed: QuerySet[WorkItem]) -> list[LineOf]:
    rows = listed.values_list("line_id", "line__number", "line__title", "standing")
    counted = rows.annotate(n=Count("id"))
    counts: dict[tuple[int, UUID | None, str], Counter[str]] = defaultdict(Counter)
    for line_id, number, title, standing, n in counted:
        counts[(number or 10_000, line_id, title or "")][standing] += n
    units = listed.values_list("line_id").annotate(n=Count("work_list", distinct=True))
    of_line = dict(units)
    return [
        LineOf(line_id, title, of_line.get(line_id, 0), Counts(by))
        for (_number, line_id, title), by in sorted(counts.items(), key=lambda one: one[0][0])
    ]
