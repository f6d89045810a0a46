"""The annual list of key projects (年度清单): what two versions of it differ in, and by how much.

A list is entries. A part (子项) belongs to a package and is never counted beside it; a project in
reserve (储备) stands on the list without being counted. What the list counts therefore follows
from its entries, and the counted difference of two lists is the sum of what their changes say:
``before + in - out + changed = after``, in projects and in money.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

RESERVE = "reserve"
ZERO = Decimal(0)


class Kind(StrEnum):
    """The four published kinds of change (增补, 储备转实施, 实施转储备, 退出), and what happens to
    a project that stays: its package is split, or what the list says of it has changed."""

    ADDED = "added"
    STARTED = "started"
    RESERVED = "reserved"
    WITHDRAWN = "withdrawn"
    SPLIT = "split"
    CHANGED = "changed"


class Entry(NamedTuple):
    """A project as a list has it; ``parent`` is its package, money in 万元."""

    project: UUID
    number: int
    name: str
    nature: str
    parent: UUID | None
    line: str
    unit: str
    total: Decimal | None
    plan: Decimal | None

    @property
    def is_part(self) -> bool:
        return self.parent is not None

    @property
    def in_reserve(self) -> bool:
        return self.nature == RESERVE

    @property
    def counts(self) -> bool:
        return self.parent is None and self.nature != RESERVE


#: What a list says of a project besides its number, which ledgers renew.
SAID = ("name", "nature", "parent", "line", "unit", "total", "plan")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a list adds up to; ``packages`` and ``parts`` of what it counts, money in 万元."""

    items: int = 0
    total: Decimal = ZERO
    plan: Decimal = ZERO
    reserve: int = 0
    packages: int = 0
    parts: int = 0

    @property
    def split_items(self) -> int:
        """The count with packages as their parts (江门: 444 items, 569 after splitting)."""
        return self.items - self.packages + self.parts


@dataclass(frozen=True, slots=True)
class Change:
    """One project in two lists; ``fields`` are those of ``SAID`` that differ.

    ``parts_before`` and ``parts_after`` count the parts of a package; parts that come or go with
    or within their package are told by its change and have none of their own.
    """

    kind: Kind
    before: Entry | None
    after: Entry | None
    fields: tuple[str, ...] = ()
    parts_before: int = 0
    parts_after: int = 0

    @property
    def entry(self) -> Entry:
        """The project as it stands, or as it last stood."""
        entry = self.after or self.before
        assert entry is not None
        return entry

    @property
    def items(self) -> int:
        """What the change adds to the count: 1, 0 or -1."""
        return _items(self.after) - _items(self.before)

    @property
    def money(self) -> Decimal:
        """What it adds to the total investment counted, in 万元."""
        return _money(self.after) - _money(self.before)

    @property
    def moves_total(self) -> bool:
        """Whether the project's own total has changed, counted or not."""
        return "total" in self.fields


