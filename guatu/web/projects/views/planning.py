"""Planning backward on one page: steps, trial, adoption. Only adoption writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from guatu.datechanges.actions.asking import Why
from guatu.datechanges.actions.replanning import adopt_replan
from guatu.datechanges.terms import rules_of, terms_of
from guatu.domain.datechanges import Moved
from guatu.domain.words import N_, Sentence, say
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.org.models import Unit
from guatu.procedures.library import library_of
from guatu.projects.actions.planning import (
    Draft,
    Preview,
    moved_by,
    preview_backward,
    templates,
)
from guatu.projects.actions.procedures import with_procedures, without_procedures
from guatu.projects.choices import Counting, LinkType
from guatu.projects.models import Project
from guatu.projects.queries.detail import plan_of
from guatu.web.projects.drafts import DraftText, draft_of, without_facts
from guatu.web.projects.finding import visible_project
from guatu.web.projects.plan_bars import bars_of
from guatu.web.shared.asking import whole_number
from guatu.web.shared.grounds import GroundForm
from guatu.web.shared.picking import is_promised, picked_from, picks_of
from guatu.web.shared.requests import Request

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Trial:
    """A draft with what trying it gave: a preview, or why there is none."""

    text: DraftText
    preview: Preview | None
    faults: tuple[Sentence, ...] = ()


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_plan(request: Request, pk: UUID) -> HttpResponse:
    project = visible_project(request, pk)
    require(request.user, "plan.schedule", project)
    if request.method == "POST":
        return _adopt(request, project)
    trial = _try(request, project, _first_draft(request, project))
    return _page(request, project, trial)


@login_required
@require_POST
def project_plan_draft(request: Request, pk: UUID) -> HttpResponse:
    """Change the draft as the button says and try it; nothing is stored."""
    project = visible_project(request, pk)
    require(request.user, "plan.schedule", project)
    text = DraftText.from_post(request.POST)
    try:
        trial = _try(request, project, _changed(request, project, text))
    except Refusal as refusal:
        trial = Trial(text, None, (refusal.sentence,))
    return _page(request, project, trial)


def _adopt(request: Request, project: Project) -> HttpResponse:
    text = DraftText.from_post(request.POST)
    if request.POST.get("previewed") != text.digest:
        trial = _try(request, project, text)
        unseen = say(N_("内容在试算后改过。下面是按新内容试算的结果，请看过再采用。"))
        return _page(request, project, Trial(text, trial.preview, (unseen, *trial.faults)), 422)
    try:
        baseline = adopt_replan(
            project,
            text.draft(),
            text.required_finish(),
            reason=_reason(request),
            why=_why(request, project),
            seen=_seen(request, project),
            by=request.user,
            now=request.now,
        )
    except Refusal as refusal:
        trial = _try(request, project, text)
        whole = not request.headers.get("HX-Request")  # a partial page is only swapped with 422
        status = 409 if whole and isinstance(refusal, StateChanged) else 422
        return _page(request, project, Trial(text, trial.preview, _sentences(refusal)), status)
    messages.success(request, _adopted_words(baseline.number))
    url = reverse("project-detail", args=[project.pk])
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)


def _seen(request: Request, project: Project) -> int:
    """How many plans had been adopted when the draft was begun; carried through every trial."""
    told = request.POST.get("seen", "")
    return int(told[:6]) if told[:6].isdecimal() else project.baselines.count()


def _reason(request: Request) -> str:
    return request.POST.get("reason", "").replace("\0", "").strip()[:LONGEST_REASON]


def _ground(request: Request, project: Project) -> GroundForm:
    """Why promises are to move; asked for only where the draft moves some."""
    sent = request.POST if "ground-basis" in request.POST else None
    rules = rules_of(terms_of(project.tenant_id))
    return GroundForm(sent, prefix="ground", project=project, rules=rules, user=request.user)


def _why(request: Request, project: Project) -> Why | None:
    form = _ground(request, project)
    return form.why_so_far() if form.is_bound else None


def _moved(project: Project, trial: Trial) -> list[Moved]:
    return moved_by(project, trial.text.draft(), trial.preview) if trial.preview else []


def _adopted_words(number: int) -> str:
    if number == 0:
        return _("已采用计划，作为原计划存档。")
    return _("已批准第 %(number)s 次调整计划；原计划仍保留，可对照。") % {"number": number}


def _first_draft(request: Request, project: Project) -> DraftText:
    """The plan in force; for a project without one the first template."""
    required = project.required_finish.isoformat() if project.required_finish else ""
    own = draft_of(plan_of(project, request.today))
    if own.steps:
        return DraftText.from_draft(own, required)
    listed = templates()
    if not listed:
        return DraftText(required=required)
    return DraftText.from_draft(listed[0].draft, required)


def _changed(request: Request, project: Project, text: DraftText) -> DraftText:
    """``do`` names the act and, after a colon, the row counted from 0."""
    act, _colon, row = request.POST.get("do", "").partition(":")
    found = whole_number(row)
    at = -1 if found is None else found
    match act:
        case "template":
            return _from_template(request.POST.get("template", ""), text)
        case "copy":
            return _copied(request, project, text)
        case "adopt":
            return _as_suggested(request, project, text, at)
        case "join":
            return _with_procedures(request, project, text)
        case "part":
            return DraftText.from_draft(without_procedures(text.draft()), text.required)
        case "add-step":
            return text.with_step()
        case "remove-step":
            return text.without_step(at)
        case "up" | "down":
            return text.moved(at, -1 if act == "up" else 1)
        case "add-tie":
            return text.with_tie()
        case "remove-tie":
            return text.without_tie(at)
    return text


def _from_template(code: str, text: DraftText) -> DraftText:
    for template in templates():
        if template.code == code:
            return DraftText.from_draft(template.draft, text.required)
    raise Refusal(say(N_("请先选一个模板。")))


def _copied(request: Request, project: Project, text: DraftText) -> DraftText:
    """The plan of another project of the year, by its number in the list."""
    number = request.POST.get("copy_from", "").strip()[:20]
    rows = Project.objects.visible_to(request.user).filter(year=project.year)
    other = rows.filter(number=whole_number(number) or 0).first()
    if other is None:
        raise Refusal(say(N_("台账里没有序号为“{number}”的项目，请核对。"), number=number))
    draft = draft_of(plan_of(other, request.today))
    if not draft.steps:
        raise Refusal(say(N_("“{name}”还没有计划，不能照它复制。"), name=other.name))
    return DraftText.from_draft(without_facts(draft), text.required)


def _with_procedures(request: Request, project: Project, text: DraftText) -> DraftText:
    """The draft as it stands with what was chosen of the library."""
    draft = with_procedures(
        text.draft() if text.steps else Draft(),
        library_of(project.tenant),
        picked_from(request.POST),
        promised=is_promised(request.POST),
    )
    return DraftText.from_draft(draft, text.required)


def _as_suggested(request: Request, project: Project, text: DraftText, at: int) -> DraftText:
    found = _preview(request, project, text).suggestions
    if not 0 <= at < len(found):
        return text
    return DraftText.from_draft(found[at].draft, text.required)


def _preview(request: Request, project: Project, text: DraftText) -> Preview:
    return preview_backward(project, text.draft(), text.required_finish(), today=request.today)


def _try(request: Request, project: Project, text: DraftText) -> Trial:
    try:
        return Trial(text, _preview(request, project, text))
    except Refusal as refusal:
        return Trial(text, None, _sentences(refusal))


def _sentences(refusal: Refusal) -> tuple[Sentence, ...]:
    return tuple(refusal.fields.values()) or (refusal.sentence,)


def _page(request: Request, project: Project, trial: Trial, status: int = 200) -> HttpResponse:
    """The whole page, or for a partial request the draft, or with ``?part=result`` the trial."""
    context = _context(request, project, trial)
    if not request.headers.get("HX-Request"):
        return render(request, "projects/plan.html", context, status=status)
    part = "_plan_result" if request.GET.get("part") == "result" else "_plan"
    return render(request, f"projects/{part}.html", context, status=status)


def _context(request: Request, project: Project, trial: Trial) -> dict[str, Any]:
    preview, has_plan = trial.preview, project.baselines.exists()
    moved = _moved(project, trial) if has_plan else []
    return {
        "project": project,
        "trial": trial,
        "draft": trial.text,
        "preview": preview,
        "bars": bars_of(preview, trial.text.required_finish(), request.today) if preview else None,
        "templates": templates(),
        "types": LinkType.choices,
        "countings": Counting.choices,
        "picks": picks_of(library_of(project.tenant), request.POST, trial.text.procedures),
        "units": Unit.objects.visible_to(request.user).filter(closed_on__isnull=True),
        "has_plan": has_plan,
        "seen": _seen(request, project),
        "may_adopt": request.access.can("plan.replan" if has_plan else "plan.schedule", project),
        "reason": _reason(request),
        "moved": moved,
        "ground": _ground(request, project) if moved else None,
        "may_ask": request.access.can("date_change.ask", project),
        "chosen_template": request.POST.get("template", ""),
        "back_url": reverse("project-detail", args=[project.pk]),
    }
