"""派单规则: limits, ladder, hours and caps, and what each preset says before it is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guatu.dispatches.actions.terms import set_terms
from guatu.dispatches.terms import all_ladders, all_limits, ladder_of, limits_of, terms_of
from guatu.domain.clocks import Span
from guatu.domain.limits import LEG_WORDS, Leg, Limits
from guatu.kit.refusals import Refusal, StateChanged
from guatu.org.access import require
from guatu.web.dispatches.forms.ruling import TermsForm
from guatu.web.shared.answering import form_page, put_on_form
from guatu.web.shared.requests import Request


@dataclass(frozen=True, slots=True)
class Cell:
    """What one leg of one class may take; ``ours`` where the source leaves it open."""

    span: Span | None
    ours: bool


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    applies_to: str
    cells: Sequence[Cell]


@login_required
@require_safe
def dispatch_terms(request: Request) -> HttpResponse:
    """For everybody to read: the rules under which each has to act."""
    terms = terms_of(request.tenant.pk)
    limits = limits_of(terms)
    context = {
        "terms": terms,
        "limits": limits,
        "legs": [_(LEG_WORDS[leg]) for leg in Leg],
        "rows": _rows(limits),
        "mixed": any(one.published for one in limits.classes),
        "ladder": ladder_of(terms),
        "may_edit": request.access.can("dispatch.terms", request.tenant),
    }
    return render(request, "dispatches/terms.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dispatch_terms_edit(request: Request) -> HttpResponse:
    require(request.user, "dispatch.terms", request.tenant)
    sent = request.POST if request.method == "POST" else None
    form = TermsForm(sent, user=request.user, terms=terms_of(request.tenant.pk))
    if form.is_bound and form.is_valid():
        try:
            changed = set_terms(
                request.tenant,
                form.given(),
                seen=form.cleaned_data["seen"],
                by=request.user,
                now=request.now,
            )
        except StateChanged as refusal:
            return _overtaken(request, form, refusal)
        except Refusal as refusal:
            put_on_form(form, refusal)
        else:
            said = _("已保存派单规则。") if changed else _("派单规则没有变动。")
            messages.success(request, said)
            return redirect("dispatch-terms")
    return form_page(request, "dispatches/terms_edit.html", form, _presets())


def _overtaken(request: Request, form: TermsForm, refusal: StateChanged) -> HttpResponse:
    """409, with what was typed over the rules as they are now."""
    terms = terms_of(request.tenant.pk)
    typed = request.POST.copy()
    typed["seen"] = str(terms.version)
    again = TermsForm(typed, user=request.user, terms=terms)
    context = {**_presets(), "form": again, "overtaken": refusal.sentence}
    return render(request, "dispatches/terms_edit.html", context, status=409)


def _presets() -> dict[str, object]:
    return {"all_limits": all_limits().values(), "all_ladders": all_ladders().values()}


def _rows(limits: Limits) -> list[Row]:
    return [
        Row(
            _(one.name),
            _(one.applies_to),
            [Cell(one.spans.get(leg), leg not in one.published) for leg in Leg],
        )
        for one in limits.classes
    ]
