"""What a bundle carries: the reports of a year of projects of which something was reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from guatu.bundles.models import Bundle
from guatu.domain.bundles.rows import WORDS, Figures, ProgressFact, ProjectFact
from guatu.journal.queries import events_of
from guatu.org.models import Tenant
from guatu.projects.models import ProgressReport, Project

#: After these a project has something that the other side may not know.
TOLD = ("progress.reported", "progress.corrected")
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Outgoing:
    """``until`` is the number of the journal up to which it knows."""

    projects: list[ProjectFact]
    reports: list[ProgressFact]
    since: int
    until: int


def last_bundle(tenant: Tenant, key: str) -> Bundle | None:
    return Bundle.objects.filter(tenant=tenant, key=key).order_by("-number").first()


def outgoing(tenant: Tenant, since: int) -> Outgoing:
    """Whole years, not single months: a row that comes twice changes nothing, one that is missing
    would be missing for good."""
    last = events_of(tenant.pk).values_list("seq", flat=True).first() or 0
    events = events_of(tenant.pk).filter(seq__gt=since, seq__lte=last, code__in=TOLD)
    ids = sorted(set(events.order_by().values_list("object_id", flat=True)))
    projects = _projects(tenant, ids)
    return Outgoing(
        projects=[_fact(project) for project in projects.values()],
        reports=list(_reports(tenant.year, projects)),
        since=since,
        until=last,
    )


def _projects(tenant: Tenant, ids: list[UUID]) -> Mapping[UUID, Project]:
    rows = Project.objects.filter(tenant=tenant, year=tenant.year).listed()
    found = {
        row.pk: row
        for part in _chunks(ids)
        for row in rows.filter(pk__in=part).select_related("lead_unit")
    }
    return dict(sorted(found.items(), key=lambda one: (one[1].number, one[0])))


def _reports(year: int, projects: Mapping[UUID, Project]) -> Iterator[ProgressFact]:
    for part in _chunks(list(projects)):
        rows = ProgressReport.objects.filter(project_id__in=part, period__year=year)
        for row in rows.select_related("reported_by").order_by("project_id", "period"):
            yield ProgressFact(
                key=_key(row.project_id),
                period=row.period,
                figures=figures_of(row),
                reason=row.reason,
                reported_at=row.reported_at,
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
