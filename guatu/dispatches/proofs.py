"""Whether dispatches are what the journal says: the invariants, checked without trusting the rows.

Nothing is changed. Each sentence names the first few dispatches that it is about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q

from guatu.dispatches.choices import ClockStatus, Leg, PartStatus
from guatu.dispatches.models import Clock, Dispatch, Fire, Part, Pause
from guatu.domain.clocks import is_late
from guatu.domain.lifecycle import CLOSED, Status, Verb, step
from guatu.domain.statetables import NotNow
from guatu.domain.words import N_, Sentence, say
from guatu.journal import outbox
from guatu.journal.queries import events_of
from guatu.org.models import Tenant

SHOWN = 5
CHUNK = 2000
VERBS: dict[str, Verb] = {
    "dispatch.edited": Verb.EDIT,
    "dispatch.submitted": Verb.SUBMIT,
    "dispatch.returned_draft": Verb.RETURN_DRAFT,
    "dispatch.issued": Verb.ISSUE,
    "dispatch.received": Verb.RECEIVE,
    "dispatch.declined": Verb.DECLINE,
    "dispatch.defaulted": Verb.REASSIGN,
    "dispatch.reassigned": Verb.REASSIGN,
    "dispatch.co_handled": Verb.CO_HANDLE,
    "dispatch.reported": Verb.REPORT,
    "dispatch.part_done": Verb.REPORT_PART,
    "dispatch.replied": Verb.REPLY,
    "dispatch.sent_back": Verb.SEND_BACK,
    "dispatch.completed": Verb.COMPLETE,
    "dispatch.signed_off": Verb.SIGN_OFF,
    "dispatch.reopened": Verb.REOPEN,
    "dispatch.withdrawn": Verb.WITHDRAW,
    "dispatch.extension_asked": Verb.ASK_EXTENSION,
    "dispatch.extension_granted": Verb.GRANT_EXTENSION,
    "dispatch.extension_refused": Verb.REFUSE_EXTENSION,
    "dispatch.paused": Verb.PAUSE,
    "dispatch.resumed": Verb.RESUME,
}
"""The verb of every event that makes a version; what is done by itself or beside makes none."""

DRAFTED = "dispatch.drafted"
#: Follows from another act, in its version.
BY_ITSELF = "dispatch.defaulted"


Rung = tuple[str, int, str]
Reached = tuple[str, datetime]


@dataclass(frozen=True, slots=True)
class Told:
    """An event of a dispatch as far as it is checked."""

    object_id: UUID
    code: str
    actor: str
    version: int
    helper: bool


@dataclass(slots=True)
class Found:
    """Dispatches with one fault, by id."""

    template: str
    ids: list[UUID] = field(default_factory=list)


def faults(tenant: Tenant) -> list[Sentence]:
    """Empty when states follow from the journal by the table, every version has one act, every
    rung was reached once, everybody is told, and clocks run as states and hours say."""
    return [
        *_course_faults(tenant),
        *_fire_faults(tenant),
        *_outbox_faults(tenant),
        *_clock_faults(tenant),
        *_number_faults(tenant),
    ]


def _course_faults(tenant: Tenant) -> Iterator[Sentence]:
    strange = Found(N_("{n} 件交办单的日志里有规则不允许的办理：{which}"))
    astray = Found(N_("{n} 件交办单的状态与日志推算的不符：{which}"))
    doubled = Found(N_("{n} 件交办单的同一版本有不止一次办理，或缺少办理记录：{which}"))
    rows = {row.pk: row for row in Dispatch.objects.filter(tenant=tenant).only("status", "version")}
    courses = groupby(_told(tenant), key=attrgetter("object_id"))
    for pk, events in courses:
        row, course = rows.pop(pk, None), list(events)
        folded = folded_status(course)
        if folded is None:
            strange.ids.append(pk)
        elif row is None or row.status != folded:
            astray.ids.append(pk)
        if row is None or not _one_act_a_version(course, row.version):
            doubled.ids.append(pk)
    astray.ids += rows  # no event tells of them
    for found in (strange, astray, doubled):
        yield from _said(found)


def folded_status(course: list[Told]) -> Status | None:
    """The state to which the events of one dispatch lead; None where the table says no."""
    status = Status.DRAFT
    for told in course:
        if told.code == DRAFTED:
            continue
        verb = _verb(told, status)
        try:
            status = step(status, verb).leads_to(status)
        except NotNow:
            return None
    return status


def _verb(told: Told, status: Status) -> Verb:
    verb = VERBS[told.code]
    if verb is Verb.RECEIVE and told.helper:
        return Verb.RECEIVE_PART
    if verb is Verb.REPORT and told.helper:
        return Verb.REPORT_PART
    if verb is Verb.ISSUE and status is Status.APPROVING:
        return Verb.APPROVE
    return verb


def _one_act_a_version(course: list[Told], last: int) -> bool:
    """Versions follow one another up to the present one; what was given in one act begins at 2."""
    acts: dict[int, set[tuple[str, str]]] = {}
    for told in course:
        acts.setdefault(told.version, set())
        if told.code != BY_ITSELF:
            acts[told.version].add((told.code, told.actor))
    first = 1 if course[0].code == DRAFTED else 2
    return list(acts) == list(range(first, last + 1)) and all(len(a) == 1 for a in acts.values())


def _told(tenant: Tenant) -> Iterator[Told]:
    rows = events_of(tenant.pk).filter(code__in=[DRAFTED, *VERBS]).order_by("object_id", "seq")
    for event in rows.iterator(CHUNK):
        yield Told(
            event.object_id,
            event.code,
            f"{event.actor_id} {event.at.isoformat()}",
            int(event.details.get("version") or 0),
            bool(event.details.get("helper")),
        )


def _fire_faults(tenant: Tenant) -> Iterator[Sentence]:
    """No rung is told of twice, or without having been reached, and what was reached at one
    moment is told of at least once: after downtime several rungs are one letter."""
    fires = Fire.objects.filter(clock__dispatch__tenant=tenant)
    reached: dict[Reached, set[Rung]] = {}
    for clock, edition, rung, at in fires.values_list("clock", "edition", "rung", "fired_at"):
        reached.setdefault((str(clock), at), set()).add((str(clock), edition, rung))
    pressed = events_of(tenant.pk).filter(code="dispatch.pressed")
    told = Counter(
        (str(d.get("clock")), int(d.get("edition") or 0), str(d.get("code")))
        for d in pressed.values_list("details", flat=True).iterator(CHUNK)
    )
    known = set().union(*reached.values())
    wrong = sum(1 for rung, times in told.items() if times > 1 or rung not in known)
    wrong += sum(1 for rungs in reached.values() if not rungs & told.keys())
    if wrong:
        yield say(N_("{n} 次催办的记录与日志对不上，可能重复或漏发"), n=wrong)


def _outbox_faults(tenant: Tenant) -> Iterator[Sentence]:
    counts = outbox.counts(tenant.pk)
    if counts.events != counts.rows:
        yield say(
            N_("应告知的日志有 {events} 条，待发箱里有 {rows} 条，两者应当相等"),
            events=counts.events,
            rows=counts.rows,
        )


def _clock_faults(tenant: Tenant) -> Iterator[Sentence]:
    checks: tuple[tuple[str, Callable[[Tenant], list[UUID]]], ...] = (
        (N_("{n} 件交办单的逾期与否不是按收到的时间定的：{which}"), _late_by_other_hours),
        (N_("{n} 件已了结的交办单还在计时：{which}"), _closed_but_running),
        (N_("{n} 件未了结的交办单没有任何计时，可能无人过问：{which}"), _open_without_clock),
        (N_("{n} 件交办单的下一到期时间与各项计时不符：{which}"), _next_due_astray),
        (N_("{n} 件交办单的挂起与等待记录不符：{which}"), _waiting_astray),
        (N_("{n} 件交办单不是恰有一个主办单位：{which}"), _without_one_lead),
    )
    for template, check in checks:
        yield from _said(Found(template, check(tenant)))


def _late_by_other_hours(tenant: Tenant) -> list[UUID]:
    """A stopped clock was late when it stopped, or when the pause began in which it stopped."""
    stopped = Clock.objects.filter(dispatch__tenant=tenant, status=ClockStatus.STOPPED)
    pauses: dict[tuple[UUID, object], Pause] = {
        (pause.dispatch_id, pause.until): pause
        for pause in Pause.objects.filter(dispatch__tenant=tenant, until__isnull=False)
    }
    return _unique(
        clock.dispatch_id
        for clock in stopped.select_related("part").iterator(CHUNK)
        if clock.late != _was_late(clock, pauses.get((clock.dispatch_id, clock.stopped_at)))
    )


def _was_late(clock: Clock, pause: Pause | None) -> bool:
    if clock.stopped_at is None:
        return not clock.late
    halted = pause is not None and clock.leg in (Leg.FIRST_REPLY, Leg.FINISH)
    since = pause.since if pause is not None and halted and _of_lead(clock) else None
    return is_late(since or clock.stopped_at, clock.due_at)


def _of_lead(clock: Clock) -> bool:
    return clock.part is not None and clock.part.is_lead


def _closed_but_running(tenant: Tenant) -> list[UUID]:
    running = Clock.objects.exclude(status=ClockStatus.STOPPED)
    closed = [str(status) for status in CLOSED]
    rows = running.filter(dispatch__tenant=tenant, dispatch__status__in=closed)
    halted = Clock.objects.exclude(status=ClockStatus.RUNNING).filter(next_at__isnull=False)
    return _unique(
        [
            *rows.values_list("dispatch", flat=True),
            *halted.filter(dispatch__tenant=tenant).values_list("dispatch", flat=True),
        ]
    )


def _open_without_clock(tenant: Tenant) -> list[UUID]:
    running = Clock.objects.filter(dispatch=OuterRef("pk"), status=ClockStatus.RUNNING)
    quiet = [Status.DRAFT, Status.APPROVING, *CLOSED]
    rows = Dispatch.objects.filter(tenant=tenant).exclude(status__in=[str(s) for s in quiet])
    return list(rows.filter(~Exists(running)).values_list("pk", flat=True))


def _next_due_astray(tenant: Tenant) -> list[UUID]:
    """What is shown as due next follows the lead and the reviewer."""
    of_the_whole = Q(clocks__part__isnull=True) | Q(clocks__part__is_lead=True)
    running = Q(clocks__status=ClockStatus.RUNNING)
    earliest = Min("clocks__due_at", filter=running & of_the_whole)
    rows = Dispatch.objects.filter(tenant=tenant).annotate(earliest=earliest)
    same = Q(next_due=F("earliest")) | Q(next_due__isnull=True, earliest__isnull=True)
    return list(rows.order_by("pk").exclude(same).values_list("pk", flat=True))


def _waiting_astray(tenant: Tenant) -> list[UUID]:
    pause = Pause.objects.filter(dispatch=OuterRef("pk"), until__isnull=True)
    clock = Clock.objects.filter(dispatch=OuterRef("pk"), leg=Leg.WAIT)
    running = clock.filter(status=ClockStatus.RUNNING)
    rows = Dispatch.objects.filter(tenant=tenant)
    wrong = rows.filter(waiting=True).filter(~Exists(pause)) | rows.filter(waiting=False).filter(
        Exists(pause) | Exists(running)
    )
    return list(wrong.order_by("pk").values_list("pk", flat=True))


def _without_one_lead(tenant: Tenant) -> list[UUID]:
    leads = Part.objects.filter(is_lead=True).exclude(status=PartStatus.RELEASED)
    counted = dict(
        leads.filter(dispatch__tenant=tenant)
        .order_by()
        .values_list("dispatch")
        .annotate(n=Count("pk"))
    )
    ids = Dispatch.objects.filter(tenant=tenant).values_list("pk", flat=True)
    return [pk for pk in ids if counted.get(pk) != 1]


def _number_faults(tenant: Tenant) -> Iterator[Sentence]:
    numbered = Dispatch.objects.filter(tenant=tenant, serial__isnull=False).order_by("year")
    for year, n, last in numbered.values_list("year").annotate(n=Count("pk"), last=Max("serial")):
        if n != last:
            yield say(
                N_("{year} 年的交办单编号不连续：最大 {last} 号，实有 {n} 件"),
                year=year,
                last=last,
                n=n,
            )


def _said(found: Found) -> Iterator[Sentence]:
    if not found.ids:
        return
    first = Dispatch.objects.filter(pk__in=found.ids[:SHOWN])
    which = "、".join(str(row) for row in first) or "、".join(map(str, found.ids[:SHOWN]))
    yield say(found.template, n=len(found.ids), which=which)


def _unique(ids: Iterator[UUID] | list[UUID]) -> list[UUID]:
    return list(dict.fromkeys(ids))
