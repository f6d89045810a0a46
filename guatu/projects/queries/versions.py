"""Versions of the annual list: what stood on each, what each changed, and what has moved since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from guatu.domain.annuallist import (
    Change,
    Comparison,
    Entry,
    Figures,
    Flows,
    Kind,
    Sums,
    compare,
    differing,
    flows_of,
    sums_of,
)
from guatu.org.models import User
from guatu.projects.choices import Nature
from guatu.projects.models import ListChange, ListEntry, ListVersion, Project

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A change that a version made, with the reason that was given for it."""

    change: Change
    reason: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version, what it adds up to and what it changed against the one before it."""

    version: ListVersion
    figures: Figures
    sums: Mapping[Kind, Sums]
    flows: Flows


@dataclass(frozen=True, slots=True)
class Standing:
    """A project in one version; ``change`` is what that version did to it, if anything."""

    version: ListVersion
    entry: Entry | None
    parent_name: str
    change: Recorded | None


def versions_of(user: User, year: int) -> QuerySet[ListVersion]:
    """Newest first."""
    return ListVersion.objects.visible_to(user).filter(year=year).select_related("approved_by")


def years_with_versions(user: User) -> list[int]:
    rows = ListVersion.objects.visible_to(user).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def latest_version(tenant_id: UUID, year: int) -> ListVersion | None:
    rows = ListVersion.objects.filter(tenant_id=tenant_id, year=year)
    return rows.select_related("approved_by").order_by("-number").first()


def version_rows(versions: Sequence[ListVersion]) -> list[VersionRow]:
    """Three queries for all: the figures from the entries, the changes as recorded."""
    figures = figures_by_version(versions)
    recorded = recorded_changes(versions)
    rows = []
    for version in versions:
        changes = [one.change for one in recorded.get(version.pk, ())]
        rows.append(VersionRow(version, figures[version.pk], sums_of(changes), flows_of(changes)))
    return rows


def figures_by_version(versions: Sequence[ListVersion]) -> dict[UUID, Figures]:
    """What each of them adds up to, added up by the database."""
    rows = ListEntry.objects.filter(version__in=[v.pk for v in versions]).order_by()
    added = {row["version"]: row for row in rows.values("version").annotate(**_SUMS)}
    within = _parts_in(rows)
    return {v.pk: _figures(added.get(v.pk), within.get(v.pk)) for v in versions}


def entries_of(version: ListVersion) -> list[Entry]:
    """The list as it stood, in its order."""
    rows = ListEntry.objects.filter(version=version).order_by("number", "id")
    return _entries(rows.values_list(*_ENTRY))


def living_list(tenant_id: UUID, year: int) -> list[Entry]:
    """The list as it stands now, approved or not; parts and reserve with it."""
    rows = Project.objects.filter(tenant_id=tenant_id, year=year).listed()
    return _entries(rows.order_by("number", "id").values_list(*_LIVING))


def comparison(before: ListVersion, after: ListVersion) -> Comparison:
    return compare(entries_of(before), entries_of(after))


def drift(version: ListVersion) -> Comparison:
    """What the living list differs in from this version: changed, and not approved yet.

    The database says which projects can have moved; only those are read and compared.
    """
    moved = _moved(version)
    entries = ListEntry.objects.filter(version=version, project__in=moved)
    before = _entries(entries.values_list(*_ENTRY))
    after = _entries(_living(version).filter(pk__in=moved).values_list(*_LIVING))
    return Comparison(
        figures_by_version([version])[version.pk],
        living_figures(version.tenant_id, version.year),
        compare(before, after).changes,
    )


def living_figures(tenant_id: UUID, year: int) -> Figures:
    """What the list adds up to as it stands now, added up by the database."""
    rows = Project.objects.filter(tenant_id=tenant_id, year=year).listed().order_by()
    parents = list(rows.filter(parent__isnull=False).values_list("parent_id", flat=True))
    counted = set(rows.filter(_COUNTED, pk__in=set(parents)).values_list("pk", flat=True))
    within = [parent for parent in parents if parent in counted]
    return _figures(rows.aggregate(**_SUMS), (len(set(within)), len(within)))


def recorded_changes(versions: Iterable[ListVersion]) -> dict[UUID, list[Recorded]]:
    """What these versions changed when they were approved, in the order of kinds and numbers."""
    found: dict[UUID, list[Recorded]] = {}
    rows = ListChange.objects.filter(version__in=[v.pk for v in versions]).order_by("id")
    for row in rows:
        found.setdefault(row.version_id, []).append(Recorded(_change(row), row.reason))
    return found


def history_in_lists(project: Project) -> list[Standing]:
    """The versions of the project's year, oldest first: as what it stood in each of them."""
    versions = list(
        ListVersion.objects.filter(tenant=project.tenant_id, year=project.year).order_by("number")
    )
    rows = ListEntry.objects.filter(version__in=versions, project=project)
    entries = {row.version_id: row for row in rows.select_related("parent")}
    changes = {
        row.version_id: Recorded(_change(row), row.reason)
        for row in ListChange.objects.filter(version__in=versions, project=project)
    }
    return [_standing(v, entries.get(v.pk), changes.get(v.pk)) for v in versions]


def entry_columns(entry: Entry) -> dict[str, Any]:
    """An entry as the columns of a row of ``ListEntry``."""
    return {
        "project_id": entry.project,
        "number": entry.number,
        "name": entry.name,
        "nature": entry.nature,
        "parent_id": entry.parent,
        "line": entry.line,
        "unit": entry.unit,
        "total_investment": entry.total,
        "year_plan": entry.plan,
    }


