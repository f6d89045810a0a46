"""Composing a paper and wording it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.domain.papers.document import Document
from guatu.domain.papers.filling import Unfillable
from guatu.domain.papers.length import Length
from guatu.kit.refusals import Refusal
from guatu.org.access import require
from guatu.papers.actions import papers as acts
from guatu.papers.actions.papers import Wording
from guatu.papers.choices import PaperKind
from guatu.papers.composing import document_of, measured
from guatu.papers.models import Paper
from guatu.papers.writing.pdf import pages_of
from guatu.web.papers.composing import composed
from guatu.web.papers.finding import visible_paper
from guatu.web.papers.forms import ComposeForm, WordingForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Preview:
    """How a draft would come out; ``missing`` are names that its facts do not have."""

    document: Document | None
    length: Length | None
    pages: int
    missing: str


@login_required
@_METHODS
def paper_new(request: Request) -> HttpResponse:
    """``?kind=bulletin``; of a slip ``&dispatch=…``, of minutes ``&meeting=…``, of a briefing
    ``&event=…``."""
    require(request.user, "paper.write")
    given = request.GET.get("kind", "")
    kind = given if given in PaperKind.values else PaperKind.BULLETIN
    initial = {
        "dispatch": request.GET.get("dispatch"),
        "meeting": request.GET.get("meeting"),
        "event": request.GET.get("event"),
    }
    form = ComposeForm(
        request.POST or None, kind=kind, user=request.user, today=request.today, initial=initial
    )
    if form.is_bound and form.is_valid():
        try:
            compose = partial(composed, request, kind, form.cleaned_data)
            paper = acts.draft(request.tenant, compose, by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("文稿已按现在的数据拟好，请核对后送签。"))
            return redirect("paper-edit", paper.pk)
    around = {
        "kind": kind,
        "kinds": _kinds(kind),
        "submit": _("按数据拟稿"),
        "cancel_url": reverse("paper-list"),
    }
    return form_page(request, "papers/new.html", form, around)


@login_required
@_METHODS
def paper_edit(request: Request, pk: UUID) -> HttpResponse:
    paper = visible_paper(request, pk)
    require(request.user, "paper.write", paper)
    form = WordingForm(request.POST or None, initial={**_initial(paper), "seen": paper.version})
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            acts.edit(paper, _wording(form), seen=seen, by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("paper-detail", pk)
    context = {
        "paper": paper,
        "preview": preview_of(paper, form.data if form.is_bound else {}),
        "figures": paper.known,
    }
    return form_page(request, "papers/edit.html", form, context)


@login_required
@require_POST
def paper_preview(request: Request, pk: UUID) -> HttpResponse:
    """While it is typed: nothing is saved."""
    paper = visible_paper(request, pk)
    require(request.user, "paper.write", paper)
    context = {"paper": paper, "preview": preview_of(paper, request.POST)}
    return render(request, "papers/_preview.html", context)


def preview_of(paper: Paper, typed: Any) -> Preview:
    """With what was typed over it; ``paper`` itself is changed in memory only."""
    for name in ("title", "addressee", "copied_to", "text"):
        if name in typed:
            setattr(paper, name, typed[name])
    try:
        document = document_of(paper)
    except Unfillable as error:
        return Preview(None, None, 0, "、".join(error.names))
    return Preview(document, measured(document, paper.kind), pages_of(document), "")


def _wording(form: WordingForm) -> Wording:
    given = form.cleaned_data
    return Wording(given["title"], given["addressee"], given["copied_to"], given["text"])


def _initial(paper: Paper) -> dict[str, str]:
    return {name: getattr(paper, name) for name in ("title", "addressee", "copied_to", "text")}


def _kinds(kind: str) -> list[dict[str, object]]:
    address = reverse("paper-new")
    return [
        {"label": label, "url": f"{address}?kind={value}", "active": value == kind}
        for value, label in PaperKind.choices
    ]
