"""Filing, approving, sending back, freezing and reviewing lists."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.domain.worklists.table import Verb
from guatu.web.shared.asking import whole_number
from guatu.web.shared.requests import Request
from guatu.web.worklists.answering import answer
from guatu.web.worklists.finding import visible_list, visible_round
from guatu.web.worklists.forms import AnswerForm, WordsForm
from guatu.worklists.access import require_verb
from guatu.worklists.actions import filing
from guatu.worklists.actions.rounds import freeze

_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_POST
def list_file(request: Request, pk: UUID) -> HttpResponse:
    row = visible_list(request, pk)
    filed = filing.file(row, seen=_seen(request), by=request.user, now=request.now)
    late = _("已报送，已过报送时限，记为迟报。")
    messages.success(request, late if filed.is_late else _("已报送，等单位负责人审定。"))
    return redirect("work-list", row.pk)


@login_required
@require_POST
def list_take_back(request: Request, pk: UUID) -> HttpResponse:
    row = visible_list(request, pk)
    filing.take_back(row, seen=_seen(request), by=request.user, now=request.now)
    messages.success(request, _("已收回，改好后请再报送。"))
    return redirect("work-list", row.pk)


@login_required
@_METHODS
def list_approve(request: Request, pk: UUID) -> HttpResponse:
    row = visible_list(request, pk)
    require_verb(request.user, Verb.APPROVE, row)
    form = AnswerForm(request.POST or None, initial={"seen": row.version})

    def act() -> None:
        given = form.cleaned_data
        filing.approve(
            row, answer=given["answer"], seen=given["seen"], by=request.user, now=request.now
        )

    return answer(request, row, form, act, title=_("审定"), done=_("已审定。"))


@login_required
@_METHODS
def list_return(request: Request, pk: UUID) -> HttpResponse:
    row = visible_list(request, pk)
    require_verb(request.user, Verb.RETURN, row)
    form = WordsForm(request.POST or None, label=_("哪里要改"), initial={"seen": row.version})

    def act() -> None:
        given = form.cleaned_data
        filing.send_back(
            row, reason=given["words"], seen=given["seen"], by=request.user, now=request.now
        )

    done = _("已退回，联络员会收到通知。")
    return answer(request, row, form, act, title=_("退回修改"), done=done)


@login_required
@_METHODS
def list_review(request: Request, pk: UUID) -> HttpResponse:
    row = visible_list(request, pk)
    require_verb(request.user, Verb.REVIEW, row)
    form = WordsForm(request.POST or None, label=_("点评"), initial={"seen": row.version})

    def act() -> None:
        given = form.cleaned_data
        filing.review(
            row, words=given["words"], seen=given["seen"], by=request.user, now=request.now
        )

    return answer(request, row, form, act, title=_("点评"), done=_("已点评。"))


@login_required
@require_POST
def round_freeze(request: Request, pk: UUID) -> HttpResponse:
    """By the office, from the deadline on."""
    row = visible_round(request, pk)
    done = freeze(row, by=request.user, now=request.now)
    messages.success(request, _("已冻结。") if done else _("早已冻结，没有重复办理。"))
    return redirect(reverse("work-list-all") + f"?round={row.pk}")


def _seen(request: Request) -> int | None:
    return whole_number(request.POST.get("seen", ""))
