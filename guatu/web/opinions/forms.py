"""The form of an opinion."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guatu.projects.actions.opinions import LONGEST_REASON
from guatu.projects.choices import OpinionStep


class OpinionForm(forms.Form):
    step = forms.TypedChoiceField(
        label=_("按期完成的把握"),
        choices=OpinionStep.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请在五档中选一档。")},
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("依据什么这样判断：看到了什么、差什么、靠什么补。会显示在项目页上。"),
        error_messages={"required": _("请写明理由：依据什么这样判断。")},
    )

    def typed(self) -> dict[str, Any]:
        return {"step": self.cleaned_data["step"], "reason": self.cleaned_data["reason"]}
