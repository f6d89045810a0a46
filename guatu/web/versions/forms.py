"""Forms of the annual list: the paper, one move, a new project, the parts of a package."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guatu.lines.models import WorkLine
from guatu.org.models import Unit, User
from guatu.projects.actions.moves import LONGEST_REASON
from guatu.projects.actions.versions import LONGEST, Approval
from guatu.projects.choices import ListChangeKind, Nature
from guatu.web.shared.fields import DayField
from guatu.web.versions.parts import NotAPart, read_parts

LEAVE, STAY = "leave", "stay"
_PARTS_HELP = _(
    "每行一个子项：名称、总投资、年度计划（万元），中间用空格隔开；可以从 Excel 直接粘贴。"
    "没有写的单位、岗位、工作线沿用打包项目的。"
)


class AmountField(forms.DecimalField):
    """A figure as people type or paste it: ``１２，０００``, ``12,000.5``."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num"})
        errors = {"invalid": _("请只填数字，不带单位，如 12000。")}
        super().__init__(
            max_digits=18,
            decimal_places=4,
            required=False,
            widget=widget,
            error_messages=errors,
            **options,
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).replace(",", "").replace(" ", "")
        return super().to_python(value)


class PartsField(forms.CharField):
    """The parts of a package; its value is a list of fields of projects."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 6, "class": "is-parts"})
        super().__init__(label=_("子项"), widget=widget, help_text=_PARTS_HELP, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return read_parts(text)
        except NotAPart as fault:
            raise forms.ValidationError(str(fault)) from None


class PaperForm(forms.Form):
    """The paper behind a version; ``reason`` is asked for by an adjustment only."""

    title = forms.CharField(label=_("清单名称"), max_length=LONGEST["title"])
    document = forms.CharField(
        label=_("批准文号"), max_length=LONGEST["document"], required=False,
        help_text=_("如“示政办字〔2021〕8号”；会议通过的可以不填。"),
    )  # fmt: skip
    approver = forms.CharField(
        label=_("批准机关"), max_length=LONGEST["approver"], required=False,
        help_text=_("如“市政府常务会议”。"),
    )  # fmt: skip
    approved_on = DayField(label=_("批准日期"))

    def approval(self) -> Approval:
        given = self.cleaned_data
        return Approval(
            given["title"],
            given["approved_on"],
            approver=given["approver"],
            document=given["document"],
            reason=given.get("reason", ""),
        )


class AdjustmentForm(PaperForm):
    """``seen`` is the version that the page was made from."""

    reason = forms.CharField(
        label=_("调整理由"),
        max_length=LONGEST["reason"],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("没有单独写理由的变动，用这一条。"),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class MoveForm(forms.Form):
    """One move of a listed project; which fields there are depends on its kind."""

    def __init__(
        self, *args: Any, kind: ListChangeKind, has_parts: bool, splits: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if kind == ListChangeKind.STARTED:
            self.fields["nature"] = _nature_field()
        if kind == ListChangeKind.WITHDRAWN and has_parts:
            self.fields["parts_stay"] = _parts_stay_field()
        if splits:
            self.fields["parts"] = PartsField()
        self.fields["reason"] = _reason_field()


class NewProjectForm(forms.Form):
    """A project that is entered with the adjustment; the rest is filled in on its own page."""

    name = forms.CharField(label=_("项目名称"), max_length=200)
    nature = forms.ChoiceField(
        label=_("建设性质"),
        choices=[("", _("未定")), *Nature.choices],
        required=False,
        help_text=_("选“储备”的列入清单，但不计个数和金额。"),
    )
    total_investment = AmountField(label=_("总投资（万元）"))
    year_plan = AmountField(label=_("年度计划投资（万元）"))

    def __init__(self, *args: Any, user: User, year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        lines = WorkLine.objects.visible_to(user).of_year(year).order_by("number")
        units = Unit.objects.visible_to(user).filter(closed_on=None).order_by("path")
        self.fields["line"] = _row_field(_("工作线"), lines)
        self.fields["lead_unit"] = _row_field(_("牵头单位"), units)
        self.fields["reason"] = _reason_field()


class SplitForm(forms.Form):
    parts = PartsField()
    reason = forms.CharField(
        label=_("理由"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("子项总投资之和超过打包项目时必填。"),
    )


def _reason_field() -> forms.CharField:
    return forms.CharField(
        label=_("理由"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不写的，用整次调整的理由。"),
    )


def _nature_field() -> forms.ChoiceField:
    choices = [(n, label) for n, label in Nature.choices if n != Nature.RESERVE]
    return forms.ChoiceField(
        label=_("转为"), required=False, choices=[("", _("转入储备前的性质")), *choices]
    )


def _parts_stay_field() -> forms.ChoiceField:
    choices = [(LEAVE, _("子项一并退出")), (STAY, _("子项留下，作单独的项目（请写明理由）"))]
    return forms.ChoiceField(
        label=_("子项怎么办"), choices=choices, widget=forms.RadioSelect, initial=LEAVE
    )


def _row_field(label: Any, rows: Any) -> Any:
    return forms.ModelChoiceField(rows, label=label, required=False, empty_label=_("未定"))
