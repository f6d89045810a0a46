"""改期规则: everybody may read them, the office sets them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.datechanges.actions.terms import set_terms
from guatu.datechanges.models import ChangeTerms
from guatu.datechanges.terms import FIGURES, preset, rules_of, terms_of
from guatu.org.access import require
from guatu.web.shared.answering import Done, answered
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request

FLAGS = ("objective", "names_unit", "unlimited", "always")
MOST_REASONS = 30


class RulesForm(forms.Form):
    """The figures; 0 switches a limit off. The reasons are rows of their own."""

    def __init__(self, sent: QueryDict | None, *, terms: ChangeTerms) -> None:
        given = {name: getattr(terms, name) for name in FIGURES}
        super().__init__(sent, initial={**given, "seen": terms.version})
        for name in FIGURES:
            label = ChangeTerms._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            self.fields[name] = forms.IntegerField(
                label=label,
                min_value=0,
                max_value=2000,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num"}),
                help_text=_("默认 %(n)s，0 表示不限") % {"n": preset()[name]},
            )
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_rules(request: Request) -> HttpResponse:
    terms = terms_of(request.tenant.pk)
    may_edit = request.access.can("date_change.terms", request.tenant)
    if request.method == "POST":
        require(request.user, "date_change.terms", request.tenant)
    form = RulesForm(request.POST or None, terms=terms)
    reasons = _typed(request) if request.method == "POST" else list(terms.reasons)
    context = {
        "terms": terms,
        "rules": rules_of(terms),
        "reasons": [*reasons, *([{}] if may_edit else [])],
        "may_edit": may_edit,
        "shipped": terms.version == 0,
        "history": history(terms.pk),
    }

    def act() -> Done:
        values = {name: form.cleaned_data[name] for name in FIGURES}
        changed = set_terms(
            request.tenant,
            {**values, "reasons": reasons},
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=request.now,
        )
        said = _("已保存改期规则。") if changed else _("没有改动。")
        return Done(said, reverse("date-change-rules"))

    return answered(request, "datechanges/rules.html", form, act, context)


def _typed(request: Request) -> list[dict[str, Any]]:
    """The reasons as typed; a row without a name is left out, a new one gets the next code."""
    posted = request.POST
    codes, names = posted.getlist("code"), posted.getlist("name")
    ticked = {flag: set(posted.getlist(flag)) for flag in FLAGS}
    rows = []
    taken = {code for code in codes if code}
    for n, (code, name) in enumerate(zip(codes, names, strict=False)):
        words = name.replace("\0", "").strip()[:40]
        if not words or n >= MOST_REASONS:
            continue
        row: dict[str, Any] = {"code": code[:40] or _fresh(taken), "name": words}
        row |= {flag: True for flag in FLAGS if str(n) in ticked[flag]}
        taken.add(row["code"])
        rows.append(row)
    return rows


def _fresh(taken: set[str]) -> str:
    n = next(n for n in range(1, len(taken) + 2) if f"own-{n}" not in taken)
    return f"own-{n}"
