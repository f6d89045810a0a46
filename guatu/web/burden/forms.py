"""Forms of caps, waivers and complaints: they check shape; the acts decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guatu.burden.actions.caps import LONGEST_ANSWER, Waiving
from guatu.burden.actions.complaints import Written, own_page
from guatu.burden.choices import CappedMeasure, ComplaintKind
from guatu.burden.models import REASON, WORDS, BurdenTerms
from guatu.domain.burden.caps import MOST, SCOPE_WORDS, Scope
from guatu.domain.burden.counting import MEASURE_WORDS, Measure
from guatu.org.models import Tenant, Unit, User
from guatu.web.shared.fields import DayField, PickField

_PARTS = ("limit", "hard", "source")
#: The name of a measure with its three controls.
Line = tuple[str, forms.BoundField, forms.BoundField, forms.BoundField]


class CapsForm(forms.Form):
    """Of each scope and measure: the limit (empty: none), hard or not, from which document."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    answer_days = forms.IntegerField(
        label=_("意见建议答复时限（工作日）"),
        min_value=1,
        max_value=LONGEST_ANSWER,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "num"}),
    )

    def __init__(self, sent: QueryDict | None, *, terms: BurdenTerms) -> None:
        stored = {(row["scope"], row["measure"]): row for row in terms.rules["caps"]}
        days = terms.rules["answer_days"]
        super().__init__(sent, initial={"seen": terms.version, "answer_days": days})
        for scope in Scope:
            for measure in Measure:
                self._put(f"{scope}_{measure}", stored.get((scope, measure), {}))

    def _put(self, name: str, row: dict[str, Any]) -> None:
        digits = forms.TextInput(attrs={"inputmode": "numeric", "class": "num"})
        self.fields[f"{name}_limit"] = forms.IntegerField(
            min_value=1, max_value=MOST, required=False, initial=row.get("limit"), widget=digits
        )
        self.fields[f"{name}_hard"] = forms.BooleanField(required=False, initial=row.get("hard"))
        self.fields[f"{name}_source"] = forms.CharField(
            max_length=100, required=False, initial=row.get("source", "")
        )

    def rules(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "answer_days": given["answer_days"],
            "caps": [
                {
                    "measure": measure.value,
                    "scope": scope.value,
                    **{part: given[f"{scope}_{measure}_{part}"] for part in _PARTS},
                }
                for scope in Scope
                for measure in Measure
            ],
        }

    def groups(self) -> list[tuple[str, list[Line]]]:
        """By scope the line of each measure."""
        return [
            (_now(SCOPE_WORDS[scope]), [self._line(scope, measure) for measure in Measure])
            for scope in Scope
        ]

    def _line(self, scope: Scope, measure: Measure) -> Line:
        limit, hard, source = (self[f"{scope}_{measure}_{part}"] for part in _PARTS)
        return _now(MEASURE_WORDS[measure]), limit, hard, source


class WaiverForm(forms.Form):
    measure = forms.ChoiceField(label=_("放行哪一项"), choices=CappedMeasure.choices)
    unit = PickField(label=_("哪个单位"), empty_label=_("所有单位"))
    day = DayField(label=_("哪一周"), help_text=_("选那一周的任意一天。"))
    reason = forms.CharField(
        label=_("理由"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明为什么必须超限安排，如防汛、安全和应急；全体人员都能看到。"),
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        _put_units(self, "unit", Unit.objects.visible_to(user))

    def waiving(self) -> Waiving:
        return Waiving(**self.cleaned_data)


class ComplaintForm(forms.Form):
    """``code`` finds it again; made when the form is shown, sent with it."""

    code = forms.CharField(max_length=16, widget=forms.HiddenInput)
    page = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    tenant = PickField(label=_("哪个地方"), required=True, empty_label=None)
    kind = forms.ChoiceField(
        label=_("类别"), choices=ComplaintKind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("意见或建议"),
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("说清是哪件事、重在哪里、希望怎么改。"),
    )
    about = PickField(
        label=_("涉及单位"),
        empty_label=_("不涉及某个单位"),
        help_text=_("涉及的单位不单独办理这条意见；涉及办公室自己的，由督查专员答复。"),
    )
    nameless = forms.BooleanField(
        label=_("不留姓名"),
        required=False,
        help_text=_("勾选后系统不保存是谁提的，凭查询码看答复。"),
    )

    def __init__(self, *args: Any, user: User | None, tenants: QuerySet[Tenant], **options: Any):
        super().__init__(*args, **options)
        if user is None:
            del self.fields["nameless"], self.fields["about"]
            self._choose_tenant(tenants)
        else:
            del self.fields["tenant"]
            _put_units(self, "about", Unit.objects.visible_to(user))

    def written(self) -> Written:
        given = self.cleaned_data
        return Written(given["kind"], given["words"], given["page"], given.get("about"))

    def clean_page(self) -> str:
        """An address of ours without its query, which may say more than where one was."""
        return own_page(str(self.cleaned_data["page"]))

    def _choose_tenant(self, tenants: QuerySet[Tenant]) -> None:
        field = self.fields["tenant"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = tenants
        if len(tenants) == 1:
            field.initial, field.widget = tenants[0].pk, forms.HiddenInput()


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("查询码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("提交时给出的 16 位字母和数字。"),
    )


class SaidForm(forms.Form):
    """``seen`` is the version that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = forms.CharField(
        max_length=WORDS, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, label: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].label = label


def _put_units(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows.filter(closed_on__isnull=True).order_by("path")