@dataclass(frozen=True, slots=True)
class Sums:
    """Changes of one kind together: how many, and what they add to count and total."""

    changes: int = 0
    items: int = 0
    money: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two lists held side by side; changes by kind, in the order of the list."""

    before: Figures
    after: Figures
    changes: tuple[Change, ...]

    def of(self, kind: Kind) -> list[Change]:
        return [change for change in self.changes if change.kind is kind]

    @property
    def sums(self) -> Mapping[Kind, Sums]:
        return sums_of(self.changes)

    @property
    def flows(self) -> Flows:
        return flows_of(self.changes)


@dataclass(frozen=True, slots=True)
class Flows:
    """What came in, what went out, and what the rest moved: ``before + come - gone + moved``."""

    come: Sums
    gone: Sums
    moved: Sums


def figures_of(entries: Iterable[Entry]) -> Figures:
    """What a list adds up to."""
    listed = list(entries)
    counted = [entry for entry in listed if entry.counts]
    whole = {entry.project for entry in counted}
    parents = [entry.parent for entry in listed if entry.parent in whole]
    return Figures(
        items=len(counted),
        total=sum((entry.total or ZERO for entry in counted), ZERO),
        plan=sum((entry.plan or ZERO for entry in counted), ZERO),
        reserve=sum(1 for entry in listed if entry.in_reserve and not entry.is_part),
        packages=len(set(parents)),
        parts=len(parents),
    )


def compare(before: Iterable[Entry], after: Iterable[Entry]) -> Comparison:
    """What the second list changes against the first.

    >>> from uuid import UUID
    >>> one = Entry(UUID(int=1), 1, "甲", "new", None, "", "", Decimal(100), None)
    >>> held = compare([one], [one._replace(total=Decimal(120))])
    >>> [(str(c.kind), c.fields, c.money) for c in held.changes]
    [('changed', ('total',), Decimal('20'))]
    """
    was, now = list(before), list(after)
    changes = sorted(_changes(_Lists(was, now)), key=_order)
    return Comparison(figures_of(was), figures_of(now), tuple(changes))


def sums_of(changes: Iterable[Change]) -> dict[Kind, Sums]:
    """The changes of each kind together; a kind without changes has zeros."""
    by_kind: dict[Kind, list[Change]] = defaultdict(list)
    for change in changes:
        by_kind[change.kind].append(change)
    return {kind: _summed(by_kind[kind]) for kind in Kind}


def flows_of(changes: Sequence[Change]) -> Flows:
    """By what each change does to the count, whatever its kind."""
    gone = _summed(change for change in changes if change.items < 0)
    return Flows(
        come=_summed(change for change in changes if change.items > 0),
        gone=Sums(gone.changes, -gone.items, -gone.money),
        moved=_summed(change for change in changes if change.items == 0 and change.money),
    )


def differing(was: Entry | None, now: Entry | None) -> tuple[str, ...]:
    """The fields of ``SAID`` that differ; none where the project stands in one list only."""
    if was is None or now is None:
        return ()
    return tuple(name for name in SAID if getattr(was, name) != getattr(now, name))


class _Lists:
    """Both lists by project, and the parts of each package in them."""

    def __init__(self, before: Iterable[Entry], after: Iterable[Entry]) -> None:
        self.before = {entry.project: entry for entry in before}
        self.after = {entry.project: entry for entry in after}
        self.parts_before = _parts(self.before.values())
        self.parts_after = _parts(self.after.values())


def _parts(entries: Iterable[Entry]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for entry in entries:
        if entry.parent is not None:
            found[entry.parent].add(entry.project)
    return found


def _changes(lists: _Lists) -> Iterator[Change]:
    for project in lists.before | lists.after:
        was, now = lists.before.get(project), lists.after.get(project)
        had, has = lists.parts_before.get(project, set()), lists.parts_after.get(project, set())
        if was == now and had == has:
            continue  # most of a long list
        if (change := _change(was, now, had, has)) and not _told_by_package(change, lists):
            yield change


def _change(was: Entry | None, now: Entry | None, had: set[UUID], has: set[UUID]) -> Change | None:
    fields = differing(was, now)
    if was is not None and now is not None and not fields and had == has:
        return None
    kind = _kind(was, now, grown=bool(has - had))
    return Change(kind, was, now, fields, len(had), len(has))


def _kind(was: Entry | None, now: Entry | None, *, grown: bool) -> Kind:
    if was is None:
        return Kind.ADDED
    if now is None:
        return Kind.WITHDRAWN
    if was.in_reserve != now.in_reserve:
        return Kind.STARTED if was.in_reserve else Kind.RESERVED
    return Kind.SPLIT if grown else Kind.CHANGED


def _told_by_package(change: Change, lists: _Lists) -> bool:
    """A part that only comes, goes or moves to the reserve with its package or within it."""
    was, now = change.before, change.after
    if was is None or now is None:
        only = change.entry
        return only.parent is not None and (
            only.parent in lists.before or only.parent in lists.after
        )
    if was.parent is None or was.parent != now.parent or change.fields != ("nature",):
        return False
    return change.kind in (Kind.STARTED, Kind.RESERVED)


_KINDS = {kind: place for place, kind in enumerate(Kind)}


def _order(change: Change) -> tuple[int, int, str]:
    return _KINDS[change.kind], change.entry.number, change.entry.project.hex


def _summed(changes: Iterable[Change]) -> Sums:
    listed = list(changes)
    return Sums(
        len(listed),
        sum(change.items for change in listed),
        sum((change.money for change in listed), ZERO),
    )


def _items(entry: Entry | None) -> int:
    return int(entry is not None and entry.counts)


def _money(entry: Entry | None) -> Decimal:
    return (entry.total or ZERO) if entry is not None and entry.counts else ZERO
