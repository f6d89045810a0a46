"""意见建议: written from any page, logged in or not; answered; read with one's name or a code.

Forms in which somebody may stay without a name carry no key (``{% once %}``): an answer that is
kept by key is kept with whose key it was. The code does its work.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.burden.access import parties
from guatu.burden.actions import complaints as acts
from guatu.burden.choices import ComplaintStatus
from guatu.burden.models import Complaint
from guatu.burden.queries.complaints import by_digest, complaints_of
from guatu.domain.burden.complaints import Verb, open_to
from guatu.kit import clock
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.models import Tenant, User
from guatu.org.queries import governments
from guatu.web.burden.forms import CodeForm, ComplaintForm, SaidForm
from guatu.web.burden.limiting import too_often
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.asking import whole_number
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import Cell, asked_file

PER_PAGE = 50
EXPORT_LIMIT = 20_000
#: Tries of codes from one address in ten minutes.
MOST_TRIES = 30
_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def complaint_list(request: Request) -> HttpResponse:
    """The office and the inspectors see all, others their own."""
    status = request.GET.get("status", "")
    rows = complaints_of(request.user, status)
    page = Paginator(rows, PER_PAGE).get_page(whole_number(request.GET.get("page", "")) or 1)
    context = {
        "page": page,
        "rows": [(row, row.is_late(request.now)) for row in page.object_list],
        "status": status,
        "statuses": ComplaintStatus.choices,
        "answers": request.access.can("complaint.answer"),
        "limit": EXPORT_LIMIT,
    }
    return render(request, "burden/complaints.html", context)


@login_required
@require_safe
def complaint_export(request: Request) -> HttpResponse:
    """What the list shows, whole; who stayed without a name has none here either."""
    titles = [
        _("编号"), _("类别"), _("内容"), _("涉及单位"), _("谁提的"), _("状态"), _("答复时限"),
    ]  # fmt: skip
    found = complaints_of(request.user, request.GET.get("status", ""))[:EXPORT_LIMIT]
    rows: Iterator[list[Cell]] = (
        [
            str(row),
            str(row.get_kind_display()),
            row.words,
            row.about.label if row.about else "",
            row.by_name if row.by else _("匿名"),
            str(row.get_status_display()),
            row.due_at,
        ]
        for row in found
    )
    name = _("意见建议") + request.now.strftime("-%Y%m%d-%H%M")
    widths = (18, 12, 60, 18, 14, 12, 17)
    return asked_file(request, name, "complaints", titles, rows, widths=widths)


@_METHODS
def complaint_new(request: Request) -> HttpResponse:
    """``?page=/dispatches/`` is where it was written; visitors may write, not too often."""
    user = _person(request)
    if request.method == "POST" and user is None and too_often(request, "file"):
        return render(request, "errors/429.html", status=429)
    form = ComplaintForm(
        request.POST or None,
        user=user,
        tenants=governments() if user is None else Tenant.objects.none(),
        initial={"code": acts.fresh_code(), "page": request.GET.get("page", "")},
    )
    if form.is_bound and form.is_valid():
        try:
            return _filed(request, form, user)
        except Refusal as refusal:
            put_on_form(form, refusal)
    return form_page(request, "burden/complaint_new.html", form, {"layout": _layout(request)})


def _filed(request: Request, form: ComplaintForm, user: User | None) -> HttpResponse:
    given = form.cleaned_data
    tenant: Tenant = user.tenant if user else given["tenant"]
    by = None if given.get("nameless") else user
    now = clock.standing(request.now, tenant.stopped_on)
    row = acts.file(tenant, form.written(), by=by, code=given["code"], now=now)
    if by is not None:
        messages.success(request, _("已收到，答复会通知您。"))
        return redirect("complaint-detail", row.pk)
    context = {"layout": _layout(request), "complaint": row, "code": given["code"]}
    return render(request, "burden/complaint_filed.html", context)


@_METHODS
def complaint_by_code(request: Request) -> HttpResponse:
    """The code is sent in a form, never in an address: addresses are logged."""
    form = CodeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        if too_often(request, "code", MOST_TRIES):
            return render(request, "errors/429.html", status=429)
        code = form.cleaned_data["code"]
        found = by_digest(acts.digest_of(code))
        if found is not None:
            return _page(request, found, code=code)
        form.add_error("code", _("没有这个查询码的意见，请核对后重新输入。"))
    return form_page(request, "burden/complaint_code.html", form, {"layout": _layout(request)})


@login_required
@require_safe
def complaint_detail(request: Request, pk: UUID) -> HttpResponse:
    return _page(request, _visible(request, pk))


@login_required
@require_POST
def complaint_answer(request: Request, pk: UUID) -> HttpResponse:
    row = _visible(request, pk)
    form = SaidForm(request.POST, label=_("答复"))
    if form.is_valid():
        given = form.cleaned_data
        try:
            acts.answer(
                row,
                words=given["words"],
                seen=given["seen"] or row.version,
                by=request.user,
                now=request.now,
            )
        except Refusal as refusal:
            put_on_form(form, refusal)
            status = 409 if isinstance(refusal, StateChanged) else 422
            return _page(request, _visible(request, pk), form=form, status=status)
        messages.success(request, _("已答复。"))
        return redirect("complaint-detail", pk)
    return _page(request, row, form=form, status=422)


@require_POST
def complaint_again(request: Request, pk: UUID) -> HttpResponse:
    """By whoever wrote it: under the name, or with the code."""
    row, code = _written(request, pk)
    form = SaidForm(request.POST, label=_("继续反映"))
    if form.is_valid():
        by, now = _by(request, code), _now(request, row)
        try:
            acts.ask_again(row, words=form.cleaned_data["words"], by=by, code=code, now=now)
        except Refusal as refusal:
            put_on_form(form, refusal)
            return _page(request, row, form=form, code=code, status=422)
        return _done(request, row, code, _("已收到，会再次答复。"))
    return _page(request, row, form=form, code=code, status=422)


@require_POST
def complaint_settle(request: Request, pk: UUID) -> HttpResponse:
    row, code = _written(request, pk)
    acts.settle(row, by=_by(request, code), code=code, now=_now(request, row))
    return _done(request, row, code, _("已了结，谢谢您的意见。"))


def _visible(request: Request, pk: UUID) -> Complaint:
    rows = Complaint.objects.visible_to(request.user).select_related("about", "by", "tenant")
    return get_object_or_404(rows, pk=pk)


def _written(request: Request, pk: UUID) -> tuple[Complaint, str]:
    """Found by its code, or by whoever is logged in."""
    code = request.POST.get("code", "")
    if code:
        row = by_digest(acts.digest_of(code))
        if row is None or row.pk != pk:
            raise Http404
        return row, code
    if _person(request) is None:
        raise Http404
    return _visible(request, pk), ""


def _by(request: Request, code: str) -> User | None:
    """With a code nobody: the act must not learn who is logged in."""
    return None if code else request.user


def _now(request: Request, row: Complaint) -> Any:
    return clock.standing(request.now, row.tenant.stopped_on)


def _done(request: Request, row: Complaint, code: str, said: str) -> HttpResponse:
    if not code:
        messages.success(request, said)
        return redirect("complaint-detail", row.pk)
    found = by_digest(acts.digest_of(code))
    assert found is not None
    return _page(request, found, code=code, said=said)


def _page(
    request: Request,
    row: Complaint,
    *,
    code: str = "",
    form: SaidForm | None = None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    user = None if code else request.user
    verbs = open_to(row.stage, parties(user, row, acts.digest_of(code)))
    label = _("答复") if Verb.ANSWER in verbs else _("继续反映")
    context = {
        "layout": "shared/_bare.html" if code else "base.html",
        "complaint": row,
        "entries": row.entries.all(),
        "late": row.is_late(_now(request, row)),
        "code": code,
        "verbs": [verb.value for verb in verbs],
        "form": form or SaidForm(label=label, initial={"seen": row.version}),
        "said": said,
        "answers": bool(not code and request.access.can("complaint.answer")),
        "history": None if code else history(row.pk),
        "list_url": reverse("complaint-list"),
    }
    return render(request, "burden/complaint.html", context, status=status)


def _layout(request: Request) -> str:
    return "base.html" if _person(request) else "shared/_bare.html"


def _person(request: HttpRequest) -> User | None:
    """Whoever is logged in; these pages are for visitors, too."""
    return request.user if isinstance(request.user, User) else None
