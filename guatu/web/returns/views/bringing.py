"""Files come back: brought, checked, entered, given up, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from guatu.kit.files import fetch
from guatu.kit.refusals import Refusal
from guatu.org.access import can, require
from guatu.returns import jobs
from guatu.returns.actions.entering import drop, enter
from guatu.returns.actions.undoing import undo
from guatu.returns.choices import FileStatus
from guatu.returns.models import ReturnFile, ReturnParcel
from guatu.web.returns.finding import visible_file, visible_parcel
from guatu.web.returns.forms import BringForm
from guatu.web.returns.shown import ShownFile, ShownLine, shown
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.asking import whole_number
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request
from guatu.web.shared.spreadsheets import XLSX, attached

#: Lines of a file that the page of a parcel shows; all stand on the page of the file.
SHOWN = 12


@login_required
@require_POST
def return_bring(request: Request) -> HttpResponse:
    form = BringForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            row = jobs.bring(request.tenant, form.brought(), by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return redirect("return-parcel", row.pk)
    return form_page(request, "returns/bring.html", form, {})


@login_required
@require_safe
def return_parcel(request: Request, pk: UUID) -> HttpResponse:
    """The dry run: file by file what would change, and what is in the way, and where."""
    row = visible_parcel(request, pk)
    files = _files(row)
    waiting = [one.file for one in files if one.file.status == FileStatus.READ]
    context = {
        "parcel": row,
        "files": files,
        "waiting": waiting,
        "good": [file for file in waiting if file.is_good],
        "entered": sum(one.file.status == FileStatus.ENTERED for one in files),
        "refused": sum(one.file.status == FileStatus.REFUSED for one in files),
        "changes": sum(file.changes for file in waiting),
        "added": sum(file.added for file in waiting),
        "trouble": sum(file.refused for file in waiting),
        "shown_lines": SHOWN,
        **_progress(row),
    }
    return render(request, "returns/parcel.html", context)


@login_required
@require_safe
def return_progress(request: Request, pk: UUID) -> HttpResponse:
    """The bar again while there is work, else the page of the parcel."""
    row = visible_parcel(request, pk)
    if jobs.progress_of(row) is None:
        return HttpResponseClientRedirect(reverse("return-parcel", args=[pk]))
    return render(request, "shared/_progress.html", _progress(row))


@login_required
@require_POST
def return_parcel_enter(request: Request, pk: UUID) -> HttpResponse:
    """All that wait, or with ``only=good`` those without anything refused.

    The form has no key against sending twice: each file is a transaction of its own, and one that
    was entered is not entered again.
    """
    row = visible_parcel(request, pk)
    only_good = request.POST.get("only") == "good"
    done = jobs.enter_all(row, only_good=only_good, by=request.user, now=request.now)
    if done:
        said = {"n": len(done), "changes": sum(file.changes + file.added for file in done)}
        messages.success(request, _("已入账 %(n)s 个文件，%(changes)s 处。") % said)
    elif jobs.progress_of(row) is None:
        messages.info(request, _("没有可以入账的文件。"))
    return redirect("return-parcel", row.pk)


@login_required
@require_safe
def return_file(request: Request, pk: UUID) -> HttpResponse:
    """All lines of one file, before and after it is entered."""
    file = visible_file(request, pk)
    lines = file.lines.all()
    context = {
        "file": file,
        "shown": shown(file, lines),
        "may_enter": can(request.user, "returns.enter", file),
        "parcels": ReturnParcel.objects.visible_to(request.user).filter(pk=file.parcel_id),
        "kept": _kept(file),
        "history": history(file.pk),
    }
    return render(request, "returns/file.html", context)


@login_required
@require_safe
def return_original(request: Request, pk: UUID) -> HttpResponse:
    """The file as it came."""
    file = visible_file(request, pk)
    require(request.user, "returns.bring")
    return attached(fetch(file.digest), XLSX, file.filename, "returned.xlsx")


@login_required
@require_POST
def return_file_enter(request: Request, pk: UUID) -> HttpResponse:
    file = enter(visible_file(request, pk), seen=_seen(request), by=request.user, now=request.now)
    said = {"label": file.filename, "n": file.changes + file.added}
    messages.success(request, _("“%(label)s”已入账，%(n)s 处。") % said)
    return redirect("return-file", pk)


@login_required
@require_POST
def return_file_undo(request: Request, pk: UUID) -> HttpResponse:
    done = undo(visible_file(request, pk), seen=_seen(request), by=request.user, now=request.now)
    said = {"n": done.restored, "kept": len(done.kept)}
    messages.success(request, _("已撤销入账，复原 %(n)s 处，保留未动 %(kept)s 处。") % said)
    return redirect("return-file", pk)


@login_required
@require_POST
def return_file_drop(request: Request, pk: UUID) -> HttpResponse:
    file = visible_file(request, pk)
    drop(file, by=request.user, now=request.now)
    messages.success(request, _("已放弃“%(label)s”，没有改动任何内容。") % {"label": file.filename})
    return redirect("return-file", pk)


def _kept(file: ReturnFile) -> Sequence[ShownLine]:
    """What an undo left as it is."""
    left = file.lines.filter(taken=True, undone=False)
    return shown(file, left).lines if file.status == FileStatus.UNDONE else ()


def _files(row: ReturnParcel) -> Sequence[ShownFile]:
    files = row.files.select_related("sheet__unit").prefetch_related("lines")
    order = {FileStatus.READ: 0, FileStatus.REFUSED: 1}
    listed: list[ReturnFile] = sorted(
        files, key=lambda one: (order.get(FileStatus(one.status), 2), not one.refused, one.filename)
    )
    return [shown(file, file.lines.all()) for file in listed]


def _progress(row: ReturnParcel) -> dict[str, Any]:
    told = jobs.progress_of(row)
    return {
        "running": told is not None,
        "id": "parcel-progress",
        "url": reverse("return-progress", args=[row.pk]),
        "done": told.percent if told else 100,
        "total": 100,
        "words": told.words if told else "",
    }


def _seen(request: Request) -> int | None:
    return whole_number(request.POST.get("seen", ""))
