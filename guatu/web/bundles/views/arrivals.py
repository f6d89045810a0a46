"""What came in: uploaded, looked at row by row, entered, dropped or taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.bundles.actions.receiving import accept, comparison_of, drop, receive
from guatu.bundles.actions.undoing import undo
from guatu.bundles.choices import ArrivalStatus
from guatu.bundles.models import Arrival
from guatu.bundles.queries.comparing import items_kept, rows_kept
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.web.bundles.finding import visible_arrival
from guatu.web.bundles.forms import ArrivalForm, ReasonForm
from guatu.web.bundles.shown import (
    by_gravity,
    shown_counts,
    shown_items,
    shown_kept,
    shown_lines,
    shown_rows,
)
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.asking import whole_number
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words

PER_PAGE = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def arrival_new(request: Request) -> HttpResponse:
    require(request.user, "bundle.enter", request.tenant)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ArrivalForm(*sent)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            arrival = receive(
                request.tenant, file.name, file.read(), by=request.user, now=request.now
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return redirect("bundle-arrival", arrival.pk)
    megabytes = settings.UPLOAD_LIMIT // (1024 * 1024)
    return form_page(request, "bundles/upload.html", form, {"megabytes": megabytes})


@login_required
@require_safe
def arrival_detail(request: Request, pk: UUID) -> HttpResponse:
    """Before it is entered what it would change, afterwards what it did."""
    return _page(request, visible_arrival(request, pk), ReasonForm())


@login_required
@require_POST
def arrival_enter(request: Request, pk: UUID) -> HttpResponse:
    arrival = visible_arrival(request, pk)
    done = accept(
        arrival, seen=_seen(request), gist=request.POST.get("gist", ""), by=request.user,
        now=request.now,
    )  # fmt: skip
    said = {"new": done.new, "changed": done.changed, "left": done.left}
    words = _("已接收：新增 %(new)s 条，更正 %(changed)s 条，未写入 %(left)s 条。")
    messages.success(request, words % said)
    return redirect("bundle-arrival", pk)


@login_required
@require_POST
def arrival_drop(request: Request, pk: UUID) -> HttpResponse:
    arrival, form = visible_arrival(request, pk), ReasonForm(request.POST)
    form.full_clean()
    try:
        drop(
            arrival, seen=_seen(request), reason=form.cleaned_data.get("reason", ""),
            by=request.user, now=request.now,
        )  # fmt: skip
    except StateChanged:
        raise
    except Refusal as refusal:
        put_on_form(form, refusal)
        return _page(request, arrival, form)
    messages.success(request, _("已放弃，没有写入任何内容。"))
    return redirect("bundle-list")


@login_required
@require_POST
def arrival_undo(request: Request, pk: UUID) -> HttpResponse:
    arrival, form = visible_arrival(request, pk), ReasonForm(request.POST)
    form.full_clean()
    try:
        count = undo(
            arrival, seen=_seen(request), reason=form.cleaned_data.get("reason", ""),
            by=request.user, now=request.now,
        )  # fmt: skip
    except StateChanged:
        raise
    except Refusal as refusal:
        put_on_form(form, refusal)
        return _page(request, arrival, form)
    messages.success(request, _("已撤销，%(count)s 条恢复原样。") % {"count": count})
    return redirect("bundle-arrival", pk)


def _page(request: Request, arrival: Arrival, form: ReasonForm) -> HttpResponse:
    """Rows tell of projects: only who may enter them reads them, others what was counted."""
    may_enter = request.access.can("bundle.enter", arrival)
    context: dict[str, Any] = {
        "arrival": arrival,
        "history": history(arrival.pk),
        "may_enter": may_enter and arrival.status == ArrivalStatus.CHECKED,
        "may_undo": may_enter and arrival.status == ArrivalStatus.ACCEPTED,
        "reads_rows": may_enter,
        **_rows(request, arrival),
    }
    if not may_enter:
        context["rows"] = []
    pages = Paginator(context["rows"], PER_PAGE)
    context["page"] = pages.get_page(whole_number(request.GET.get("page", "")) or 1)
    return form_page(request, "bundles/arrival.html", form, context)


def _rows(request: Request, arrival: Arrival) -> dict[str, Any]:
    """What can be entered no more says why, on the page itself."""
    if arrival.status != ArrivalStatus.CHECKED:
        kept, items = rows_kept(arrival), items_kept(arrival)
        counts = shown_counts((row.verdict for row in kept), (row.verdict for row in items))
        return {"rows": by_gravity([*shown_kept(kept), *shown_items(items)]), "counts": counts}
    try:
        found = comparison_of(arrival, request.now)
    except Refusal as refusal:
        return {"rows": [], "counts": [], "refused": in_words(refusal.sentence)}
    return {
        "rows": by_gravity([*shown_lines(found.lines), *shown_rows(found.rows)]),
        "counts": shown_counts(
            (line.verdict.value for line in found.lines), (row.verdict.value for row in found.rows)
        ),
        "gist": found.gist,
        "entered": len(found.entered) + len(found.rows_entered),
    }


def _seen(request: Request) -> int | None:
    return whole_number(request.POST.get("seen", ""))
