"""The screen of the room: one matter at a time, and one line for what is decided of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.command.actions.deciding import decide, decide_nothing
from guatu.command.choices import MeetingStatus
from guatu.command.models import AgendaItem, Decision, Meeting
from guatu.command.queries.agenda import Entry, agenda_of
from guatu.command.queries.blockers import blockers_of_project
from guatu.domain.meetings import Verb, open_in
from guatu.kit.refusals import Refusal, StateChanged
from guatu.projects.models import Project
from guatu.web.command.finding import visible_item, visible_meeting
from guatu.web.command.forms.meetings import DecisionForm, NoActionForm
from guatu.web.shared.answering import put_on_form
from guatu.web.shared.asking import whole_number
from guatu.web.shared.requests import Request


@dataclass(frozen=True, slots=True)
class Shown:
    """A matter on the screen; ``at`` counts from 1, ``before`` and ``after`` are its neighbours."""

    at: int
    entry: Entry
    project: Project | None
    decisions: Sequence[Decision]
    before: int | None
    after: int | None


@login_required
@require_safe
def meeting_room(request: Request, pk: UUID) -> HttpResponse:
    """``?at=3``: the third matter; j and k go on and back, n writes a decision."""
    meeting = visible_meeting(request, pk)
    if meeting.status == MeetingStatus.CALLED:
        return redirect("meeting-detail", pk)
    return _screen(request, meeting, whole_number(request.GET.get("at", "")) or 1)


@login_required
@require_POST
def meeting_decision(request: Request, pk: UUID, item_pk: UUID) -> HttpResponse:
    """A line becomes a dispatch; one without unit or day comes back with a sentence."""
    meeting = visible_meeting(request, pk)
    item = visible_item(meeting, item_pk)
    form = _decision_form(request, item)
    if form.is_valid():
        try:
            decision = decide(
                item, form.order(), blocker=form.cleaned_data.get("blocker"),
                by=request.user, now=request.now,
            )  # fmt: skip
        except StateChanged:
            raise
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _given_words(decision))
            return _to_screen(pk, item)
    return _screen(request, meeting, item.serial or 1, decision_form=form, status=422)


@login_required
@require_POST
def meeting_no_action(request: Request, pk: UUID, item_pk: UUID) -> HttpResponse:
    """Nobody has to do anything, and why."""
    meeting = visible_meeting(request, pk)
    item = visible_item(meeting, item_pk)
    form = NoActionForm(request.POST)
    if form.is_valid():
        try:
            decide_nothing(item, **form.cleaned_data, by=request.user, now=request.now)
        except StateChanged:
            raise
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已记下，无需交办。"))
            return _to_screen(pk, item)
    return _screen(request, meeting, item.serial or 1, no_action_form=form, status=422)


def _screen(
    request: Request,
    meeting: Meeting,
    at: int,
    *,
    decision_form: DecisionForm | None = None,
    no_action_form: NoActionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    entries = agenda_of(meeting, request.now)
    shown = _shown(entries, at)
    may_decide = Verb.DECIDE in open_in(meeting.stage) and request.access.can(
        "meeting.run", meeting
    )
    if shown is not None and may_decide and shown.entry.row is not None:
        decision_form = decision_form or _decision_form(request, shown.entry.row)
        no_action_form = no_action_form or NoActionForm()
    context = {
        "meeting": meeting,
        "entries": entries,
        "shown": shown,
        "may_decide": may_decide,
        "form": decision_form,
        "no_action_form": no_action_form,
        "left": sum(entry.is_open for entry in entries),
        "detail_url": reverse("meeting-detail", args=[meeting.pk]),
    }
    return render(request, "command/room.html", context, status=status)


def _shown(entries: Sequence[Entry], at: int) -> Shown | None:
    """The matter in place ``at``, the last one where there are fewer."""
    if not entries:
        return None
    at = min(max(at, 1), len(entries))
    entry = entries[at - 1]
    row = entry.row
    decisions = list(row.decisions.select_related("unit", "dispatch", "blocker")) if row else []
    return Shown(
        at, entry, row.project if row else None, decisions,
        before=at - 1 if at > 1 else None, after=at + 1 if at < len(entries) else None,
    )  # fmt: skip


def _decision_form(request: Request, item: AgendaItem) -> DecisionForm:
    stuck = blockers_of_project(item.project_id) if item.project_id else None
    if stuck is not None and not stuck.exists():
        stuck = None
    sent = request.POST if "words" in request.POST and "reason" not in request.POST else None
    return DecisionForm(sent, user=request.user, blockers=stuck)


def _given_words(decision: Decision) -> str:
    dispatch, unit = decision.dispatch, decision.unit
    assert dispatch is not None
    assert unit is not None
    given = {"unit": unit.label, "number": dispatch.number, "day": decision.due_on}
    if dispatch.number:
        return _("已交办 %(number)s：%(unit)s，%(day)s 前办结。") % given
    return _("已拟交办单，待审批后下发：%(unit)s，%(day)s 前办结。") % given


def _to_screen(pk: UUID, item: AgendaItem) -> HttpResponse:
    return redirect(f"{reverse('meeting-room', args=[pk])}?at={item.serial or 1}")
