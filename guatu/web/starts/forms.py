"""Forms of concentrated starts: they check shape; the acts decide."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guatu.domain.starts import PROOF_WORDS, Proof, Rules
from guatu.lines.actions.putting import words_of
from guatu.org.models import Unit, User
from guatu.starts.actions.projects import MONEY
from guatu.starts.models import WORDS, StartEvent, StartProject
from guatu.web.shared.fields import DayField, PickField

SEPARATORS = re.compile(r"[\s、，,；;]+")


class SeenForm(forms.Form):
    """``seen`` is the version that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(SeenForm):
    reason = forms.CharField(
        label=_("原因和依据"), max_length=WORDS, widget=forms.Textarea(attrs={"rows": 2})
    )


class EventForm(SeenForm):
    """Once the event was held, a change is a correction and says why."""

    day = DayField(label=_("日期"))
    title = forms.CharField(label=_("名称"), max_length=80)
    batch = forms.CharField(
        label=_("批次"),
        max_length=40,
        required=False,
        help_text=_("如“2021年第一批”“一季度”。"),
    )
    site = forms.CharField(label=_("主会场"), max_length=120)
    branches = forms.CharField(
        label=_("分会场"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一行一个；没有的空着。"),
    )
    host_unit = PickField(label=_("承办单位"))
    note = forms.CharField(
        label=_("数据说明"),
        max_length=WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("数字从哪里来、哪些是估计，通报和页面上都会写明。"),
    )

    def __init__(
        self, *args: Any, user: User, event: StartEvent | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        units = self.fields["host_unit"]
        assert isinstance(units, forms.ModelChoiceField)
        units.queryset = Unit.objects.visible_to(user).filter(closed_on__isnull=True)
        if event is not None:
            self.initial.update(
                {name: getattr(event, name) for name in ("day", "title", "batch", "site", "note")}
            )
            self.initial["branches"] = "\n".join(event.branches)
            self.initial["host_unit"], self.initial["seen"] = event.host_unit_id, event.version
        if event is not None and event.is_held:
            self.fields["reason"] = _reason()

    def values(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given["branches"] = [one.strip() for one in given["branches"].splitlines() if one.strip()]
        return {name: given[name] for name in given if name not in ("seen", "reason")}


class FiguresForm(SeenForm):
    """What is announced of one project."""

    serial = forms.IntegerField(label=_("序号"), min_value=1, max_value=9999)
    kind = forms.ChoiceField(label=_("项目类别"))
    industry = forms.CharField(label=_("所属产业"), max_length=60, required=False)
    site = forms.CharField(label=_("开工地点"), max_length=120, required=False)

    def __init__(self, *args: Any, row: StartProject, rules: Rules, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [(one, one) for one in dict.fromkeys((*rules.kinds, row.kind))]
        for name in MONEY:
            self.fields[name] = _amount(words_of(row, [name]))
        self.fields["jobs"] = forms.IntegerField(
            label=_("新增就业（人）"),
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num"}),
        )
        if row.event.is_held:
            self.fields["reason"] = _reason()
        self.initial["seen"] = row.event.version
        for name in ("serial", "kind", "industry", "site", "jobs"):
            self.initial[name] = getattr(row, name)
        for name in MONEY:
            amount: Decimal | None = getattr(row, name)
            self.initial[name] = None if amount is None else format(amount.normalize(), "f")

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {name: given[name] for name in given if name not in ("seen", "reason")}


class AddForm(SeenForm):
    """Chosen projects and their class; the figures come from the list of the year."""

    kind = forms.ChoiceField(label=_("项目类别"))

    def __init__(self, *args: Any, event: StartEvent, rules: Rules, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [(one, one) for one in rules.kinds]
        self.initial["seen"] = event.version
        if event.is_held:
            self.fields["reason"] = _reason()


class RulesForm(SeenForm):
    """The rules of the city; days and classes are typed in a row."""

    line = forms.DecimalField(
        label=_("规模线（万元）"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "num"}),
        help_text=_("通报里“其中 5 亿元以上”的那条线，含本数。"),
    )
    days = forms.CharField(
        label=_("检查日"),
        max_length=60,
        help_text=_("活动后第几天看是否实质开工，用顿号分开，如 30、60、90。"),
    )
    proofs = forms.MultipleChoiceField(
        label=_("开工凭据"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("登记了实际开工，并有其中一项的，算实质开工；都不选的，只看登记。"),
    )
    kinds = forms.CharField(
        label=_("项目类别"),
        max_length=200,
        help_text=_("通报里的分类和顺序，用顿号分开。"),
    )

    def __init__(self, *args: Any, rules: Rules, version: int, **options: Any) -> None:
        super().__init__(*args, **options)
        proofs = self.fields["proofs"]
        assert isinstance(proofs, forms.MultipleChoiceField)
        proofs.choices = [(one.value, _(PROOF_WORDS[one])) for one in Proof]
        self.initial = {
            "seen": version,
            "line": format(rules.line.normalize(), "f"),
            "days": "、".join(str(one) for one in rules.days),
            "proofs": [one.value for one in rules.proofs],
            "kinds": "、".join(rules.kinds),
        }

    def clean_days(self) -> list[int]:
        """What is no number counts as day 0, which no rule allows."""
        typed = [one for one in SEPARATORS.split(self.cleaned_data["days"]) if one]
        return [int(one) if one.isdecimal() and len(one) < 6 else 0 for one in typed]

    def clean_kinds(self) -> list[str]:
        return [one for one in SEPARATORS.split(self.cleaned_data["kinds"]) if one]

    def rules(self) -> dict[str, Any]:
        given = self.cleaned_data
        proofs = [Proof(one) for one in given["proofs"]]
        return {
            "line": given["line"],
            "days": given["days"],
            "proofs": proofs,
            "kinds": given["kinds"],
        }


def _amount(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=18,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "num"}),
        error_messages={"invalid": _("请只填数字，不带单位，如 12000。")},
    )


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("更正原因和依据"),
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("活动已举行，改动作为更正留痕，原来的数字仍可查。"),
    )
