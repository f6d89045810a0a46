"""One dispatch: whose turn it is, what is asked, how far each unit is, and its whole course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guatu.command.queries.blockers import left_open
from guatu.dispatches.access import verbs_open
from guatu.dispatches.choices import EvidenceKind
from guatu.dispatches.models import Dispatch, Evidence
from guatu.dispatches.queries.course import Share, evidence_given, finish_clock, rounds, shares
from guatu.dispatches.queries.remaining import reckoning_of
from guatu.dispatches.terms import ladder_of, limits_of
from guatu.domain.lifecycle import Verb
from guatu.kit.files import fetch
from guatu.projects.models import Project, SupportNeed
from guatu.web.dispatches.doors import Open, doors_open
from guatu.web.dispatches.finding import visible_dispatch, visible_evidence
from guatu.web.dispatches.forms.acts import ActForm
from guatu.web.dispatches.standing import rises_of, turn_of, way_of
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import attached


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of evidence that was asked for, and the files of this round that are it."""

    kind: EvidenceKind
    files: Sequence[Evidence]


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses that the reader may open; empty for what is not there or not his to see."""

    project: str
    need: str


@login_required
@require_safe
def dispatch_detail(request: Request, pk: UUID) -> HttpResponse:
    dispatch = visible_dispatch(request, pk)
    reckoning = reckoning_of(dispatch.tenant_id, request.now)
    opened = doors_open(request.access, dispatch)
    first = next((one for one in opened if one.is_next), None)
    clock, rises = rises_of(dispatch, reckoning)
    terms = reckoning.terms
    context = {
        **_asked(dispatch),
        "turn": turn_of(dispatch, reckoning),
        "way": way_of(dispatch, reckoning),
        "shares": shares(dispatch, reckoning),
        "rounds": rounds(dispatch),
        "clock": clock,
        "rises": rises,
        "ladder": ladder_of(terms),
        "terms": terms,
        "urgency": limits_of(terms).of(dispatch.urgency),
        "links": _links(request, dispatch),
        "next": first,
        "next_form": _form(request, dispatch, first),
        "opened": [one for one in opened if not one.is_next],
        "blockers_left": left_open(dispatch),
        "may_edit": Verb.EDIT in verbs_open(request.access, dispatch),
    }
    return render(request, "dispatches/detail.html", context)


@login_required
@require_safe
def dispatch_print(request: Request, pk: UUID) -> HttpResponse:
    """On A4, as it is handed over; no seal."""
    dispatch = visible_dispatch(request, pk)
    reckoning = reckoning_of(dispatch.tenant_id, request.now)
    context = {
        **_asked(dispatch),
        "shares": _still_in(shares(dispatch, reckoning)),
        "urgency": limits_of(reckoning.terms).of(dispatch.urgency),
        "finish": finish_clock(dispatch),
        "rounds": rounds(dispatch),
        "moment": request.now,
        "printed": request.today,
    }
    return render(request, "dispatches/print.html", context)


@login_required
@require_safe
def dispatch_evidence(request: Request, pk: UUID, evidence_pk: UUID) -> HttpResponse:
    """A file to be saved, never shown in our own pages."""
    file = visible_evidence(request, pk, evidence_pk)
    try:
        raw = fetch(file.digest)
    except FileNotFoundError:
        raise Http404 from None
    response = attached(raw, file.media, file.name, "evidence")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _asked(dispatch: Dispatch) -> dict[str, object]:
    given = evidence_given(dispatch)
    return {
        "dispatch": dispatch,
        "wanted": [
            Wanted(EvidenceKind(kind), [file for file in given if file.kind == kind])
            for kind in dispatch.evidence
        ],
        "more_files": [file for file in given if file.kind not in dispatch.evidence],
    }


def _form(request: Request, dispatch: Dispatch, first: Open | None) -> ActForm | None:
    """The form of what comes first, so that it can be done on this page."""
    if first is None:
        return None
    return first.door.form(dispatch=dispatch, user=request.user, today=request.today)


def _links(request: Request, dispatch: Dispatch) -> Links:
    return Links(_project_url(request, dispatch), _need_url(request, dispatch))


def _project_url(request: Request, dispatch: Dispatch) -> str:
    if dispatch.project_id is None:
        return ""
    seen = request.access.sees_all or (
        Project.objects.visible_to(request.user).filter(pk=dispatch.project_id).exists()
    )
    return reverse("project-detail", args=[dispatch.project_id]) if seen else ""


def _need_url(request: Request, dispatch: Dispatch) -> str:
    if dispatch.need_id is None:
        return ""
    seen = SupportNeed.objects.visible_to(request.user).filter(pk=dispatch.need_id).exists()
    return reverse("need-detail", args=[dispatch.need_id]) if seen else ""


def _still_in(told: Sequence[Share]) -> list[Share]:
    return [share for share in told if share.part.is_in]
