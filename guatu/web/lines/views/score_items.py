"""Score items of a line: adding, changing, removing."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.kit.refusals import Refusal
from guatu.lines import actions
from guatu.lines.models import WorkLine
from guatu.org.access import require
from guatu.web.lines.finding import visible_item, visible_line
from guatu.web.lines.forms import ScoreItemForm, initial_of_item
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_new(request: Request, pk: UUID) -> HttpResponse:
    line = visible_line(request.user, pk)
    require(request.user, "score_item.edit", line)
    form = ScoreItemForm(request.POST or None, user=request.user, line=line)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_score_item(line, form.cleaned_data, by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return _done(request, line, _("已设定考核事项。"))
    return _page(request, line, form, {"title": _("增加考核事项")})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request: Request, pk: UUID, row_pk: UUID) -> HttpResponse:
    item = visible_item(request.user, pk, row_pk)
    require(request.user, "score_item.edit", item.line)
    form = ScoreItemForm(
        request.POST or None,
        user=request.user,
        line=item.line,
        item=item,
        initial=initial_of_item(item),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_score_item(item, form.cleaned_data, by=request.user, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            return _done(request, item.line, _("已保存考核事项“%(item)s”。") % {"item": item})
    removal = reverse("line-item-removal", args=[pk, row_pk])
    context = {"title": _("修改考核事项"), "row": item.name, "removal_url": removal}
    return _page(request, item.line, form, context)


@login_required
@require_POST
def item_removal(request: Request, pk: UUID, row_pk: UUID) -> HttpResponse:
    item = visible_item(request.user, pk, row_pk)
    try:
        actions.remove_score_item(item, by=request.user, now=request.now)
    except Refusal as refusal:
        messages.error(request, in_words(refusal.sentence))
        return redirect(_section(item.line))
    return _done(request, item.line, _("已删去考核事项“%(item)s”。") % {"item": item})


def _done(request: Request, line: WorkLine, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(_section(line))


def _section(line: WorkLine) -> str:
    return f"{reverse('line-detail', args=[line.pk])}#items"


def _page(
    request: Request, line: WorkLine, form: ScoreItemForm, context: Mapping[str, object]
) -> HttpResponse:
    around = {"line": line, "settled": False, "cancel_url": _section(line)}
    return form_page(request, "lines/row_form.html", form, {**around, **context})
