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
from uuid import UUID

from django.db.models import F

from guatu.journal import actions as journal
from guatu.projects.choices import LightColour, TallyBy
from guatu.projects.models import MonthTally, ProgressReport, Project, Tally

NOBODY = UUID(int=0)
ZERO = Decimal(0)
Key = tuple[UUID, int, str, UUID]
Month = tuple[UUID, int, int]
Figures = dict[str, int | Decimal]
FIGURES = (
    "projects",
    *LightColour.values,
    "started",
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


def share_of(project: Project, reports: Iterable[ProgressReport] | None = None) -> Share | None:
    """The contribution of ``project`` as it stands; None when totals do not count it."""
    if project.withdrawn_at is not None or project.parent_id is not None:
        return None
    own = _cuts(project)
    figures: Figures = {
        "projects": 1,
        project.light: 1,
        "started": int(project.actual_start is not None),
        "total_investment": project.total_investment or ZERO,
        "year_plan": project.year_plan or ZERO,
        "year_done": project.year_done,
    }
    listed = reports if reports is not None else project.reports.filter(period__year=project.year)
    return Share(own, figures, done_by_month(listed))


def done_by_month(reports: Iterable[ProgressReport]) -> tuple[Decimal, ...]:
    """Cumulative amounts at the end of the months 1–12; a month without report repeats."""
    given = {r.period.month: r.invested for r in reports if r.invested is not None}
    curve, last = [], ZERO
    for month in range(1, 13):
        last = given.get(month, last)
        curve.append(last)
    return tuple(curve)


@dataclass(slots=True)
class Shift:
    """Changes of totals, summed before they are written."""

    figures: dict[Key, Figures] = field(default_factory=lambda: defaultdict(_nothing))
    months: dict[Month, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def move(self, before: Share | None, after: Share | None) -> None:
        self._add(before, -1)
        self._add(after, 1)

    def _add(self, share: Share | None, sign: int) -> None:
        if share is None:
            return
        for key in share.keys:
            sums = self.figures[key]
            for name, value in share.figures.items():
                sums[name] += sign * value
        tenant_id, year, _by, _of = share.keys[0]
        for month, value in enumerate(share.months, start=1):
            if value:
                self.months[tenant_id, year, month] += sign * value

    def apply(self) -> None:
        """Write the changes, when it is the turn of this act (``journal.await_turn``)."""
        figures = {key: _changed(sums) for key, sums in self.figures.items() if _changed(sums)}
        months = {key: value for key, value in self.months.items() if value}
        for tenant_id in sorted({key[0] for key in figures} | {key[0] for key in months}):
            journal.await_turn(tenant_id)
        for key, changes in sorted(figures.items(), key=str):
            _move_row(key, changes)
        for (tenant_id, year, month), value in sorted(months.items(), key=str):
            _move_month(tenant_id, year, month, value)


def recount(tenant_id: UUID) -> Shift:
    """The totals as the rows say, from nothing."""
    shift = Shift()
    counted = Project.objects.filter(tenant_id=tenant_id).counted()
    reports: dict[UUID, list[ProgressReport]] = defaultdict(list)
    for report in ProgressReport.objects.filter(project__tenant_id=tenant_id).iterator(2000):
        reports[report.project_id].append(report)
    for project in counted.iterator(2000):
        own = [r for r in reports[project.pk] if r.period.year == project.year]
        shift.move(None, share_of(project, own))
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
    for key in counted.figures.keys() | stored.keys():
        figures, row = counted.figures.get(key, {}), stored.get(key)
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


def _cuts(project: Project) -> tuple[Key, ...]:
    head = (project.tenant_id, project.year)
    return (
        (*head, str(TallyBy.CITY), NOBODY),
        (*head, str(TallyBy.LINE), project.line_id or NOBODY),
        (*head, str(TallyBy.UNIT), project.lead_unit_id or NOBODY),
        (*head, str(TallyBy.SPONSOR), project.sponsor_id or NOBODY),
    )


def _move_row(key: Key, changes: Figures) -> None:
    tenant_id, year, by, of = key
    rows = Tally.objects.filter(tenant_id=tenant_id, year=year, by=by, key=of)
    delta = {name: F(name) + value for name, value in changes.items()}
    if not rows.update(**delta):
        Tally.objects.get_or_create(tenant_id=tenant_id, year=year, by=by, key=of)
        rows.update(**delta)


def _move_month(tenant_id: UUID, year: int, month: int, value: Decimal) -> None:
    rows = MonthTally.objects.filter(tenant_id=tenant_id, year=year, month=month)
    if not rows.update(done=F("done") + value):
        MonthTally.objects.get_or_create(tenant_id=tenant_id, year=year, month=month)
        rows.update(done=F("done") + value)
