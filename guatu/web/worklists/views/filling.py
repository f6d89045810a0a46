"""What a liaison does with the rows of a list: a form each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.domain.worklists.rhythm import Rhythm
from guatu.domain.worklists.table import Verb
from guatu.web.shared.asking import whole_number
from guatu.web.shared.requests import Request
from guatu.web.worklists.answering import address_of, answer
from guatu.web.worklists.finding import visible_item, visible_list
from guatu.web.worklists.forms import (
    AmendForm,
    CellsForm,
    LateForm,
    OwnForm,
    SheetForm,
    WordsForm,
)
from guatu.worklists.access import require_verb
from guatu.worklists.actions import filling
from guatu.worklists.actions.amending import add_late, amend
from guatu.worklists.choices import RowKind
from guatu.worklists.queries.listing import items_of

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_POST
def list_refresh(request: Request, pk: UUID) -> HttpResponse:
    row = visible_list(request, pk)
    seen = whole_number(request.POST.get("seen", ""))
    merged = filling.refresh(row, seen=seen, by=request.user, now=request.now)
    said = {"added": merged.added, "changed": merged.changed, "gone": merged.gone}
    words = _("已重新取数：新增 %(added)s 项，更新 %(changed)s 项，去掉 %(gone)s 项。") % said
    messages.success(request, words if merged.any else _("来源没有变化。"))
    return redirect("work-list", row.pk)


@login_required
@_METHODS
def row_edit(request: Request, pk: UUID) -> HttpResponse:
    """The cells of a row of the system, or all of an own one."""
    item = visible_item(request, pk)
    row = item.work_list
    require_verb(request.user, Verb.CORRECT, row)
    rhythm, start = Rhythm(row.round.rhythm), {"seen": row.version}
    given: dict[str, Any] = {"by": request.user, "now": request.now}
    if item.kind == RowKind.OWN:
        own = OwnForm(request.POST or None, rhythm=rhythm, item=item, initial=start)

        def settle() -> None:
            filling.settle_own(item, own.own(), seen=own.cleaned_data["seen"], **given)

        return answer(request, row, own, settle, title=_("自列事项"), submit=_("保存"), item=item)
    form = CellsForm(request.POST or None, item=item, rhythm=rhythm, initial=start)

    def act() -> None:
        filling.correct(item, form.cells(), seen=form.cleaned_data["seen"], **given)

    return answer(request, row, form, act, title=_("更正事项"), submit=_("保存"), item=item)


@login_required
@_METHODS
def sheet_edit(request: Request, pk: UUID) -> HttpResponse:
    """All rows at once, as in a spreadsheet."""
    row = visible_list(request, pk)
    require_verb(request.user, Verb.CORRECT, row)
    items = [item for item in items_of(row) if not item.struck]
    rhythm, start = Rhythm(row.round.rhythm), {"seen": row.version}
    form = SheetForm(request.POST or None, items=items, rhythm=rhythm, initial=start)

    def act() -> None:
        seen = form.cleaned_data["seen"]
        filling.correct_all(row, form.cells(), seen=seen, by=request.user, now=request.now)

    page = "worklists/sheet.html"
    return answer(request, row, form, act, title=_("整张更正"), submit=_("保存"), page=page)


@login_required
@_METHODS
def row_new(request: Request, pk: UUID) -> HttpResponse:
    """An own row; after the freeze one that was forgotten, with the reason."""
    row = visible_list(request, pk)
    late = row.is_frozen
    require_verb(request.user, Verb.AMEND if late else Verb.CORRECT, row)
    kind = LateForm if late else OwnForm
    start = {"seen": row.version}
    form = kind(request.POST or None, rhythm=Rhythm(row.round.rhythm), initial=start)

    def act() -> None:
        seen = form.cleaned_data["seen"]
        given: dict[str, Any] = {"seen": seen, "by": request.user, "now": request.now}
        if late:
            add_late(row, form.own(), reason=form.cleaned_data["reason"], **given)
        else:
            filling.add(row, form.own(), **given)

    title = _("冻结后补列事项") if late else _("自列事项")
    return answer(request, row, form, act, title=title, submit=_("列入清单"))


@login_required
@_METHODS
def row_strike(request: Request, pk: UUID) -> HttpResponse:
    item = visible_item(request, pk)
    row = item.work_list
    require_verb(request.user, Verb.CORRECT, row)
    form = WordsForm(request.POST or None, label=_("为什么本期不列"), initial={"seen": row.version})

    def act() -> None:
        given = form.cleaned_data
        filling.strike(
            item, reason=given["words"], seen=given["seen"], by=request.user, now=request.now
        )

    return answer(request, row, form, act, title=_("本期不列"), submit=_("不列"), item=item)


@login_required
@require_POST
def row_restore(request: Request, pk: UUID) -> HttpResponse:
    item = visible_item(request, pk)
    seen = whole_number(request.POST.get("seen", ""))
    filling.restore(item, seen=seen, by=request.user, now=request.now)
    return redirect(address_of(item.work_list, item))


@login_required
@_METHODS
def row_amend(request: Request, pk: UUID) -> HttpResponse:
    item = visible_item(request, pk)
    row = item.work_list
    require_verb(request.user, Verb.AMEND, row)
    form = AmendForm(request.POST or None, initial={"seen": row.version})

    def act() -> None:
        given = form.cleaned_data
        amend(
            item,
            given["field"],
            given["after"],
            reason=given["reason"],
            seen=given["seen"],
            by=request.user,
            now=request.now,
        )

    return answer(request, row, form, act, title=_("冻结后更正"), submit=_("更正"), item=item)
