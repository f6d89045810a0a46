"""Forms of the government's facts, its chains and parks: they check shape; the acts decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guatu.lines.models import Chain, Park
from guatu.org.choices import Role
from guatu.org.models import Post, Unit, User
from guatu.org.queries import with_holders


class GovernmentForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=100)
    short_name = forms.CharField(
        label=_("简称"), max_length=40, required=False, help_text=_("显示在页面左上角。")
    )
    region_code = forms.CharField(
        label=_("行政区划代码"), max_length=6, required=False, help_text=_("6 位数字，如 370881。")
    )
    year = forms.IntegerField(
        label=_("工作年度"),
        min_value=2000,
        max_value=2100,
        help_text=_("总览、作战图和项目清单都按这一年显示；以前年度的内容不动。"),
    )


class HeadField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.unit.label}　{obj.holder_label}"


class ChainForm(forms.Form):
    name = forms.CharField(label=_("产业链"), max_length=60, help_text=_("如“高端装备”。"))
    head = HeadField(
        queryset=Post.objects.none(),
        label=_("链长"),
        required=False,
        empty_label=_("未定"),
        help_text=_("列出角色为包保领导、指挥长的岗位；职责随岗位走，换人不用改。"),
    )
    lead_unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("牵头单位"), required=False, empty_label=_("未定")
    )

    def __init__(self, *args: Any, user: User, row: Chain | None = None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        _choose(self, "head", _leaders(user, row and row.head_id))
        _choose(self, "lead_unit", _units(user, row and row.lead_unit_id))


class ParkForm(forms.Form):
    name = forms.CharField(label=_("园区"), max_length=60)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("管理单位"), required=False, empty_label=_("未定")
    )

    def __init__(self, *args: Any, user: User, row: Park | None = None, **kw: Any) -> None:
        super().__init__(*args, **kw)
        _choose(self, "unit", _units(user, row and row.unit_id))


def _choose(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def _units(user: User, chosen: Any) -> Any:
    """Units that exist, and the one chosen before even if it was closed since."""
    rows = Unit.objects.visible_to(user).filter(Q(closed_on__isnull=True) | Q(pk=chosen))
    return rows.order_by("path")


def _leaders(user: User, chosen: Any) -> Any:
    leading = Q(closed_on__isnull=True, post_roles__role__in=[Role.SPONSOR, Role.COMMANDER])
    rows = Post.objects.visible_to(user).filter(leading | Q(pk=chosen)).distinct()
    return with_holders(rows).order_by("rank", "id")
