"""A proposal to level: what it moves, a better one in the background, adopting it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.capacity import jobs
from guatu.capacity.actions.levelling import adopt, capacities_of, propose
from guatu.capacity.models import Levelling
from guatu.capacity.proposals import ProjectSlip
from guatu.capacity.queries.loads import expected_loads, projects_of
from guatu.capacity.queries.portfolio import portfolio_of
from guatu.domain.capacity import can_optimise
from guatu.domain.words import N_, Sentence, say
from guatu.projects.models import Project
from guatu.web.capacity.finding import visible_proposal
from guatu.web.capacity.picture import months, pictures
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import asked_file
from guatu.workdays.queries import calendar_in_force


@dataclass(frozen=True, slots=True)
class Moved:
    """A project that the proposal moves."""

    project: Project
    slip: ProjectSlip
    adopted: bool


@login_required
@require_POST
def proposal_new(request: Request) -> HttpResponse:
    proposal = propose(request.tenant, by=request.user, now=request.now)
    return redirect("capacity-proposal", pk=proposal.pk)


@login_required
@require_safe
def proposal_page(request: Request, pk: UUID) -> HttpResponse:
    proposal = visible_proposal(request, pk)
    return render(request, "capacity/proposal.html", _context(request, proposal))


@login_required
@require_safe
def proposal_progress(request: Request, pk: UUID) -> HttpResponse:
    """The line that polls while a search runs; at its end the page is loaded anew."""
    proposal = visible_proposal(request, pk)
    response = render(request, "shared/_progress.html", _progress(request, proposal))
    if not proposal.is_searched(request.now):
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def proposal_search(request: Request, pk: UUID) -> HttpResponse:
    proposal = visible_proposal(request, pk)
    jobs.search_later(proposal, by=request.user, now=request.now)
    return redirect("capacity-proposal", pk=pk)


@login_required
@require_POST
def proposal_adoption(request: Request, pk: UUID) -> HttpResponse:
    proposal = visible_proposal(request, pk)
    chosen = [UUID(text) for text in request.POST.getlist("project") if _is_id(text)]
    moved = adopt(proposal, chosen, by=request.user, now=request.now)
    said = _("已采用：%(moved)s 个节点的预计完成日期已调整，承诺日期没有变。")
    messages.success(request, said % {"moved": moved})
    return redirect("capacity-proposal", pk=pk)


@login_required
@require_safe
def proposal_export(request: Request, pk: UUID) -> HttpResponse:
    proposal = visible_proposal(request, pk)
    titles = [_("序号"), _("项目"), _("要求完成"), _("预计最早完成"), _("均衡后完成"),
              _("推后（工作日）"), _("等谁")]  # fmt: skip
    rows = (
        [
            one.project.number,
            one.project.name,
            one.slip.required,
            one.slip.forecast,
            one.slip.levelled,
            one.slip.slip,
            "、".join(one.slip.held_by),
        ]
        for one in _moved(request, proposal)
    )
    name = _("均衡建议") + proposal.day.strftime("-%Y%m%d")
    return asked_file(request, name, "levelling", titles, rows, usual="csv")


def _context(request: Request, proposal: Levelling) -> dict[str, Any]:
    capacities = capacities_of(request.tenant)
    portfolio = portfolio_of(request.tenant, proposal.day, calendar_in_force())
    loads = expected_loads(portfolio, capacities, proposal.day, proposal.steps).loads
    searching = proposal.is_searched(request.now)
    may = request.access.can
    return {
        "proposal": proposal,
        "moved": list(_moved(request, proposal)),
        "pictures": list(pictures(loads)),
        "months": list(months(loads[0].weeks)) if loads else [],
        "searching": searching,
        "progress": _progress(request, proposal) if searching else None,
        "may_search": may("capacity.level") and can_optimise() and not searching,
        "may_adopt": may("capacity.adopt") and not searching,
        "left_out": portfolio.left_out,
    }


def _moved(request: Request, proposal: Levelling) -> Iterator[Moved]:
    rows = Project.objects.visible_to(request.user).in_bulk(projects_of(proposal))
    for pk in projects_of(proposal):
        if pk in rows:
            slip = ProjectSlip.from_json(str(pk), proposal.projects[str(pk)])
            yield Moved(rows[pk], slip, str(pk) in proposal.adopted)


def _progress(request: Request, proposal: Levelling) -> dict[str, Any]:
    told = jobs.told(proposal)
    return {
        "id": "levelling-progress",
        "url": reverse("capacity-proposal-progress", args=[proposal.pk]),
        "done": min(told.seconds, jobs.SECONDS) if told else 0,
        "total": jobs.SECONDS,
        "words": _best_words(min(told.slip, proposal.slip) if told else proposal.slip),
        "running": proposal.is_searched(request.now),
    }


def _best_words(slip: int) -> Sentence:
    return say(N_("正在找更好的排法，目前最好的合计推后 {slip} 个工作日"), slip=slip)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
