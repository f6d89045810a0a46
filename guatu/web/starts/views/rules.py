"""集中开工规则: everybody may read them, the office sets them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.domain.starts import PROOF_WORDS, rules_of
from guatu.org.access import require
from guatu.starts.actions.terms import set_terms
from guatu.starts.terms import terms_of
from guatu.web.shared.answering import Done, answered
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request
from guatu.web.starts.forms import RulesForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start_rules(request: Request) -> HttpResponse:
    terms = terms_of(request.tenant.pk)
    rules = rules_of(terms.rules)
    if request.method == "POST":
        require(request.user, "start_event.terms", request.tenant)
    form = RulesForm(request.POST or None, rules=rules, version=terms.version)
    context = {
        "rules": rules,
        "proofs": [_(PROOF_WORDS[one]) for one in rules.proofs],
        "may_edit": request.access.can("start_event.terms", request.tenant),
        "shipped": terms.version == 0,
        "history": history(terms.pk),
    }

    def act() -> Done:
        changed = set_terms(
            request.tenant,
            **form.rules(),
            seen=form.cleaned_data["seen"] or 0,
            by=request.user,
            now=request.now,
        )
        said = _("已保存集中开工规则。") if changed else _("没有改动。")
        return Done(said, reverse("start-rules"))

    return answered(request, "starts/rules.html", form, act, context)
