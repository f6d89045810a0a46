"""Forms of preferences, channels and hours: they check shape; the acts decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.notices.channels.base import Channel
from guatu.notices.choices import Digest, NoticeKind
from guatu.notices.hours import Hours
from guatu.notices.models import ChannelSetting
from guatu.notices.queries import Wish
from guatu.web.notices.masking import masked

LONGEST_URL, LONGEST_SECRET = 500, 200


class PreferenceForm(forms.Form):
    """One channel of one person; what does not apply to the channel is left out."""

    enabled = forms.BooleanField(label=gettext_lazy("用这种方式提醒我"), required=False)
    address = forms.CharField(max_length=200, required=False)
    digest = forms.ChoiceField(
        label=gettext_lazy("一般消息"),
        choices=Digest.choices,
        help_text=gettext_lazy("紧急消息总是随时发，不受合并、静音和免打扰时段限制。"),
    )
    muted = forms.MultipleChoiceField(
        label=gettext_lazy("静音的类别"),
        choices=NoticeKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, sent: QueryDict | None = None, *, wish: Wish) -> None:
        initial = {
            "enabled": wish.enabled,
            "address": wish.chosen,
            "digest": wish.digest,
            "muted": sorted(wish.muted),
        }
        super().__init__(sent, initial=initial, auto_id=f"id_{wish.channel.code}_%s")
        channel = wish.channel
        if not channel.outward:
            del self.fields["enabled"], self.fields["digest"]
        if not channel.address_label:
            del self.fields["address"]
            return
        address = self.fields["address"]
        address.label, address.help_text = str(channel.address_label), str(channel.address_help)
        if wish.address and not wish.chosen:
            address.widget.attrs["placeholder"] = wish.address


class ChannelForm(forms.Form):
    """Address and secret are never shown again: empty means as it was."""

    enabled = forms.BooleanField(label=gettext_lazy("启用"), required=False)
    url = forms.CharField(
        label=gettext_lazy("地址"),
        max_length=LONGEST_URL,
        error_messages={"required": gettext_lazy("请粘贴从对方系统复制的完整地址。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )
    secret = forms.CharField(
        max_length=LONGEST_SECRET,
        error_messages={"required": gettext_lazy("请填写密钥。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    no_secret = forms.BooleanField(label=gettext_lazy("不再使用密钥"), required=False)

    def __init__(
        self,
        sent: QueryDict | None = None,
        *,
        channel: Channel,
        setting: ChannelSetting | None,
    ) -> None:
        super().__init__(sent, initial={"enabled": setting is None or setting.enabled})
        url = self.fields["url"]
        url.help_text = str(channel.url_help)
        url.required = not (setting and setting.url)
        if setting and setting.url:
            url.help_text = _("现为 %(url)s；不改就留空。") % {"url": masked(setting.url)}
        self._set_up_secret(channel, setting)

    def _set_up_secret(self, channel: Channel, setting: ChannelSetting | None) -> None:
        if not channel.secret_label:
            del self.fields["secret"], self.fields["no_secret"]
            return
        secret = self.fields["secret"]
        secret.label = str(channel.secret_label)
        secret.required = channel.secret_needed and not (setting and setting.secret)
        if setting and setting.secret:
            secret.help_text = _("已设置，不再显示；不改就留空。")
        if channel.secret_needed or not (setting and setting.secret):
            del self.fields["no_secret"]

    @property
    def given_secret(self) -> str | None:
        if self.cleaned_data.get("no_secret"):
            return ""
        return self.cleaned_data.get("secret") or None


class ClockField(forms.TimeField):
    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **options)


class HoursForm(forms.Form):
    quiet_from = ClockField(label=gettext_lazy("免打扰从"))
    quiet_until = ClockField(
        label=gettext_lazy("免打扰到"),
        help_text=gettext_lazy(
            "这段时间里一般消息攒着，到点合并成一封发出；两个时间相同就是不设。"
        ),
    )
    letter_at = ClockField(
        label=gettext_lazy("每日合并信发出时间"),
        help_text=gettext_lazy("选了“每天合并一封”的人，这个时间收到前一天的消息。"),
    )

    @property
    def hours(self) -> Hours:
        return Hours(**self.cleaned_data)
