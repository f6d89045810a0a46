"""The form of a procedure: it checks shape; the acts decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.org.models import Unit, User
from guatu.procedures.choices import ProcedureGroup, ProcedurePlace
from guatu.procedures.library import FIELDS
from guatu.procedures.models import Procedure
from guatu.workdays.choices import Counting


class Days(forms.IntegerField):
    """Typed as text: a browser throws away what it cannot read as a number."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput({"inputmode": "numeric", "size": "6"})
        super().__init__(widget=widget, **options)


class ProcedureForm(forms.Form):
    group = forms.ChoiceField(label=_("分组"), choices=ProcedureGroup.choices)
    name = forms.CharField(label=_("手续"), max_length=40)
    owner = forms.CharField(
        label=_("主管部门"), max_length=40, required=False, help_text=_("如“发改”“资规”。")
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("办理单位"),
        required=False,
        empty_label=_("未定"),
        help_text=_("本地承办的单位；加入项目计划时一并带上。"),
    )
    statutory_days = Days(label=_("法定天数"))
    promised_days = Days(
        label=_("承诺天数"), required=False, help_text=_("没有承诺的不填，按法定天数计。")
    )
    counting = forms.ChoiceField(label=_("计日方式"), choices=Counting.choices)
    place = forms.ChoiceField(
        label=_("办理阶段"),
        choices=ProcedurePlace.choices,
        help_text=_("“自开工起限期”的不排进计划，只给出期限。"),
    )
    after = forms.MultipleChoiceField(
        label=_("前置手续"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("这些都办结才能办它；项目用不着的自动跳过，接到更前一道。"),
    )
    alternative = forms.CharField(
        label=_("几选一"),
        max_length=30,
        required=False,
        help_text=_("写同样字样的几项，一个项目只办一项，如“立项方式”。"),
    )
    condition = forms.CharField(
        label=_("适用条件"),
        max_length=40,
        required=False,
        help_text=_("有这种情形的项目才办，如“占用林地”；都要办的不填。"),
    )
    usual = forms.BooleanField(
        label=_("默认适用"), required=False, help_text=_("加入计划时默认勾选；项目可以另选。")
    )
    deferrable = forms.BooleanField(
        label=_("可容缺"),
        required=False,
        help_text=_("工期不够时，可以建议后一道不等它办结先办。"),
    )
    materials = forms.CharField(
        label=_("申请材料"), max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )
    source = forms.CharField(
        label=_("依据"), max_length=200, required=False, help_text=_("如办事指南的名称和文号。")
    )

    def __init__(
        self,
        *args: Any,
        user: User,
        library: Sequence[Procedure],
        row: Procedure | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        after, unit = self.fields["after"], self.fields["unit"]
        assert isinstance(after, forms.MultipleChoiceField)
        assert isinstance(unit, forms.ModelChoiceField)
        after.choices = [
            (one.code, f"{one.get_group_display()}　{one.name}") for one in library if one != row
        ]
        chosen = Q(closed_on__isnull=True) | Q(pk=row.unit_id if row else None)
        unit.queryset = Unit.objects.visible_to(user).filter(chosen).order_by("path")


def initial_of(row: Procedure) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS if name != "serial"}
