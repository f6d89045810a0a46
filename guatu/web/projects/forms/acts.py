"""Small forms: a reason, a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guatu.domain.lights import RulePack
from guatu.domain.lights.colours import Light
from guatu.domain.lights.packs import ANY_EXCUSE
from guatu.web.shared.fields import DayField
from guatu.web.shared.rulewords import excuse_words


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


class DoneForm(forms.Form):
    on = DayField(label=_("完成日期"))


class ForecastForm(forms.Form):
    finish = DayField(
        label=_("预计完成日期"), required=False, help_text=_("清空即取消预计，按计划日期算。")
    )


class ExcuseForm(forms.Form):
    """An accepted reason for one dimension of the rules in force, said with its light now."""

    dimension = forms.ChoiceField(label=_("哪一方面"))
    reason = forms.CharField(
        label=_("正当理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清事实和依据，会显示在项目页上。"),
    )
    since = DayField(label=_("自"))
    until = DayField(label=_("至"), help_text=_("含这一天；此后恢复计色。"))

    def __init__(
        self, *args: Any, rules: RulePack, lights: Mapping[str, Light], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        open_to_reasons = [d for d in rules.dimensions if d.excuse.allowed]
        self.fields["dimension"].choices = [  # type: ignore[attr-defined]
            (d.code, _dimension_words(d.name, lights.get(d.code))) for d in open_to_reasons
        ]
        self.fields["dimension"].help_text = "；".join(
            f"{gettext(d.name)}：{excuse_words(d.excuse)}"
            for d in open_to_reasons
            if d.excuse != ANY_EXCUSE
        )


def _dimension_words(name: str, light: Light | None) -> str:
    said = {"name": gettext(name), "light": gettext(light.word) if light else ""}
    return gettext("%(name)s（现为%(light)s）") % said if light else said["name"]


class StartForm(forms.Form):
    on = DayField(label=_("实际开工日期"))
