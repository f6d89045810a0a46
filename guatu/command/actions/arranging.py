"""Arranging an agenda by hand: matters are added, put off, struck, and taken up again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from guatu.command.actions.holding import hold_meeting, keep_meeting
from guatu.command.choices import AgendaCause, ItemStatus
from guatu.command.models import AgendaItem, Meeting
from guatu.command.queries.agenda import Entry, agenda_of
from guatu.domain.meetings import Status, Verb
from guatu.domain.words import N_, Sentence, say
from guatu.journal import actions as journal
from guatu.kit.ids import uuid7
from guatu.kit.refusals import Refusal
from guatu.kit.typed import text_of
from guatu.org.models import User
from guatu.projects.models import Project


@transaction.atomic
def add(
    meeting: Meeting, title: str, *, project: Project | None = None, by: User, now: datetime
) -> AgendaItem:
    """Something that no rule has found; in the room it comes last."""
    held = hold_meeting(meeting, Verb.ARRANGE, by=by)
    said = text_of(title, say(N_("请写明议什么。")), field="title", most=120)
    key = f"project:{project.pk}" if project else f"added:{uuid7()}"
    if project is not None and (there := _found(held, key, now)) is not None and there.row:
        raise _already(there)
    row = AgendaItem(
        meeting=held, key=key, title=project.name if project else said,
        words=said if project else "", project=project, cause=AgendaCause.ADDED,
        changed_at=now, changed_by_name=by.name,
    )  # fmt: skip
    if held.stage is Status.HELD:
        row.serial = _next_serial(held)
    row.save(force_insert=True)
    keep_meeting(held, Verb.ARRANGE)
    _record(held, row.title, N_("加入"), said, by=by, now=now)
    return row


@transaction.atomic
def put_off(meeting: Meeting, key: str, *, reason: str, by: User, now: datetime) -> AgendaItem:
    """缓议: it comes up again at the next meeting of the same body."""
    asked = say(N_("请写明为什么缓议，下次会议会看到。"))
    return _set_aside(meeting, key, ItemStatus.PUT_OFF, N_("缓议"), reason, asked, by, now)


@transaction.atomic
def strike(meeting: Meeting, key: str, *, reason: str, by: User, now: datetime) -> AgendaItem:
    """撤下: it needs no meeting."""
    asked = say(N_("请写明为什么撤下。"))
    return _set_aside(meeting, key, ItemStatus.STRUCK, N_("撤下"), reason, asked, by, now)


@transaction.atomic
def restore(meeting: Meeting, key: str, *, by: User, now: datetime) -> AgendaItem:
    """Back on the agenda, in its place."""
    held = hold_meeting(meeting, Verb.ARRANGE, by=by)
    row = AgendaItem.objects.get(meeting=held, key=key)
    if row.status not in (ItemStatus.PUT_OFF, ItemStatus.STRUCK):
        raise Refusal(say(N_("“{item}”本来就在议程上。"), item=row.title))
    row.status, row.words = ItemStatus.OPEN, ""
    _keep(row, by, now)
    keep_meeting(held, Verb.ARRANGE)
    _record(held, row.title, N_("恢复"), "", by=by, now=now)
    return row


def _set_aside(
    meeting: Meeting, key: str, status: ItemStatus, what: str, reason: str, asked: Sentence,
    by: User, now: datetime,
) -> AgendaItem:  # fmt: skip
    held = hold_meeting(meeting, Verb.ARRANGE, by=by)
    said = text_of(reason, asked)
    row = _row_of(held, key, now)
    if row.status != ItemStatus.OPEN:
        raise Refusal(
            say(
                N_("“{item}”现在是“{status}”，不能再改。请刷新页面。"),
                item=row.title,
                status=str(row.get_status_display()),
            )
        )
    row.status, row.words = status, said
    _keep(row, by, now)
    keep_meeting(held, Verb.ARRANGE)
    _record(held, row.title, what, said, by=by, now=now)
    return row


def _row_of(meeting: Meeting, key: str, now: datetime) -> AgendaItem:
    """The stored row, or one made of what was computed."""
    entry = _found(meeting, key, now)
    if entry is None:
        raise Refusal(say(N_("这个议题已不在议程上，可能已经解决。请刷新页面。")))
    return entry.row or AgendaItem(
        meeting=meeting, key=entry.key, title=entry.title[:200], project_id=entry.project_id,
        dispatch_id=entry.dispatch_id, cause=entry.cause.value, deferred=entry.deferred,
    )  # fmt: skip


def _found(meeting: Meeting, key: str, now: datetime) -> Entry | None:
    return next((entry for entry in agenda_of(meeting, now) if entry.key == key), None)


def _already(entry: Entry) -> Refusal:
    fault = say(N_("“{item}”已经在议程上。"), item=entry.title)
    return Refusal(fault, {"project": fault})


def _keep(row: AgendaItem, by: User, now: datetime) -> None:
    row.changed_at, row.changed_by_name = now, by.name
    row.save()


def _next_serial(meeting: Meeting) -> int:
    return (meeting.items.aggregate(last=Max("serial"))["last"] or 0) + 1


def _record(
    meeting: Meeting, item: str, what: str, reason: str, *, by: User, now: datetime
) -> None:
    journal.record("meeting.arranged", meeting, by=by, at=now, item=item, what=what, reason=reason)
