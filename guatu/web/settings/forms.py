"""The form of the government's facts: it checks shape; the act decides."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


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
