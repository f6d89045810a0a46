"""Changing many projects: what to set, what it will do, doing it; records and taking back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.domain.words import say
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.projects.actions.bulk import MOST, Left, Undone, change_many, undo_bulk
from guatu.projects.actions.bulk_preview import RowPreview, preview, with_all
from guatu.projects.choices import BulkKind
from guatu.projects.models import BulkEdit, Project
from guatu.projects.queries.filters import in_order, matching
from guatu.web.projects import records
from guatu.web.projects.arranging import WHOLE, arranged_query
from guatu.web.projects.asking import asked_for
from guatu.web.projects.bulk import ids_in, preview_of, still_as_seen, visible_rows
from guatu.web.projects.forms.bulk import BulkForm
from guatu.web.shared.answering import put_on_form
from guatu.web.shared.asking import row_id
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.shared.spreadsheets import Cell, asked_file

PER_PAGE = 50
EXPORT_LIMIT = 5000


@dataclass(frozen=True, slots=True)
class Chosen:
    """The projects that were chosen in the list, in its order."""

    projects: Sequence[Project]

    @property
    def text(self) -> str:
        """As one hidden field, for the form has many others."""
        return " ".join(str(project.pk) for project in self.projects)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_bulk(request: Request) -> HttpResponse:
    """``?id=…&id=…`` or ``?all=1`` with the query of the list; sent once for the preview, then,
    with ``apply``, to be done."""
    require(request.user, "project.edit")
    chosen = _chosen(request)
    if not chosen.projects:
        messages.info(request, _("请先在列表里勾选项目。"))
        return redirect(_back(request))
    form = BulkForm(request.POST or None, user=request.user, year=request.tenant.year)
    if not form.is_bound:
        return _page(request, chosen, form)
    if not form.is_valid():
        return _page(request, chosen, form, status=422)
    wanted = [(project, form.values_for(project)) for project in chosen.projects]
    rows = preview(wanted, by=request.user, today=request.today)
    if "apply" in request.POST and request.POST.get("told") == form.fingerprint():
        return _applied(request, chosen, form, rows)
    return _page(request, chosen, form, rows)


@login_required
@require_safe
def project_edits(request: Request) -> HttpResponse:
    """Past edits of many projects, the newest first."""
    rows = BulkEdit.objects.visible_to(request.user).select_related("by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "projects/edits.html", {"page": page})


@login_required
@require_safe
def project_edits_export(request: Request) -> HttpResponse:
    """The newest first, at most ``EXPORT_LIMIT`` rows."""
    found = BulkEdit.objects.visible_to(request.user).select_related("by")[:EXPORT_LIMIT]
    rows: Iterator[list[Cell]] = (
        [
            edit.at, edit.words, len(edit.changes), str(edit.get_kind_display()), edit.by.name,
            edit.undone_at,
        ]
        for edit in found
    )  # fmt: skip
    titles = [_("时间"), _("改了什么"), _("项目（个）"), _("方式"), _("经办人"), _("撤销时间")]
    name = _("批量修改记录") + request.now.strftime("-%Y%m%d-%H%M")
    widths = (17, 60, 10, 12, 12, 17)
    return asked_file(request, name, "edits", titles, rows, widths=widths)


@login_required
@require_safe
def project_edit_record(request: Request, pk: UUID) -> HttpResponse:
    edit = _visible(request, pk)
    lines, hidden = records.lines_of(request.user, edit)
    context = {
        "edit": edit,
        "lines": lines,
        "hidden": hidden,
        "count": len(edit.changes),
        "kept": records.kept_of(request.user, edit, hidden),
        "may_undo": edit.undone_at is None and request.access.can("bulk.undo", edit),
    }
    return render(request, "projects/edit_record.html", context)


@login_required
@require_POST
def project_edit_undoing(request: Request, pk: UUID) -> HttpResponse:
    edit = _visible(request, pk)
    done = undo_bulk(edit, by=request.user, now=request.now)
    _tell(request, done)
    return redirect("project-edit-record", edit.pk)


def _applied(
    request: Request, chosen: Chosen, form: BulkForm, rows: Sequence[RowPreview]
) -> HttpResponse:
    try:
        edit = change_many(
            request.tenant,
            still_as_seen(rows, request.POST.get("seen", "")),
            kind=BulkKind.CHOSEN,
            by=request.user,
            now=request.now,
        )
    except StateChanged as refusal:
        messages.error(request, in_words(refusal.sentence))
        return _page(request, chosen, form, rows, status=409)
    except Refusal as refusal:
        put_on_form(form, refusal)
        return _page(request, chosen, form, rows, status=422)
    words = _("已修改 %(n)s 个项目；如有不妥，可在本页撤销。") % {"n": len(edit.changes)}
    messages.success(request, words)
    return redirect("project-edit-record", edit.pk)


def _page(
    request: Request,
    chosen: Chosen,
    form: BulkForm,
    rows: Sequence[RowPreview] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "chosen": chosen,
        "count": len(chosen.projects),
        "preview": preview_of(rows) if rows is not None else None,
        "told": form.fingerprint() if rows is not None else "",
        "back_url": _back(request),
    }
    return render(request, "projects/bulk.html", context, status=status)


def _chosen(request: Request) -> Chosen:
    """Without those that the person may not see; refused when there are too many."""
    if request.method == "POST":
        ids = [pk for text in request.POST.get("rows", "").split() if (pk := row_id(text))]
    else:
        ids = _all_ids(request) if "all" in request.GET else ids_in(request.GET)
    if len(ids) > MOST:
        raise Refusal(say("一次最多改 {most} 个项目，请先筛选。", most=MOST))
    rows = with_all(visible_rows(request.user, ids)).in_bulk()
    return Chosen([rows[pk] for pk in ids if pk in rows])


def _all_ids(request: Request) -> list[UUID]:
    asked = asked_for(request.GET, request.tenant.year)
    rows = matching(request.user, asked.wanted)
    rows = in_order(rows, asked.order, descending=asked.descending)
    return list(rows.values_list("pk", flat=True)[: MOST + 1])


def _tell(request: Request, done: Undone) -> None:
    messages.success(request, _("已撤销，恢复 %(n)s 个项目。") % {"n": done.restored})
    if done.left:
        messages.warning(request, _left_words(done.left))


def _left_words(left: Sequence[Left]) -> str:
    """One sentence for all that stays: the first of many, and how many are on the record."""
    one, n = left[0], len(left)
    why = in_words(one.why).rstrip("。.")
    words = {"name": one.project, "fields": one.fields, "why": why, "n": n}
    if n > 1:
        said = _("“%(name)s”的%(fields)s（%(why)s）等 %(n)s 处保留未动，逐处列在下面。")
    else:
        said = _("“%(name)s”的%(fields)s保留未动：%(why)s。")
    return said % words


def _back(request: Request) -> str:
    return f"{reverse('project-list')}?{arranged_query(request) or WHOLE}"


def _visible(request: Request, pk: UUID) -> BulkEdit:
    return get_object_or_404(BulkEdit.objects.visible_to(request.user).select_related("by"), pk=pk)