def side_of(entry: Entry | None, parts: int) -> dict[str, Any]:
    """One side of a change as it is kept; empty where the project was not on the list."""
    if entry is None:
        return {}
    told: dict[str, Any] = entry._asdict()
    for name in ("project", "parent"):
        told[name] = told[name].hex if told[name] else None
    for name in ("total", "plan"):
        told[name] = None if told[name] is None else format(told[name], "f")
    return {**told, "parts": parts}


_LIVING = (
    "id",
    "number",
    "name",
    "nature",
    "parent_id",
    "line__title",
    "lead_unit__name",
    "total_investment",
    "year_plan",
)
_ENTRY = (
    "project_id",
    "number",
    "name",
    "nature",
    "parent_id",
    "line",
    "unit",
    "total_investment",
    "year_plan",
)
_WHOLE = Q(parent__isnull=True)
_COUNTED = _WHOLE & ~Q(nature=Nature.RESERVE)
_SUMS: dict[str, Any] = {
    "items": Count("id", filter=_COUNTED),
    "sum_total": Sum("total_investment", filter=_COUNTED),
    "sum_plan": Sum("year_plan", filter=_COUNTED),
    "reserve": Count("id", filter=_WHOLE & Q(nature=Nature.RESERVE)),
}


def _living(version: ListVersion) -> QuerySet[Project]:
    rows = Project.objects.filter(tenant_id=version.tenant_id, year=version.year).listed()
    return rows.order_by("number", "id")


def _moved(version: ListVersion) -> set[UUID]:
    """Projects that differ from their entry, or stand on one side only, and with each of them
    its package and all parts of that: what belongs together is compared together."""
    entries = ListEntry.objects.filter(version=version).order_by()
    living = _living(version).order_by()
    changed = entries.annotate(same=Case(When(_SAME, then=1), default=0)).filter(same=0)
    new = living.exclude(Exists(entries.filter(project=OuterRef("pk"))))
    moved = {*changed.values_list("project_id", flat=True), *new.values_list("pk", flat=True)}
    parents = {
        *entries.filter(project__in=moved).values_list("parent_id", flat=True),
        *living.filter(pk__in=moved).values_list("parent_id", flat=True),
    }
    packages = moved | parents - {None}
    return packages | {
        *entries.filter(parent__in=packages).values_list("project_id", flat=True),
        *living.filter(parent__in=packages).values_list("pk", flat=True),
    }


def _alike(own: str, there: str) -> Q:
    return Q(**{own: F(there)}) | Q(**{f"{own}__isnull": True, f"{there}__isnull": True})


#: An entry that says of its project what the living list says.
_SAME = (
    Q(project__withdrawn_at__isnull=True, name=F("project__name"), nature=F("project__nature"))
    & Q(line=Coalesce("project__line__title", Value("")))
    & Q(unit=Coalesce("project__lead_unit__name", Value("")))
    & _alike("parent", "project__parent")
    & _alike("total_investment", "project__total_investment")
    & _alike("year_plan", "project__year_plan")
)


def _entries(rows: Iterable[tuple[Any, ...]]) -> list[Entry]:
    return [
        Entry(pk, number, name, nature, parent, line or "", unit or "", total, plan)
        for pk, number, name, nature, parent, line, unit, total, plan in rows
    ]


def _parts_in(rows: QuerySet[ListEntry]) -> dict[UUID, tuple[int, int]]:
    """Packages and parts of what each version counts: few of the rows are parts."""
    parts = list(rows.filter(parent__isnull=False).values_list("version_id", "parent_id"))
    packages = rows.filter(_COUNTED, project__in={parent for _, parent in parts})
    counted = set(packages.values_list("version_id", "project_id"))
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for version, parent in parts:
        if (version, parent) in counted:
            found[version].append(parent)
    return {version: (len(set(own)), len(own)) for version, own in found.items()}


def _figures(sums: Mapping[str, Any] | None, parts: tuple[int, int] | None) -> Figures:
    if sums is None:
        return Figures()
    packages, within = parts or (0, 0)
    return Figures(
        items=sums["items"],
        total=sums["sum_total"] or ZERO,
        plan=sums["sum_plan"] or ZERO,
        reserve=sums["reserve"],
        packages=packages,
        parts=within,
    )


def _change(row: ListChange) -> Change:
    before, after = _side(row.before), _side(row.after)
    had, has = row.before.get("parts", 0), row.after.get("parts", 0)
    return Change(Kind(row.kind), before, after, differing(before, after), had, has)


def _side(kept: Mapping[str, Any]) -> Entry | None:
    if not kept:
        return None
    return Entry(
        UUID(kept["project"]),
        kept["number"],
        kept["name"],
        kept["nature"],
        UUID(kept["parent"]) if kept["parent"] else None,
        kept["line"],
        kept["unit"],
        None if kept["total"] is None else Decimal(kept["total"]),
        None if kept["plan"] is None else Decimal(kept["plan"]),
    )


def _standing(version: ListVersion, row: ListEntry | None, change: Recorded | None) -> Standing:
    if row is None:
        return Standing(version, None, "", change)
    parent = row.parent.name if row.parent else ""
    entry = Entry(
        row.project_id, row.number, row.name, row.nature, row.parent_id, row.line, row.unit,
        row.total_investment, row.year_plan,
    )  # fmt: skip
    return Standing(version, entry, parent, change)
