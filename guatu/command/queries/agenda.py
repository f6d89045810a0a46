"""What stands on an agenda: computed from the scope of a meeting until it begins, fixed then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from guatu.command.choices import ItemStatus, MeetingKind, MeetingStatus
from guatu.command.models import AgendaItem, Blocker, Decision, Meeting
from guatu.dispatches.choices import ClockStatus, Leg
from guatu.dispatches.models import Clock, Dispatch
from guatu.domain.agenda import Cause, Finding, Item, in_order, reasons
from guatu.domain.lights.colours import Light
from guatu.domain.views import LIGHT_APART, PLACES
from guatu.domain.words import Sentence
from guatu.kit.clock import CHINA
from guatu.projects.choices import Nature
from guatu.projects.models import Project, SupportNeed


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an agenda. ``row`` is there once somebody touched it or the meeting began."""

    key: str
    title: str
    cause: Cause
    reasons: tuple[Sentence, ...]
    project_id: UUID | None = None
    dispatch_id: UUID | None = None
    deferred: int = 0
    row: AgendaItem | None = None

    @property
    def status(self) -> str:
        return self.row.status if self.row else ItemStatus.OPEN

    @property
    def is_open(self) -> bool:
        return self.status == ItemStatus.OPEN

    @property
    def words(self) -> str:
        return self.row.words if self.row else ""


@dataclass(slots=True)
class _Subject:
    """What an item is about, while its findings are gathered."""

    title: str
    number: int = 0
    project_id: UUID | None = None
    dispatch_id: UUID | None = None
    deferred: int = 0


_Found = tuple[str, _Subject, Finding]
#: The keys of the projects of a meeting, as a subquery.
_Inside = QuerySet[Project, Any]


def agenda_of(meeting: Meeting, now: datetime) -> list[Entry]:
    """The lines in the order in which they are discussed, put off and struck ones last.

    Until it begins at most seven queries (a joint meeting: eight), however many projects there
    are; one afterwards.
    """
    stored = list(AgendaItem.objects.filter(meeting=meeting).select_related("project"))
    if meeting.status != MeetingStatus.CALLED:
        return _aside_last([_fixed(row) for row in stored])
    return _aside_last(_computed(meeting, {row.key: row for row in stored}, now))


def projects_of(meeting: Meeting) -> QuerySet[Project]:
    """The projects that a meeting is about: of its task force, of the lines of its headquarters,
    or all."""
    rows = Project.objects.filter(tenant_id=meeting.tenant_id, year=meeting.year)
    rows = rows.listed().exclude(nature=Nature.RESERVE)
    if meeting.task_force_id is not None:
        return rows.filter(task_force_id=meeting.task_force_id)
    if meeting.headquarters_id is not None:
        return rows.filter(line__headquarters=meeting.headquarters_id)
    return rows


def held_before(meeting: Meeting) -> QuerySet[Meeting]:
    """Earlier meetings of the same body, the last one first."""
    before = Meeting.objects.filter(
        Q(task_force=meeting.task_force_id, headquarters=meeting.headquarters_id),
        tenant_id=meeting.tenant_id, starts_at__lt=meeting.starts_at, held_at__isnull=False,
    ).exclude(pk=meeting.pk)  # fmt: skip
    return before.order_by("-starts_at", "-id")


def is_of_all(meeting: Meeting) -> bool:
    return meeting.task_force_id is None and meeting.headquarters_id is None


def _computed(meeting: Meeting, stored: dict[str, AgendaItem], now: datetime) -> list[Entry]:
    subjects: dict[str, _Subject] = {}
    findings: dict[str, list[Finding]] = defaultdict(list)
    for key, subject, finding in _findings(meeting, now):
        kept = subjects.setdefault(key, subject)
        kept.deferred = max(kept.deferred, subject.deferred)
        findings[key].append(finding)
    for key, row in stored.items():
        if key not in subjects:  # added by hand, or set aside and right by now
            subjects[key] = _subject_of(row)
            findings[key].append(Finding(Cause(row.cause)))
    items = [Item(key, subject.number, tuple(findings[key])) for key, subject in subjects.items()]
    return [_entry(item, subjects[item.key], stored.get(item.key)) for item in in_order(items)]


def _findings(meeting: Meeting, now: datetime) -> Iterator[_Found]:
    scope = projects_of(meeting)
    inside = scope.order_by().values("pk")
    yield from _lights(scope, now)
    yield from _needs(inside, now)
    yield from _dispatches(meeting, inside, now)
    yield from _blockers(inside, now)
    if meeting.kind == MeetingKind.JOINT and meeting.month is not None:
        yield from _follow_ups(meeting, inside)
    yield from _put_off(meeting)


def _lights(scope: QuerySet[Project], now: datetime) -> Iterator[_Found]:
    """Red ones, and those whose light the owner does not believe."""
    parted = Q(pk__in=())
    for light, place in PLACES.items():
        far = Q(owner_view__gte=place + LIGHT_APART) | Q(owner_view__lte=place - LIGHT_APART)
        parted |= Q(light=light) & far
    columns = ("pk", "number", "name", "light", "light_since", "owner_view")
    today = now.astimezone(CHINA).date()
    rows = scope.filter(Q(light=Light.RED) | parted).order_by().values_list(*columns)
    for pk, number, name, light, since, view in rows:
        key, subject = _of_project(pk, number, name)
        if light == Light.RED:
            yield key, subject, Finding(Cause.RED, (today - since).days if since else 0)
        steps = abs(PLACES[Light(light)] - view) if view and Light(light) in PLACES else 0
        if steps >= LIGHT_APART:
            yield key, subject, Finding(Cause.DISPUTED, steps)


