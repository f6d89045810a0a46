"""A decision in the room or on site: a dispatch at once, or “no action” with the reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from guatu.command.actions.clearing import take_order
from guatu.command.actions.handing import (
    Order,
    Settled,
    hand,
    issuer_of,
    number_of,
    settle,
    title_of,
)
from guatu.command.actions.holding import (
    day_of,
    hold_meeting,
    hold_visit,
    keep_meeting,
    lock_blocker,
)
from guatu.command.choices import ItemStatus
from guatu.command.models import AgendaItem, Blocker, Decision, Meeting, Visit
from guatu.dispatches.actions.drafting import Matter
from guatu.dispatches.choices import Source
from guatu.dispatches.models import Dispatch
from guatu.domain.meetings import Verb
from guatu.domain.words import N_, say
from guatu.journal import actions as journal
from guatu.kit.refusals import Refusal
from guatu.kit.typed import text_of
from guatu.org.models import Post, User
from guatu.projects.models import Project


@transaction.atomic
def decide(
    item: AgendaItem, order: Order, *, blocker: Blocker | None = None, by: User, now: datetime
) -> Decision:
    """One line of the room becomes a dispatch; ``blocker`` is what it is to clear."""
    meeting = hold_meeting(item.meeting, Verb.DECIDE, by=by)
    row = _open_item(meeting, item)
    settled = settle(meeting.tenant, order, day_of(now))
    held = _held_blocker(blocker, row.project)
    decision = _decided(settled, by, now, item=row, blocker=held)
    dispatch = _handed(
        decision, settled, Source.MEETING, str(meeting), meeting.chair, row.project,
        by=by, now=now,
    )  # fmt: skip
    _settle_item(row, ItemStatus.DECIDED, by, now)
    keep_meeting(meeting, Verb.DECIDE)
    _tell_given("meeting.decided", meeting, decision, dispatch, by, now)
    return decision


@transaction.atomic
def decide_nothing(
    item: AgendaItem, *, words: str, reason: str, by: User, now: datetime
) -> Decision:
    """It was discussed, and nobody has to do anything; the minutes say why."""
    meeting = hold_meeting(item.meeting, Verb.DECIDE, by=by)
    row = _open_item(meeting, item)
    decision = _undone(words, reason, by, now, item=row)
    if row.status == ItemStatus.OPEN:
        _settle_item(row, ItemStatus.NO_ACTION, by, now)
    keep_meeting(meeting, Verb.DECIDE)
    journal.record(
        "meeting.no_action", meeting, by=by, at=now, words=decision.words, reason=decision.reason
    )
    return decision


@transaction.atomic
def decide_on_site(
    visit: Visit, order: Order, *, blocker: Blocker | None = None, by: User, now: datetime
) -> Decision:
    """What a leader decided at the project becomes a dispatch."""
    held = _made(hold_visit(visit, by=by))
    settled = settle(held.tenant, order, day_of(now))
    stuck = _held_blocker(blocker, held.project)
    decision = _decided(settled, by, now, visit=held, blocker=stuck)
    dispatch = _handed(
        decision, settled, Source.VISIT, _occasion(held), held.leader, held.project,
        by=by, now=now,
    )  # fmt: skip
    _tell_given("visit.decided", held, decision, dispatch, by, now)
    return decision


@transaction.atomic
def decide_nothing_on_site(
    visit: Visit, *, words: str, reason: str, by: User, now: datetime
) -> Decision:
    held = _made(hold_visit(visit, by=by))
    decision = _undone(words, reason, by, now, visit=held)
    journal.record(
        "visit.no_action", held, by=by, at=now, words=decision.words, reason=decision.reason
    )
    return decision


def _open_item(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    row = AgendaItem.objects.select_related("project__task_force").get(pk=item.pk, meeting=meeting)
    if row.status in (ItemStatus.PUT_OFF, ItemStatus.STRUCK):
        raise Refusal(
            say(
                N_("“{item}”已经{status}。请先恢复到议程，再写议定事项。"),
                item=row.title,
                status=str(row.get_status_display()),
            )
        )
    return row


def _made(visit: Visit) -> Visit:
    if visit.made_on is None:
        raise Refusal(say(N_("这次走访还没有登记。请先写明哪天去的、看到什么。")))
    return visit


def _held_blocker(blocker: Blocker | None, project: Project | None) -> Blocker | None:
    if blocker is None:
        return None
    held = lock_blocker(blocker)
    fault = None
    if project is None or held.project_id != project.pk:
        fault = say(N_("{label}不是这个项目的堵点，请重新选择。"), label=held.label)
    elif held.is_cleared:
        fault = say(N_("{label}已经打通，不用再交办。"), label=held.label)
    if fault is not None:
        raise Refusal(fault, {"blocker": fault})
    return held


def _decided(
    settled: Settled,
    by: User,
    now: datetime,
    *,
    item: AgendaItem | None = None,
    visit: Visit | None = None,
    blocker: Blocker | None = None,
) -> Decision:
    return Decision.objects.create(
        tenant_id=by.tenant_id, item=item, visit=visit, serial=_next_serial(item, visit),
        words=settled.words, unit=settled.unit, due_on=settled.due_on, blocker=blocker,
        made_at=now, made_on=_day(visit, now), made_by=by,
    )  # fmt: skip


def _undone(
    words: str,
    reason: str,
    by: User,
    now: datetime,
    *,
    item: AgendaItem | None = None,
    visit: Visit | None = None,
) -> Decision:
    why = text_of(reason, say(N_("请写明为什么无需交办。")))
    said = words.strip()[:300] or str(say(N_("听取情况，按现有安排推进")))
    return Decision.objects.create(
        tenant_id=by.tenant_id, item=item, visit=visit, serial=_next_serial(item, visit),
        words=said, reason=why, made_at=now, made_on=_day(visit, now), made_by=by,
    )  # fmt: skip


def _handed(
    decision: Decision,
    settled: Settled,
    source: Source,
    occasion: str,
    post: Post,
    project: Project | None,
    *,
    by: User,
    now: datetime,
) -> Dispatch:
    """The dispatch, kept with its decision, and its blocker moved on."""
    blocker = decision.blocker
    matter = Matter(
        title=title_of(settled.words), asked=settled.words, lead_unit=settled.unit,
        source=source, source_words=occasion[:200], owner_post=settled.owner_post,
        assisting=settled.assisting, due_on=settled.due_on, evidence=settled.evidence,
        project=project, milestone=blocker.milestone if blocker else None,
        issuer_post=issuer_of(post, by), origin=decision,
    )  # fmt: skip
    dispatch = hand(decision.tenant, matter, by=by, now=now)
    decision.dispatch = dispatch
    decision.save(update_fields=["dispatch"])
    if blocker is not None:
        take_order(blocker, settled, dispatch, by=by, now=now)
    return dispatch


def _settle_item(row: AgendaItem, status: ItemStatus, by: User, now: datetime) -> None:
    row.status, row.changed_at, row.changed_by_name = status, now, by.name
    row.save(update_fields=["status", "changed_at", "changed_by_name"])


def _tell_given(
    code: str, of: Meeting | Visit, decision: Decision, dispatch: Dispatch, by: User, now: datetime
) -> None:
    unit = decision.unit.label if decision.unit else ""
    journal.record(
        code, of, by=by, at=now, words=decision.words, unit=unit, due=decision.due_on,
        number=number_of(dispatch),
    )  # fmt: skip


def _next_serial(item: AgendaItem | None, visit: Visit | None) -> int:
    """Within the meeting or the visit; whoever decides holds it."""
    rows = Decision.objects.filter(visit=visit) if visit else Decision.objects.none()
    if item is not None:
        rows = Decision.objects.filter(item__meeting=item.meeting_id)
    return (rows.aggregate(last=Max("serial"))["last"] or 0) + 1


def _day(visit: Visit | None, now: datetime) -> date:
    """A visit decides on the day on which it was made, a meeting today."""
    return visit.made_on if visit is not None and visit.made_on is not None else day_of(now)


def _occasion(visit: Visit) -> str:
    return f"{visit.leader.title} {visit.made_on} 走访"
