"""What a form that asks something of people would cost, told while it is filled; htmx asks.

The same reckoning bars the act itself; here nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guatu.burden.queries.costs import Cost, cost_of
from guatu.command.models import USUAL_MINUTES
from guatu.command.queries.demands import demands_of as meeting_demands
from guatu.command.queries.meetings import attended_by_default, headquarters_of, task_forces_of
from guatu.dispatches.choices import EvidenceKind
from guatu.dispatches.models import Dispatch
from guatu.dispatches.queries.demands import Share
from guatu.dispatches.queries.demands import demands_of as dispatch_demands
from guatu.dispatches.terms import limits_of, terms_of
from guatu.domain.burden.caps import cost_parts, strain_words
from guatu.domain.burden.counting import Demand
from guatu.domain.worklists.rhythm import RHYTHM_WORDS, Period, Rhythm
from guatu.kit.clock import CHINA
from guatu.org.access import require
from guatu.org.models import Post, Unit
from guatu.returns.models import ReturnSheet
from guatu.returns.queries.mailing import demands_of as sheet_demands
from guatu.returns.queries.mailing import readers_of
from guatu.web.shared.asking import row_id, whole_number
from guatu.web.shared.fields import day_of
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.worklists.queries.demands import demands_of as list_demands

#: Strained units that are named in the line; more are counted.
NAMED = 3


@login_required
@require_POST
def dispatch_cost(request: Request) -> HttpResponse:
    require(request.user, "dispatch.draft")
    sent, limits = request.POST, limits_of(terms_of(request.tenant.pk))
    urgency = sent.get("urgency", "")
    dispatch = Dispatch(
        tenant=request.tenant,
        urgency=urgency if urgency in limits.codes else limits.usual,
        due_on=day_of(sent.get("due_on", "")),
        evidence=[kind for kind in sent.getlist("evidence") if kind in EvidenceKind.values],
    )
    lead = _units(request, [sent.get("lead_unit", "")])
    helpers = [pk for pk in _units(request, sent.getlist("assisting")) if pk not in lead]
    post = _posts(request, [sent.get("owner_post", "")]) if lead else []
    named = post[0].pk if post and post[0].unit_id in lead else None
    shares = [*(Share(pk, named, lead=True) for pk in lead), *map(Share, helpers)]
    return _told(request, dispatch_demands(dispatch, shares, request.today))


@login_required
@require_POST
def meeting_cost(request: Request) -> HttpResponse:
    """Whoever attends by default is counted where nobody is chosen, as the act does."""
    require(request.user, "meeting.call")
    sent = request.POST
    day = day_of(sent.get("day", "")) or request.today
    attending: Sequence[Post] = _posts(request, sent.getlist("attendees")) or _usual(request)
    seats = [*_posts(request, [sent.get("chair", "")]), *attending]
    minutes = whole_number(sent.get("minutes", "")) or USUAL_MINUTES
    starts_at = datetime.combine(day, time(9), CHINA)
    places = [(post.pk, post.unit_id) for post in seats]
    return _told(request, meeting_demands(starts_at, minutes, places))


@login_required
@require_POST
def sheet_cost(request: Request) -> HttpResponse:
    """Sheets that are sent to the mail boxes of liaisons."""
    require(request.user, "returns.send")
    wanted = [pk for text in request.POST.getlist("sheet") if (pk := row_id(text)) is not None]
    sheets = ReturnSheet.objects.visible_to(request.user).current().filter(pk__in=wanted)
    return _told(request, sheet_demands(readers_of(list(sheets)), request.today))


@login_required
@require_POST
def list_cost(request: Request) -> HttpResponse:
    """Of each rhythm that is ticked, by what is known today."""
    require(request.user, "work_list.terms")
    lines = [
        (_(RHYTHM_WORDS[rhythm]), _line(_cost(request, _list_demands(request, rhythm))))
        for rhythm in Rhythm
        if rhythm.value in request.POST
    ]
    return render(request, "burden/_list_cost.html", {"lines": lines})


def _list_demands(request: Request, rhythm: Rhythm) -> list[Demand]:
    return list_demands(request.tenant.pk, Period.of(rhythm, request.today), request.today)


def _told(request: Request, demands: Sequence[Demand]) -> HttpResponse:
    cost = _cost(request, demands)
    context = {
        "cost": cost,
        "line": _line(cost) if cost.asked else "",
        "strained": [in_words(strain_words(cost.name(s.who), s)) for s in cost.strained[:NAMED]],
        "more": max(len(cost.strained) - NAMED, 0),
        "barred": bool(cost.barred),
    }
    return render(request, "burden/_cost.html", context)


def _cost(request: Request, demands: Sequence[Demand]) -> Cost:
    return cost_of(request.tenant.pk, demands)


def _line(cost: Cost) -> str:
    parts = _("、").join(in_words(part) for part in cost_parts(cost.whole))
    said = {"units": len(cost.asked), "parts": parts, "crowded": cost.crowded}
    if cost.crowded:
        words = _("本次将占用 %(units)s 个单位：%(parts)s；其中 %(crowded)s 个单位当周将达上限。")
        return words % said
    return _("本次将占用 %(units)s 个单位：%(parts)s。") % said


def _units(request: Request, sent: Sequence[str]) -> list[UUID]:
    """Those of our units that were sent, once each, in their order."""
    wanted = [pk for text in sent if (pk := row_id(text)) is not None]
    ours = set(
        Unit.objects.visible_to(request.user).filter(pk__in=wanted).values_list("pk", flat=True)
    )
    return [pk for pk in dict.fromkeys(wanted) if pk in ours]


def _posts(request: Request, sent: Sequence[str]) -> list[Post]:
    wanted = [pk for text in sent if (pk := row_id(text)) is not None]
    return list(Post.objects.visible_to(request.user).filter(pk__in=wanted))


def _usual(request: Request) -> Sequence[Post]:
    kind, _colon, text = request.POST.get("body", "").partition(":")
    pk = row_id(text)
    if pk is None:
        return attended_by_default(None, None)
    if kind == "force":
        return attended_by_default(task_forces_of(request.user).filter(pk=pk).first(), None)
    return attended_by_default(None, headquarters_of(request.user).filter(pk=pk).first())
