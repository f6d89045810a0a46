"""How a person wants to be told: one card a channel, each saved by itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.kit.refusals import Refusal
from guatu.notices import actions
from guatu.notices.actions.settings import Choice
from guatu.notices.choices import NoticeKind
from guatu.notices.models import Letter
from guatu.notices.queries import Wish, hours_of, last_failures, wishes_of
from guatu.web.notices.forms import PreferenceForm
from guatu.web.shared.answering import put_on_form
from guatu.web.shared.requests import Request


@dataclass(frozen=True, slots=True)
class Card:
    wish: Wish
    form: PreferenceForm
    failure: Letter | None

    @property
    def muted_words(self) -> str:
        return "、".join(str(k.label) for k in NoticeKind if k.value in self.wish.muted)


@login_required
@require_safe
def preference_list(request: Request) -> HttpResponse:
    return _page(request)


@login_required
@require_POST
def preference_edit(request: Request, code: str) -> HttpResponse:
    wish = next((one for one in wishes_of(request.user) if one.channel.code == code), None)
    if wish is None:
        raise Http404
    form = PreferenceForm(request.POST, wish=wish)
    if form.is_valid():
        given = form.cleaned_data
        choice = Choice(
            enabled=given.get("enabled", True),
            address=given.get("address", ""),
            digest=given.get("digest", wish.digest),
            muted=given["muted"],
        )
        try:
            actions.change_preference(request.user, code, choice, now=request.now)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            said = _("已保存“%(channel)s”。") % {"channel": wish.channel.label}
            messages.success(request, said)
            return redirect("notice-preferences")
    return _page(request, form, code)


def _page(request: Request, sent: PreferenceForm | None = None, code: str = "") -> HttpResponse:
    """All channels; ``sent`` is the form of channel ``code`` that could not be taken."""
    failures = last_failures(request.user)
    cards = [
        Card(
            wish,
            sent if sent and wish.channel.code == code else PreferenceForm(wish=wish),
            failures.get(wish.channel.code),
        )
        for wish in wishes_of(request.user)
    ]
    context = {
        "cards": cards,
        "hours": hours_of([request.tenant.pk])[request.tenant.pk],
        "can_edit": request.access.can("channel.edit", request.tenant),
    }
    return render(request, "notices/preferences.html", context, status=422 if sent else 200)
