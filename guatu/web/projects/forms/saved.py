"""The name of a saved view."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guatu.projects.actions.views import LONGEST_NAME


class ViewForm(forms.Form):
    """``sharing``: whether the person may show it to the whole city."""

    name = forms.CharField(
        label=_("视图名称"),
        max_length=LONGEST_NAME,
        help_text=_("如 红灯项目、三季度开工。保存的是现在的筛选、排序和列。"),
    )
    preferred = forms.BooleanField(label=_("打开项目页时先看它"), required=False)
    shared = forms.BooleanField(label=_("共享给全市"), required=False)

    def __init__(self, *args: Any, sharing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sharing:
            del self.fields["shared"]


class NameForm(forms.Form):
    name = forms.CharField(label=_("视图名称"), max_length=LONGEST_NAME)
