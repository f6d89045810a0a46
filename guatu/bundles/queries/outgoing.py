"""What a bundle carries: the reports of a year of projects of which something was reported, and
lists of work that were filed, approved or frozen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from guatu.bundles.choices import ArrivalStatus
from guatu.bundles.models import ArrivalRow, Bundle
from guatu.bundles.queries.outgoing_lists import TOLD as TOLD_OF_LISTS
from guatu.bundles.queries.outgoing_lists import outgoing_lists
from guatu.domain.bundles.lists import ListFact
from guatu.domain.bundles.reading import WORDS
from guatu.domain.bundles.rows import Figures, ProgressFact, ProjectFact
from guatu.journal.queries import events_of
from guatu.org.models import Tenant
from guatu.projects.models import ProgressReport, Project

TAKEN_BACK = "progress.taken_back"
#: After these a project has something that the other side may not know.
TOLD = ("progress.reported", "progress.corrected", TAKEN_BACK)
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Outgoing:
    """``until`` is the number of the journal up to which it tells of all."""

    projects: list[ProjectFact]
    reports: list[ProgressFact]
    lists: list[ListFact]
    since: int
    until: int

    @property
    def is_empty(self) -> bool:
        return not self.reports and not self.lists


def last_bundle(tenant: Tenant, key: str) -> Bundle | None:
    return Bundle.objects.filter(tenant=tenant, key=key).order_by("-number").first()


def told_between(tenant_id: UUID, since: int, until: int | None = None) -> list[int]:
    """Events of which a bundle tells, after ``since`` up to ``until``, by number."""
    events = events_of(tenant_id).filter(seq__gt=since, code__in=(*TOLD, *TOLD_OF_LISTS))
    upto = events if until is None else events.filter(seq__lte=until)
    return list(upto.order_by("seq").values_list("seq", flat=True))


def outgoing(
    tenant: Tenant, since: int, until: int | None = None, *, lists_since: int | None = None
) -> Outgoing:
    """Whole years, not single months: a row that comes twice changes nothing, one that is missing
    would be missing for good. Of what was told up to ``until`` (None: to the last event), as it
    stands now. ``lists_since``: of lists from there, where that is not ``since``."""
    last = events_of(tenant.pk).values_list("seq", flat=True).first() or 0
    until = last if until is None else until
    events = events_of(tenant.pk).filter(seq__gt=since, seq__lte=until, code__in=TOLD)
    ids = sorted(set(events.order_by().values_list("object_id", flat=True)))
    projects = _projects(tenant, ids)
    return Outgoing(
        projects=[_fact(project) for project in projects.values()],
        reports=list(_reports(tenant, projects, last)),
        lists=outgoing_lists(tenant, since if lists_since is None else lists_since, until),
        since=since,
        until=until,
    )


def _projects(tenant: Tenant, ids: list[UUID]) -> Mapping[UUID, Project]:
    rows = Project.objects.filter(tenant=tenant, year=tenant.year).listed()
    found = {
        row.pk: row
        for part in _chunks(ids)
        for row in rows.filter(pk__in=part).select_related("lead_unit")
    }
    return dict(sorted(found.items(), key=lambda one: (one[1].number, one[0])))


@dataclass(frozen=True, slots=True)
class _Told:
    """What the journal said last of a month: a report put back keeps its time, this is later."""

    at: datetime
    by: str
    is_taken_back: bool


def _reports(
    tenant: Tenant, projects: Mapping[UUID, Project], until: int
) -> Iterator[ProgressFact]:
    """What stands, and of each month that was taken back and has nothing now that it is gone."""
    for part in _chunks(list(projects)):
        told = _last_told(tenant, part, until)
        rows = ProgressReport.objects.filter(project_id__in=part, period__year=tenant.year)
        for row in rows.select_related("reported_by").order_by("project_id", "period"):
            yield _standing(row, told.pop((row.project_id, row.period), None))
        for (pk, period), last in sorted(told.items()):
            if last.is_taken_back:
                yield ProgressFact(_key(pk), period, Figures(), "", last.at, last.by, is_gone=True)


def _last_told(tenant: Tenant, ids: list[UUID], until: int) -> dict[tuple[UUID, date], _Told]:
    """By project and month: events name the month alone, a project has one year."""
    events = events_of(tenant.pk).filter(object_id__in=ids, seq__lte=until, code__in=TOLD)
    columns = ("object_id", "details__month", "at", "actor_name", "code")
    origins = _origins(ids)
    found: dict[tuple[UUID, date], _Told] = {}
    for pk, words, at, by, code in events.order_by("seq").values_list(*columns):
        month = str(words).partition(" ")[0]
        if month.isdecimal():
            period = date(tenant.year, int(month), 1)
            since = origins.get((pk, period, at), at)
            found[pk, period] = _Told(since, by, code == TAKEN_BACK)
    return found


def _origins(ids: list[UUID]) -> Mapping[tuple[UUID, date, datetime], datetime]:
    """What a bundle did here, and when: as old as at its origin, or it would come back as newer
    than what was reported there since."""
    rows = ArrivalRow.objects.filter(
        project_id__in=ids, report_id__isnull=False, arrival__status=ArrivalStatus.ACCEPTED
    )
    columns = ("project_id", "period", "arrival__settled_at", "reported_at")
    return {(pk, month, at): since for pk, month, at, since in rows.values_list(*columns)}


def _standing(row: ProgressReport, told: _Told | None) -> ProgressFact:
    return ProgressFact(
        key=_key(row.project_id),
        period=row.period,
        figures=figures_of(row),
        reason=row.reason,
        reported_at=told.at if told else row.reported_at,
        reported_by=row.reported_by.name,
    )


def figures_of(row: ProgressReport) -> Figures:
    return Figures(
        invested=row.invested,
        registered=row.registered,
        paid=row.paid,
        words=row.physical_words,
        percent=row.physical_percent,
    )


def _fact(project: Project) -> ProjectFact:
    return ProjectFact(
        key=_key(project.pk),
        year=project.year,
        number=project.number,
        name=project.name[:WORDS],
        code=project.code,
        unit=project.lead_unit.name if project.lead_unit else "",
        total=project.total_investment,
    )


def _key(pk: UUID) -> str:
    return pk.hex


def _chunks(ids: list[UUID]) -> Iterable[list[UUID]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
