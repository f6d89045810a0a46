"""Calling a meeting and taking it from its beginning to its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from guatu.command.actions.holding import day_of, hold_meeting, keep_meeting
from guatu.command.choices import ItemStatus, MeetingKind
from guatu.command.models import USUAL_MINUTES, AgendaItem, Meeting
from guatu.command.queries.agenda import Entry, agenda_of
from guatu.command.queries.demands import Seat, demands_of
from guatu.command.queries.meetings import minutes_of, open_dispatches_of
from guatu.domain.burden.counting import Demand, week_of
from guatu.domain.meetings import Verb
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.kit.typed import text_of
from guatu.lines.models import HeadQuarters, TaskForce
from guatu.org.access import require
from guatu.org.demands import weigh
from guatu.org.models import Post, Tenant, User

#: Minutes of a meeting.
SHORTEST, LONGEST = 5, 480


@dataclass(frozen=True, slots=True)
class Call:
    """A meeting as it is called: of a task force, of a headquarters, or of all.

    ``month`` is that whose visits a joint meeting takes up, ``minutes`` how long it is to take.
    """

    title: str
    starts_at: datetime
    place: str
    chair: Post
    attendees: Sequence[Post] = ()
    task_force: TaskForce | None = None
    headquarters: HeadQuarters | None = None
    kind: str = MeetingKind.STEERING
    month: date | None = None
    minutes: int = USUAL_MINUTES

    def columns(self) -> dict[str, Any]:
        """By field of ``Meeting``, but for those who attend."""
        named = [f.name for f in fields(self) if f.name != "attendees"]
        given = {name: getattr(self, name) for name in named}
        return {k: v.strip() if isinstance(v, str) else v for k, v in given.items()}


@transaction.atomic
def call(tenant: Tenant, wanted: Call, *, by: User, now: datetime) -> Meeting:
    """通知开会; its agenda follows the projects until it begins."""
    columns = _checked(tenant, wanted, now)
    row = Meeting(tenant=tenant, year=wanted.starts_at.year, called_by=by, called_at=now, **columns)
    require(by, "meeting.call", row)
    journal.await_turn(tenant.pk)
    weigh(tenant.pk, demands_of(wanted.starts_at, wanted.minutes, _seats(wanted)))
    row.number = _next_number(tenant, row.year)
    row.save(force_insert=True)
    row.attendees.set(wanted.attendees)
    journal.record(
        "meeting.called", row, by=by, at=now, day=_moment(row.starts_at), place=row.place
    )
    return row


@transaction.atomic
def edit(meeting: Meeting, wanted: Call, *, seen: int, by: User, now: datetime) -> Meeting:
    """Another day, place, or other people; whose meeting it is stays."""
    held = hold_meeting(meeting, Verb.EDIT, seen=seen, by=by)
    columns = _checked(held.tenant, wanted, now)
    changed = [name for name, value in columns.items() if getattr(held, name) != value]
    before = set(held.attendees.values_list("pk", flat=True))
    others = before != {post.pk for post in wanted.attendees}
    if not changed and not others:
        return held
    _weigh_again(held, wanted, before)
    for name in changed:
        setattr(held, name, columns[name])
    keep_meeting(held, Verb.EDIT, *changed)
    held.attendees.set(wanted.attendees)
    named = [*changed, *(["attendees"] if others else [])]
    words = "、".join(str(Meeting._meta.get_field(name).verbose_name) for name in named)  # type: ignore[union-attr]
    journal.record("meeting.changed", held, by=by, at=now, fields=words)
    return held


@transaction.atomic
def hold(meeting: Meeting, *, seen: int | None = None, by: User, now: datetime) -> Meeting:
    """开会: the agenda is fixed as it stands now, with the reasons of its order."""
    held = hold_meeting(meeting, Verb.HOLD, seen=seen, by=by)
    entries = agenda_of(held, now)
    for serial, entry in enumerate(entries, start=1):
        _fix(held, entry, serial)
    held.held_at = now
    keep_meeting(held, Verb.HOLD, "held_at")
    journal.record("meeting.held", held, by=by, at=now, items=len(entries))
    return held


@transaction.atomic
def cancel(
    meeting: Meeting, *, reason: str, seen: int | None = None, by: User, now: datetime
) -> Meeting:
    held = hold_meeting(meeting, Verb.CANCEL, seen=seen, by=by)
    said = text_of(reason, say(N_("请写明为什么取消。")))
    keep_meeting(held, Verb.CANCEL)
    journal.record("meeting.cancelled", held, by=by, at=now, reason=said)
    return held


@transaction.atomic
def minute(
    meeting: Meeting, *, opening: str = "", seen: int | None = None, by: User, now: datetime
) -> Meeting:
    """出纪要, once each matter has come to something."""
    held = hold_meeting(meeting, Verb.MINUTE, seen=seen, by=by)
    minutes = minutes_of(held)
    if minutes.undecided:
        raise Refusal(
            say(
                N_(
                    "还有 {n} 个议题没有结果，第一个是“{item}”。请逐个写下议定事项，"
                    "或注明无需交办、缓议、撤下，再出纪要。"
                ),
                n=len(minutes.undecided),
                item=minutes.undecided[0].title,
            )
        )
    held.opening = opening.strip()[:500]
    held.minuted_at = now
    keep_meeting(held, Verb.MINUTE, "opening", "minuted_at")
    journal.record("meeting.minuted", held, by=by, at=now, decided=len(minutes.decisions))
    return held


@transaction.atomic
def take_back(
    meeting: Meeting, *, reason: str, seen: int | None = None, by: User, now: datetime
) -> Meeting:
    """更正纪要: what was decided stays, more can be written."""
    held = hold_meeting(meeting, Verb.TAKE_BACK, seen=seen, by=by)
    said = text_of(reason, say(N_("请写明要更正什么。")))
    keep_meeting(held, Verb.TAKE_BACK)
    journal.record("meeting.taken_back", held, by=by, at=now, reason=said)
    return held


@transaction.atomic
def close(meeting: Meeting, *, seen: int | None = None, by: User, now: datetime) -> Meeting:
    """会议收尾: nothing that it decided is open any more."""
    held = hold_meeting(meeting, Verb.CLOSE, seen=seen, by=by)
    left = list(open_dispatches_of(held)[:1])
    if left:
        count = open_dispatches_of(held).count()
        raise Refusal(
            say(
                N_("还有 {n} 件交办没有办结，第一件是 {label}。全部销号后才能收尾。"),
                n=count,
                label=str(left[0]),
            )
        )
    held.closed_at = now
    keep_meeting(held, Verb.CLOSE, "closed_at")
    journal.record("meeting.closed", held, by=by, at=now)
    return held


def _seats(wanted: Call) -> list[Seat]:
    return [(post.pk, post.unit_id) for post in (wanted.chair, *wanted.attendees)]


def _weigh_again(held: Meeting, wanted: Call, before: set[UUID]) -> None:
    """In another week all of it is new, else what comes on top of what was asked: units that come
    new, more people, more minutes."""
    journal.await_turn(held.tenant_id)
    asked = demands_of(wanted.starts_at, wanted.minutes, _seats(wanted))
    there: dict[UUID | None, Demand] = {}
    if week_of(day_of(wanted.starts_at)) == week_of(day_of(held.starts_at)):
        posts = Post.objects.filter(pk__in={*before, held.chair_id}).values_list("pk", "unit_id")
        there = {one.unit: one for one in demands_of(held.starts_at, held.minutes, posts)}
    weigh(held.tenant_id, [_on_top(one, there.get(one.unit)) for one in asked])


def _on_top(one: Demand, had: Demand | None) -> Demand:
    if had is None:
        return one
    return replace(one, posts=one.posts - had.posts, count=one.count - had.count)


def _fix(meeting: Meeting, entry: Entry, serial: int) -> None:
    row = entry.row or AgendaItem(meeting=meeting, key=entry.key, status=ItemStatus.OPEN)
    row.serial = serial
    row.title = entry.title[:200]
    row.project_id, row.dispatch_id = entry.project_id, entry.dispatch_id
    row.cause = entry.cause.value
    row.deferred = entry.deferred
    row.reasons = [reason.as_json() for reason in entry.reasons]
    row.save()


def _checked(tenant: Tenant, wanted: Call, now: datetime) -> dict[str, Any]:
    faults = dict(_faults(tenant, wanted, now))
    if faults:
        raise Refusal(next(iter(faults.values())), faults)
    return wanted.columns()


def _faults(tenant: Tenant, wanted: Call, now: datetime) -> Iterator[tuple[str, Sentence]]:
    if not wanted.title.strip():
        yield "title", say(N_("请写明会议名称。"))
    if not wanted.place.strip():
        yield "place", say(N_("请写明地点。"))
    if not SHORTEST <= wanted.minutes <= LONGEST:
        words = N_("预计时长应在 {least} 到 {most} 分钟之间。")
        yield "minutes", say(words, least=SHORTEST, most=LONGEST)
    if day_of(wanted.starts_at) < day_of(now):
        yield "starts_at", say(N_("开会时间已经过去，请核对日期。"))
    if wanted.chair.closed_on is not None:
        yield "chair", say(N_("岗位“{post}”已撤销，请另选主持人。"), post=str(wanted.chair))
    if wanted.task_force is not None and wanted.headquarters is not None:
        yield "headquarters", say(N_("专班和指挥部只能选一个。"))
    if wanted.kind not in MeetingKind.values:
        yield "kind", say(N_("请选择会议类别。"))
    if wanted.kind == MeetingKind.JOINT and wanted.month is None:
        yield "month", say(N_("会办会请选择会办哪个月的走访。"))
    elsewhere = say(N_("所选条目不属于本地，请重新选择。"))
    for name in ("chair", "task_force", "headquarters"):
        row = getattr(wanted, name)
        if row is not None and row.tenant_id != tenant.pk:
            yield name, elsewhere
    if any(post.tenant_id != tenant.pk for post in wanted.attendees):
        yield "attendees", elsewhere


def _next_number(tenant: Tenant, year: int) -> int:
    """During the turn, so that no two meetings get one number."""
    rows = Meeting.objects.filter(tenant=tenant, year=year)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _moment(at: datetime) -> str:
    return f"{day_of(at).isoformat()} {at:%H:%M}"
