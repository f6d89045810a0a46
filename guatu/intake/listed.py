"""The year's list as it stands, by code and by name: where a row of a ledger belongs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from guatu.domain.words import N_
from guatu.intake.models import IntakeRow
from guatu.intake.names import Likeness, project_key
from guatu.org.models import Tenant
from guatu.projects.models import Project

UNDONE = N_("撤销导入")
CHUNK = 2000


class Entry(NamedTuple):
    """A listed project; ``away`` says that an undone ledger took it off the list."""

    pk: UUID
    number: int
    name: str
    code: str
    line_id: UUID | None
    parent_id: UUID | None
    away: bool
    key: str


@dataclass(slots=True)
class Listed:
    entries: dict[UUID, Entry] = field(default_factory=dict)
    by_code: dict[str, Entry] = field(default_factory=dict)
    by_key: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, tenant: Tenant, year: int) -> Listed:
        """One query: what is listed in ``year`` and what an undone ledger took off."""
        made = cls()
        rows = Project.objects.filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_reason=UNDONE), tenant=tenant, year=year
        )
        columns = ("id", "number", "name", "code", "line_id", "parent_id", "withdrawn_at")
        for row in rows.order_by("number").values_list(*columns).iterator(CHUNK):
            pk, number, name, code, line_id, parent_id, away = row
            made.add(
                Entry(
                    pk, number, name, code, line_id, parent_id, away is not None, project_key(name)
                )
            )
        return made

    def add(self, entry: Entry) -> None:
        self.entries[entry.pk] = entry
        held = self.by_code.get(entry.code)
        if entry.code and (held is None or held.away):
            self.by_code[entry.code] = entry
        self.by_key[entry.key].append(entry)

    def find(
        self, key: str, code: str, line_id: UUID | None, parent_id: UUID | None
    ) -> Entry | None:
        """The one project that is meant: by code, else by name within line and package."""
        if code and (entry := self.by_code.get(code)):
            return entry
        same = [e for e in self.by_key.get(key, ()) if not (code and e.code)]
        within = [e for e in same if e.line_id == line_id or not e.line_id or not line_id]
        for choice in (
            [e for e in within if not e.away],
            [e for e in within if e.away],
        ):
            if entry := _closest(choice, line_id, parent_id):
                return entry
        return None


def elsewhere(tenant: Tenant, year: int, codes: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Codes that listed projects of other years have: ``{code: (year, name)}``."""
    found: dict[str, tuple[int, str]] = {}
    rest = iter(sorted(set(codes)))
    while chunk := list(islice(rest, CHUNK)):
        rows = Project.objects.filter(tenant=tenant, code__in=chunk).listed().exclude(year=year)
        found |= {code: (at, name) for code, at, name in rows.values_list("code", "year", "name")}
    return found


def likeness(entries: list[Entry]) -> Likeness:
    return Likeness([entry.key for entry in entries])


def _closest(choice: list[Entry], line_id: UUID | None, parent_id: UUID | None) -> Entry | None:
    """The only one, or the only one that is in the same package, or in the same line."""
    inside = [e for e in choice if e.parent_id == parent_id]
    for narrowed in (inside, [e for e in inside if e.line_id == line_id]):
        if len(narrowed) == 1:
            return narrowed[0]
    return choice[0] if len(choice) == 1 and parent_id is None else None


def with_parts(rows: QuerySet[IntakeRow]) -> set[UUID]:
    """The projects that these rows of a ledger name, and the parts of those: a package takes
    its parts off the list with it, also those that no ledger names."""
    named = {pk for pk in rows.values_list("project_id", flat=True) if pk}
    within = Project.objects.filter(parent__in=rows.order_by().values("project_id"))
    return named | set(within.values_list("pk", flat=True))


def with_families(rows: QuerySet[IntakeRow]) -> set[UUID]:
    """``with_parts``, and the packages of those projects, now and before the ledger: whoever
    comes back to a package or goes back into it needs it to stay where it is."""
    named = rows.order_by().values("project_id")
    within = Project.objects.filter(pk__in=named, parent__isnull=False)
    moved = rows.filter(before__has_key="parent").order_by()
    # Not by "before__parent__0": Django looks for a field first and keeps the error of not finding
    # one, with all frames that called it, until cycles are searched for.
    former = (changes["parent"][0] for changes in moved.values_list("before", flat=True))
    packages = {*within.values_list("parent_id", flat=True), *map(UUID, filter(None, former))}
    return with_parts(rows) | {pk for pk in packages if pk}
