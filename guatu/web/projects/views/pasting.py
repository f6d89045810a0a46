"""Pasting a block from Excel: read, shown cell by cell, entered as one edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.projects.actions.bulk import change_many
from guatu.projects.actions.bulk_preview import RowPreview, preview, with_all
from guatu.projects.choices import BulkKind
from guatu.web.projects.bulk import preview_of, still_as_seen, visible_rows
from guatu.web.projects.pasted.block import FINDING, Block, read_block
from guatu.web.projects.pasted.cells import Reader
from guatu.web.projects.pasted.heads import Head
from guatu.web.shared.answering import put_on_form
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words
from guatu.web.templatetags.guatu import wan

LONGEST = 300_000


class PasteForm(forms.Form):
    block = forms.CharField(
        label=gettext_lazy("从 Excel 复制的内容"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "wrap": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "连同表头复制。用序号、项目代码或项目名称认项目；空格子不改，要清空就填“清空”。"
        ),
    )


@dataclass(frozen=True, slots=True)
class HeadLine:
    """What a pasted column was taken for, and whether it changes anything."""

    words: str
    meaning: str
    sets: bool


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_paste(request: Request) -> HttpResponse:
    """Sent once for the preview; with ``apply`` what the preview showed is entered."""
    require(request.user, "project.edit")
    form = PasteForm(request.POST or None)
    if not form.is_bound:
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    year = request.tenant.year
    reader = Reader.of(request.user, year, request.today)
    block = read_block(form.cleaned_data["block"], reader, user=request.user, year=year)
    if block.problem is not None:
        form.add_error("block", in_words(block.problem))
        return _page(request, form, block, status=422)
    rows = _rows(request, block)
    if "apply" in request.POST:
        return _applied(request, form, block, rows)
    return _page(request, form, block, rows)


def _rows(request: Request, block: Block) -> list[RowPreview]:
    projects = with_all(visible_rows(request.user, [row.project for row in block.sound])).in_bulk()
    wanted = [(projects[row.project], row.values) for row in block.sound]
    return preview(wanted, by=request.user, today=request.today)


def _applied(
    request: Request, form: PasteForm, block: Block, rows: Sequence[RowPreview]
) -> HttpResponse:
    try:
        edit = change_many(
            request.tenant,
            still_as_seen(rows, request.POST.get("seen", "")),
            kind=BulkKind.PASTED,
            by=request.user,
            now=request.now,
        )
    except StateChanged as refusal:
        messages.error(request, in_words(refusal.sentence))
        return _page(request, form, block, rows, status=409)
    except Refusal as refusal:
        put_on_form(form, refusal)
        return _page(request, form, block, rows, status=422)
    words = _("已按粘贴的内容修改 %(n)s 个项目；如有不妥，可在本页撤销。")
    messages.success(request, words % {"n": len(edit.changes)})
    return redirect("project-edit-record", edit.pk)


def _page(
    request: Request,
    form: PasteForm,
    block: Block | None = None,
    rows: Sequence[RowPreview] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "pasted": block,
        "heads": _head_lines(block) if block else [],
        "preview": preview_of(rows) if rows is not None else None,
    }
    return render(request, "projects/paste.html", context, status=status)


def _head_lines(block: Block) -> list[HeadLine]:
    by_code = any(head.column and head.column.code == "code" for head in block.heads)
    return [_head_line(head, by_code) for head in block.heads]


def _head_line(head: Head, by_code: bool) -> HeadLine:
    """A name beside the code is a new name."""
    column = head.column
    if column is None:
        return HeadLine(head.words, _("不认识，不用"), False)
    if column.code in FINDING and not (column.code == "name" and by_code):
        return HeadLine(head.words, _("%(title)s，用来认项目") % {"title": column.title}, False)
    if not head.sets:
        return HeadLine(head.words, _("%(title)s，不改") % {"title": column.title}, False)
    if head.worth != 1:
        said = {"title": column.full or column.title, "worth": wan(head.worth)}
        words = _("%(title)s，1 按 %(worth)s 万元读") % said
        return HeadLine(head.words, words, True)
    return HeadLine(head.words, column.whole_title, True)