def _needs(inside: _Inside, now: datetime) -> Iterator[_Found]:
    today = now.astimezone(CHINA).date()
    rows = SupportNeed.objects.open().filter(project__in=inside, needed_by__lt=today)
    columns = ("project_id", "project__number", "project__name", "name", "needed_by")
    for pk, number, title, name, day in rows.order_by().values_list(*columns):
        yield *_of_project(pk, number, title), Finding(Cause.NEED, (today - day).days, name)


def _dispatches(meeting: Meeting, inside: _Inside, now: datetime) -> Iterator[_Found]:
    """Not received or not finished in time: those of the projects; of a meeting of all also those
    that belong to none. Each once, by what is latest."""
    concerned = Q(dispatch__project__in=inside)
    if is_of_all(meeting):
        concerned |= Q(dispatch__project__isnull=True)
    clocks = Clock.objects.filter(
        concerned,
        dispatch__tenant_id=meeting.tenant_id,
        status=ClockStatus.RUNNING,
        leg__in=(Leg.RECEIVE, Leg.FINISH),
        due_at__lt=now,
    )
    today, told = now.astimezone(CHINA).date(), set()
    for clock in clocks.select_related("dispatch__project").order_by("due_at", "id"):
        if clock.dispatch_id not in told:
            told.add(clock.dispatch_id)
            late = (today - clock.due_at.astimezone(CHINA).date()).days
            name = f"{clock.dispatch}（{clock.get_leg_display()}）"
            yield *_of_dispatch(clock.dispatch), Finding(Cause.DISPATCH, late, name)


def _blockers(inside: _Inside, now: datetime) -> Iterator[_Found]:
    today = now.astimezone(CHINA).date()
    rows = Blocker.objects.stuck().filter(project__in=inside).select_related("project")
    for row in rows.order_by():
        project = row.project
        finding = Finding(Cause.BLOCKER, row.days_open(today), row.words)
        yield *_of_project(project.pk, project.number, project.name), finding


def _follow_ups(meeting: Meeting, inside: _Inside) -> Iterator[_Found]:
    """What the visits of the month decided and is not done."""
    month = meeting.month
    assert month is not None
    until = (month.replace(day=1) + timedelta(31)).replace(day=1)
    rows = Decision.objects.filter(
        tenant_id=meeting.tenant_id, visit__project__in=inside,
        made_on__gte=month.replace(day=1), made_on__lt=until, dispatch__isnull=False,
    )  # fmt: skip
    for row in rows.select_related("dispatch__project").order_by():
        dispatch = row.dispatch
        if dispatch is not None and not dispatch.is_closed:
            yield *_of_dispatch(dispatch), Finding(Cause.FOLLOW_UP, 0, str(dispatch))


def _put_off(meeting: Meeting) -> Iterator[_Found]:
    """What the last meeting of the same body put off."""
    last = held_before(meeting).values("pk")[:1]
    rows = AgendaItem.objects.filter(meeting__in=list(last.values_list("pk", flat=True)))
    for row in rows.filter(status=ItemStatus.PUT_OFF).select_related("project"):
        subject = _subject_of(row)
        subject.deferred = row.deferred + 1
        yield row.key, subject, Finding(Cause.PUT_OFF, subject.deferred)


def _of_project(pk: UUID, number: int, name: str) -> tuple[str, _Subject]:
    return f"project:{pk}", _Subject(name, number, project_id=pk)


def _of_dispatch(row: Dispatch) -> tuple[str, _Subject]:
    """A project is discussed once, with all its dispatches."""
    if row.project is not None:
        return _of_project(row.project.pk, row.project.number, row.project.name)
    return f"dispatch:{row.pk}", _Subject(str(row), dispatch_id=row.pk)


def _subject_of(row: AgendaItem) -> _Subject:
    number = row.project.number if row.project else 0
    return _Subject(row.title, number, row.project_id, row.dispatch_id, row.deferred)


def _entry(item: Item, subject: _Subject, row: AgendaItem | None) -> Entry:
    return Entry(
        key=item.key,
        title=subject.title,
        cause=item.cause,
        reasons=tuple(reasons(item)),
        project_id=subject.project_id,
        dispatch_id=subject.dispatch_id,
        deferred=subject.deferred,
        row=row,
    )


def _fixed(row: AgendaItem) -> Entry:
    told = tuple(Sentence.from_json(reason) for reason in row.reasons)
    return Entry(
        key=row.key,
        title=row.title,
        cause=Cause(row.cause),
        reasons=told,
        project_id=row.project_id,
        dispatch_id=row.dispatch_id,
        deferred=row.deferred,
        row=row,
    )


def _aside_last(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.status in _ASIDE)


_ASIDE = (ItemStatus.PUT_OFF, ItemStatus.STRUCK)
