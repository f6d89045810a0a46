"""The form of a month's report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.kit.files import keep
from guatu.kit.refusals import Refusal
from guatu.projects.actions.progress import MonthFigures
from guatu.projects.queries.months import ReportMonth
from guatu.web.projects.forms.controls import AmountField
from guatu.web.projects.photos import made_anew
from guatu.web.templatetags.guatu import sentence
from guatu.web.templatetags.projects import month_name

_SALT = "report-photo"


class ReportForm(forms.Form):
    period = forms.TypedChoiceField(label=gettext_lazy("月份"), coerce=date.fromisoformat)
    invested = AmountField(label=gettext_lazy("年初累计完成投资"), required=False)
    registered = AmountField(
        label=gettext_lazy("年初累计入库投资"),
        required=False,
        help_text=gettext_lazy("统计部门已入库的部分；没有就不填。"),
    )
    paid = AmountField(
        label=gettext_lazy("年初累计支付"),
        required=False,
        help_text=gettext_lazy("财政和业主已付出的工程款；没有就不填。"),
    )
    physical_words = forms.CharField(
        label=gettext_lazy("形象进度"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("一句话说到哪一步，如“主体结构施工至三层”。"),
    )
    physical_percent = AmountField(
        label=gettext_lazy("形象进度百分比"), required=False, max_digits=5, decimal_places=2
    )
    reason = forms.CharField(
        label=gettext_lazy("原因说明"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    photo = forms.FileField(
        label=gettext_lazy("现场照片"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text=gettext_lazy(
            "选填，不作硬性要求。JPG 或 PNG，不超过 10 MB；保存时去掉拍摄地点等信息。"
        ),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, months: Sequence[ReportMonth], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (m.period.isoformat(), _month_words(m)) for m in reversed(months)
        ]

    @property
    def tells_more(self) -> bool:
        """Whether the folded fields hold something or were refused."""
        return any(self[name].value() or self[name].errors for name in ("registered", "paid"))

    def clean_kept(self) -> str:
        """The photo of an attempt that was refused; signed, so that nobody names other files."""
        try:
            digest: str = signing.loads(self.cleaned_data["kept"], salt=_SALT)
        except signing.BadSignature:
            return ""
        return digest

    def clean_photo(self) -> bytes:
        upload = self.cleaned_data["photo"]
        if upload is None:
            return b""
        try:
            return made_anew(upload.read())
        except Refusal as refusal:
            raise forms.ValidationError(sentence(refusal.sentence)) from None

    def figures(self) -> MonthFigures:
        """What was typed; a photo is kept first, so that a refusal does not lose it."""
        typed = self.cleaned_data
        digest = keep(typed["photo"]) if typed["photo"] else typed["kept"]
        return MonthFigures(
            period=typed["period"],
            invested=typed["invested"],
            registered=typed["registered"],
            paid=typed["paid"],
            physical_words=typed["physical_words"],
            physical_percent=typed["physical_percent"],
            photo=digest,
            reason=typed["reason"],
        )

    def hold(self, digest: str) -> None:
        """Carry a photo that is already kept to the next attempt."""
        if digest:
            again = cast(QueryDict, self.data).copy()
            again["kept"] = signing.dumps(digest, salt=_SALT)
            self.data = again


def _month_words(month: ReportMonth) -> str:
    name = month_name(month.period)
    return _("%(month)s（已报，更正）") % {"month": name} if month.given else name
