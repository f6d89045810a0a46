"""清单规则: everybody may read them, the office sets them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.domain.worklists.rhythm import LONGEST, RHYTHM_WORDS, Rhythm
from guatu.org.access import require
from guatu.web.shared.answering import Done, answered
from guatu.web.shared.history import history
from guatu.web.shared.requests import Request
from guatu.worklists.actions.terms import set_terms
from guatu.worklists.models import WorkTerms
from guatu.worklists.terms import terms_of

MARKS = ("prepare", "file", "freeze")


class RulesForm(forms.Form):
    """Of each rhythm: asked for or not, and three moments as day of the period and hour."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, sent: QueryDict | None, *, terms: WorkTerms) -> None:
        super().__init__(sent, initial={"seen": terms.version})
        for rhythm in Rhythm:
            stored = terms.rules[rhythm]
            self.fields[rhythm.value] = forms.BooleanField(required=False, initial=stored["on"])
            for mark in MARKS:
                day, at = stored[mark]
                self.fields[f"{rhythm}_{mark}_day"] = forms.IntegerField(
                    min_value=1,
                    max_value=LONGEST[rhythm],
                    initial=day,
                    widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num"}),
                )
                clock = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
                self.fields[f"{rhythm}_{mark}_at"] = forms.TimeField(initial=at, widget=clock)

    def rules(self) -> dict[str, dict[str, Any]]:
        given = self.cleaned_data
        return {
            rhythm.value: {
                "on": given[rhythm.value],
                **{
                    mark: [given[f"{rhythm}_{mark}_day"], f"{given[f'{rhythm}_{mark}_at']:%H:%M}"]
                    for mark in MARKS
                },
            }
            for rhythm in Rhythm
        }

    def lines(self) -> list[tuple[str, Any, list[tuple[Any, Any]]]]:
        return [
            (
                _(RHYTHM_WORDS[rhythm]),
                self[rhythm.value],
                [(self[f"{rhythm}_{mark}_day"], self[f"{rhythm}_{mark}_at"]) for mark in MARKS],
            )
            for rhythm in Rhythm
        ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def list_rules(request: Request) -> HttpResponse:
    terms = terms_of(request.tenant.pk)
    if request.method == "POST":
        require(request.user, "work_list.terms", request.tenant)
    form = RulesForm(request.POST or None, terms=terms)
    context = {
        "terms": terms,
        "may_edit": request.access.can("work_list.terms", request.tenant),
        "shipped": terms.version == 0,
        "history": history(terms.pk),
    }

    def act() -> Done:
        changed = set_terms(
            request.tenant,
            form.rules(),
            seen=form.cleaned_data["seen"],
            by=request.user,
            now=request.now,
        )
        said = _("已保存清单规则，从下一期起执行。") if changed else _("没有改动。")
        return Done(said, reverse("work-list-rules"))

    return answered(request, "worklists/rules.html", form, act, context)
