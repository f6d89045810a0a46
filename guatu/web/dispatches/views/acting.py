"""Every act on a dispatch that has been drafted: one view, told by a door what to do."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.dispatches.models import Dispatch
from guatu.dispatches.queries.remaining import reckoning_of
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.web.dispatches.doors import Door, can_be_done, doors_open
from guatu.web.dispatches.finding import acted_on, visible_dispatch
from guatu.web.dispatches.forms.acts import ActForm
from guatu.web.dispatches.forms.told import told
from guatu.web.dispatches.standing import turn_of
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dispatch_act(request: Request, pk: UUID, door: Door) -> HttpResponse:
    """GET asks, POST does; what somebody else did first is a page of its own, 409."""
    sent = request.method == "POST"
    dispatch = acted_on(request, pk) if sent else visible_dispatch(request, pk)
    form = _form(request, dispatch, door)
    if form.is_bound and form.is_valid():
        try:
            door.do(dispatch, form, by=request.user, now=request.now)
        except StateChanged as refusal:
            return _overtaken(request, door, form, refusal)
        except Refusal as refusal:
            if not door.asks:
                raise
            put_on_form(form, refusal)
        else:
            messages.success(request, str(door.said) % {"name": _name(dispatch)})
            return redirect("dispatch-detail", pk)
    return _ask(request, dispatch, door, form)


def _ask(request: Request, dispatch: Dispatch, door: Door, form: ActForm) -> HttpResponse:
    """The form on a page of its own, for whoever may do it while it can be done."""
    require(request.user, door.code, dispatch)
    can_be_done(dispatch, door.verb)
    context = {
        "dispatch": dispatch,
        "door": door,
        "turn": turn_of(dispatch, reckoning_of(dispatch.tenant_id, request.now)),
        "title": _title(door, dispatch),
    }
    return form_page(request, "dispatches/act.html", form, context)


def _overtaken(request: Request, door: Door, form: ActForm, refusal: StateChanged) -> HttpResponse:
    """Who was first, how it stands now, and what was typed: to be sent again where that still
    makes sense, to be copied otherwise."""
    current = visible_dispatch(request, form.dispatch.pk)
    again = any(one.door == door for one in doors_open(request.access, current))
    context = {
        "dispatch": current,
        "door": door,
        "sentence": refusal.sentence,
        "turn": turn_of(current, reckoning_of(current.tenant_id, request.now)),
        "form": form.over(current) if again else None,
        "told": list(told(form)),
        "had_files": bool(request.FILES),
        "title": _title(door, current),
    }
    return render(request, "dispatches/overtaken.html", context, status=409)


def _form(request: Request, dispatch: Dispatch, door: Door) -> ActForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return door.form(*sent, dispatch=dispatch, user=request.user, today=request.today)


def _title(door: Door, dispatch: Dispatch) -> str:
    """A dangerous act names its object."""
    return _("%(act)s %(name)s") % {"act": _(door.words), "name": _name(dispatch)}


def _name(dispatch: Dispatch) -> str:
    """By its number once it has one."""
    return dispatch.number or dispatch.title
