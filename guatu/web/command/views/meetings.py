"""Meetings: the list, calling one, its agenda, and taking it to its end."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.command.actions import arranging
from guatu.command.actions import meetings as acts
from guatu.command.choices import MeetingKind, MeetingStatus
from guatu.command.models import Meeting
from guatu.command.queries.agenda import agenda_of
from guatu.command.queries.meetings import attended_by_default, meetings_of, minutes_of
from guatu.domain.meetings import OPEN, Verb, open_in
from guatu.kit.clock import CHINA
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.web.command.finding import seen_projects, visible_meeting
from guatu.web.command.forms.controls import ReasonForm, month_of
from guatu.web.command.forms.meetings import ItemForm, MeetingForm, OpeningForm
from guatu.web.command.telling import told
from guatu.web.shared.answering import Done, answered, form_page, put_on_form
from guatu.web.shared.asking import whole_number
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request

PER_PAGE = 50
_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def meeting_list(request: Request) -> HttpResponse:
    """What is called and going on first, then what was, the newest first."""
    rows = meetings_of(request.user)
    running = rows.filter(status__in=[str(status) for status in OPEN]).order_by("starts_at", "id")
    past = rows.exclude(status__in=[str(status) for status in OPEN])
    page = Paginator(past, PER_PAGE).get_page(whole_number(request.GET.get("page", "")) or 1)
    context = {
        "running": running,
        "page": page,
        "may_call": request.access.can("meeting.call"),
    }
    return render(request, "command/meetings.html", context)


@login_required
@_METHODS
def meeting_new(request: Request) -> HttpResponse:
    """``?month=2021-02`` prepares the joint meeting on the visits of that month."""
    require(request.user, "meeting.call")
    month = month_of(request.GET.get("month", ""))
    form = MeetingForm(request.POST or None, user=request.user, initial=_first(request, month))
    if form.is_bound and form.is_valid():
        wanted = form.call()
        if not wanted.attendees:
            own = attended_by_default(wanted.task_force, wanted.headquarters)
            wanted = replace(wanted, attendees=own)
        try:
            meeting = acts.call(request.tenant, wanted, by=request.user, now=request.now)
        except Refusal as refusal:
            _put_day(form, refusal)
        else:
            messages.success(request, _("已通知开会，议题按现在的灯、保障和交办自动排好。"))
            return redirect("meeting-detail", meeting.pk)
    around = {"title": _("召开调度会"), "submit": _("通知开会")}
    return form_page(
        request,
        "command/meeting_form.html",
        form,
        {**around, "cancel_url": reverse("meeting-list")},
    )


@login_required
@_METHODS
def meeting_edit(request: Request, pk: UUID) -> HttpResponse:
    meeting = visible_meeting(request, pk)
    require(request.user, "meeting.run", meeting)
    form = MeetingForm(request.POST or None, user=request.user, initial=_initial(meeting))
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"] or meeting.version
        try:
            acts.edit(meeting, form.call(), seen=seen, by=request.user, now=request.now)
        except Refusal as refusal:
            _put_day(form, refusal)
        else:
            messages.success(request, _("已修改，参加的人会收到通知。"))
            return redirect("meeting-detail", pk)
    around = {
        "title": _("修改会议"),
        "submit": _("保存"),
        "cancel_url": reverse("meeting-detail", args=[pk]),
    }
    return form_page(request, "command/meeting_form.html", form, around)


@login_required
@require_safe
def meeting_detail(request: Request, pk: UUID) -> HttpResponse:
    """The agenda with the reasons of its order; later what was decided and how far it is."""
    meeting = visible_meeting(request, pk)
    entries = agenda_of(meeting, request.now)
    may_run = request.access.can("meeting.run", meeting)
    verbs = open_in(meeting.stage) if may_run else []
    decided = meeting.status != MeetingStatus.CALLED
    context = {
        "meeting": meeting,
        "entries": entries,
        "opening": seen_projects(request, {e.project_id for e in entries if e.project_id}),
        "minutes": minutes_of(meeting) if decided else None,
        "verbs": verbs,
        "may_arrange": Verb.ARRANGE in verbs,
        "may_pack": meeting.status != MeetingStatus.CANCELLED and request.access.can("pack.make"),
        "item_form": ItemForm(user=request.user) if Verb.ARRANGE in verbs else None,
        "opening_form": OpeningForm() if Verb.MINUTE in verbs else None,
        "history": history(meeting.pk),
    }
    return render(request, "command/meeting.html", context)


@login_required
@require_POST
def meeting_act(request: Request, pk: UUID, verb: Verb) -> HttpResponse:
    """One click: 开会, 出纪要, 收尾."""
    meeting = visible_meeting(request, pk)
    require(request.user, "meeting.run", meeting)
    seen = whole_number(request.POST.get("seen", ""))
    by, now, opening = request.user, request.now, request.POST.get("opening", "")
    done = {
        Verb.HOLD: _("会议开始，议程已定。"),
        Verb.MINUTE: _("纪要已出。"),
        Verb.CLOSE: _("议定事项全部办结，会议收尾。"),
    }[verb]
    with told(request, done):
        match verb:
            case Verb.HOLD:
                acts.hold(meeting, seen=seen, by=by, now=now)
                return redirect("meeting-room", pk)
            case Verb.MINUTE:
                acts.minute(meeting, opening=opening, seen=seen, by=by, now=now)
            case Verb.CLOSE:
                acts.close(meeting, seen=seen, by=by, now=now)
    return redirect("meeting-detail", pk)


@login_required
@_METHODS
def meeting_reasoned(request: Request, pk: UUID, verb: Verb) -> HttpResponse:
    """取消会议, 更正纪要: with a reason."""
    meeting = visible_meeting(request, pk)
    require(request.user, "meeting.run", meeting)
    form = ReasonForm(request.POST or None)
    cancels = verb is Verb.CANCEL
    back = reverse("meeting-detail", args=[pk])

    def act() -> Done:
        change = acts.cancel if cancels else acts.take_back
        change(meeting, reason=form.cleaned_data["reason"], by=request.user, now=request.now)
        return Done(_("会议已取消。") if cancels else _("可以更正纪要了。"), back)

    around = {
        "title": _("取消会议") if cancels else _("更正纪要"),
        "about": meeting.title,
        "submit": _("取消会议") if cancels else _("更正"),
        "danger": cancels,
        "cancel_url": back,
    }
    return answered(request, "command/form.html", form, act, around)


@login_required
@require_POST
def meeting_item_new(request: Request, pk: UUID) -> HttpResponse:
    meeting = visible_meeting(request, pk)
    form = ItemForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.error(request, _("请写明议什么，不超过 120 个字。"))
        return _back(request, pk)
    given = form.cleaned_data
    with told(request, _("已加入议程。")):
        arranging.add(
            meeting, given["title"], project=given["project"], by=request.user, now=request.now
        )
    return _back(request, pk)


@login_required
@require_POST
def meeting_item_aside(request: Request, pk: UUID) -> HttpResponse:
    """缓议 or 撤下, as the button says; in its place again without a button of these."""
    meeting = visible_meeting(request, pk)
    key, reason = request.POST.get("item", ""), request.POST.get("reason", "")
    by, now = request.user, request.now
    match request.POST.get("act", ""):
        case "put_off":
            with told(request, _("已缓议，下次会议接着议。")):
                arranging.put_off(meeting, key, reason=reason, by=by, now=now)
        case "strike":
            with told(request, _("已撤下。")):
                arranging.strike(meeting, key, reason=reason, by=by, now=now)
        case _:
            with told(request, _("已恢复到议程。")):
                arranging.restore(meeting, key, by=by, now=now)
    return _back(request, pk)


@login_required
@require_safe
def meeting_minutes(request: Request, pk: UUID) -> HttpResponse:
    """会议纪要 on A4, from what was decided; no seal is drawn."""
    meeting = visible_meeting(request, pk)
    context = {
        "meeting": meeting,
        "minutes": minutes_of(meeting),
        "chair": meeting.chair,
        "printed": request.today,
    }
    return render(request, "command/minutes.html", context)


def _back(request: Request, pk: UUID) -> HttpResponse:
    """To the room when it was asked from there."""
    at = whole_number(request.POST.get("at", ""))
    if at is not None:
        return redirect(f"{reverse('meeting-room', args=[pk])}?at={at}")
    return redirect("meeting-detail", pk)


def _put_day(form: MeetingForm, refusal: Refusal) -> None:
    """The act knows one moment, the form its day and its clock."""
    names = {"starts_at": "day", "task_force": "body", "headquarters": "body"}
    renamed = {names.get(name, name): said for name, said in refusal.fields.items()}
    put_on_form(form, Refusal(refusal.sentence, renamed))


def _first(request: Request, month: object) -> dict[str, object]:
    own = request.access.post_ids
    joint = month is not None
    return {
        "kind": MeetingKind.JOINT if joint else MeetingKind.STEERING,
        "title": _("走访交办事项会办会") if joint else _("重点项目调度会"),
        "month": month,
        "day": request.today,
        "clock": "15:00",
        "chair": next(iter(own)) if len(own) == 1 and not request.access.sees_all else None,
    }


def _initial(meeting: Meeting) -> dict[str, object]:
    at = meeting.starts_at.astimezone(CHINA)
    body = f"force:{meeting.task_force_id}" if meeting.task_force_id else ""
    if meeting.headquarters_id:
        body = f"hq:{meeting.headquarters_id}"
    return {
        "seen": meeting.version,
        "kind": meeting.kind,
        "title": meeting.title,
        "body": body,
        "month": meeting.month,
        "day": at.date(),
        "clock": at.time(),
        "minutes": meeting.minutes,
        "place": meeting.place,
        "chair": meeting.chair_id,
        "attendees": [post.pk for post in meeting.attendees.all()],
    }
