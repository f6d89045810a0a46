"""Step 5: into the list with all of it, what that did, and the way back."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from guatu.domain.words import Sentence
from guatu.intake import jobs, queries
from guatu.intake.choices import IntakeStatus, RowFate
from guatu.intake.models import Intake
from guatu.intake.queries import Header
from guatu.intake.reading import Field
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.web.intake.difference import difference_context, outcome_words
from guatu.web.intake.finding import page_number, seen_version, visible_intake
from guatu.web.intake.steps import ENTERING, steps
from guatu.web.intake.views.detail import progress_context
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request

#: What was done since the start, or in one month, says nothing of the year by itself.
_NOT_ENOUGH = (Field.DONE_TOTAL, Field.DONE_MONTH)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def intake_entering(request: Request, pk: UUID) -> HttpResponse:
    intake = visible_intake(request, pk)
    if request.method == "POST":
        return _entered(request, intake)
    if intake.status == IntakeStatus.READ:
        return _asking(request, intake)
    if intake.status in (IntakeStatus.ENTERING, IntakeStatus.UNDOING):
        return _working(request, intake)
    if intake.status == IntakeStatus.ENTERED:
        return _result(request, intake)
    return redirect("intake-detail", pk)


@login_required
@require_POST
def intake_undo(request: Request, pk: UUID) -> HttpResponse:
    intake = visible_intake(request, pk)
    require(request.user, "intake.undo", intake)
    jobs.undo(intake, by=request.user, now=request.now)
    return redirect("intake-detail", pk)


def _entered(request: Request, intake: Intake) -> HttpResponse:
    """Entering twice is once; a refusal is said on the page and what was ticked stays."""
    require(request.user, "intake.enter", intake)
    try:
        jobs.enter(
            intake,
            seen=seen_version(request),
            new_units="new_units" in request.POST,
            withdraw_gone="withdraw_gone" in request.POST,
            by=request.user,
            now=request.now,
        )
    except StateChanged:
        raise
    except Refusal as refusal:
        return _asking(request, intake, refusal.sentence)
    return redirect("intake-entering", intake.pk)


def _asking(request: Request, intake: Intake, refused: Sentence | None = None) -> HttpResponse:
    header = queries.header(intake)
    context = {
        "intake": header,
        "steps": steps(intake.pk),
        "current": ENTERING,
        "outcome": outcome_words(header.fates),
        "gone": header.fates.get(RowFate.GONE, 0),
        "skipped": header.fates.get(RowFate.SKIPPED, 0),
        "refused": refused or header.refusal,
        "unused": _unused(header),
        "ticked": request.POST,
    }
    return render(request, "intake/entering.html", context, status=422 if refused else 200)


def _unused(header: Header) -> str:
    """The head of a column of completed amounts that alone do not give the sum of the year."""
    if header.period:
        return ""
    columns = [column for table in header.tables for column in table.columns]
    heads = [column.header for column in columns if column.field in _NOT_ENOUGH]
    return heads[0] if heads else ""


def _working(request: Request, intake: Intake) -> HttpResponse:
    context = {
        "intake": queries.header(intake),
        "steps": steps(),
        "current": ENTERING,
        "undoing": intake.status == IntakeStatus.UNDOING,
        **progress_context(intake),
    }
    return render(request, "intake/working.html", context)


def _result(request: Request, intake: Intake) -> HttpResponse:
    header = queries.header(intake)
    context = {
        "intake": header,
        "steps": steps(),
        "current": ENTERING,
        "outcome": outcome_words(header.fates),
        "history": history(intake.pk),
        "can_undo": request.access.can("intake.undo", intake),
        **difference_context(
            intake, header, request.GET.get("fate", ""), page_number(request), entered=True
        ),
    }
    return render(request, "intake/result.html", context)
