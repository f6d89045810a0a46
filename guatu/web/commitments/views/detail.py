"""One promise with its history, and its letter on paper."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.commitments.access import is_own, verbs_open
from guatu.commitments.choices import RevisionStatus
from guatu.commitments.models import Commitment
from guatu.domain.commitments import Verb
from guatu.projects.models import Project
from guatu.web.commitments.doors import DOORS, Door
from guatu.web.commitments.facts import facts_of, line_of
from guatu.web.commitments.finding import visible_commitment
from guatu.web.commitments.forms import PlainForm
from guatu.web.commitments.telling import named
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request
from guatu.workdays.queries import calendar_in_force

DECIDING = frozenset({Verb.GRANT_REVISION, Verb.REFUSE_REVISION})


@login_required
@require_safe
def commitment_detail(request: Request, pk: UUID) -> HttpResponse:
    row = visible_commitment(request, pk)
    revisions = list(row.revisions.select_related("asked_by", "decided_by"))
    asked = next((one for one in revisions if one.status == RevisionStatus.ASKED), None)
    open_now = verbs_open(request.user, row)
    doors = _doors(open_now, row, asked=asked is not None, late=row.is_late(request.today))
    reports = list(row.reports.select_related("reported_by"))
    claimed = any(report.met_on for report in reports)
    first = [door for door in doors if door.first and _is_time(door, row, request, claimed)]
    context = {
        "row": row,
        "line": line_of(row, request.today, calendar_in_force(), own=is_own(request.access, row)),
        "facts": facts_of(row),
        "asked": asked,
        "revisions": [one for one in revisions if one.status != RevisionStatus.ASKED],
        "reports": reports,
        "first": [door for door in doors if door in first],
        "more": [door for door in doors if door not in first],
        "may_edit": Verb.EDIT in open_now,
        "plain": PlainForm(initial={"seen": row.version}, auto_id=False),
        "sees_project": _sees_project(request, row),
        "history": named(history(row.pk, before=request.GET.get("before", "")), _("本承诺")),
    }
    return render(request, "commitments/detail.html", context)


@login_required
@require_safe
def commitment_letter(request: Request, pk: UUID) -> HttpResponse:
    """承诺书 for signing; 404 where none is to be signed."""
    row = visible_commitment(request, pk)
    if not row.letter:
        raise Http404
    context = {"row": row, "words": row.words.rstrip("。"), "moment": request.now}
    return render(request, "commitments/letter.html", context)


def _doors(verbs: list[Verb], row: Commitment, *, asked: bool, late: bool) -> list[Door]:
    """What may be done now, without what the day or an open request rules out."""
    return [door for door in DOORS.values() if door.verb in verbs and _fits(door, row, asked, late)]


def _fits(door: Door, row: Commitment, asked: bool, late: bool) -> bool:
    if door.verb in DECIDING:
        return asked
    if door.verb is Verb.ASK_REVISION:
        return not asked and not late
    if door.verb is Verb.KEEP:
        return not asked
    return door.verb is not Verb.KEEP_LATE or row.is_judged


def _is_time(door: Door, row: Commitment, request: Request, claimed: bool) -> bool:
    """A verdict is what one comes for once the day has passed, or once it is said to be kept."""
    return door.verb is not Verb.KEEP or claimed or row.is_late(request.today)


def _sees_project(request: Request, row: Commitment) -> bool:
    rows = Project.objects.visible_to(request.user)
    return row.project_id is not None and rows.filter(pk=row.project_id).exists()
