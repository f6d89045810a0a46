"""The list of papers, a paper, what is done with it, its files and what stands behind it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.domain.papers.states import Verb, open_in
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.papers.actions import papers as acts
from guatu.papers.actions.holding import ACTS
from guatu.papers.choices import PaperKind, PaperStatus
from guatu.papers.composing import document_of, measured
from guatu.papers.models import Paper
from guatu.papers.writing.docx import docx_of
from guatu.papers.writing.pdf import Address, pdf_of
from guatu.web.papers.finding import asked_papers, visible_paper
from guatu.web.papers.forms import ReasonForm
from guatu.web.papers.sources import sources_of
from guatu.web.papers.views.exports import EXPORT_LIMIT
from guatu.web.shared.answering import Done, answered
from guatu.web.shared.asking import whole_number
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import attached

PER_PAGE = 50
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
@require_safe
def paper_list(request: Request) -> HttpResponse:
    """``?kind=bulletin&status=issued``: the newest first."""
    page = Paginator(asked_papers(request), PER_PAGE).get_page(
        whole_number(request.GET.get("page", "")) or 1
    )
    context = {
        "page": page,
        "kind": request.GET.get("kind", ""),
        "status": request.GET.get("status", ""),
        "limit": EXPORT_LIMIT,
        "kinds": PaperKind.choices,
        "statuses": PaperStatus.choices,
        "may_write": request.access.can("paper.write"),
        "may_edit_templates": request.access.can("paper.template"),
    }
    return render(request, "papers/list.html", context)


@login_required
@require_safe
def paper_detail(request: Request, pk: UUID) -> HttpResponse:
    paper = visible_paper(request, pk)
    document = document_of(paper)
    verbs = [one for one in open_in(paper.stage) if request.access.can(ACTS[one], paper)]
    context = {
        "paper": paper,
        "document": document,
        "length": measured(document, paper.kind),
        "verbs": verbs,
        "recipients": paper.recipients.all(),
        "history": history(paper.pk),
    }
    return render(request, "papers/paper.html", context)


@login_required
@require_POST
def paper_act(request: Request, pk: UUID, verb: Verb) -> HttpResponse:
    """One click: 签批, 编号印发."""
    paper = visible_paper(request, pk)
    require(request.user, ACTS[verb], paper)
    act = acts.approve if verb is Verb.APPROVE else acts.issue
    seen = whole_number(request.POST.get("seen", ""))
    try:
        done = act(paper, seen=seen, by=request.user, now=request.now)
    except StateChanged:
        raise
    except Refusal as refusal:
        messages.error(request, in_words(refusal.sentence))
    else:
        messages.success(request, _said(done))
    return redirect("paper-detail", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_reasoned(request: Request, pk: UUID, verb: Verb) -> HttpResponse:
    """退回修改, 撤回: with a reason."""
    paper = visible_paper(request, pk)
    require(request.user, ACTS[verb], paper)
    form = ReasonForm(request.POST or None)
    returns = verb is Verb.RETURN
    back = reverse("paper-detail", args=[pk])

    def act() -> Done:
        change = acts.send_back if returns else acts.withdraw
        change(paper, reason=form.cleaned_data["reason"], by=request.user, now=request.now)
        return Done(_("已退回修改。") if returns else _("已撤回，编号不再使用。"), back)

    around = {
        "title": _("退回修改") if returns else _("撤回文件"),
        "about": f"{paper.number_words} {paper.title}".strip(),
        "submit": _("退回") if returns else _("撤回"),
        "danger": not returns,
        "cancel_url": back,
    }
    return answered(request, "papers/form.html", form, act, around)


@login_required
@require_safe
def paper_docx(request: Request, pk: UUID) -> HttpResponse:
    paper = visible_paper(request, pk)
    raw = docx_of(document_of(paper), _address(request, paper))
    return attached(raw, DOCX, f"{_name(paper)}.docx", "paper.docx")


@login_required
@require_safe
def paper_pdf(request: Request, pk: UUID) -> HttpResponse:
    paper = visible_paper(request, pk)
    raw = pdf_of(document_of(paper), _address(request, paper))
    return attached(raw, "application/pdf", f"{_name(paper)}.pdf", "paper.pdf")


@login_required
@require_safe
def paper_figure(request: Request, pk: UUID) -> HttpResponse:
    """``?of=办结件数``: the records that were counted, as of the data time of the paper."""
    paper = visible_paper(request, pk)
    key = request.GET.get("of", "")
    figure = dict(paper.known.keyed()).get(key)
    if figure is None:
        raise Http404
    context = {
        "paper": paper,
        "name": key.split(".")[0],
        "figure": figure,
        "sources": sources_of(figure, request.user),
    }
    return render(request, "papers/figure.html", context)


def _address(request: Request, paper: Paper) -> Address:
    """What a figure in a file leads to."""
    page = request.build_absolute_uri(reverse("paper-figure", args=[paper.pk]))

    def build(source: str) -> str:
        return f"{page}?{urlencode({'of': source})}"

    return build


def _name(paper: Paper) -> str:
    return f"{paper.number_words}{paper.title}" if paper.number else paper.title


def _said(paper: Paper) -> str:
    if paper.status == PaperStatus.ISSUED:
        return _("已印发，编号 %(number)s。") % {"number": paper.number_words}
    return _("已签批，可以编号印发。")
