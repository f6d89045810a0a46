"""Blockers: the list with its batches, one blocker with its acts, raising, releasing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guatu.command.access import require_verb, verbs_open
from guatu.command.actions.clearing import raise_blocker
from guatu.command.actions.releasing import release
from guatu.command.choices import BlockerKind
from guatu.command.models import Blocker
from guatu.command.queries.blockers import (
    Show,
    batch_counts,
    blocker_counts,
    blockers_in_order,
    departments,
    unreleased,
)
from guatu.domain.blockers import PATH, VERB_WORDS, Status, Verb, place_on_path
from guatu.kit.files import fetch
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.projects.models import Project
from guatu.web.command.asked import asked_for, segments
from guatu.web.command.doors import BY_VERB, Door
from guatu.web.command.finding import seen_projects, visible_blocker, visible_project
from guatu.web.command.forms.blockers import RaiseForm, ReleaseForm
from guatu.web.command.views.exports import EXPORT_LIMIT
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.asking import row_id
from guatu.web.shared.narrowing import changed
from guatu.web.shared.requests import Request

PER_PAGE = 50
_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list; ``first`` is what this person would do first."""

    blocker: Blocker
    days: int
    late: bool
    sees_project: bool
    first: Door | None


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four steps on the path; ``state`` is past, here or "" for what is to come."""

    label: str
    state: str


@login_required
@require_safe
def blocker_list(request: Request) -> HttpResponse:
    asked = asked_for(request.GET, request.tenant.year)
    wanted, today = asked.wanted, request.today
    counts = blocker_counts(request.user, wanted, today)
    rows = blockers_in_order(request.user, wanted, today)
    page = Paginator(rows, PER_PAGE).get_page(asked.number)
    blockers = list(page.object_list)
    seen = seen_projects(request, {row.project_id for row in blockers})
    context = {
        "page": page,
        "lines": [_line(request, row, seen) for row in blockers],
        "counts": counts,
        "left": counts[Show.STUCK] + counts[Show.SOLVED],
        "signed_off": counts[Show.SIGNED_OFF],
        "wanted": wanted,
        "segments": segments(request.GET, wanted.show, counts),
        "kinds": BlockerKind.choices,
        "departments": [one for one in departments(request.user, wanted) if one.left],
        "batches": batch_counts(request.tenant, request.tenant.year),
        "batch_url": changed(request.GET, batch=""),
        "may_raise": request.access.can("blocker.raise"),
        "may_release": request.access.can("blocker.release"),
        "partial": not request.access.sees_all,
        "limit": EXPORT_LIMIT,
    }
    return render(request, "command/blockers.html", context)


@login_required
@_METHODS
def blocker_new(request: Request) -> HttpResponse:
    """问题直通车: project, kind, words. ``?project=…`` offers that project's milestones as well."""
    require(request.user, "blocker.raise")
    asked = row_id(request.GET.get("project", ""))
    project = visible_project(request, asked) if asked else None
    form = RaiseForm(
        request.POST or None, user=request.user, milestones=_milestones(project),
        initial={"project": project.pk} if project else {},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        chosen = visible_project(request, form.cleaned_data["project"].pk)
        try:
            raised = raise_blocker(chosen, form.problem(), by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            told = {"label": raised.label, "unit": raised.owner_unit.label}
            messages.success(request, _("已收到，%(label)s，由%(unit)s盯办。") % told)
            return redirect("blocker-detail", raised.pk)
    return form_page(request, "command/raise.html", form, {"project": project})


@login_required
@require_safe
def blocker_detail(request: Request, pk: UUID) -> HttpResponse:
    blocker = visible_blocker(request, pk)
    doors = _doors(request, blocker)
    notes = [(note, _verb_words(note.verb)) for note in blocker.notes.all()]
    context = {
        "blocker": blocker,
        "days": blocker.days_open(request.today),
        "late": blocker.is_late(request.today),
        "path": _path(blocker),
        "doors": [(door, reverse(door.name, args=[pk])) for door in doors],
        "notes": notes,
        "left_open": _left_open(blocker),
        "sees_project": bool(seen_projects(request, {blocker.project_id})),
        "facts": _facts(blocker),
        "decisions": blocker.decisions.select_related("unit", "dispatch"),
    }
    return render(request, "command/blocker.html", context)


@login_required
@_METHODS
def blocker_act(request: Request, pk: UUID, door: Door) -> HttpResponse:
    blocker = visible_blocker(request, pk)
    require_verb(request.user, door.verb, blocker)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = door.form(*sent, user=request.user, blocker=blocker)
    if form.is_bound and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            door.do(blocker, form, seen, request.user, request.now)
        except StateChanged:
            raise
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, str(door.done))
            return redirect("blocker-detail", pk)
    around = {
        "title": door.title,
        "about": f"{blocker.project.name}　{blocker.words}",
        "submit": door.title,
        "danger": door.danger,
        "cancel_url": reverse("blocker-detail", args=[pk]),
    }
    return form_page(request, "command/form.html", form, around)


@login_required
@_METHODS
def blocker_release(request: Request) -> HttpResponse:
    """发布一批: those that no batch has yet, all chosen to begin with."""
    require(request.user, "blocker.release", request.tenant)
    rows = list(unreleased(request.tenant))
    form = ReleaseForm(request.POST or None)
    chosen = {row_id(pk) for pk in request.POST.getlist("id")} if form.is_bound else None
    if form.is_bound and form.is_valid():
        wanted = [row for row in rows if row.pk in (chosen or set())]
        title = form.cleaned_data["title"]
        try:
            batch = release(request.tenant, wanted, title=title, by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已发布第 %(n)s 批。") % {"n": batch.number})
            return redirect(f"{reverse('blocker-list')}?batch={batch.pk}")
    lines = [
        (row, chosen is None or row.pk in chosen, row.days_open(request.today)) for row in rows
    ]
    return form_page(request, "command/release.html", form, {"lines": lines})


@login_required
@require_safe
def blocker_photo(request: Request, pk: UUID, note_pk: UUID) -> HttpResponse:
    note = get_object_or_404(visible_blocker(request, pk).notes, pk=note_pk)
    return photo_answer(note.photo, note.photo_media)


def photo_answer(digest: str, media: str) -> HttpResponse:
    """A photo that was kept; nothing else is ever answered as a picture."""
    try:
        raw = fetch(digest)
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(raw)
    response["Content-Type"] = media if media in ("image/jpeg", "image/png") else "image/jpeg"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400"
    return response


def _line(request: Request, blocker: Blocker, seen: set[UUID]) -> Line:
    doors = _doors(request, blocker)
    return Line(
        blocker,
        blocker.days_open(request.today),
        blocker.is_late(request.today),
        blocker.project_id in seen,
        doors[0] if doors and _is_next(blocker, doors[0].verb) else None,
    )


def _doors(request: Request, blocker: Blocker) -> list[Door]:
    """What this person may do, what comes next by its state first."""
    verbs = verbs_open(request.user, blocker)
    return [BY_VERB[verb] for verb in sorted(verbs, key=lambda one: not _is_next(blocker, one))]


def _is_next(blocker: Blocker, verb: Verb) -> bool:
    """What its state asks for; handing it over (again) only when no dispatch is under way."""
    if verb is Verb.GIVE:
        given = blocker.dispatch is not None and not blocker.dispatch.is_closed
        return blocker.stage is not Status.OPEN and not given
    if verb is Verb.CONFIRM:
        return blocker.stage is Status.SOLVED
    return verb in (Verb.ACCEPT, Verb.START, Verb.SOLVE)


def _path(blocker: Blocker) -> list[Part]:
    here = place_on_path(blocker.stage)
    states = {n: "past" if n < here else "here" if n == here else "" for n in range(1, 5)}
    return [Part(_(label), states[n]) for n, (label, _states) in enumerate(PATH, start=1)]


def _left_open(blocker: Blocker) -> bool:
    """Its dispatch is signed off, and the way is not free."""
    done = blocker.dispatch is not None and blocker.dispatch.status == "signed_off"
    return done and not blocker.is_cleared and blocker.status != "solved"


def _facts(blocker: Blocker) -> list[tuple[str, Any]]:
    return [
        (_("类别"), blocker.get_kind_display()),
        (_("卡住的节点"), blocker.milestone),
        (_("提出"), f"{blocker.raised_by.name}　{blocker.raised_at:%Y-%m-%d}"),
        (_("盯办单位"), blocker.owner_unit),
        (_("解决单位"), blocker.doer),
        (_("限期"), blocker.due_on.isoformat() if blocker.due_on else None),
        (_("清单"), blocker.batch),
    ]


def _milestones(project: Project | None) -> Any:
    return None if project is None else project.milestones.all()


def _verb_words(verb: str) -> str:
    known: Mapping[str, str] = {str(one): words for one, words in VERB_WORDS.items()}
    return _(known.get(verb, verb))
