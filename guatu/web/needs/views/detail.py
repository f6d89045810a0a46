"""One need: what it is, what it holds up, and everything that may be said of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.projects.queries.needs import rows_on
from guatu.web.needs.facts import facts_of
from guatu.web.needs.finding import visible_need
from guatu.web.needs.forms import BlockerForm, DeliveryForm, PromiseForm
from guatu.web.shared.needs import need_lines
from guatu.web.shared.requests import Request
from guatu.workdays.queries import calendar_in_force


@login_required
@require_safe
def need_detail(request: Request, pk: UUID) -> HttpResponse:
    need = visible_need(request, pk)
    row = rows_on([need], request.today, calendar_in_force())[0]
    context = {
        "need": need,
        "line": need_lines([row], request.user)[0],
        "facts": facts_of(row),
        "may_dispatch": request.access.can("dispatch.draft"),
        "promise_form": PromiseForm(
            need=need, initial={"on": need.promised_on or need.needed_by}, auto_id="promise_%s"
        ),
        "delivery_form": DeliveryForm(initial={"on": request.today}, auto_id="delivery_%s"),
        "blocker_form": BlockerForm(
            initial={"words": need.blocker, "since": need.blocked_since or request.today},
            auto_id="blocker_%s",
        ),
    }
    return render(request, "needs/detail.html", context)
