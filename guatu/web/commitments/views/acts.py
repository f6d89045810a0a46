"""What may be done with a promise: one form and one button for each verb of the table."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.commitments.access import require_verb
from guatu.kit.refusals import Refusal, StateChanged
from guatu.web.commitments.answering import overtaken_page
from guatu.web.commitments.doors import DOORS
from guatu.web.commitments.finding import visible_commitment
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request

TEMPLATE = "commitments/act.html"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_act(request: Request, pk: UUID, slug: str) -> HttpResponse:
    """A refusal shows the form again; who was overtaken gets 409 and who was first."""
    row, door = visible_commitment(request, pk), DOORS[slug]
    require_verb(request.user, door.verb, row)
    sent = request.POST if request.method == "POST" else None  # a yes alone sends nothing
    initial = {"seen": row.version, **door.initial(row, request.today)}
    form = door.form(sent, initial=initial)
    address = reverse("commitment-detail", args=[row.pk])
    context = {
        "row": row,
        "door": door,
        "title": _(door.words),
        "submit": door.submit or _(door.words),
        "danger": door.danger,
        "cancel_url": address,
    }
    if form.is_bound and form.is_valid():
        try:
            seen = form.cleaned_data["seen"] or None
            door.act(row, form, seen=seen, by=request.user, now=request.now)
        except StateChanged as refusal:
            version = visible_commitment(request, pk).version
            return overtaken_page(request, TEMPLATE, form, context, refusal, version)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, f"{row.label}{door.done}")
            return redirect(address)
    return form_page(request, TEMPLATE, form, context)
