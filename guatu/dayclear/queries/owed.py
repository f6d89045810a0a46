"""What dispatches, needs, plans and promises owe to a day, and what is known of it since.

One source a kind. Each reads its own rows, those that a day has not got yet or those of given
items, and says of each what it is, whose it is, and what the system knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from guatu.commitments.choices import CommitmentStatus
from guatu.commitments.models import Commitment
from guatu.dayclear.choices import ItemKind, ItemState
from guatu.dayclear.models import DayItem
from guatu.dispatches.choices import ClockStatus, DispatchStatus, Leg, PartStatus
from guatu.dispatches.models import Clock
from guatu.domain.commitments import OUTCOMES, RUNNING
from guatu.domain.dayclear import Known
from guatu.kit.clock import CHINA
from guatu.projects.choices import NeedStatus
from guatu.projects.models import Milestone, SupportNeed


@dataclass(frozen=True, slots=True)
class Owed:
    """A thing of the system that is due, and for whom."""

    kind: ItemKind
    what_id: UUID
    page_id: UUID
    label: str
    unit_id: UUID
    post_id: UUID | None
    known: Known
    aspect: str = ""


class Source(Protocol):
    kind: ItemKind

    def fresh(self, tenant_id: UUID, since: date | None, until: date) -> Iterator[Owed]: ...

    def of(self, ids: Iterable[UUID]) -> Iterator[Owed]: ...


def owed(tenant_id: UUID, day: date, *, since: date | None = None) -> Iterator[Owed]:
    """What is due by ``day`` and on no list yet; with ``since`` also what was due and done from
    then on, which takes a look at all that was ever done."""
    for source in SOURCES:
        yield from source.fresh(tenant_id, since, day)


def known_of(items: Iterable[DayItem]) -> dict[UUID, Known]:
    """What the system knows now of each item that comes from it, by the id of the item."""
    listed = [item for item in items if item.what_id is not None]
    found: dict[UUID, Known] = {}
    for source in SOURCES:
        ids = {item.what_id for item in listed if item.kind == source.kind}
        if ids:
            found |= {one.what_id: one.known for one in source.of(i for i in ids if i)}
    return {item.pk: _for(item, found.get(item.what_id or item.pk)) for item in listed}


def _for(item: DayItem, known: Known | None) -> Known:
    """As seen from the day on which the item was due; a source that is gone asks for nothing."""
    if known is None:
        return Known(item.due_on, released=True)
    moved = known.due_on if known.due_on > item.due_on else None
    return replace(known, due_on=item.due_on, moved_to=moved)


class _Dispatches:
    """The clocks of a unit: to receive, to reply for the first time, to finish.

    A part is listed once: what is due to be received is asked for that and nothing else, what is
    due to be finished is not asked for a first reply as well.
    """

    kind = ItemKind.DISPATCH

    def fresh(self, tenant_id: UUID, since: date | None, until: date) -> Iterator[Owed]:
        end = _midnight_after(until)
        rows = self._rows().filter(
            _running_or_done_since(since, end), dispatch__tenant_id=tenant_id, due_at__lt=end
        )
        rows = rows.exclude(_covered(end))
        due_day = TruncDate("due_at", tzinfo=CHINA)
        yield from map(self._owed, _not_listed(rows.annotate(due_day=due_day)))

    def of(self, ids: Iterable[UUID]) -> Iterator[Owed]:
        yield from map(self._owed, self._rows().filter(pk__in=list(ids)))

    def _rows(self) -> QuerySet[Clock]:
        rows = Clock.objects.filter(part__isnull=False, leg__in=_OF_UNITS)
        return rows.select_related("dispatch", "part").prefetch_related("dispatch__pauses")

    def _owed(self, clock: Clock) -> Owed:
        dispatch, part = clock.dispatch, clock.part
        assert part is not None
        return Owed(
            kind=self.kind,
            what_id=clock.pk,
            page_id=dispatch.pk,
            label=str(dispatch)[:200],
            unit_id=part.unit_id,
            post_id=part.post_id,
            known=_known_of_clock(clock),
            aspect=str(clock.leg),
        )


class _Needs:
    """Support needs of listed projects: due when promised, without a promise when needed."""

    kind = ItemKind.NEED

    def fresh(self, tenant_id: UUID, since: date | None, until: date) -> Iterator[Owed]:
        owing = Q(status__in=_OWING_NEED)
        if since is not None:
            owing |= Q(delivered_on__gte=since, due_day__gte=since)
        rows = self._rows().filter(
            owing,
            Q(supplier__isnull=False) | Q(post__isnull=False),
            project__tenant_id=tenant_id,
            project__withdrawn_at__isnull=True,
            due_day__lte=until,
        )
        yield from map(self._owed, _not_listed(rows))

    def of(self, ids: Iterable[UUID]) -> Iterator[Owed]:
        yield from map(self._owed, self._rows().filter(pk__in=list(ids)))

    def _rows(self) -> QuerySet[Any]:
        rows = SupportNeed.objects.select_related("project", "post")
        return rows.annotate(due_day=Coalesce("promised_on", "needed_by"))

    def _owed(self, need: Any) -> Owed:
        off = need.status == NeedStatus.NOT_NEEDED or need.project.withdrawn_at is not None
        return Owed(
            kind=self.kind,
            what_id=need.pk,
            page_id=need.pk,
            label=f"{need.name}（{need.project.name}）"[:200],
            unit_id=need.supplier_id or need.post.unit_id,
            post_id=need.post_id,
            known=Known(need.due_day or date.max, done_on=need.delivered_on, released=off),
        )


class _Milestones:
    """Committed milestones of listed projects."""

    kind = ItemKind.MILESTONE

    def fresh(self, tenant_id: UUID, since: date | None, until: date) -> Iterator[Owed]:
        owing = Q(actual_finish__isnull=True)
        if since is not None:
            owing |= Q(actual_finish__gte=since, planned_finish__gte=since)
        rows = self._rows().filter(
            owing,
            _somebody(),
            committed=True,
            planned_finish__lte=until,
            project__tenant_id=tenant_id,
            project__withdrawn_at__isnull=True,
        )
        yield from map(self._owed, _not_listed(rows.annotate(due_day=F("planned_finish"))))

    def of(self, ids: Iterable[UUID]) -> Iterator[Owed]:
        yield from map(self._owed, self._rows().filter(pk__in=list(ids)))

    def _rows(self) -> QuerySet[Milestone]:
        return Milestone.objects.select_related("project__owner_post")

    def _owed(self, milestone: Milestone) -> Owed:
        project = milestone.project
        unit_id = project.responsible_unit_id or project.lead_unit_id
        if unit_id is None and project.owner_post is not None:
            unit_id = project.owner_post.unit_id
        assert unit_id is not None, "a milestone of nobody is on no list"
        off = project.withdrawn_at is not None or not milestone.committed
        return Owed(
            kind=self.kind,
            what_id=milestone.pk,
            page_id=project.pk,
            label=f"{milestone.name}（{project.name}）"[:200],
            unit_id=unit_id,
            post_id=project.owner_post_id,
            known=Known(
                milestone.planned_finish or date.max,
                done_on=milestone.actual_finish,
                released=off,
            ),
        )


class _Commitments:
    """Promises in force: done when judged, or when the promiser has said that it is kept."""

    kind = ItemKind.COMMITMENT

    def fresh(self, tenant_id: UUID, since: date | None, until: date) -> Iterator[Owed]:
        running = [status.value for status in RUNNING]
        rows = self._rows().filter(tenant_id=tenant_id, status__in=running, due_on__lte=until)
        yield from map(self._owed, _not_listed(rows.annotate(due_day=F("due_on"))))

    def of(self, ids: Iterable[UUID]) -> Iterator[Owed]:
        yield from map(self._owed, self._rows().filter(pk__in=list(ids)))

    def _rows(self) -> QuerySet[Commitment]:
        return Commitment.objects.prefetch_related("reports")

    def _owed(self, commitment: Commitment) -> Owed:
        handled = commitment.handling_unit_id is not None
        return Owed(
            kind=self.kind,
            what_id=commitment.pk,
            page_id=commitment.pk,
            label=str(commitment)[:200],
            unit_id=commitment.handling_unit_id or commitment.unit_id,
            post_id=commitment.owner_post_id or (None if handled else commitment.post_id),
            known=Known(
                commitment.due_on,
                done_on=_kept_on(commitment),
                released=commitment.status == CommitmentStatus.WITHDRAWN,
            ),
        )


SOURCES: tuple[Source, ...] = (_Dispatches(), _Needs(), _Milestones(), _Commitments())

_OF_UNITS = (Leg.RECEIVE, Leg.FIRST_REPLY, Leg.FINISH)
_OWING_NEED = (NeedStatus.NEEDED, NeedStatus.PROMISED)
_OFF = (DispatchStatus.WITHDRAWN, DispatchStatus.DECLINED)


def _not_listed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Without those on a list that is still open, or listed once for the same due day."""
    listed = DayItem.objects.filter(what_id=OuterRef("pk")).filter(
        Q(state=ItemState.OPEN) | Q(due_on=OuterRef("due_day"))
    )
    return rows.filter(~Exists(listed))


