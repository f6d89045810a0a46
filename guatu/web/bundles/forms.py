"""Forms of signed bundles: shape only, the acts say what is wrong."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ArrivalForm(forms.Form):
    file = forms.FileField(
        label=_("数据包文件"),
        allow_empty_file=True,  # the act says it better
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        error_messages={"required": _("请先选一个文件。")},
    )


class SenderForm(forms.Form):
    name = forms.CharField(
        label=_("对端名称"), max_length=60, help_text=_("日志和进度说明里这样称呼它，如“外网”。")
    )
    public_key = forms.CharField(
        label=_("对端公钥"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=_("对端“数据包”页上的公钥全文，可以随数据包一起拷来。"),
    )
    heard = forms.CharField(
        label=_("电话核对的指纹"),
        max_length=100,
        help_text=_("请打电话给对端系统管理员，由他读出指纹，您在这里记下；不要照抄随文件来的。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=300, required=False)
