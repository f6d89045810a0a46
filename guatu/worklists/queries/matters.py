"""What the system knows of units: one source a kind, read for all units at once or by ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from guatu.command.choices import BlockerStatus
from guatu.command.models import Blocker, Decision
from guatu.commitments.choices import CommitmentStatus
from guatu.commitments.models import Commitment
from guatu.datechanges.choices import ChangeStatus
from guatu.datechanges.models import DateChange, PlanPause
from guatu.dispatches.choices import DispatchStatus, EntryKind, Leg, PartStatus
from guatu.dispatches.models import Clock, Dispatch, Entry, Part, Pause
from guatu.domain.blockers import STUCK, UNCLEARED
from guatu.domain.commitments import OUTCOMES, RUNNING
from guatu.domain.words import N_, say
from guatu.domain.worklists.rows import Kind, Matter
from guatu.kit.clock import CHINA
from guatu.projects.choices import NeedStatus
from guatu.projects.models import Milestone, SupportNeed
from guatu.worklists.queries.people import People

#: Ids in one query; SQLite takes some 32,000.
AT_A_TIME = 5_000
#: Characters of the words about a matter that a cell takes over.
MOST = 120


@dataclass(frozen=True, slots=True)
class Window:
    """What was done from ``since`` on, what is due by ``until``, as of ``day``."""

    tenant_id: UUID
    since: date
    until: date
    day: date

    @property
    def begin(self) -> datetime:
        return datetime.combine(self.since, datetime.min.time(), CHINA)


class Source(Protocol):
    @property
    def kinds(self) -> Collection[Kind]: ...

    def within(self, window: Window, people: People) -> Iterator[Matter]: ...

    def of(self, ids: Collection[UUID], people: People) -> Iterator[Matter]: ...


def matters(window: Window, people: People) -> Iterator[Matter]:
    """Of all units; whether a matter is listed is decided by the core."""
    for source in SOURCES:
        yield from source.within(window, people)


def matters_of(ids: Mapping[Kind, Collection[UUID]], people: People) -> Iterator[Matter]:
    """Those of given rows, by the kind that they were listed as."""
    for source in SOURCES:
        wanted = {pk for kind in source.kinds for pk in ids.get(kind, ())}
        listed = sorted(wanted)
        for n in range(0, len(listed), AT_A_TIME):
            yield from source.of(listed[n : n + AT_A_TIME], people)


class _Milestones:
    """Committed milestones of listed projects."""

    kinds = (Kind.MILESTONE,)

    def within(self, window: Window, people: People) -> Iterator[Matter]:
        owing = Q(actual_finish__isnull=True, planned_finish__lte=window.until)
        rows = self._rows().filter(
            owing | Q(actual_finish__gte=window.since),
            committed=True,
            project__tenant_id=window.tenant_id,
            project__withdrawn_at__isnull=True,
        )
        yield from self._read(rows, people)

    def of(self, ids: Collection[UUID], people: People) -> Iterator[Matter]:
        yield from self._read(self._rows().filter(pk__in=ids), people)

    def _rows(self) -> QuerySet[Milestone]:
        return Milestone.objects.select_related("project__owner_post")

    def _read(self, rows: QuerySet[Milestone], people: People) -> Iterator[Matter]:
        listed = list(rows)
        in_the_way = _in_the_way({row.project_id for row in listed})
        pauses = _pauses({row.project_id for row in listed})
        for row in listed:
            unit_id = _unit_of(row.project)
            if unit_id is None:
                continue
            trouble, who = in_the_way.get(row.project_id, ("", ""))
            late = row.actual_finish is None
            yield Matter(
                kind=Kind.MILESTONE,
                source_id=row.pk,
                page_id=row.project_id,
                unit_id=unit_id,
                label=f"{row.project.name}：{row.name}",
                due=row.planned_finish,
                done_on=row.actual_finish,
                leader=people.name(row.project.sponsor_id) or people.heads.get(unit_id, ""),
                owner=people.name(row.project.owner_post_id) or people.liaisons.get(unit_id, ""),
                progress=row.project.physical_words[:MOST] if late else "",
                waits=pauses.get((row.project_id, row.pk))
                or pauses.get((row.project_id, None), ""),
                trouble=trouble if late else "",
                help=who if late else "",
                line_id=row.project.line_id,
                project_id=row.project_id,
                released=row.project.withdrawn_at is not None or not row.committed,
            )


class _Dispatches:
    """The part of a unit in a dispatch; a decision of a meeting is the dispatch that it became."""

    kinds = (Kind.DISPATCH, Kind.DECISION)

    def within(self, window: Window, people: People) -> Iterator[Matter]:
        open_ = Q(
            status__in=(PartStatus.WAITING, PartStatus.WORKING), dispatch__status__in=_WITH_UNITS
        )
        done = Q(done_at__gte=window.begin) | Q(
            is_lead=True, dispatch__replied_at__gte=window.begin
        )
        rows = self._rows().filter(open_ | done, dispatch__tenant_id=window.tenant_id)
        yield from (self._matter(row, people) for row in rows.exclude(_off()))

    def of(self, ids: Collection[UUID], people: People) -> Iterator[Matter]:
        yield from (self._matter(row, people) for row in self._rows().filter(pk__in=ids))

    def _rows(self) -> QuerySet[Any]:
        clocks = Clock.objects.filter(leg=Leg.FINISH).order_by("round")
        said = Entry.objects.filter(kind__in=_SAID).order_by("at", "id")
        pauses = Pause.objects.filter(until__isnull=True)
        decided = Decision.objects.filter(dispatch=OuterRef("dispatch"))
        rows = Part.objects.select_related("dispatch__project", "dispatch__issuer_unit")
        return rows.annotate(decided=Exists(decided)).prefetch_related(
            Prefetch("clocks", clocks, to_attr="finishing"),
            Prefetch("dispatch__entries", said, to_attr="said"),
            Prefetch("dispatch__pauses", pauses, to_attr="waits_for"),
        )

    def _matter(self, row: Any, people: People) -> Matter:
        dispatch: Dispatch = row.dispatch
        said = [entry for entry in row.dispatch.said if entry.part_id in (None, row.pk)]
        last = said[-1] if said else None
        back = last is not None and last.kind == EntryKind.SENT_BACK
        waits = row.dispatch.waits_for if dispatch.waiting else ()
        project = dispatch.project
        return Matter(
            kind=Kind.DECISION if row.decided else Kind.DISPATCH,
            source_id=row.pk,
            page_id=dispatch.pk,
            unit_id=row.unit_id,
            label=str(dispatch),
            due=_day(row.finishing[-1].due_at) if row.finishing else dispatch.due_on,
            done_on=_finished_on(row),
            leader=people.heads.get(row.unit_id, ""),
            owner=people.name(row.post_id) or people.liaisons.get(row.unit_id, ""),
            progress=last.words[:MOST] if last and not back else "",
            waits=waits[0].reason[:MOST] if waits else "",
            trouble=last.words[:MOST] if last and back else "",
            line_id=project.line_id if project else None,
            project_id=dispatch.project_id,
            released=dispatch.status in _OFF or row.status == PartStatus.RELEASED,
        )


class _Needs:
    """What a unit has to supply to projects."""

    kinds = (Kind.NEED,)

    def within(self, window: Window, people: People) -> Iterator[Matter]:
        owing = Q(status__in=(NeedStatus.NEEDED, NeedStatus.PROMISED), due_day__lte=window.until)
        rows = self._rows().filter(
            owing | Q(delivered_on__gte=window.since),
            Q(supplier__isnull=False) | Q(post__isnull=False),
            project__tenant_id=window.tenant_id,
            project__withdrawn_at__isnull=True,
        )
        yield from (self._matter(row, people) for row in rows)

    def of(self, ids: Collection[UUID], people: People) -> Iterator[Matter]:
        yield from (self._matter(row, people) for row in self._rows().filter(pk__in=ids))

    def _rows(self) -> QuerySet[Any]:
        rows = SupportNeed.objects.select_related("project", "post")
        return rows.annotate(due_day=Coalesce("promised_on", "needed_by"))

    def _matter(self, row: Any, people: People) -> Matter:
        unit_id = row.supplier_id or row.post.unit_id
        off = row.status == NeedStatus.NOT_NEEDED or row.project.withdrawn_at is not None
        return Matter(
            kind=Kind.NEED,
            source_id=row.pk,
            page_id=row.pk,
            unit_id=unit_id,
            label=f"{row.project.name}：{row.name}",
            due=row.due_day,
            done_on=row.delivered_on,
            leader=people.heads.get(unit_id, ""),
            owner=people.name(row.post_id) or people.liaisons.get(unit_id, ""),
            trouble=row.blocker[:MOST],
            line_id=row.project.line_id,
            project_id=row.project_id,
            released=off,
        )


class _Commitments:
    """Promises in force, and those that were kept."""

    kinds = (Kind.COMMITMENT,)

    def within(self, window: Window, people: People) -> Iterator[Matter]:
        running = [status.value for status in RUNNING]
        judged = [status.value for status in OUTCOMES]
        rows = self._rows().filter(
            Q(status__in=running, due_on__lte=window.until)
            | Q(status__in=running, reports__met_on__gte=window.since)
            | Q(status__in=judged, judged_at__gte=window.begin),
            tenant_id=window.tenant_id,
        )
        yield from (self._matter(row, people) for row in rows.distinct())

    def of(self, ids: Collection[UUID], people: People) -> Iterator[Matter]:
        yield from (self._matter(row, people) for row in self._rows().filter(pk__in=ids))

    def _rows(self) -> QuerySet[Commitment]:
        return Commitment.objects.prefetch_related("reports")

    def _matter(self, row: Commitment, people: People) -> Matter:
        reports = sorted(row.reports.all(), key=lambda report: report.reported_at)
        met = [report.met_on for report in reports if report.met_on is not None]
        if row.judged_at is not None and row.is_judged:
            met.append(_day(row.judged_at))
        return Matter(
            kind=Kind.COMMITMENT,
            source_id=row.pk,
            page_id=row.pk,
            unit_id=row.handling_unit_id or row.unit_id,
            label=str(row),
            due=row.due_on,
            done_on=min(met, default=None),
            leader=people.name(row.post_id),
            owner=people.name(row.owner_post_id) or people.name(row.post_id),
            progress=reports[-1].words[:MOST] if reports else "",
            line_id=row.line_id,
            project_id=row.project_id,
            released=row.status == CommitmentStatus.WITHDRAWN,
        )


class _Blockers:
    """Blockers that a unit clears; one that was handed out is the dispatch that it became."""

    kinds = (Kind.BLOCKER,)

    def within(self, window: Window, people: People) -> Iterator[Matter]:
        stuck = Q(status__in=[status.value for status in STUCK])
        rows = self._rows().filter(
            stuck | Q(solved_at__gte=window.begin),
            doing_unit__isnull=False,
            dispatch__isnull=True,
            tenant_id=window.tenant_id,
        )
        yield from (self._matter(row, people) for row in rows)

    def of(self, ids: Collection[UUID], people: People) -> Iterator[Matter]:
        yield from (self._matter(row, people) for row in self._rows().filter(pk__in=ids))

    def _rows(self) -> QuerySet[Blocker]:
        return Blocker.objects.select_related("project", "owner_unit").prefetch_related("notes")

    def _matter(self, row: Blocker, people: People) -> Matter:
        unit_id = row.doing_unit_id or row.owner_unit_id
        notes = [note.words for note in row.notes.all() if note.words]
        solved = row.solved_at if row.stage not in STUCK else None
        up = row.status == BlockerStatus.PASSED_UP
        return Matter(
            kind=Kind.BLOCKER,
            source_id=row.pk,
            page_id=row.pk,
            unit_id=unit_id,
            label=f"{row.project.name}：{row.words}"[:300],
            due=row.due_on,
            done_on=_day(solved) if solved else None,
            leader=people.heads.get(unit_id, ""),
            owner=people.liaisons.get(unit_id, ""),
            progress=notes[-1][:MOST] if notes else "",
            help=row.owner_unit.label if up else "",
            line_id=row.project.line_id,
            project_id=row.project_id,
        )


class _DateChanges:
    """Committed dates that were moved, and requests that wait."""

    kinds = (Kind.DATE_CHANGE,)

    def within(self, window: Window, people: People) -> Iterator[Matter]:
        rows = self._rows().filter(
            Q(status=ChangeStatus.ASKED)
            | Q(status=ChangeStatus.APPROVED, decided_at__gte=window.begin),
            tenant_id=window.tenant_id,
        )
        for row in rows:
            if _unit_of(row.project) is not None:
                yield self._matter(row, people)

    def of(self, ids: Collection[UUID], people: People) -> Iterator[Matter]:
        yield from (self._matter(row, people) for row in self._rows().filter(pk__in=ids))

    def _rows(self) -> QuerySet[DateChange]:
        return DateChange.objects.select_related("project__owner_post", "asked_by")

    def _matter(self, row: DateChange, people: People) -> Matter:
        main, project = row.main, row.project
        unit_id = _unit_of(project)
        assert unit_id is not None, "a date change of nobody is on no list"
        days = {"before": main.before.isoformat(), "after": (main.after or main.before).isoformat()}
        asked = row.status == ChangeStatus.ASKED
        note = say(N_("申请由 {before} 改到 {after}，待审批"), **days)
        if not asked:
            note = say(N_("由 {before} 改到 {after}，已同意"), **days)
        return Matter(
            kind=Kind.DATE_CHANGE,
            source_id=row.pk,
            page_id=row.pk,
            unit_id=unit_id,
            label=f"{project.name}：{main.name}" if main.code else project.name,
            due=None,
            done_on=_day(row.decided_at) if row.decided_at and not asked else None,
            leader=people.name(project.sponsor_id) or people.heads.get(unit_id, ""),
            owner=row.asked_by.name,
            waits=row.reason_name if asked else "",
            trouble=row.words[:MOST],
            note=note,
            line_id=project.line_id,
            project_id=project.pk,
            released=row.status in (ChangeStatus.REFUSED, ChangeStatus.WITHDRAWN),
        )


SOURCES: tuple[Source, ...] = (
    _Milestones(), _Dispatches(), _Needs(), _Commitments(), _Blockers(), _DateChanges(),
)  # fmt: skip

_OFF = (DispatchStatus.WITHDRAWN, DispatchStatus.DECLINED)
_SAID = (EntryKind.REPORT, EntryKind.REPLY, EntryKind.SENT_BACK)
_WITH_UNITS = (DispatchStatus.ISSUED, DispatchStatus.RECEIVED, DispatchStatus.SENT_BACK)
_FINISHED = (DispatchStatus.REPLIED, DispatchStatus.COMPLETED, DispatchStatus.SIGNED_OFF)


def _off() -> Q:
    return Q(status=PartStatus.RELEASED) | Q(dispatch__status__in=_OFF)


def _unit_of(project: Any) -> UUID | None:
    """The unit that answers for the work; None for a project of nobody."""
    post = project.owner_post
    found = project.responsible_unit_id or project.lead_unit_id or (post.unit_id if post else None)
    return found if isinstance(found, UUID) else None


def _finished_on(part: Any) -> date | None:
    """The day on which the unit said that it was done; sent back it is not done."""
    if not part.is_lead:
        return _day(part.done_at) if part.done_at else None
    dispatch = part.dispatch
    finished = dispatch.status in _FINISHED and dispatch.replied_at is not None
    return _day(dispatch.replied_at) if finished else None


def _in_the_way(projects: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """The oldest blocker of each project that is not cleared, and who has to clear it."""
    rows = Blocker.objects.filter(
        project__in=projects, status__in=[status.value for status in UNCLEARED]
    )
    rows = rows.select_related("doing_unit", "owner_unit").order_by("-raised_at", "-id")
    return {
        row.project_id: (row.words[:MOST], (row.doing_unit or row.owner_unit).label) for row in rows
    }


def _pauses(projects: Iterable[UUID]) -> dict[tuple[UUID, UUID | None], str]:
    """What projects and milestones rest for now."""
    rows = PlanPause.objects.running().filter(project__in=projects).select_related("unit")
    return {(row.project_id, row.milestone_id): f"{row.unit.label}{row.what}" for row in rows}


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()
