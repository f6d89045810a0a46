"""Forms of the rules for dispatches and of looking back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guatu.dispatches.choices import Colour, Finding
from guatu.dispatches.models import Terms
from guatu.dispatches.terms import all_ladders, all_limits
from guatu.org.models import Post, User
from guatu.web.dispatches.forms.controls import (
    PickField,
    choose,
    post_words,
    posts_of,
    words_field,
)
from guatu.web.shared.fields import DayField


def _time(label: Any, **options: Any) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, widget=widget, **options)


def _count(label: Any, most: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, **options)


class TermsForm(forms.Form):
    """``seen`` is the version that the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    limits = forms.ChoiceField(
        label=_("时限方案"), help_text=_("各紧急程度每个环节几天；改后只管新下发的。")
    )
    ladder = forms.ChoiceField(
        label=_("催办梯级"), help_text=_("何时、向谁、用什么颜色催；改后从下一级起按新的办。")
    )
    opens = _time(_("上班"))
    closes = _time(_("下班"), help_text=_("到期日以这个时间为准。"))
    cut_off = _time(_("日清截止"), help_text=_("当天须结的事项，过了这个时间仍未结的记为结转。"))
    quiet_from = _time(_("免打扰起"))
    quiet_until = _time(_("免打扰止"), help_text=_("这段时间到点的提醒，止时合并成一封再发。"))
    most_bounces = _count(
        _("最多退回交办方次数"), 9, help_text=_("到了次数仍说不是本单位职责的，交兜底岗位主办。")
    )
    most_extensions = _count(_("最多延期次数"), 9)
    most_extended_days = _count(_("最多累计延期天数"), 366)
    lock_days = _count(
        _("到期前几天不再受理延期"), 30, help_text=_("0 为到期前一直可以申请；到期后一律不受理。")
    )
    default_post = PickField(
        Post.objects.none(),
        post_words,
        label=_("无人认领时的兜底岗位"),
        required=False,
        help_text=_("没有设定时，退回次数到了上限的由交办方决定转给谁。"),
    )

    def __init__(self, *args: Any, user: User, terms: Terms, **kw: Any) -> None:
        named = [name for name in self.base_fields if name != "seen"]
        initial = {name: getattr(terms, name) for name in named}
        super().__init__(*args, **{"initial": {**initial, "seen": terms.version}, **kw})
        _put(self, "limits", all_limits().values())
        _put(self, "ladder", all_ladders().values())
        choose(self, "default_post", posts_of(user, terms.default_post_id))

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class SampleForm(forms.Form):
    """Which sign-offs to draw from, and how many."""

    first = DayField(label=_("销号起"))
    last = DayField(label=_("销号止"))
    count = forms.IntegerField(label=_("抽取件数"), min_value=1, max_value=200, initial=10)
    seed = forms.CharField(
        label=_("抽签码"),
        max_length=40,
        required=False,
        help_text=_("公开的一串字，如当天日期加彩票号；同一码再抽一次，结果相同，谁也挑不了。"),
    )


class FindingForm(forms.Form):
    """What somebody who looked again has found."""

    finding = forms.ChoiceField(
        label=_("核查结果"), choices=Finding.choices, widget=forms.RadioSelect
    )
    words = words_field(
        _("核查情况"), most=500, help_text=_("怎样核查的（现场、电话、查资料），看到了什么。")
    )
    colour = forms.ChoiceField(
        label=_("重新打开时发单"),
        required=False,
        initial=Colour.YELLOW,
        choices=[c for c in Colour.choices if c[0]],
        help_text=_("不属实或部分属实的，会以原编号重新打开。"),
    )
    until = DayField(label=_("重办时限"), required=False, help_text=_("不填为 7 天。"))

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "colour": self.cleaned_data["colour"] or Colour.YELLOW}


def usual_span(today: date) -> dict[str, date]:
    """The month before this one."""
    last = date.fromordinal(today.replace(day=1).toordinal() - 1)
    return {"first": last.replace(day=1), "last": last}


def _put(form: forms.Form, name: str, presets: Iterable[Any]) -> None:
    choices = [(one.code, gettext(one.name)) for one in presets]
    form.fields[name].choices = choices  # type: ignore[attr-defined]
