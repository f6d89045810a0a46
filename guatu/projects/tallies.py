"""Running totals: every act moves them in its own transaction, so that a page of figures costs
the same for ten projects and for a hundred thousand.

``Shift`` collects what an act adds and takes away; ``apply`` writes the sum. ``recount``
builds the same totals from the rows and is what the nightly check compares them with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from uuid import UUID

from django.db.models import F

from guatu.journal import actions as journal
from guatu.projects.choices import Expectation, LightColour, Nature, TallyBy
from guatu.projects.facts import listed_rows
from guatu.projects.models import MonthTally, ProgressReport, Project, ProjectState, Tally
from guatu.projects.states import state_of

NOBODY = UUID(int=0)
ZERO = Decimal(0)
CHUNK = 2000
#: The cuts with one key for each project, and the column that holds it.
COLUMNS = {
    TallyBy.UNIT: "lead_unit_id",
    TallyBy.SPONSOR: "sponsor_id",
    TallyBy.CHAIN: "chain_id",
    TallyBy.TOWNSHIP: "township_id",
    TallyBy.PARK: "park_id",
}
EXPECTATIONS = tuple(Expectation.values)
_CUTS = [(by, str(by)) for by in TallyBy]
Key = tuple[UUID, int, str, UUID]
Month = tuple[UUID, int, int]
Figures = dict[str, int | Decimal]
FIGURES = (
    "projects",
    *LightColour.values,
    "started",
    "start_due",
    "due_started",
    *Expectation.values,
    "green_by_replanning",
    "total_investment",
    "year_plan",
    "year_done",
)


@dataclass(frozen=True, slots=True)
class Share:
    """What one project contributes: its cuts, its figures and its done curve by month."""

    keys: tuple[Key, ...]
    figures: Figures
    months: tuple[Decimal, ...]


def share_of(state: ProjectState | None) -> Share | None:
    """What a project contributed as it stood; None when totals did not count it."""
    if state is None or not state.listed or state.parent_id is not None:
        return None
    if state.nature == Nature.RESERVE:
        return None
    figures: Figures = {
        "projects": 1,
        str(state.light): 1,
        "started": int(state.started),
        "start_due": int(state.start_due),
        "due_started": int(state.start_due and state.started),
        **{value: int(state.expectation == value) for value in EXPECTATIONS},
        "green_by_replanning": int(state.green_by_replanning),
        "total_investment": state.total_investment or ZERO,
        "year_plan": state.year_plan or ZERO,
        "year_done": state.year_done,
    }
    return Share(_cuts(state), figures, curve_by_month(_done(state)))


def done_by_month(reports: Iterable[ProgressReport]) -> tuple[Decimal, ...]:
    """Cumulative amounts at the end of the months 1–12 of the reports of one year."""
    return curve_by_month((r.period.month, r.invested) for r in reports if r.invested is not None)


def curve_by_month(done: Iterable[tuple[int, Decimal]]) -> tuple[Decimal, ...]:
    """The same from months and amounts; a month without report repeats."""
    given = dict(done)
    if not given:
        return _NOTHING_DONE
    curve, last = [], ZERO
    for month in range(1, 13):
        last = given.get(month, last)
        curve.append(last)
    return tuple(curve)


_NOTHING_DONE = (ZERO,) * 12


def _done(state: ProjectState) -> Iterator[tuple[int, Decimal]]:
    for month, amount in state.facts.get("done_year_by_month", ()):
        yield int(month[5:7]), Decimal(amount)


@dataclass(slots=True)
class Shift:
    """Changes of totals, summed before they are written.

    Projects that stand in the same cuts are summed once for all of these.
    """

    months: dict[Month, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    _alike: dict[tuple[Key, ...], Figures] = field(default_factory=lambda: defaultdict(_nothing))

    def move(self, before: Share | None, after: Share | None) -> None:
        self._add(before, -1)
        self._add(after, 1)

    def _add(self, share: Share | None, sign: int) -> None:
        if share is None:
            return
        sums = self._alike[share.keys]
        for name, value in share.figures.items():
            sums[name] += sign * value
        tenant_id, year, _by, _of = share.keys[0]
        for month, value in enumerate(share.months, start=1) if any(share.months) else ():
            if value:
                self.months[tenant_id, year, month] += sign * value

    @property
    def tenants(self) -> set[UUID]:
        """Those whose totals may change."""
        return {keys[0][0] for keys in self._alike} | {key[0] for key in self.months}

    def figures(self) -> dict[Key, Figures]:
        """By cut."""
        summed: dict[Key, Figures] = defaultdict(_nothing)
        for keys, sums in self._alike.items():
            for key in keys:
                for name, value in sums.items():
                    summed[key][name] += value
        return summed

    def apply(self) -> None:
        """Write the changes, when it is the turn of this act (``journal.await_turn``)."""
        figures = {key: _changed(sums) for key, sums in self.figures().items() if _changed(sums)}
        months = {key: value for key, value in self.months.items() if value}
        for tenant_id in sorted({key[0] for key in figures} | {key[0] for key in months}):
            journal.await_turn(tenant_id)
        for key, changes in sorted(figures.items(), key=str):
            _move_row(key, changes)
        alike: dict[tuple[UUID, int, Decimal], set[int]] = defaultdict(set)
        for (tenant_id, year, month), value in months.items():
            alike[tenant_id, year, value].add(month)
        for (tenant_id, year, value), moved in sorted(alike.items(), key=str):
            _move_months(tenant_id, year, moved, value)


def recount(tenant_id: UUID) -> Shift:
    """The totals as the rows say, from nothing."""
    shift = Shift()
    counted = Project.objects.filter(tenant_id=tenant_id).counted().order_by("id")
    projects = counted.iterator(CHUNK)
    while chunk := list(islice(projects, CHUNK)):
        rows = listed_rows(chunk)
        for project in chunk:
            shift.move(None, share_of(state_of(project, rows[project.pk])))
    return shift


def rewrite(tenant_id: UUID) -> int:
    """Replace the totals of a tenant by a recount; returns how many cuts and months were wrong.

    Inside a transaction of the caller. No act that moves totals is under way meanwhile.
    """
    journal.await_turn(tenant_id)
    counted = recount(tenant_id)
    wrong = sum(1 for _ in differences(tenant_id, counted))
    if wrong:
        Tally.objects.filter(tenant_id=tenant_id).delete()
        MonthTally.objects.filter(tenant_id=tenant_id).delete()
        counted.apply()
    return wrong


def differences(tenant_id: UUID, counted: Shift) -> Iterator[Key | Month]:
    """The cuts and the months whose stored totals are not what was ``counted``."""
    rows = Tally.objects.filter(tenant_id=tenant_id)
    stored = {(t.tenant_id, t.year, str(t.by), t.key): t for t in rows}
    whole = counted.figures()
    for key in whole.keys() | stored.keys():
        figures, row = whole.get(key, {}), stored.get(key)
        if any(getattr(row, name, 0) != figures.get(name, 0) for name in FIGURES):
            yield key
    curve = MonthTally.objects.filter(tenant_id=tenant_id)
    months = {(m.tenant_id, m.year, m.month): m.done for m in curve}
    for month in counted.months.keys() | months.keys():
        if counted.months.get(month, 0) != months.get(month, 0):
            yield month


def _nothing() -> Figures:
    return defaultdict(int)


def _changed(sums: Figures) -> Figures:
    return {name: value for name, value in sums.items() if value}


def _cuts(state: ProjectState) -> tuple[Key, ...]:
    tenant_id, year = state.tenant_id, state.year
    return tuple([(tenant_id, year, word, key) for by, word in _CUTS for key in keys_of(state, by)])


def keys_of(state: ProjectState, by: TallyBy) -> tuple[UUID, ...]:
    """Where a project stands in a cut: once, but in all lines that list it."""
    if by is TallyBy.CITY:
        return (NOBODY,)
    if by is TallyBy.LINE:
        return (state.line_id or NOBODY, *map(UUID, state.also_lines))
    return (getattr(state, COLUMNS[by]) or NOBODY,)


def _move_row(key: Key, changes: Figures) -> None:
    tenant_id, year, by, of = key
    rows = Tally.objects.filter(tenant_id=tenant_id, year=year, by=by, key=of)
    delta = {name: F(name) + value for name, value in changes.items()}
    if not rows.update(**delta):
        Tally.objects.get_or_create(tenant_id=tenant_id, year=year, by=by, key=of)
        rows.update(**delta)


def _move_months(tenant_id: UUID, year: int, months: set[int], value: Decimal) -> None:
    """All by the same amount: what a report changes, it changes for the rest of the year."""
    rows = MonthTally.objects.filter(tenant_id=tenant_id, year=year)
    added = {"done": F("done") + value}
    if rows.filter(month__in=months).update(**added) == len(months):
        return
    new = months - set(rows.values_list("month", flat=True))
    for month in sorted(new):
        MonthTally.objects.get_or_create(tenant_id=tenant_id, year=year, month=month)
    rows.filter(month__in=new).update(**added)
