"""Writing a dispatch: a new one, or a draft anew; kept, sent for approval or issued at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.dispatches.actions.drafting import draft, edit, submit
from guatu.dispatches.actions.issuing import issue
from guatu.dispatches.models import Dispatch
from guatu.dispatches.queries.remaining import offered, reckoning_of
from guatu.domain.lifecycle import Verb
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import Forbidden, require
from guatu.web.dispatches.beginnings import as_it_stands, beginning
from guatu.web.dispatches.doors import can_be_done, door_of
from guatu.web.dispatches.finding import visible_dispatch
from guatu.web.dispatches.forms.matters import MatterForm
from guatu.web.dispatches.standing import turn_of
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request
from guatu.web.shared.sentences import in_words

_METHODS = require_http_methods(["GET", "HEAD", "POST"])
#: What the button that was pressed asks for besides keeping the draft.
_THEN = {"submit": (submit, Verb.SUBMIT), "issue": (issue, Verb.ISSUE)}


@login_required
@_METHODS
def dispatch_new(request: Request) -> HttpResponse:
    """``?project=&milestone=&need=&source=`` fill in what is likely."""
    require(request.user, "dispatch.draft")
    form = _form(request, beginning(request))
    if form.is_bound and form.is_valid():
        try:
            return _drafted(request, form)
        except (Forbidden, Refusal) as refusal:
            _put(form, refusal)
    return _page(request, form, _("派单"), _back(form), None)


@login_required
@_METHODS
def dispatch_edit(request: Request, pk: UUID) -> HttpResponse:
    dispatch = visible_dispatch(request, pk)
    require(request.user, "dispatch.edit", dispatch)
    can_be_done(dispatch, Verb.EDIT)
    form = _form(request, as_it_stands(dispatch), dispatch)
    if form.is_bound and form.is_valid():
        try:
            return _edited(request, dispatch, form)
        except StateChanged as refusal:
            return _overtaken(request, dispatch, form, refusal)
        except (Forbidden, Refusal) as refusal:
            _put(form, refusal)
    cancel = reverse("dispatch-detail", args=[pk])
    return _page(request, form, _("修改“%(name)s”") % {"name": dispatch.title}, cancel, dispatch)


@transaction.atomic
def _drafted(request: Request, form: MatterForm) -> HttpResponse:
    """All or nothing: what cannot be issued is not kept as a draft behind one's back."""
    made = draft(request.tenant, form.matter(), by=request.user, now=request.now)
    return _then(request, made, made.version)


@transaction.atomic
def _edited(request: Request, dispatch: Dispatch, form: MatterForm) -> HttpResponse:
    seen = form.seen_version
    kept = edit(dispatch, form.matter(), seen=seen, by=request.user, now=request.now)
    return _then(request, kept, kept.version)


def _then(request: Request, dispatch: Dispatch, seen: int) -> HttpResponse:
    known = _THEN.get(request.POST.get("then", ""))
    said = _("已存为草稿“%(name)s”，还没有下发。")
    if known is not None:
        act, verb = known
        dispatch = act(dispatch, seen=seen, by=request.user, now=request.now)
        said = str(door_of(verb).said)
    messages.success(request, said % {"name": dispatch.number or dispatch.title})
    return redirect("dispatch-detail", dispatch.pk)


def _overtaken(
    request: Request, dispatch: Dispatch, form: MatterForm, refusal: StateChanged
) -> HttpResponse:
    """409, with what was typed over the draft as it is now, while it is one."""
    current = visible_dispatch(request, dispatch.pk)
    reckoning = reckoning_of(current.tenant_id, request.now)
    context = {
        **_around(request, reverse("dispatch-detail", args=[current.pk]), current),
        "title": _("修改“%(name)s”") % {"name": current.title},
        "form": form.over(current),
        "overtaken": refusal.sentence,
        "turn": turn_of(current, reckoning),
    }
    return render(request, "dispatches/form.html", context, status=409)


def _form(
    request: Request, initial: dict[str, Any], dispatch: Dispatch | None = None
) -> MatterForm:
    sent = (request.POST,) if request.method == "POST" else ()
    offers = offered(request.tenant.pk, request.now)
    return MatterForm(*sent, user=request.user, offers=offers, initial=initial, dispatch=dispatch)


def _page(
    request: Request, form: MatterForm, title: str, cancel_url: str, dispatch: Dispatch | None
) -> HttpResponse:
    context = {**_around(request, cancel_url, dispatch), "title": title}
    return form_page(request, "dispatches/form.html", form, context)


def _around(request: Request, cancel_url: str, dispatch: Dispatch | None) -> dict[str, Any]:
    return {
        "cancel_url": cancel_url,
        "dispatch": dispatch,
        "may_issue": request.access.can("dispatch.issue", dispatch),
    }


def _put(form: MatterForm, refusal: Forbidden | Refusal) -> None:
    if isinstance(refusal, Refusal):
        put_on_form(form, refusal)
    else:
        form.add_error(None, in_words(refusal.sentence))


def _back(form: MatterForm) -> str:
    """Where the person came from: the project, if one was named."""
    project = form.initial.get("project")
    return reverse("project-detail", args=[project.pk]) if project else reverse("dispatch-list")
