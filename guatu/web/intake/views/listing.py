"""Step 1: upload a ledger; and the ledgers that came before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guatu.intake import jobs
from guatu.intake.choices import IntakeStatus
from guatu.intake.models import Intake
from guatu.intake.queries import IntakeItem, intakes_of, items
from guatu.kit.refusals import Refusal
from guatu.kit.workbook import Limits
from guatu.org.access import require
from guatu.web.intake.forms import UploadForm
from guatu.web.intake.steps import NextAct, is_open, next_act, steps
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import Cell, asked_file
from guatu.web.templatetags.guatu import sentence

PER_PAGE = 20
EXPORT_LIMIT = 5000


@dataclass(frozen=True, slots=True)
class ListRow:
    """``is_open``: somebody still has to do something about it."""

    item: IntakeItem
    status: str
    is_open: bool
    outcome: str
    next: NextAct


@login_required
@require_safe
def intake_list(request: Request) -> HttpResponse:
    require(request.user, "intake.upload", request.tenant)
    return _page(request, _form(request))


@login_required
@require_safe
def intake_export(request: Request) -> HttpResponse:
    """The ledgers that came before, the newest first."""
    require(request.user, "intake.upload", request.tenant)
    listed = map(_row, items(intakes_of(request.user)[:EXPORT_LIMIT]))
    rows: Iterator[list[Cell]] = (
        [
            row.item.filename, row.status, row.item.as_of, row.item.uploaded_at,
            row.item.uploaded_by, row.outcome,
        ]
        for row in listed
    )  # fmt: skip
    titles = [_("文件"), _("状态"), _("数据截至"), _("上传时间"), _("上传人"), _("结果")]
    name = _("以前的台账") + request.now.strftime("-%Y%m%d-%H%M")
    widths = (48, 12, 12, 17, 14, 36)
    return asked_file(request, name, "intakes", titles, rows, widths=widths)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def intake_upload(request: Request) -> HttpResponse:
    require(request.user, "intake.upload", request.tenant)
    if request.method != "POST":
        return redirect("intake-list")
    form = _form(request)
    if form.is_valid() and (intake := _taken_in(request, form)):
        return redirect("intake-detail", intake.pk)
    return _page(request, form)


def _form(request: Request) -> UploadForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return UploadForm(*sent, user=request.user, year=request.tenant.year, today=request.today)


def _taken_in(request: Request, form: UploadForm) -> Intake | None:
    """None when the file was refused: the form then says why."""
    given = form.cleaned_data
    try:
        intake = jobs.upload(
            request.tenant,
            given["file"].name,
            given["file"].read(),
            as_of=given["as_of"],
            line=given["line"],
            by=request.user,
            now=request.now,
        )
    except Refusal as refusal:
        put_on_form(form, refusal)
        return None
    if intake.status == IntakeStatus.REFUSED:
        form.add_error("file", sentence(intake.refusal))
        return None
    return intake


def _page(request: Request, form: UploadForm) -> HttpResponse:
    page = Paginator(intakes_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    limits = Limits()
    context = {
        "steps": steps(),
        "page": page,
        "listed": [_row(item) for item in items(list(page))],
        "megabytes": min(settings.UPLOAD_LIMIT, limits.file_bytes) // (1024 * 1024),
        "limits": limits,
    }
    return form_page(request, "intake/list.html", form, context)


def _row(item: IntakeItem) -> ListRow:
    return ListRow(
        item=item,
        status=str(IntakeStatus(item.status).label),
        is_open=is_open(item.status),
        outcome=_outcome(item),
        next=next_act(item.pk, item.status),
    )


def _outcome(item: IntakeItem) -> str:
    said = {"rows": item.rows, "problems": item.problems, "new": item.new, "changed": item.changed}
    if item.status == IntakeStatus.ENTERED:
        return _("新增 %(new)s 个，更新 %(changed)s 个") % said
    if item.rows is None or item.status != IntakeStatus.READ:
        return ""
    if item.problems:
        return _("读出项目 %(rows)s 个，%(problems)s 行待核对") % said
    return _("读出项目 %(rows)s 个，没有疑问") % said