def _running_or_done_since(since: date | None, end: datetime) -> Q:
    """The dispatch knows the soonest of its clocks: by its index few are looked at."""
    running = Q(status=ClockStatus.RUNNING, dispatch__next_due__lt=end)
    if since is None:
        return running
    begin = datetime.combine(since, datetime.min.time(), CHINA)
    return running | Q(status=ClockStatus.STOPPED, stopped_at__gte=begin, due_at__gte=begin)


def _covered(end: datetime) -> Q:
    due = Clock.objects.filter(part=OuterRef("part"), status=ClockStatus.RUNNING, due_at__lt=end)
    to_receive, to_finish = Exists(due.filter(leg=Leg.RECEIVE)), Exists(due.filter(leg=Leg.FINISH))
    return (~Q(leg=Leg.RECEIVE) & to_receive) | (Q(leg=Leg.FIRST_REPLY) & to_finish)


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), CHINA)


def _somebody() -> Q:
    """Of projects that a unit or a post answers for."""
    return (
        Q(project__responsible_unit__isnull=False)
        | Q(project__lead_unit__isnull=False)
        | Q(project__owner_post__isnull=False)
    )


def _known_of_clock(clock: Clock) -> Known:
    part = clock.part
    assert part is not None
    stopped = clock.status == ClockStatus.STOPPED
    off = clock.dispatch.status in _OFF or part.status == PartStatus.RELEASED
    return Known(
        due_on=_day(clock.due_at),
        done_on=_day(clock.stopped_at) if stopped and clock.stopped_at else None,
        waits=_waits(clock),
        released=off,
    )


def _waits(clock: Clock) -> str:
    if clock.status != ClockStatus.PAUSED:
        return ""
    reasons = [pause.reason for pause in clock.dispatch.pauses.all() if pause.until is None]
    return reasons[0] if reasons else ""


def _kept_on(commitment: Commitment) -> date | None:
    """The first day on which it was said or judged to be kept."""
    said = [_day(row.reported_at) for row in commitment.reports.all() if row.met_on is not None]
    if commitment.judged_at is not None and commitment.status in [o.value for o in OUTCOMES]:
        said.append(_day(commitment.judged_at))
    return min(said, default=None)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment, CHINA).date()
