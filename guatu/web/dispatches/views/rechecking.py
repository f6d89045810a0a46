"""回头看: samples of what was signed off, and what was found of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guatu.dispatches.actions.rechecking import draw_sample, note_finding
from guatu.dispatches.models import Recheck
from guatu.dispatches.queries.rechecks import FAILED, rechecks_of, samples
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.web.dispatches.finding import visible_recheck, visible_sample
from guatu.web.dispatches.forms.ruling import FindingForm, SampleForm, usual_span
from guatu.web.dispatches.forms.told import told
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.asking import whole_number
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import Cell, asked_file
from guatu.web.templatetags.dispatches import status_words

PER_PAGE = 50
EXPORT_LIMIT = 5000


@login_required
@require_safe
def sample_list(request: Request) -> HttpResponse:
    require(request.user, "dispatch.recheck")
    number = whole_number(request.GET.get("page", "")) or 1
    context = {
        "page": Paginator(samples(request.user), PER_PAGE).get_page(number),
        "may_draw": request.access.can("dispatch.sample"),
    }
    return render(request, "dispatches/samples.html", context)


@login_required
@require_safe
def samples_export(request: Request) -> HttpResponse:
    require(request.user, "dispatch.recheck")
    titles = [
        _("销号起"), _("销号止"), _("销号"), _("抽取"), _("已核查"), _("不属实"), _("抽取人"),
        _("抽取时间"), _("抽签码"),
    ]  # fmt: skip
    rows: Iterator[list[Cell]] = (
        [
            one.first, one.last, one.pool, one.drawn, one.looked, one.failed, one.drawn_by_name,
            one.drawn_at, one.seed,
        ]
        for one in _listed(request)[:EXPORT_LIMIT]
    )  # fmt: skip
    name = _("回头看") + request.now.strftime("-%Y%m%d-%H%M")
    return asked_file(request, name, "samples", titles, rows)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sample_new(request: Request) -> HttpResponse:
    require(request.user, "dispatch.sample")
    sent = request.POST if request.method == "POST" else None
    form = SampleForm(sent, initial=usual_span(request.today))
    if form.is_bound and form.is_valid():
        try:
            drawn = draw_sample(
                request.tenant, **form.cleaned_data, by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("已抽取。核查后逐件登记结果。"))
            return redirect("dispatch-sample", drawn.pk)
    context = {"cancel_url": reverse("dispatch-samples")}
    return form_page(request, "dispatches/sample_new.html", form, context)


@login_required
@require_safe
def sample_detail(request: Request, pk: UUID) -> HttpResponse:
    require(request.user, "dispatch.recheck")
    sample = visible_sample(request, pk)
    rechecks = rechecks_of(sample)
    context = {
        "sample": sample,
        "rechecks": rechecks,
        "looked": sum(bool(row.finding) for row in rechecks),
        "failed": sum(row.finding in FAILED for row in rechecks),
    }
    return render(request, "dispatches/sample.html", context)


@login_required
@require_safe
def sample_export(request: Request, pk: UUID) -> HttpResponse:
    """What was drawn and what was found of each."""
    require(request.user, "dispatch.recheck")
    sample = visible_sample(request, pk)
    titles = [
        _("编号"), _("工作事项"), _("主办单位"), _("现在"), _("核查结果"), _("核查情况"),
        _("核查人"), _("核查时间"),
    ]  # fmt: skip
    rows = map(_cells, rechecks_of(sample))
    name = _("回头看") + f"-{sample.first}-{sample.last}"
    widths = (22, 44, 18, 12, 12, 44, 12, 17)
    return asked_file(request, name, "sample", titles, rows, widths=widths)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sample_finding(request: Request, pk: UUID, recheck_pk: UUID) -> HttpResponse:
    require(request.user, "dispatch.recheck")
    sample = visible_sample(request, pk)
    recheck = visible_recheck(request, sample, recheck_pk)
    form = FindingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            note_finding(recheck, **form.given(), by=request.user, now=request.now)
        except StateChanged as refusal:
            return _overtaken(request, recheck, form, refusal)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(
                request, _("已登记“%(name)s”的回头看结果。") % {"name": recheck.dispatch.number}
            )
            return redirect("dispatch-sample", pk)
    context = {
        "recheck": recheck,
        "dispatch": recheck.dispatch,
        "cancel_url": reverse("dispatch-sample", args=[pk]),
    }
    return form_page(request, "dispatches/finding.html", form, context)


def _listed(request: Request) -> QuerySet[Any]:
    """With what ``samples`` counts of each."""
    return samples(request.user)


def _cells(row: Recheck) -> list[Cell]:
    return [
        row.dispatch.number,
        row.dispatch.title,
        row.dispatch.lead.unit.label,
        status_words(row.dispatch.status),
        str(row.get_finding_display()) if row.finding else _("还没有核查"),
        row.words,
        row.by_name,
        row.at,
    ]


def _overtaken(
    request: Request, recheck: Recheck, form: FindingForm, refusal: StateChanged
) -> HttpResponse:
    """Who has noted it, and what was typed, to be copied."""
    context = {
        "dispatch": recheck.dispatch,
        "sentence": refusal.sentence,
        "told": list(told(form)),
        "title": _("回头看 %(name)s") % {"name": recheck.dispatch.number},
    }
    return render(request, "dispatches/overtaken.html", context, status=409)
